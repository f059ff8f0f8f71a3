"""The least that Flask, SQLAlchemy and a template can do with the same rows and size.

``BARE_LIST_BYTES`` and ``BARE_PAGE_BYTES`` are the sizes of our own pages, so that both send
as much. No sessions, no permissions, no headers: what remains is the price of those.
"""

import os
from typing import Any

from flask import Flask, render_template_string
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.db import make_engine
from engage.questions.models import Question
from engage.workshops.models import Sitting, Workshop

LIST = """<!doctype html><title>List</title>{% for row in rows %}
<li><h2><a href="/challenges/{{ row.reference }}">{{ row.title }}</a></h2>
<p>{{ row.name }} {{ row.engagement_ends }} {{ row.need }}</p></li>{% endfor %}"""
PAGE = """<!doctype html><title>{{ row.title }}</title><h1>{{ row.title }}</h1><p>{{ row.need }}</p>
<p>{{ row.who }}</p><p>{{ row.today }}</p><p>{{ row.outcomes }}</p><p>{{ row.name }}</p>
{% for one in workshops %}<h3>{{ one.title }}</h3><p>{{ one.starts_at }} {{ one.venue }}</p>
{% endfor %}{% for one in questions %}<h3>{{ one.number }}</h3><p>{{ one.public_text }}</p>
<p>{{ one.answer }} {{ one.answered_at }}</p>{% endfor %}"""


ROWS = (
    select(
        Challenge.reference,
        Challenge.title,
        func.substr(Challenge.need, 1, 200).label("need"),
        Challenge.engagement_ends,
        Authority.name,
    )
    .join(Authority, Authority.id == Challenge.authority_id)
    .where(Challenge.stage == Stage.OPEN)
    .order_by(Challenge.published_at.desc())
    .limit(100)
)
ROW = select(
    Challenge.id,
    Challenge.title,
    Challenge.need,
    Challenge.who,
    Challenge.today,
    Challenge.outcomes,
    Authority.name,
).join(Authority, Authority.id == Challenge.authority_id)
MEETINGS = select(Workshop.title, Sitting.starts_at, Sitting.venue).join(Sitting.workshop)
ASKED = select(Question.number, Question.public_text, Question.answer, Question.answered_at)


def application() -> Flask:
    app = Flask("bare")
    engine = make_engine(os.environ["ENGAGE_DATABASE_URL"]).execution_options(read_only=True)
    list_filling = "x" * int(os.environ.get("BARE_LIST_BYTES", "0"))
    page_filling = "x" * int(os.environ.get("BARE_PAGE_BYTES", "0"))

    @app.get("/help")
    def well() -> str:
        return "well"

    @app.get("/challenges")
    def listed() -> str:
        with Session(engine) as session:
            text = render_template_string(LIST, rows=session.execute(ROWS).all())
        return text + list_filling[len(text) :]

    @app.get("/challenges/<ref>")
    def one(ref: str) -> str:
        with Session(engine) as session:
            text = render_template_string(PAGE, **_told(session, ref))
        return text + page_filling[len(text) :]

    return app


def _told(session: Session, ref: str) -> dict[str, Any]:
    row = session.execute(ROW.where(Challenge.reference == ref)).one()
    asked = ASKED.where(Question.challenge_id == row.id).order_by(Question.number)
    return {
        "row": row,
        "workshops": session.execute(MEETINGS.where(Sitting.challenge_id == row.id)).all(),
        "questions": session.execute(asked).all(),
    }
