"""A receipt is proof: to whoever holds it, on any machine, and to nobody else."""

import json
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from engage.commands.verifying import verify
from engage.kernel import seal
from engage.kernel.db import Sessions
from engage.kernel.signing import Keyring, new_seed, publish_due
from engage.responses import service
from engage.responses.receipts import Published, Receipt, wrong_among, wrong_with
from tests.browsing import Browser
from tests.factories import a_prompt, an_interest, an_open_challenge
from tests.services import Clock


def a_sent_response(sessions: Sessions, clock: Clock) -> tuple[str, str, str]:
    """Its receipt, its digest, and who sent it."""
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        prompt, holder = a_prompt(session, challenge), an_interest(session, challenge)
        response = service.start(session, holder, at=clock.now)
        told = {prompt.id: "Sensors in six homes"}
        service.save_answers(session, response, told, at=clock.now)
        held = service.hold(session, response)
        sent = service.submit(session, held, by=holder.id, at=clock.now)
        return sent.receipt, sent.sha256, holder.organisation


def test_a_receipt_is_proven_in_public_and_without_the_service(
    client: FlaskClient, sessions: Sessions, clock: Clock, tmp_path: Path
) -> None:
    number, digest, organisation = a_sent_response(sessions, clock)
    anybody = Browser(client)
    asked = f"receipt={number.lower()}+&sha256={digest.upper()}"
    assert "sealed within a minute" in anybody.get(f"/receipts?{asked}").words
    seal.seal_due(sessions)
    page = anybody.get(f"/receipts?{asked}").words
    assert "its seal holds" in page
    assert "Sensors" not in page
    assert organisation not in page
    wrong = urlencode({"receipt": number, "sha256": "0" * 64})
    assert "We know no response" in anybody.get(f"/receipts?{wrong}").words

    proof = tmp_path / "proof.json"
    proof.write_bytes(client.get(f"/receipts/proof.json?{asked}").data)
    false = json.loads(proof.read_text())
    false["sha256"] = false["proof"]["fact"]["payload"]["sha256"] = "0" * 64
    proof.write_text(json.dumps(false))
    said = CliRunner().invoke(verify, [str(proof)])
    assert said.exit_code == 1
    assert "The fact was changed after it was sealed." in said.output


def test_the_root_of_a_receipt_is_signed_the_next_night(
    client: FlaskClient, sessions: Sessions, clock: Clock, tmp_path: Path
) -> None:
    number, digest, _ = a_sent_response(sessions, clock)
    seal.seal_due(sessions)
    proof, roots = tmp_path / "proof.json", tmp_path / "roots.json"
    asked = urlencode({"receipt": number, "sha256": digest})
    proof.write_bytes(client.get(f"/receipts/proof.json?{asked}").data)
    roots.write_bytes(client.get("/receipts/roots.json").data)
    assert json.loads(client.get("/receipts/keys.json").data)["keys"] == []
    clock.advance(days=1)
    keyring = Keyring([new_seed()])
    publish_due(sessions, keyring)
    (key,) = json.loads(client.get("/receipts/keys.json").data)["keys"]
    assert key["public"] == keyring.public
    unsigned = CliRunner().invoke(
        verify, [str(proof), "--roots", str(roots), "--key", keyring.public]
    )
    assert "The root is the one that was published." in unsigned.output
    assert "No signed day in these files" in unsigned.output
    roots.write_bytes(client.get("/receipts/roots.json").data)
    said = CliRunner().invoke(verify, [str(proof), "--roots", str(roots), "--key", keyring.public])
    assert said.exit_code == 0, said.output
    assert "The root was signed on 2026-03-03 by http://127.0.0.1:8000." in said.output
    said = CliRunner().invoke(verify, [str(proof), "--roots", str(roots), "--key", "0" * 64])
    assert (said.exit_code, "not handed over" in said.output) == (1, True)


SEALED = {"number": 2, "previous_root": "a", "root": "b", "count": 1, "sealed_at": ""}


@pytest.mark.parametrize(
    ("roots", "problem"),
    [
        ([], "Root 2 is not among"),
        ([{**SEALED, "root": "c"}], "was published as another"),
        ([{**SEALED, "number": 1, "root": "z"}, SEALED], "does not follow root 1"),
        ([{**SEALED, "number": 1, "root": "a"}, SEALED], ""),
    ],
)
def test_published_roots_settle_it(roots: list[dict[str, object]], problem: str) -> None:
    held = msgspec.convert(
        {
            **dict.fromkeys(("receipt", "challenge", "sha256", "submitted_at"), ""),
            "proof": {"fact": {}, "position": 0, "leaves": [], "seal": SEALED},
        },
        Receipt,
    )
    published = msgspec.convert({"roots": roots, "next": None}, Published).roots
    found = wrong_among(held, published)
    assert problem in found
    assert bool(problem) == bool(found)
    assert "not that this response was received" in wrong_with(held)
