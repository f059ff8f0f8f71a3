"""Form fields that clean what people type, keep it to show again, and answer in sentences.

Every field is required unless ``optional=True``. Nothing typed by anybody raises:
a value that cannot be used becomes a sentence in ``errors`` and is shown again as typed.
"""

from wtforms.validators import ValidationError

from engage.web.fields.base import EngageField, HiddenField, VersionField
from engage.web.fields.choices import ChoiceField, ChoicesField, YesField
from engage.web.fields.dates import DateField, TimeField
from engage.web.fields.numbers import WholeNumberField
from engage.web.fields.tables import TableField
from engage.web.fields.text import EmailField, LongTextField, PasswordField, TextField
from engage.web.fields.twice import WhichField, is_twice, which
from engage.web.fields.uploads import UploadField

__all__ = [
    "ChoiceField",
    "ChoicesField",
    "DateField",
    "EmailField",
    "EngageField",
    "HiddenField",
    "LongTextField",
    "PasswordField",
    "TableField",
    "TextField",
    "TimeField",
    "UploadField",
    "ValidationError",
    "VersionField",
    "WhichField",
    "WholeNumberField",
    "YesField",
    "is_twice",
    "which",
]
