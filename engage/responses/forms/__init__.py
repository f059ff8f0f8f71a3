"""The shape of what people type about questionnaires and responses."""

from engage.responses.forms.answering import ANSWERS, PROTECTIONS, AnswerForm, FileAnswer
from engage.responses.forms.asking import HOW, PromptForm
from engage.responses.forms.banking import BankForm, BankSearch
from engage.responses.forms.entering import EntryForm
from engage.responses.forms.receipts import ReceiptForm
from engage.responses.forms.sealing import OpenForm, SealingForm

__all__ = [
    "ANSWERS",
    "HOW",
    "PROTECTIONS",
    "AnswerForm",
    "BankForm",
    "BankSearch",
    "EntryForm",
    "FileAnswer",
    "OpenForm",
    "PromptForm",
    "ReceiptForm",
    "SealingForm",
]
