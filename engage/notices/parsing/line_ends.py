"""Repairs the broken line ends of Contracts Finder.

That service lost the backslashes of ``\\r\\n``: the letters "rn" stand where a line ended.
English has "rn" in words too, but only after a vowel, so a consonant, a digit or a mark before
it gives the line end away; and a word that ends in it is followed by a small letter or a space,
unless a name like "ModernGov" is written as one.
"""

import re

# What may end in "rn" and stand right before a capital or a line end.
WORDS = frozenset(
    re.findall(
        r"[a-z]+",
        """
    modern postmodern learn relearn unlearn turn return overturn upturn downturn govern northern
    southern eastern western intern extern concern pattern lantern lectern cistern bittern
    cavern tavern discern stern fern tern born reborn newborn unborn stillborn stubborn corn
    acorn sweetcorn popcorn unicorn peppercorn horn worn torn sworn shorn morn forlorn adorn
    scorn warn barn darn yarn tarn earn yearn urn churn spurn adjourn mourn sojourn bourn saturn
    cairn bairn kern quern severn malvern wyvern holborn osborn runcorn bern ahern hearn
    """,
    )
)
FAMILIES = ("burn", "thorn", "eastern", "western", "bourn")
WHOLE = frozenset({"co", "to", "be", "no", "mo", "ho", "do"})  # words before which "rnrn" ends

RUN = re.compile(r"(?:rn)+")
SIGNS = re.compile(
    r"(?:rn){2}"
    r"|[.:;!?)”’\"' ]rn(?=[A-Z0-9•*–-])"
    r"|[0-9]rn(?=[A-Z])"
    r"|[b-df-hj-np-tv-z]rn(?=[A-Z][a-z ])"
)
LAST_WORD = re.compile(r"[A-Za-z]*$")
STARTS_A_LINE = re.compile(r"[A-Z0-9•*–-]|\s|$")
ADDRESS = re.compile(r"://|@|^www\.|[a-z]\.[a-z]", re.I)
END_OF_ADDRESS = re.compile(r"\.(?:uk|org|com|net|info|eu|wales|scot)/?$", re.I)
NEAR = 120  # characters before a run that are looked at


def with_line_ends(text: str) -> str:
    """The text with newlines for broken line ends; a text that shows none is left alone."""
    if "rnrn" not in text and ("\n" in text or not SIGNS.search(text)):
        return text
    pieces: list[str] = []
    copied = line_start = 0
    for run in RUN.finditer(text):
        length = len(run[0]) // 2
        before = text[max(line_start, run.start() - NEAR) : run.start()]
        after = text[run.end() : run.end() + NEAR]
        kept = _of_a_word(before, length, after)
        pieces += [text[copied : run.start()], "rn" * kept, "\n" * (length - kept)]
        copied = run.end()
        line_start = copied if kept < length else line_start
    repaired = "".join([*pieces, text[copied:]])
    return "\n".join(line.strip() for line in repaired.split("\n"))


def _of_a_word(before: str, length: int, after: str) -> int:
    """How many of the run's "rn" are letters of a word or an address; the rest end lines."""
    word = LAST_WORD.findall(before)[0].lower()
    if length > 1:
        return 1 if _known(word) and word not in WHOLE else 0
    if _in_an_address(before):
        return 0 if END_OF_ADDRESS.search(before) and STARTS_A_LINE.match(after) else 1
    if word.endswith(("a", "e", "i", "o", "u", "y")):
        return 0 if after[:1].isupper() and not _known(word) else 1
    if len(word) > 2:  # no English word has "rn" after a consonant
        return 0
    if before[-1:].isspace() or before[-1:] in set(":;!?),"):
        return 1 if ADDRESS.search(after.split(maxsplit=1)[0] if after.split() else "") else 0
    return 0 if STARTS_A_LINE.match(after) else 1


def _known(word: str) -> bool:
    return f"{word}rn" in WORDS or f"{word}rn".endswith(FAMILIES)


def _in_an_address(before: str) -> bool:
    if not before or before[-1].isspace():
        return False
    return bool(ADDRESS.search(before.split()[-1]))
