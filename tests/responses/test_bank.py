"""Questions are kept, found again and used in the next questionnaire."""

from typing import cast

from flask.testing import FlaskClient

from engage.challenges.reference import PURPOSES
from engage.kernel.db import Sessions
from engage.responses import service
from engage.responses.models import Prompt
from engage.responses.queries.bank import shipped
from engage.responses.service.wording import Words, checked
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import NOW, a_challenge, a_council, a_prompt, an_officer, sign_in


def test_every_shipped_question_will_do_and_has_a_purpose() -> None:
    assert {each["purpose"] for each in shipped()} == set(PURPOSES)
    for each in shipped():
        checked(cast(Words, dict(each)), [])


class Case:
    """An officer with a past questionnaire of thirty questions, and an empty one."""

    def __init__(self, client: FlaskClient, sessions: Sessions) -> None:
        self.sessions = sessions
        with sessions.write() as session:
            council = a_council(session)
            self.officer = an_officer(session, council)
            past, draft = a_challenge(session, council), a_challenge(session, council)
            about = {"help": "In days.", "word_limit": 120, "purpose": "d"}
            self.prompts = [a_prompt(session, past, text=f"Fast {n}?", **about) for n in range(30)]
            theirs = a_challenge(session, a_council(session))
            self.theirs = a_prompt(session, theirs, text="Secret?")
        self.keep([self.theirs])
        sign_in(client, sessions, self.officer)
        self.past = f"/desk/challenges/{past.reference}/questionnaire"
        self.draft = f"/desk/challenges/{draft.reference}/questionnaire"

    def keep(self, prompts: list[Prompt]) -> None:
        with self.sessions.write() as session:
            for each in prompts:
                service.keep(session, session.merge(each), by=self.officer.id, at=NOW)


def test_from_one_questionnaire_to_the_next(
    client: FlaskClient, sessions: Sessions, queries: Queries
) -> None:
    case, desk = Case(client, sessions), Browser(client)
    desk.get(case.past)
    desk.post(f"{case.past}/bank", {"keep": str(case.prompts[0].id)})
    assert "Kept in your question bank" in desk.follow().words
    desk.post(f"{case.past}/bank", {"keep": str(case.theirs.id)}, status=422)
    bank = f"{case.draft}/bank"
    with queries() as few:
        page = desk.get(f"{bank}?q=FAST+days")
    assert "Fast 0?" in page.words and "Secret?" not in page.words
    assert "lots" not in page.words  # nor what is shipped and says something else
    add = next(each for each in page.links() if "add?bank=" in each)
    desk.submit(add, {"text": "How fast are you?"})
    added = desk.follow().words
    assert "How fast are you?" in added and "Up to 120 words" in added
    case.keep(case.prompts)
    with queries() as many:
        page = desk.get(f"{bank}?q=FAST+days")
    assert len(many) == len(few) and "30 questions" in page.words
    assert f"{case.draft}/add?bank=0" in desk.get(bank).links()
    forget = next(each for each in page.forms if "forget" in each.values)
    desk.post(bank, {"forget": forget.values["forget"]})
    assert "29 questions" in desk.get(bank).words
