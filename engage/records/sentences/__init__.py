"""Every fact as a plain sentence: ``table`` has the words, ``saying`` puts in the values."""

from engage.records.sentences.kinds import LABELS, OF_A_CHALLENGE, OF_A_COUNCIL, Kind, Sentence
from engage.records.sentences.saying import UNKNOWN, say
from engage.records.sentences.table import SENTENCES, names_of

__all__ = [
    "LABELS",
    "OF_A_CHALLENGE",
    "OF_A_COUNCIL",
    "SENTENCES",
    "UNKNOWN",
    "Kind",
    "Sentence",
    "names_of",
    "say",
]
