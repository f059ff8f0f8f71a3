"""The field for CPV codes: typed one on each line, read with what they mean."""

from engage.challenges.reference import cpv_label, parse_cpv
from engage.kernel.errors import Refusal
from engage.web.fields import LongTextField


class CodesField(LongTextField):
    """Whoever compares two versions need not know codes by heart."""

    def in_words(self, value: str) -> str:
        return "\n".join(_said(line) for line in value.splitlines())


def _said(line: str) -> str:
    try:
        code = parse_cpv(line)
    except Refusal:
        return line
    return f"{code}: {cpv_label(code)}"
