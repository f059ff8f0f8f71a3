"""The pack: what is in it, what is not, and that any change of it is found."""

import csv
import io
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from flask import Flask
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.commands import main
from engage.handover import service
from engage.handover.events import PackTaken
from engage.handover.models import Pack, State
from engage.handover.service import packing
from engage.handover.service.asking import NotYet
from engage.handover.service.forgetting import FILES, forget_due
from engage.handover.service.packing import LEASE, pack_due
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.signing import Keyring, new_seed
from engage.kernel.store import FolderStore
from engage.notices.models import Kind, Notice, Status
from engage.outcomes import service as outcomes
from engage.reviews.models import Conflict, Ruling
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_declaration,
    a_person,
    a_question,
    a_release,
    a_seat,
    sign_in,
)
from tests.outcomes.stages import HEARD, SECRET, Ended, ready
from tests.services import Clock

KEYRING = Keyring([new_seed()])
FORMULA = "=HYPERLINK(1)"


class Scene:
    """An engagement whose outcome is published, and a store for packs."""

    def __init__(self, app: Flask, sessions: Sessions, folder: Path) -> None:
        self.app, self.sessions, self.folder = app, sessions, folder
        self.store = FolderStore(folder)
        with sessions.write() as session:
            self.ended = concluded(session)
        self.root = f"/desk/challenges/{self.ended.challenge.reference}/hand-over"

    def officer(self) -> Browser:
        client = self.app.test_client()
        sign_in(client, self.sessions, self.ended.officer)
        return Browser(client)

    def ask(self) -> Pack:
        with self.sessions.write() as session:
            challenge = session.merge(self.ended.challenge)
            return service.ask(session, challenge, by=self.ended.officer.id, at=NOW)

    def made(self) -> Path:
        self.ask()
        assert pack_due(self.sessions, self.store, KEYRING) == 1
        with self.sessions.read() as session:
            pack = session.scalars(select(Pack)).one()
        path = self.folder.parent / "pack.zip"
        with self.store.open(pack.key) as file:
            path.write_bytes(file.read())
        return path


def concluded(session: Session, *, numbered: bool = True) -> Ended:
    ended = ready(session)
    place = {"challenge_id": ended.challenge.id, "authority_id": ended.council.id}
    told = {"number": 1, "kind": Kind.PROSPECTIVE, "status": Status.RECORDED, "made_at": NOW}
    if numbered:
        session.add(Notice(**place, **told, notice_id="2026/S 000-012345", recorded_at=NOW))
    member = a_person(session, name="Mo Member")
    a_seat(session, ended.challenge, member)
    about: dict[str, Any] = {"kind": Conflict.POTENTIAL, "detail": "My cousin works at Anvil."}
    a_declaration(session, ended.challenge, member, ruling=Ruling.STANDS_ASIDE, **about)
    asked = {"public_text": FORMULA, "answer": "Two winters.", "state": "answered", "number": 1}
    a_question(session, ended.silent, **asked, answered_at=NOW)
    a_release(session, ended.challenge)
    session.flush()
    outcomes.release(session, ended.challenge, by=ended.officer.id, at=NOW)
    return ended


@pytest.fixture
def scene(app: Flask, sessions: Sessions, tmp_path: Path) -> Scene:
    return Scene(app, sessions, tmp_path / "store")


def table(pack: ZipFile, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(pack.read(f"{name}.csv").decode("utf-8-sig"))))


def test_what_an_auditor_asks_is_in_it_and_no_address(scene: Scene) -> None:
    with ZipFile(scene.made()) as pack:
        names = pack.namelist()
        page = pack.read("index.html").decode()
        everything = b"".join(pack.read(name) for name in names).decode()
        assert table(pack, "decisions")[1][1:3] == ["Anvil Homes", "shortlisted"]
        assert [row[:2] for row in table(pack, "feedback")[1:]] == [
            ["Anvil Homes", "taken forward"],
            ["Brook Data", "not taken forward"],
            ["Cedar Care", "took part"],
        ]
        conflict = table(pack, "conflicts")[1]
        assert conflict[:3] == ["Mo Member", "potential", "My cousin works at Anvil."]
        assert table(pack, "questions")[1][2] == f"'{FORMULA}"
        assert ["What we heard", HEARD] in table(pack, "outcome")
        notice = next(row for row in table(pack, "notices")[1:])
        assert notice[3] == "2026/S 000-012345"
        words = dict(table(pack, "for-the-tender"))
    assert "notice is 2026/S 000-012345." in words["Early engagement, for the tender notice"]
    assert "At least 25 days" in words["Tender period"]
    assert {"releases/001.json", "verify_pack.py", "manifest.json"} < set(names)
    assert SECRET not in everything, "what reviewers say between them"
    for person in (scene.ended.chosen, scene.ended.other, scene.ended.silent):
        assert person.email not in everything
    _reads_well(page, len([name for name in names if name.endswith(".csv")]))


def _reads_well(page: str, parts: int) -> None:
    """Headings in order, captions, headers with a scope, and nothing from elsewhere."""
    read = html.fromstring(page)
    assert read.get("lang") == "en-GB"
    assert [len(read.findall(f".//{each}")) for each in ("h1", "h2", "h3")] == [1, parts, 0]
    for drawn in read.iterfind(".//table"):
        assert drawn.find("caption") is not None
        assert all(each.get("scope") for each in drawn.iterfind(".//th"))
    ids = {each.get("id") for each in read.iterfind(".//*[@id]")}
    assert all(each.get("href", "")[1:] in ids for each in read.iterfind(".//a"))
    assert not re.search(r"\bsrc=|<script|<link|https?://[^<]*\.(css|js|png)", page)


