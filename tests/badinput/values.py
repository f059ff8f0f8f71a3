"""What people, broken programs and attackers type."""

from dataclasses import dataclass

TAG = "<zq9 onx=1>"
"""If these three stand in a page as they are, something was not escaped."""
ATTRIBUTE = "\"zq9onx='"
RAW = (b"<zq9", b'"zq9onx', b"zq49zq")


@dataclass(frozen=True)
class Nasty:
    """A value, and how it travels when it is not plain UTF-8."""

    name: str
    text: str
    raw: str = ""

    def __str__(self) -> str:
        return self.name


MARKED = f"{TAG} {ATTRIBUTE} zq{{{{7*7}}}}zq %s %(x)s {{0}} ' OR 1=1;-- ../\\..\\ {{% raw %}}"
"""HTML, attributes, templates, formats, SQL and paths in one."""
TEXTS = [
    Nasty("too long", "a" * 20_000),
    Nasty("empty", ""),
    Nasty("whitespace", " \t\r\n\u00a0\u3000\u200b\ufeff\u2060\u00ad "),
    Nasty("NUL", "a\x00b"),
    Nasty("controls", "a\x01\x08\x1b\x7f\x9f\ufdd0\uffff\U0001ffffb"),
    Nasty("emoji", "👩🏽\u200d🚒 zq"),
    Nasty("right to left", "مرحبا \u202egnp.exe\u202c \u2066x\u2069"),
    Nasty("combining", "e" + "\u0301" * 300),
    Nasty("marked", MARKED),
    Nasty("script", "<script>alert(7)</script></textarea></title>" + TAG),
    Nasty("header injection", "Ida\r\nBcc: everybody@evil.example\r\n\r\nhello"),
    Nasty("formula", "=cmd|'/c calc'!A1"),
    Nasty("link", "javascript:alert(7)//"),
    Nasty("no text", "\ufffd", raw="%ED%A0%80%FF%FE%00%80"),
]
MEGABYTE = Nasty("a megabyte", "zq " * 350_000)
NUMBERS = [
    Nasty(text, text)
    for text in (
        *("-1", "0", "2147483648", "9223372036854775808", "9" * 25, "1e9999", "NaN", "1.5"),
        *("٣", "²"),
    )
]
NUMBERS.append(Nasty("5000 digits", "9" * 5000))
TIMES = [Nasty(text, text) for text in ("25:00", "24:00", "13pm", "0am", "9:99", "٩:٠٠", "-1:00")]
HIDDEN = {
    *("empty", "NUL", "too long", "marked", "no text"),
    *("-1", "2147483648", "9223372036854775808", "²", "5000 digits"),
}
"""For a field that no visitor types into: each breaks another way of reading it."""
NASTIES = [*TEXTS, *NUMBERS, *TIMES]
TEXTS_OF_CHOICES = ["not offered", "", "\x00", "\u202e", TAG, "9" * 400, "None", "a" * 100_000]
DATES = [
    ("30", "2", "2026"),
    ("29", "2", "2027"),
    ("1", "1", "0"),
    ("1", "1", "0000"),
    ("1", "1", "99999"),
    ("1", "1", "9999"),
    ("31", "12", "9999"),
    ("1", "1", "0001"),
    ("0", "0", "2026"),
    ("32", "13", "2026"),
    ("-1", "1", "2026"),
    ("²", "1", "2026"),
    ("٣", "١", "٢٠٢٦"),
    ("1e3", "1", "2026"),
    ("\x00", "\ufdd0", "\u202e"),
    (TAG, ATTRIBUTE, "zq{{7*7}}zq"),
    ("9" * 5000, "9" * 5000, "9" * 5000),
    ("1", "", ""),
    ("18", "Dec", "2026"),
]
CLOCK_CHANGES = [("29", "3", "2026"), ("25", "10", "2026")]
"""01:30 is skipped on the first of these days and comes twice on the second."""
FOR_POSTGRESQL = {
    *("too long", "NUL", "controls", "no text", "combining", "marked", "-1"),
    *("2147483648", "9223372036854775808", "5000 digits", "9" * 25),
}
"""What PostgreSQL refuses and SQLite takes."""
CHOICES_FOR_POSTGRESQL = {text for text in TEXTS_OF_CHOICES if text == "\x00" or len(text) > 99}
DATES_FOR_POSTGRESQL = [parts for parts in DATES if len(parts[2]) > 3 and parts[2] != "2026"]
