"""The shape of what people type about challenges."""

from engage.challenges.forms.amending import AmendForm, AskToAmendForm, ReturnChangesForm
from engage.challenges.forms.approval import ApprovalForm, DecisionForm, PublishForm
from engage.challenges.forms.barriers import BarriersForm
from engage.challenges.forms.listing import ListForm
from engage.challenges.forms.lots import LotForm, LotsForm
from engage.challenges.forms.noticing import NoticeForm
from engage.challenges.forms.partners import AskForm, PartyForm, ShareForm
from engage.challenges.forms.picking import CodesForm
from engage.challenges.forms.stages import EndForm, WithdrawForm
from engage.challenges.forms.starting import NewForm, TemplateForm
from engage.challenges.forms.statement import (
    DatesForm,
    NeedForm,
    OutcomesForm,
    SectionForm,
    SubjectForm,
    TodayForm,
)
from engage.challenges.forms.timetable import TimetableForm

__all__ = [
    "AmendForm",
    "ApprovalForm",
    "AskForm",
    "AskToAmendForm",
    "BarriersForm",
    "CodesForm",
    "DatesForm",
    "DecisionForm",
    "EndForm",
    "ListForm",
    "LotForm",
    "LotsForm",
    "NeedForm",
    "NewForm",
    "NoticeForm",
    "OutcomesForm",
    "PartyForm",
    "PublishForm",
    "ReturnChangesForm",
    "SectionForm",
    "ShareForm",
    "SubjectForm",
    "TemplateForm",
    "TimetableForm",
    "TodayForm",
    "WithdrawForm",
]
