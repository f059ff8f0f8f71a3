"""What somebody copies from a receipt."""

from engage.web.fields import TextField
from engage.web.forms import Form


class ReceiptForm(Form):
    """The two things on a receipt that together nobody can guess."""

    receipt = TextField("Receipt number", hint="For example, MBC-2026-014-R7K3Q", max_length=32)
    sha256 = TextField("SHA-256", hint="64 letters and digits", max_length=80)

    def told(self) -> tuple[str, str]:
        """As we write them, however they were copied."""
        digest = "".join(self.sha256.data.split()).lower()
        return self.receipt.data.strip().upper(), digest
