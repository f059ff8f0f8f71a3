"""Commands that change what is stored."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.app import create_app
from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Amendment, Challenge, ChallengeDocument
from engage.files.policy import may_leave
from engage.interest.models import Interest
from engage.kernel.clock import to_wall
from engage.kernel.db import Sessions
from engage.kernel.store import store_from
from engage.responses.models import Response, State, Submission
from engage.settings import Settings
from tests.browsing import Browser
from tests.commands.saying import SECRET, Command
from tests.factories import a_council, a_person
from tests.notices.samples import RELEASES

INVITE = ("invite", "pat@council.example", "--name", "Pat Lee", "--council", "marlbury")
NEW = ("--council-name", "Marlbury Borough Council", "--prefix", "MBC")
ROLE = ("--role", "council administrator")


@pytest.fixture
def browser(fresh_sessions: Sessions, tmp_path: Path) -> Browser:
    app = create_app(Settings(data=tmp_path, secret_keys=(SECRET,)), sessions=fresh_sessions)
    client: FlaskClient = app.test_client()
    return Browser(client)


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_an_empty_database_gets_its_shape_once(engage: Command, tmp_path: Path) -> None:
    new = f"sqlite:///{tmp_path}/new.db"
    assert "run `engage migrate`" in engage("verify", code=2, database_url=new).words
    for _ in range(2):
        assert engage("migrate", database_url=new).words == "The database is up to date."
    engage("verify", database_url=new)


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("command", [("migrate",), ("verify",), (*INVITE, *ROLE), ("demo",)])
def test_a_silent_database_gets_a_sentence(engage: Command, command: tuple[str, ...]) -> None:
    said = engage(*command, code=2, database_url="postgresql://127.0.0.1:1/x")
    assert "The database does not answer" in said.words


def test_the_demonstration_never_mixes_with_real_data(
    engage: Command, fresh_sessions: Sessions
) -> None:
    with fresh_sessions.write() as session:
        a_council(session)
    assert "There is something in this database" in engage("demo", code=1).words
    with fresh_sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Authority)) == 1


def what_the_known_supplier_did(session: Session) -> None:
    """They have something to send and something sent, and everybody writes in the daytime."""
    mine = (
        select(Response.state, Challenge.stage)
        .select_from(Response)
        .join(Interest, Interest.id == Response.interest_id)
        .join(Challenge, Challenge.id == Response.challenge_id)
        .where(Interest.organisation == "Alder Systems Ltd")
    )
    theirs = [tuple(row) for row in session.execute(mine)]
    assert {State.DRAFT, State.SUBMITTED} <= {state for state, _stage in theirs}
    assert (State.SUBMITTED, Stage.CONCLUDED) in theirs
    hours = {to_wall(sent)[1].hour for sent in session.scalars(select(Submission.submitted_at))}
    assert hours <= set(range(8, 20))


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_demonstration_fills_an_empty_database(
    engage: Command, fresh_sessions: Sessions, tmp_path: Path
) -> None:
    assert "The demonstration is ready" in engage("demo", "--suppliers", "20").words
    with fresh_sessions.read() as session:
        made = session.scalars(select(Challenge)).all()
        assert len(made) >= 12
        for challenge in made:
            assert challenge.authority.ppon
            assert challenge.stage is Stage.DRAFT or "modelled on: " in challenge.process
        documents = session.scalars(select(ChallengeDocument)).all()
        assert {each.file.kind for each in documents} == {"CSV", "ODT"}
        assert len({each.challenge_id for each in documents}) == 2
        store = store_from(f"folder://{tmp_path}/data/store")
        for each in documents:
            assert may_leave(each.file)
            with store.open(each.file.key) as kept:
                assert len(kept.read()) == each.file.size
        what_the_known_supplier_did(session)
        waiting = [each.title for each in made if each.stage is Stage.WITH_APPROVER]
        assert waiting == ["Help that comes before the rent is three months late"]
        assert session.scalars(select(Amendment.asked_at)).one() is not None
        ours = [each.stage for each in made if each.authority.slug == "marlbury"]
    every = {Stage.DRAFT, Stage.OPEN, Stage.CLOSED, Stage.WITH_BOARD, Stage.CONCLUDED}
    assert set(ours) >= {*every, Stage.WITHDRAWN}, "the officer named first sees them all"


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_demonstration_needs_some_suppliers(engage: Command, number: str) -> None:
    assert "Invalid value for '--suppliers'" in engage("demo", "--suppliers", number, code=2).words


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_a_real_notice_becomes_a_draft(
    engage: Command, fresh_sessions: Sessions, path: Path
) -> None:
    with fresh_sessions.write() as session:
        a_council(session, slug="marlbury", prefix="MBC")
    said = engage("import-notice", path, "--council", "marlbury")
    assert re.match(r"Draft MBC-\d{4}-001: ", said.words)
    assert "http://127.0.0.1:8000/desk/challenges/MBC-" in said.words
    assert " - Say who has the need, and how many they are." in said.words
    assert "Missing(" not in said.words
    if "leeds" in path.stem:
        assert " - The notice names another buyer: Leeds City Council." in said.words


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"not JSON", b"\xff\xfe\x00", b"[" * 100_000, b'{"releases": [null]}'],
)
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_what_is_no_notice_gets_a_sentence(
    engage: Command, fresh_sessions: Sessions, tmp_path: Path, content: bytes
) -> None:
    with fresh_sessions.write() as session:
        a_council(session, slug="marlbury")
    path = tmp_path / "notice.json"
    path.write_bytes(content)
    said = engage("import-notice", path, "--council", "marlbury", code=1)
    assert said.words.startswith("Error: ")
    assert said.words.endswith(".")
    with fresh_sessions.read() as session:
        assert not session.scalar(select(func.count()).select_from(Challenge))


def test_a_notice_comes_twice_only_when_asked_to(engage: Command, fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        a_council(session, slug="marlbury", prefix="MBC")
    engage("import-notice", RELEASES[0])  # there is one council: nobody has to name it
    said = engage("import-notice", RELEASES[0], code=1)
    assert "has already started MBC-" in said.words
    assert said.words.endswith("For another draft, add --again.")
    assert "Draft MBC-" in engage("import-notice", RELEASES[0], "--again").words


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_of_several_councils_one_is_named(engage: Command, fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        a_council(session, slug="marlbury")
        a_council(session, slug="tavenshire")
    said = engage("import-notice", RELEASES[0], code=1)
    assert "Say which council with --council. Known: marlbury, tavenshire." in said.words


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_beside_a_demonstration_its_own_secret_is_used(
    engage: Command, fresh_sessions: Sessions, tmp_path: Path
) -> None:
    assert "ENGAGE_SECRET_KEYS is missing" in engage("verify", code=2, secret_keys=None).words
    (tmp_path / "data" / "secret.key").write_text(SECRET)
    with fresh_sessions.write() as session:
        a_council(session, slug="marlbury", prefix="MBC")
    assert "The trail is whole" in engage("verify", secret_keys=None).words
    assert "Draft MBC-" in engage("import-notice", RELEASES[0], secret_keys=None).words
    assert engage("check", secret_keys=None).words == "All is well."


def test_an_unknown_council_is_told_the_known(engage: Command, fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        a_council(session, slug="marlbury")
    said = engage("import-notice", RELEASES[0], "--council", "marlborough", code=1)
    assert "There is no council called 'marlborough' here. Known: marlbury." in said.words


@pytest.mark.slow
def test_an_invitation_opens_the_council(engage: Command, browser: Browser) -> None:
    link = engage(*INVITE, *NEW, *ROLE).words
    assert link.startswith("http://127.0.0.1:8000/invitation/")
    path = link.removeprefix("http://127.0.0.1:8000")
    assert "Pat Lee" in browser.get(path).text
    words = "seven green lanterns"
    browser.submit(path, {"password": words, "again": words})
    browser.get("/council/marlbury")


def test_a_second_person_needs_no_second_council(engage: Command, fresh_sessions: Sessions) -> None:
    engage(*INVITE, *NEW, *ROLE)
    engage("invite", "sam@council.example", "--name", "Sam", "--council", "marlbury", *ROLE)
    with fresh_sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Authority)) == 1


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            (*INVITE, *ROLE),
            "There is no council called 'marlbury' here. Known: none yet. To add it, give "
            "--council-name and --prefix.",
        ),
        ((*INVITE, *ROLE, "--council-name", "M", "--prefix", "m"), "The prefix must be"),
    ],
)
def test_a_bad_invitation_gets_a_sentence(
    engage: Command, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in engage(*words, code=1).words


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_new_council_has_a_mailbox_of_its_own(engage: Command, fresh_sessions: Sessions) -> None:
    engage(*INVITE, *NEW, *ROLE, "--council-email", "procurement@council.example")
    with fresh_sessions.read() as session:
        assert session.scalar(select(Authority.email)) == "procurement@council.example"
    bad = engage(*INVITE, *NEW, *ROLE, "--council-email", "nobody", code=2)
    assert "write one e-mail address, like pat@council.example." in bad.words


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("address", ["not-an-address", "a@b.example, c@d.example", "", "a@b\n@c"])
def test_an_invitation_goes_to_one_address(engage: Command, address: str) -> None:
    said = engage("invite", address, *INVITE[2:], *NEW, *ROLE, code=2)
    assert "write one e-mail address, like pat@council.example." in said.words


def test_an_operator_is_somebody_known(engage: Command, fresh_sessions: Sessions) -> None:
    said = engage("operator", "pat@council.example", code=1)
    assert "Add --name to make them an account." in said.words
    with fresh_sessions.write() as session:
        person = a_person(session, email="pat@council.example")
    assert engage("operator", "pat@council.example").words.endswith("is an operator now.")
    with fresh_sessions.read() as session:
        assert session.get_one(type(person), person.id).is_operator


@pytest.mark.slow
def test_the_first_operator_gets_an_account(engage: Command, browser: Browser) -> None:
    said = engage("operator", "Opal@host.example", "--name", "Opal Grant").words
    assert said.startswith("Opal@host.example is an operator now. http://127.0.0.1:8000/reset/")
    path = said.partition("http://127.0.0.1:8000")[2]
    words = "seven green lanterns"
    browser.submit(path, {"password": words, "again": words})
    browser.get("/operator")


def test_a_known_operator_keeps_their_password(engage: Command, fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        a_person(session, email="pat@council.example")
    said = engage("operator", "pat@council.example", "--name", "Pat Lee")
    assert said.words == "pat@council.example is an operator now."
