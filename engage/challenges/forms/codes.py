"""The field for CPV codes: typed one on each line, read with what they mean."""

from collections.abc import Iterator

from engage.challenges.reference import cpv_label, parse_cpv
from engage.challenges.service.drafting import MOST_CODES
from engage.kernel.errors import Refusal
from engage.web.fields import LongTextField, ValidationError


class CodesField(LongTextField):
    """Whoever compares two versions need not know codes by heart."""

    def in_words(self, value: str) -> str:
        return "\n".join(_said(line) for line in value.splitlines())


class WithCodes:
    """A form that has ``cpv_codes``."""

    cpv_codes: CodesField

    def validate_cpv_codes(self, field: LongTextField) -> None:
        try:
            codes = list(self.codes())
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None
        if len(codes) > MOST_CODES:
            raise ValidationError(f"Enter {MOST_CODES} CPV codes or fewer")

    def codes(self) -> Iterator[str]:
        lines = self.cpv_codes.data.replace(";", "\n").split("\n")
        yield from dict.fromkeys(parse_cpv(line) for line in lines if line.strip())


def _said(line: str) -> str:
    try:
        code = parse_cpv(line)
    except Refusal:
        return line
    return f"{code}: {cpv_label(code)}"
