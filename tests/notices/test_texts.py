import json

from engage.notices.parsing import texts
from tests.notices.samples import SAMPLES


def test_real_texts_are_whole_already() -> None:
    lines = (SAMPLES / "uk2_engagement_texts.jsonl").read_text("utf-8").splitlines()
    for row in map(json.loads, lines):
        told = row["engagement_description"]
        assert texts.repaired(told) == told


def test_long_texts_take_little_time() -> None:
    for piece in ("1 ", "a", "rn", "@", "12 : ", "5pm 1 May ", "by ", "http://", "&", "\\n"):
        text = texts.repaired(piece * (50_000 // len(piece)))
        texts.on_taking_part(text)
