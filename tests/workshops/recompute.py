"""Does a published lottery again, from its JSON alone. It knows nothing of engage.

python recompute.py lottery.json
"""

import hashlib
import json
import sys
from typing import Any


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def faults(lottery: dict[str, Any]) -> list[str]:
    """What is wrong with a lottery that was drawn; nothing, if it was fair."""
    seed, cap = lottery["seed"], lottery["cap"]
    entries = {entry["code"]: entry for entry in lottery["entries"]}
    order = sorted(entries, key=lambda code: sha256(seed + code))
    free = sorted(slot["number"] for slot in lottery["slots"])
    given, waiting, has = [], [], dict[int, int]()
    for code in order:
        group, suits = entries[code]["group"], entries[code]["suits"]
        fits = [number for number in free if not suits or number in suits]
        if fits and has.get(group, 0) < cap:
            given.append({"code": code, "slot": fits[0]})
            free.remove(fits[0])
            has[group] = has.get(group, 0) + 1
        else:
            waiting.append(code)
    wrong = ["the commitment"] if sha256(seed) != lottery["commitment"] else []
    result = {"order": order, "given": given, "waiting": waiting}
    return wrong + [f"the {name}" for name in result if result[name] != lottery["result"][name]]


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        said = faults(json.load(file)) or ["The draw is as the seed says."]
    sys.stdout.write("\n".join(said) + "\n")
