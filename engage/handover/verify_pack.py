"""Check a hand-over pack: python verify_pack.py PACK.zip. It needs Python 3.8 and nothing else.

It compares each file with the list in manifest.json. That the list itself is the council's is
proved by its digest, printed at the end: the timeline of the challenge names the same one.
"""

import hashlib
import json
import sys
import zipfile


def faults(path: str) -> tuple[list[str], int, str]:
    """What does not hold, a sentence each; then the digest of the list."""
    found: list[str] = []
    with zipfile.ZipFile(path) as pack:
        names = pack.namelist()
        manifest = pack.read("manifest.json")
        listed = {each["name"]: each for each in json.loads(manifest)["files"]}
        if len(names) != len(set(names)):
            found.append("A name is in the pack more than once.")
        for name in sorted(set(names) - set(listed) - {"manifest.json"}):
            found.append(f"{name} is in the pack, but not in its list.")
        for name in sorted(listed):
            if name not in names:
                found.append(f"{name} is missing.")
                continue
            digest = hashlib.sha256()
            with pack.open(name) as file:
                for piece in iter(lambda: file.read(1 << 20), b""):
                    digest.update(piece)
            if digest.hexdigest() != listed[name]["sha256"]:
                found.append(f"{name} was changed.")
    return found, len(listed), hashlib.sha256(manifest).hexdigest()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("Usage: python verify_pack.py PACK.zip")
        return 2
    try:
        found, number, digest = faults(arguments[0])
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as problem:
        print(f"This cannot be read as a pack: {problem}")
        return 1
    for sentence in found:
        print(sentence)
    if not found:
        print(f"The pack is whole: {number} files are as its list says.")
        print(f"SHA-256 of the list: {digest}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
