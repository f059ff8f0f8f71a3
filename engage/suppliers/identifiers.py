"""Numbers that registers give organisations, as they are kept: one shape each, or a sentence why.

Companies House numbers are padded to eight characters. Charities are registered in England and
Wales, in Scotland or in Northern Ireland. A PPON is the central digital platform's identifier
(Procurement Regulations 2024 reg.8).
"""

import re

from engage.kernel.errors import Refusal

COMPANY_NUMBER = re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}|[A-Z]{2}[0-9]{5}[A-Z]|R[0-9]{7}")
CHARITY_NUMBER = re.compile(r"[1-9][0-9]{5,6}(-[0-9]{1,3})?|SC0[0-9]{5}|NIC[0-9]{6}")
PPON = re.compile(r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}")


class BadIdentifier(Refusal):
    """No register gives such numbers."""


class NotACompanyNumber(BadIdentifier):
    """Companies House gives no such numbers."""


class NotACharityNumber(BadIdentifier):
    """None of the three regulators of charities gives such numbers."""


class NotAPpon(BadIdentifier):
    """The central digital platform gives no such identifiers."""


def company_number(typed: str) -> str | None:
    """A Companies House number in its eight characters: ``1234567`` is ``01234567``.

    None when nothing is given. Raises NotACompanyNumber.
    """
    plain = re.sub(r"[\s-]", "", typed).upper()
    if not plain:
        return None
    short = re.fullmatch(r"([A-Z]{0,2})([0-9]{1,8})", plain)
    if short:
        prefix, digits = short.groups()
        plain = prefix + digits.zfill(8 - len(prefix))
    if not COMPANY_NUMBER.fullmatch(plain):
        raise NotACompanyNumber(
            "Enter a company number of 8 characters, like 01234567 or SC123456, or leave it empty"
        )
    return plain


def charity_number(typed: str) -> str | None:
    """A charity's number: ``1234567``, ``SC012345`` or ``NIC101234``.

    None when nothing is given. Raises NotACharityNumber.
    """
    plain = re.sub(r"\s", "", typed).upper()
    if not plain:
        return None
    if plain.startswith(("SC", "NI")):
        plain = plain.replace("-", "")
    if re.fullmatch(r"SC[0-9]{5}", plain):
        plain = f"SC0{plain[2:]}"
    if not CHARITY_NUMBER.fullmatch(plain):
        raise NotACharityNumber(
            "Enter a charity number like 1234567 (England and Wales), SC012345 (Scotland) or "
            "NIC101234 (Northern Ireland), or leave it empty"
        )
    return plain


def ppon(typed: str) -> str | None:
    """A PPON without its scheme: ``GB-PPON-PJYG-6658-PPMY`` is ``PJYG-6658-PPMY``.

    None when nothing is given. Raises NotAPpon.
    """
    plain = re.sub(r"\s", "", typed).upper()
    plain = re.sub(r"^GB-PPON[-:]", "", plain)
    if not plain:
        return None
    joined = re.fullmatch(r"([A-Z]{4})([0-9]{4})([A-Z]{4})", plain)
    if joined:
        plain = "-".join(joined.groups())
    if not PPON.fullmatch(plain):
        raise NotAPpon(
            "Enter a PPON of 4 letters, 4 numbers and 4 letters, like PJYG-6658-PPMY, "
            "or leave it empty"
        )
    return plain
