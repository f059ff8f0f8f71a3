"""Themes: the same everywhere, with reasons and receipts, and what officers put right stays."""

import json
import random
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.findings.clustering import plain
from engage.findings.clustering.engines import ENGINES
from engage.findings.clustering.finding import Text, find
from engage.findings.models import SentAnswer, Theme, ThemeAnswer, ThemeKind
from engage.findings.service.filing import file_due
from engage.findings.service.theming import running
from engage.kernel import apart
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import (
    a_closed_challenge,
    a_council,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_officer,
    sign_in,
)

TOPICS = {
    "sensor": "Small wireless sensors with batteries warn of damp walls. Sensor alarms come early.",
    "scout": "Resident scouts are paid to visit neighbours. Trained scouts win neighbours' trust.",
    "record": "Join the repair records into one table. Old records show repair history by address.",
}
LONER = "Zeppelins, perhaps."


def texts(each: int = 4) -> list[Text]:
    """Three topics, each told by several suppliers in slightly different words, and one loner."""
    words = ("cheap", "fast", "steady", "local", "proven", "modest")
    told = [
        Text(f"R-{topic}{n}/1", f"{topic}{n}", f"{said} It is {words[n % 6]}.")
        for topic, said in TOPICS.items()
        for n in range(each)
    ]
    return [*told, Text("R-loner/1", "loner", LONER)]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.__name__.rpartition(".")[2])
def test_the_same_answers_in_any_order_are_the_same_themes(engine: object) -> None:
    asked = texts()
    found = find(asked, engine)  # type: ignore[arg-type]
    random.Random(7).shuffle(asked)
    assert find(asked, engine) == found  # type: ignore[arg-type]
    groups = [{key[2:-3] for key in each["members"]} for each in found["themes"]]
    assert sorted(map(sorted, groups)) == [["record"], ["scout"], ["sensor"]]
    assert found["apart"] == ["R-loner/1"]
    known = {each.key: each.text for each in asked}
    for theme in found["themes"]:
        assert theme["terms"] and theme["closeness"] > 50 and theme["summary"]
        for said in theme["summary"]:
            assert said["refs"][0] in theme["members"]
            assert all(said["text"].split(".")[0] in known[ref] for ref in said["refs"])


def test_few_suppliers_are_a_minority_and_nothing_is_found_in_nothing() -> None:
    asked = [each for each in texts(20) if not each.key.startswith("R-record")]
    asked += [each for each in texts(2) if each.key.startswith("R-record")]
    kinds = {each["members"][0][2:5]: each["kind"] for each in find(asked, plain)["themes"]}
    assert kinds == {"sen": "theme", "sco": "theme", "rec": "minority"}
    for empty in ([], [Text("a", "b", "")], [Text("a", "b", "…"), Text("c", "d", "?")]):
        assert not find(empty, plain)["themes"]


@pytest.mark.slow
def test_the_work_is_done_in_a_process_of_its_own() -> None:
    asked = [{"key": each.key, "who": each.who, "text": each.text} for each in texts()]
    told = json.loads(apart.run(running.MODULE, json.dumps(asked).encode(), seconds=60))
    assert told == find(texts(), ENGINES[0])


@pytest.fixture
def challenge(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> Challenge:
    """One that has ended, with an answer of each of these suppliers on the shelves."""
    here = lambda job: find(list(job.texts.values()), plain)  # noqa: E731
    monkeypatch.setattr(running, "_found", here)
    with sessions.write() as session:
        challenge = a_closed_challenge(session, a_council(session))
        prompt = a_prompt(session, challenge, text="What would you try?")
        for each in texts():
            holder = an_interest(session, challenge, organisation=each.who)
            a_submitted_response(session, holder, {prompt.id: each.text})
    file_due(sessions)
    return challenge


def named(session: Session, challenge: Challenge) -> dict[str, set[str]]:
    """Which suppliers' answers each theme holds, by its name."""
    wanted = (
        select(Theme.name, SentAnswer.text)
        .join(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
        .join(SentAnswer, SentAnswer.id == ThemeAnswer.answer_id)
        .where(Theme.challenge_id == challenge.id)
    )
    found: dict[str, set[str]] = {}
    for name, text in session.execute(wanted):
        found.setdefault(name, set()).add(text.split()[0])
    return found


def test_what_officers_put_right_stays(
    client: FlaskClient, sessions: Sessions, challenge: Challenge
) -> None:
    with sessions.write() as session:
        officer = an_officer(session, session.merge(challenge).authority)
    sign_in(client, sessions, officer)
    browser, root = Browser(client), f"/desk/challenges/{challenge.reference}/themes"
    assert "Nobody has looked for themes" in browser.get(root).words
    forms = [form for form in browser.get(root).forms if form.method == "post"]
    [of] = [form.values["of"] for form in forms if "of" in form.values]
    browser.submit(f"{root}?of={of}", {"of": of}, to=root)
    assert "Waiting to start" in browser.get(f"{root}?of={of}").words
    assert running.group_due(sessions) == 1
    page = browser.get(f"{root}?of={of}")
    assert "Map of the themes" in page.text and "12 of 13 answers share a theme" in page.words
    first = _put_right(browser, root, sessions)
    with sessions.read() as session:
        before = named(session, challenge)
    assert len(before["Mine"]) == 2 and {"Mine", "Split off"} < before.keys()
    browser.submit(f"{root}?of={of}", {"of": of}, to=root)
    running.group_due(sessions)
    with sessions.read() as session:
        assert named(session, challenge) == before
    shown = browser.get(f"{root}/{first}").words
    assert "Because of" not in shown and "What suppliers say" in shown and "Put it right" in shown


def _put_right(browser: Browser, root: str, sessions: Sessions) -> UUID:
    """One theme gets a name and all of another; one answer of the third goes into a new one."""
    with sessions.read() as session:
        found = session.scalars(select(Theme).where(Theme.kind == ThemeKind.THEME)).all()
        first, second, third = sorted(found, key=lambda each: each.name)
        members = session.scalars(
            select(ThemeAnswer.answer_id).where(ThemeAnswer.theme_id == third.id)
        ).all()
    browser.submit(f"{root}/{first.id}", {"verb": "rename", "name": "Mine"}, status=303)
    merged = {"verb": "merge", "name": "x", "into": str(first.id)}
    browser.submit(f"{root}/{second.id}", merged, status=303)
    split = {"verb": "split", "name": "Split off", "answers": [str(members[0])]}
    browser.submit(f"{root}/{third.id}", split, status=303)
    browser.submit(f"{root}/{third.id}", split | {"answers": []}, status=422)
    return first.id
