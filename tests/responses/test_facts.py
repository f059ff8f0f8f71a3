"""What a profile says goes with a response, as it was when it was sent."""

import hashlib
import json

from flask.testing import FlaskClient

from engage.kernel.db import Sessions
from engage.responses import queries, service
from engage.responses.models import Protection
from engage.suppliers.models import Size
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_prompt,
    a_supplier,
    an_interest,
    an_open_challenge,
    use_link,
)


def test_they_go_with_it_as_they_were(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        about = {"company_number": "01234567", "size": Size.MICRO, "regions": ("UKC",)}
        supplier = a_supplier(session, **about)
        challenge = an_open_challenge(session)
        prompt = a_prompt(session, challenge, text="How?")
        whose = {"supplier_id": supplier.id, "email": supplier.email}
        holder = an_interest(session, challenge, **whose)
        other = an_interest(session, challenge, supplier_id=supplier.id, email="e@ve.example")
        assert queries.facts_of(session, other) == {}
        response = service.start(session, holder, at=NOW)
        said, wish = {prompt.id: "So"}, {prompt.id: Protection.OPEN}
        service.save_answers(session, response, said, at=NOW, protections=wish)
    use_link(client, holder)
    page, root = Browser(client), f"/my/challenges/{challenge.reference}/response"
    assert "01234567" in page.get(f"{root}/check").words
    page.submit(f"{root}/check")
    with sessions.write() as session:
        session.merge(supplier).company_number = "07654321"
    receipt = page.get(f"{root}/receipt").words
    assert "01234567" in receipt and "Fewer than 10" in receipt and "North East" in receipt
    assert "So For: everybody" in receipt
    sent = client.get(f"{root}/receipt.json").data
    assert json.loads(sent)["supplier"]["Company number"] == "01234567"
    assert hashlib.sha256(sent).hexdigest() in receipt
