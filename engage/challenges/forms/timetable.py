"""The days that the timetable of an engagement is worked out from."""

import re

from engage.web.fields import DateField, TextField, ValidationError, YesField
from engage.web.forms import Versioned

NOTICE = re.compile(r"[0-9]{6}-[0-9]{4}")


class TimetableForm(Versioned):
    tender_on = DateField(
        "When is the tender notice planned?",
        noun="the day of the tender notice",
        hint="A rough day is better than none. It does not bind you.",
        optional=True,
    )
    opens_on = DateField(
        "When is the challenge to be published?",
        noun="the day of publication",
        hint="Leave it empty to have it worked out.",
        optional=True,
    )
    planned_notice_on = DateField(
        "When is a planned procurement notice published?",
        noun="the day of the planned procurement notice",
        hint="Only if you publish one (UK3). It can shorten the tender period.",
        optional=True,
    )
    pipeline_number = TextField(
        "Number of the pipeline notice",
        noun="the number of the pipeline notice",
        hint="Only if you have one (UK1), for example 012345-2026.",
        max_length=20,
        width=20,
        optional=True,
    )
    light_touch = YesField("It is a light touch contract, for example social care (section 9)")

    def validate_pipeline_number(self, field: TextField) -> None:
        if field.data and not NOTICE.fullmatch(field.data):
            raise ValidationError("The number of the pipeline notice must look like 012345-2026")
