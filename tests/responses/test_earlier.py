"""An answer to the same question, sent before: offered to who sent it, and to nobody else."""

from datetime import timedelta

from flask.testing import FlaskClient

from engage.accounts.actor import Actor
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.responses import queries
from engage.responses.models import Prompt
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_prompt,
    a_submitted_response,
    a_supplier,
    an_interest,
    an_open_challenge,
    use_link,
)

ENDS = NOW + timedelta(days=2)
SENT = "Letters, then visits."
OFFERED = "You have answered this question before"


def asked_twice(sessions: Sessions, **now_as: str) -> tuple[Interest, Prompt, str]:
    """Acorn answered it for one challenge; who takes part in another is asked it at an address."""
    with sessions.write() as session:
        supplier = a_supplier(session)
        about = {"supplier_id": supplier.id, "email": "ann@acorn.example"}
        before = an_open_challenge(session, title="Damp homes")
        known = a_prompt(session, before, text="What would you try first?")
        sent = an_interest(session, before, **about)
        a_submitted_response(session, sent, {known.id: SENT})
        challenge = an_open_challenge(session, engagement_ends=ENDS)
        prompt = a_prompt(session, challenge, text="What would you try first?")
        holder = an_interest(session, challenge, **(about | now_as))
        return holder, prompt, f"/my/challenges/{challenge.reference}/response/{prompt.id}"


def test_is_offered_taken_over_and_kept_only_when_saved(
    client: FlaskClient, sessions: Sessions
) -> None:
    holder, _prompt, address = asked_twice(sessions)
    use_link(client, holder)
    browser = Browser(client)
    page = browser.get(address)
    assert OFFERED in page.words and SENT in page.words and "Damp homes" in page.words
    taken = browser.get(f"{address}?use=earlier")
    assert "not kept until you save" in taken.words and OFFERED not in taken.words
    assert OFFERED in browser.get(address).words
    browser.submit(f"{address}?use=earlier", {"then": "next"}, to=address)
    kept = browser.get(address)
    assert SENT in kept.text and OFFERED not in kept.words


def test_is_not_offered_to_who_only_names_the_supplier(sessions: Sessions) -> None:
    """Anybody may register with another's company number."""
    holder, prompt, _address = asked_twice(sessions, email="eve@elsewhere.example")
    assert holder.supplier_id is not None
    by_link = Actor(passes=frozenset({holder.id}))
    colleague = Actor(suppliers=frozenset({holder.supplier_id}))
    with sessions.read() as session:
        own = queries.OwnPrompt(session.merge(holder), None, session.merge(prompt))
        assert queries.earlier(session, by_link, own) is None
        assert queries.earlier(session, colleague, own) is not None
