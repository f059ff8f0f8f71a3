"""Answers in, themes out: JSON on both sides."""

import json
import sys

from engage.findings.clustering.finding import Text, find


def main() -> None:
    asked = json.load(sys.stdin)
    texts = [Text(each["key"], each["who"], each["text"]) for each in asked]
    json.dump(find(texts), sys.stdout)


if __name__ == "__main__":
    main()
