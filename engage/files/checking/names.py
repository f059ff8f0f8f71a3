"""Names of files as people may safely get them: no folder, no disguise, not too long."""

import re
import unicodedata

LONGEST = 100
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # cannot be seen: they can only disguise
FORBIDDEN = re.compile(r'[<>:"|?*;%]')  # some system, or some header, takes them for something else
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(sent: str, ending: str) -> str:
    """The last part of what was sent as a name, ending in ``ending`` and in nothing else."""
    seen = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", sent)
        if character.isspace() or unicodedata.category(character) not in HIDDEN
    )
    last = re.split(r"[/\\]", seen)[-1]
    stem = last[: last.rfind(".")] if "." in last else last
    stem = re.sub(r"\s+", " ", FORBIDDEN.sub("-", stem)).strip(" .")[:LONGEST].strip(" .")
    if not stem or RESERVED.match(stem):
        stem = f"document {stem}".strip()
    return f"{stem}.{ending}"


def ending_of(sent: str) -> str:
    """The ending of a name, in small letters; empty when it has none."""
    last = re.split(r"[/\\]", sent)[-1]
    return last.rpartition(".")[2].strip().lower() if "." in last else ""
