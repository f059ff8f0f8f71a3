"""Pieces that are kept: drawn once for the same facts, anew when one of them changes."""

from dataclasses import replace
from datetime import date

from flask import Flask

from engage.questions.queries import Published
from engage.web.drawing import drawn

ASKED = Published(3, "Is <b>damp</b> in scope?", "Yes.", date(2026, 3, 2))
PIECE = "questions/answered.html"


def test_the_same_facts_are_drawn_once(app: Flask) -> None:
    with app.app_context():
        first = drawn(PIECE, each=ASKED)
        assert drawn(PIECE, each=replace(ASKED)) is first
    assert "Is &lt;b&gt;damp&lt;/b&gt; in scope?" in first


def test_a_changed_fact_is_seen_at_once(app: Flask) -> None:
    with app.app_context():
        before = drawn(PIECE, each=ASKED)
        after = drawn(PIECE, each=replace(ASKED, answer="No."))
    assert "Yes." in before and "No." in after and "Yes." not in after


def test_a_piece_does_not_know_who_asks(app: Flask) -> None:
    """Nothing of the request reaches it, so that it may be kept for everybody."""
    with app.test_request_context("/"):
        inside = drawn.__wrapped__(PIECE, each=ASKED)
    with app.app_context():
        assert drawn.__wrapped__(PIECE, each=ASKED) == inside
