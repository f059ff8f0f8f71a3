"""What the public may read of responses, what is withheld, and what is deleted."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.files.models import File
from engage.files.models import State as FileState
from engage.findings.models import Remark, SentAnswer, Theme
from engage.findings.service import deleting
from engage.findings.service.deleting import NothingToDelete, delete_answers
from engage.kernel.db import Sessions
from engage.responses.kinds import Kind
from engage.responses.models import Answer, Prompt, Submission
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_file_as_answer,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_officer,
    sign_in,
)
from tests.findings.shelves import a_remark, a_sent_answer, a_theme

SECRETS = ("Ann Ashdown leads", "resin costs 14 pounds", "Orkney harbour")
OPEN = f"We begin small. {SECRETS[0]} the work. Each  {SECRETS[1]}.\nWe did it at {SECRETS[2]}."
HIDDEN = "Our private recipe."


def a_world(session: Session, **about: object) -> tuple[Challenge, SentAnswer, list[Prompt]]:
    """A response of which the first answer is open, the second for the council, the third
    for the evaluation only."""
    challenge = a_closed_challenge(session, a_council(session), **about)
    prompts = [a_prompt(session, challenge, text=f"Question {n}?") for n in (1, 2, 3)]
    holder = an_interest(session, challenge, organisation="Idea House")
    said = dict(zip((each.id for each in prompts), (OPEN, HIDDEN, HIDDEN), strict=True))
    a_submitted_response(session, holder, said)
    answers = [
        a_sent_answer(session, holder, prompt, protection=word)
        for prompt, word in zip(prompts, ("open", "council", "delete"), strict=True)
    ]
    return challenge, answers[0], prompts


def test_no_withheld_word_is_in_anything_public(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge, answer, _ = a_world(session)
        officer = an_officer(session, challenge.authority)
    sign_in(client, sessions, officer)
    browser, root = Browser(client), f"/desk/challenges/{challenge.reference}"
    public = f"/challenges/{challenge.reference}/responses"
    browser.get(public, status=404)
    browser.submit(f"{root}/copies", {"verb": "publish"})
    assert "Read what suppliers answered" in browser.get(f"/challenges/{challenge.reference}").words
    withhold = f"{root}/reading/answers/{answer.id}/withhold"
    for number, passage in enumerate((SECRETS[0], SECRETS[1].replace(" ", "\n", 1))):
        ground = ("s.40", "s.43")[number]
        browser.submit(withhold, {"passage": passage, "ground": ground, "place": "whole"})
    browser.submit(withhold, {"place": "3", "ground": "s.41", "passage": ""})
    browser.submit(withhold, {"place": "0", "ground": "s.41", "passage": "elsewhere"}, status=422)
    for address in (public, f"{public}.json"):
        text = browser.get(address).text
        assert "We begin small. [withheld: s.40] the work. Each  [withheld: s.43]." in text
        assert "[withheld: s.41]" in text
        for secret in (*SECRETS, HIDDEN, "Idea House", "R-0", str(answer.id)):
            assert secret not in text
    with sessions.read() as session:
        assert session.get_one(SentAnswer, answer.id).text == OPEN
    back = next(form for form in browser.get(withhold).forms if "/withheld/" in form.action)
    browser.submit(withhold, to=back.action)
    assert SECRETS[0] in browser.get(public).words
    browser.submit(f"{root}/copies", {"verb": "take down"})
    browser.get(public, status=404)


def test_what_was_for_the_evaluation_only_is_gone_everywhere(sessions: Sessions) -> None:
    concluded = {"stage": Stage.CONCLUDED, "concluded_at": NOW - timedelta(days=31)}
    with sessions.write() as session:
        challenge, answer, prompts = a_world(session, **concluded)
        gone = session.scalars(select(SentAnswer).where(SentAnswer.protection == "delete")).one()
        reader = an_officer(session, challenge.authority)
        a_remark(session, gone, reader, begins=0, ends=5)
        cited = [{"text": HIDDEN, "refs": ["R-1/3"]}]
        a_theme(session, answer, gone, summary=cited, kept=True)
        plan = a_prompt(session, challenge, kind=Kind.FILE)
        holder = an_interest(session, challenge)
        a_submitted_response(session, holder, {plan.id: a_file_as_answer(session)})
        a_sent_answer(session, holder, plan, text="plan.pdf", protection="delete")
    assert (deleting.forget_due(sessions), deleting.forget_due(sessions)) == (2, 0)
    with sessions.read() as session:
        assert session.scalars(select(File.state)).all() == [FileState.REMOVED]
        kept = session.scalars(select(Submission).order_by(Submission.id)).all()[0]
        assert kept.answers.keys() == {str(each.id) for each in prompts[:2]}
        assert len(session.scalars(select(Answer)).all()) == 2
        row = session.get_one(SentAnswer, gone.id)
        assert (row.text, row.deleted_at) == ("", NOW)
        remark = session.scalars(select(Remark)).one()
        assert (remark.begins, remark.ends) == (0, 0)
        assert HIDDEN not in str(session.scalars(select(Theme)).one().summary)


def test_nothing_is_deleted_before_the_outcome(session: Session) -> None:
    challenge, _, _ = a_world(session)
    with pytest.raises(NothingToDelete, match="evaluation is not over"):
        delete_answers(session, challenge, by=None, at=NOW)
