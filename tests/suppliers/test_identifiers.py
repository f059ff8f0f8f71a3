import pytest

from engage.suppliers import identifiers


@pytest.mark.parametrize(
    "typed, number",
    [
        ("1234567", "01234567"),
        (" 0123 4567 ", "01234567"),
        ("sc1234", "SC001234"),
        ("NI-012345", "NI012345"),
        ("R0000123", "R0000123"),
        ("IP12345R", "IP12345R"),
        ("", None),
        ("  ", None),
    ],
)
def test_company_numbers_have_eight_characters(typed: str, number: str | None) -> None:
    assert identifiers.company_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["123456789", "ABC12345", "ABC", "SC", "1234567A", "١٢٣٤٥٦٧٨", "\x00"]
)
def test_other_numbers_are_refused(typed: str) -> None:
    with pytest.raises(identifiers.NotACompanyNumber):
        identifiers.company_number(typed)


@pytest.mark.parametrize(
    "typed, number",
    [
        ("1234567", "1234567"),
        ("200027", "200027"),
        ("1012345-1", "1012345-1"),
        ("sc 012345", "SC012345"),
        ("SC12345", "SC012345"),
        ("NIC-101234", "NIC101234"),
        (" ", None),
    ],
)
def test_numbers_of_the_three_regulators_of_charities(typed: str, number: str | None) -> None:
    assert identifiers.charity_number(typed) == number


@pytest.mark.parametrize("typed", ["0", "12345", "12345678", "SC123456", "NIC1", "XX101234", "x"])
def test_other_charity_numbers_are_refused(typed: str) -> None:
    with pytest.raises(identifiers.NotACharityNumber, match="like 1234567"):
        identifiers.charity_number(typed)


@pytest.mark.parametrize(
    "typed", ["PJYG-6658-PPMY", "GB-PPON-PJYG-6658-PPMY", "gb-ppon:pjyg-6658-ppmy", "PJYG6658PPMY"]
)
def test_a_ppon_is_kept_without_its_scheme(typed: str) -> None:
    assert identifiers.ppon(typed) == "PJYG-6658-PPMY"


@pytest.mark.parametrize("typed", ["PJYG-66580-PPMY", "6658-PJYG-PPMY", "GB-COH-01234567", "é"])
def test_other_ppons_are_refused(typed: str) -> None:
    with pytest.raises(identifiers.NotAPpon, match="PJYG-6658-PPMY"):
        identifiers.ppon(typed)


def test_no_ppon_is_none() -> None:
    assert identifiers.ppon("") is None
