"""``engage check`` and ``engage verify``: a sentence for each fault."""

import socket
from pathlib import Path

import pytest
from sqlalchemy import text

from engage.kernel import seal
from engage.kernel.db import Sessions
from tests.commands.saying import SECRET, Command
from tests.factories import an_open_challenge
from tests.services import free_port
from tests.workers.working import something_happens

WELL = {"base_url": "https://engage.example.org"}


def test_all_is_well(engage: Command) -> None:
    assert engage("check", code=0, **WELL).words == "All is well."


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"secret_keys": None}, "ENGAGE_SECRET_KEYS is missing"),
        ({"secret_keys": "changeme"}, "too weak"),
        ({"secret_keys": "a" * 64}, "too weak"),
        ({"secret_keys": f"{SECRET} old"}, "too weak"),
        ({"base_url": "engage.example.org"}, "ENGAGE_BASE_URL must be the address people type"),
        ({"base_url": "http://engage.example.org"}, "must begin with https://"),
        ({"mail_url": "smtp://127.0.0.1:1"}, "ENGAGE_MAIL_FROM must be the e-mail address"),
        (
            {"mail_url": "smtp://127.0.0.1:1", "mail_from": "engage@example.org"},
            "Mail cannot be sent through ENGAGE_MAIL_URL",
        ),
        ({"mail_url": "pigeon://loft"}, "Mail goes to an address such as smtp://"),
        ({"store_url": "s3://Bucket"}, "Files cannot be kept at ENGAGE_STORE_URL"),
        ({"fts_url": "find-a-tender"}, "ENGAGE_FTS_URL must be https://www.find-tender"),
        ({"fts_url": "http://find-a-tender.example"}, "ENGAGE_FTS_URL must begin with https://"),
        ({"fts_key": "abc"}, "ENGAGE_FTS_KEY needs ENGAGE_FTS_URL"),
        (
            {"fts_url": "https://find-a-tender.example", "fts_key": "leeds=a leeds=b"},
            "ENGAGE_FTS_KEY has two keys for one council",
        ),
        ({"publisher": "Marlbury\nCouncil"}, "ENGAGE_PUBLISHER must be a name on one line"),
        ({"publisher": "M" * 201}, "ENGAGE_PUBLISHER must be a name on one line"),
        ({"clamd": "nowhere"}, "The virus scanner is at unix:/path/of/its.socket or at host:port"),
        ({"clamd": "unix:/nowhere"}, "Documents wait for the scanner at ENGAGE_CLAMD"),
        ({"base_urll": "https://a.example"}, "ENGAGE_BASE_URLL is not a setting."),
        ({"largest_file": "ten"}, "ENGAGE_LARGEST_FILE must be a whole number, not 'ten'."),
        ({"proxies": "two"}, "ENGAGE_PROXIES must be a whole number, not 'two'."),
        ({"worker_threads": "-1"}, "ENGAGE_WORKER_THREADS must be a whole number"),
        ({"database_url": "sqlite:////nowhere/at/all.db"}, "is new, run `engage migrate`"),
        ({"database_url": "postgresql://127.0.0.1:1/x"}, "The database does not answer"),
        ({"database_url": "not a database"}, "The database does not answer"),
    ],
)
def test_it_says_what_is_wrong(
    engage: Command, changed: dict[str, str | None], sentence: str
) -> None:
    said = engage("check", code=1, **{**WELL, **changed})
    assert sentence in said.words
    assert "Traceback" not in said.words


def test_it_says_every_fault_at_once(engage: Command) -> None:
    said = engage("check", code=1, secret_keys=None, base_url="http://engage.example.org")
    assert "ENGAGE_SECRET_KEYS" in said.words
    assert "https://" in said.words


def test_an_old_shape_names_the_command(engage: Command, tmp_path: Path) -> None:
    said = engage("check", code=1, database_url=f"sqlite:///{tmp_path}/new.db", **WELL)
    assert "run `engage migrate`" in said.words


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_several_workers_need_postgresql(engage: Command) -> None:
    said = engage("check", code=1, broker_url=f"redis://127.0.0.1:{free_port()}/0", **WELL)
    assert "need PostgreSQL" in said.words
    assert "The broker at ENGAGE_BROKER_URL does not answer" in said.words


@pytest.mark.parametrize(
    "command", ["run", "serve", "worker", "beat", "migrate", "verify", "operator x@example.org"]
)
@pytest.mark.parametrize("secret", [None, "", "changeme", "x" * 40])
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_without_a_good_secret_nothing_starts(
    engage: Command, command: str, secret: str | None
) -> None:
    said = engage(*command.split(), code=2, secret_keys=secret)
    assert "ENGAGE_SECRET_KEYS" in said.words


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("command", ["run --demo", "run", "migrate", "demo"])
def test_a_folder_that_cannot_be_gets_a_sentence(
    engage: Command, command: str, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    port = ["--port", str(free_port())] if "run" in command else []
    said = engage(*command.split(), *port, code=2, data=str(tmp_path / "file"))
    assert "ENGAGE_DATA must be a folder we may write to" in said.words


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_taken_port_gets_a_sentence(engage: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        said = engage("run", "--port", str(other.getsockname()[1]), code=2)
    assert "Choose another port" in said.words


def test_a_whole_trail(engage: Command, fresh_sessions: Sessions) -> None:
    assert "The trail is whole: 0 events sealed" in engage("verify").words
    something_happens(fresh_sessions)
    seal.seal_due(fresh_sessions)
    assert "1 events sealed, 0 waiting" in engage("verify").words


def test_a_broken_trail_names_the_break(engage: Command, fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        an_open_challenge(session)
    something_happens(fresh_sessions)
    seal.seal_due(fresh_sessions)
    with fresh_sessions.write() as session:
        session.execute(text("UPDATE event SET name = 'challenge.nothing'"))
    said = engage("verify", code=1)
    assert "The trail breaks at seal 1: an event was changed after it was sealed." in said.words
