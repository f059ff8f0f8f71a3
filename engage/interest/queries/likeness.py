"""The words a challenge is looked for by in suppliers' profiles, each with what means the same."""

from collections import Counter
from collections.abc import Iterable, Sequence

from engage.challenges.models import Challenge
from engage.challenges.reference import cpv_label
from engage.interest.queries.synonyms import Group
from engage.kernel.search import telling_words

MOST_GROUPS = 12
LEAST_IN_COMMON = 2  # one word alone says little
# What every other statement of a council and every other CPV code says.
_LITTLE = (
    "about access allow also better council councils deal different every find getting give "
    "good help helping improve improving keep know lack lead less level like live living "
    "local long look made make making many means much must need needs needed number offer "
    "part people person place places problem problems provide provided public reduce related "
    "report resident residents right service services several simple since small some support "
    "supporting system systems take taking their things time tool tools used useful user "
    "users using want wants ways week well without work works year years equipment supplies "
    "various except miscellaneous similar other others articles product products"
)
_SAY_LITTLE = frozenset(_LITTLE.split())


def groups_of(challenge: Challenge, synonyms: Iterable[Sequence[str]]) -> list[Group]:
    """The telling words of title and subjects, then those the need repeats, with synonyms.

    Two words that mean the same are one group, which the first of them stands for.
    """
    known = {word: tuple(each) for each in synonyms for word in each}
    found: list[Group] = []
    for word in _telling(challenge):
        if not any(word in group for group in found):
            same = [other for other in known.get(word, ()) if other != word]
            found.append((word, *same))
    return found[:MOST_GROUPS]


def _telling(challenge: Challenge) -> list[str]:
    subjects = " ".join(filter(None, map(cpv_label, challenge.cpv_codes)))
    heads = telling_words(f"{challenge.title} {subjects}", 100)
    said = Counter(challenge.need.lower().split())
    repeated = [word for word in telling_words(challenge.need, 200) if said[word] > 1]
    return [word for word in dict.fromkeys([*heads, *repeated]) if word not in _SAY_LITTLE]