def test_from_the_button_to_the_file(scene: Scene, tmp_path: Path) -> None:
    officer = scene.officer()
    assert "Nobody has" not in officer.get(scene.root).words
    officer.submit(scene.root)
    assert "Waiting to start" in officer.get(scene.root).words
    with scene.sessions.read() as session:
        pack = session.scalars(select(Pack)).one()
    scene.store = FolderStore(Path(scene.app.extensions["settings"].store.partition("://")[2]))
    assert pack_due(scene.sessions, scene.store, KEYRING) == 1
    page = officer.get(scene.root)
    assert "The pack is ready" in page.words
    taken = officer.submit(scene.root, to=f"{scene.root}/{pack.id}", status=200)
    assert taken.data[:2] == b"PK"
    with scene.sessions.read() as session:
        wanted = select(RecordedEvent.subject_id).where(RecordedEvent.name == PackTaken.name)
        assert session.scalars(wanted).all() == [pack.id]


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with ZipFile(path) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    change(files)
    other = path.with_name("other.zip")
    with ZipFile(other, "w") as pack:
        for name, data in files.items():
            pack.writestr(name, data)
    return other


TAMPERINGS: dict[str, tuple[Callable[[dict[str, bytes]], Any], str]] = {
    "changed": (
        lambda files: files.update({"feedback.csv": files["feedback.csv"][:-3] + b"x\r\n"}),
        "feedback.csv was changed",
    ),
    "removed": (lambda files: files.pop("ledger.csv"), "ledger.csv is missing"),
    "added": (lambda files: files.update({"new.csv": b""}), "new.csv is in the pack, but not"),
}


class Checkers:
    """The script of the pack, alone with Python, and the command."""

    def __init__(self, pack: Path) -> None:
        self.script = pack.with_name("verify_pack.py")
        with ZipFile(pack) as files:
            self.script.write_bytes(files.read("verify_pack.py"))

    def by_script(self, pack: Path) -> str:
        words = [sys.executable, "-I", str(self.script), str(pack)]
        ran = subprocess.run(words, capture_output=True, text=True)
        assert ("The pack is whole" in ran.stdout) == (ran.returncode == 0)
        return ran.stdout

    def by_command(self, pack: Path, *more: str) -> str:
        said = CliRunner().invoke(main, ["verify", str(pack), *more])
        assert ("The pack is whole" in said.output) == (said.exit_code == 0)
        return said.output


def test_each_tampering_is_found_by_the_command_and_by_the_script(scene: Scene) -> None:
    path = scene.made()
    check = Checkers(path)
    assert "The pack is whole" in check.by_command(path, "--key", KEYRING.public)
    with scene.sessions.read() as session:
        wanted = select(RecordedEvent.payload).where(RecordedEvent.name == "pack.finished")
        manifest = session.scalars(wanted).one()["manifest"]
    assert manifest in check.by_script(path), "the timeline names it"
    for change, found in TAMPERINGS.values():
        other = rewritten(path, change)
        assert found in check.by_script(other)
        assert found in check.by_command(other)
    # A list that was written again fits its files: that the council wrote it, its key says.
    forged = check.by_command(rewritten(path, _forged), "--key", KEYRING.public)
    assert "The signature is not of this pack." in forged
    path.write_bytes(b"PK")
    assert "cannot be read" in check.by_script(path)


def _forged(files: dict[str, bytes]) -> None:
    files["manifest.json"] = files["manifest.json"].replace(b'"made_at": "2', b'"made_at": "3')


def test_it_is_refused_until_everything_is_done(scene: Scene) -> None:
    with scene.sessions.write() as session:
        ended = ready(session)
        with pytest.raises(NotYet) as refused:
            service.ask(session, ended.challenge, by=ended.officer.id, at=NOW)
        assert [gap.page for gap in refused.value.missing] == ["outcome"]
        member = a_person(session)
        a_declaration(session, scene.ended.challenge, member, ruling=Ruling.WAITING)
        challenge = session.merge(scene.ended.challenge)
        with pytest.raises(NotYet, match="Decide about 1 interest"):
            service.ask(session, challenge, by=scene.ended.officer.id, at=NOW)
    page = scene.officer().get(scene.root)
    assert "What is missing" in page.words


def test_asked_twice_it_is_one_and_a_killed_worker_leaves_nothing(
    scene: Scene, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scene.ask().id == scene.ask().id

    def killed(*_about: object, **_named: object) -> None:
        raise KeyboardInterrupt

    whole = packing._end
    monkeypatch.setattr(packing, "_end", killed)
    with pytest.raises(KeyboardInterrupt):
        pack_due(scene.sessions, scene.store)
    monkeypatch.setattr(packing, "_end", whole)
    assert pack_due(scene.sessions, scene.store) == 0, "the lease is not over"
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert pack_due(scene.sessions, scene.store) == 1
    with scene.sessions.read() as session:
        pack = session.scalars(select(Pack)).one()
    assert (pack.state, pack.attempts, pack.parts_done) == (State.DONE, 2, pack.parts_total)
    assert [each.name for each in scene.folder.rglob("*") if each.is_file()] == [pack.key]
    clock.advance(seconds=timedelta(days=FILES.days, seconds=1).total_seconds())
    forget_due(scene.sessions, scene.store)
    assert not [each for each in scene.folder.rglob("*") if each.is_file()]
    assert "deleted because of its age" in scene.officer().get(scene.root).words
