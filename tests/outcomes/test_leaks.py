"""What reviewers wrote and scored reaches no supplier: not in a page, not in a message."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, Sealing
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.mailbox import read_folder
from engage.kernel.paging import Page
from engage.kernel.transports import FolderTransport
from engage.notifications.models import Message
from engage.notifications.service.sending import Post, send_due
from engage.outcomes import service
from engage.outcomes.service import NotNow
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.factories import NOW, sign_in, use_link
from tests.notifications.post import post_to
from tests.outcomes.stages import (
    HEARD,
    REASONS,
    SECRET,
    Ended,
    an_ended_engagement,
    feedback_of,
    ready,
)

PRIVATE = (SECRET, REASONS, "Between us", "out of 100", "Idea 1:")


def released(sessions: Sessions) -> Ended:
    with sessions.write() as session:
        ended = ready(session)
        service.release(session, ended.challenge, by=ended.officer.id, at=NOW)
        return ended


def post(folder: Path) -> Post:
    return post_to(FolderTransport(folder))


def test_each_participant_gets_one_message_with_their_own_words(
    sessions: Sessions, tmp_path: Path
) -> None:
    ended = released(sessions)
    outbox.drain(sessions, SUBSCRIPTIONS)
    outbox.drain(sessions, SUBSCRIPTIONS)
    send_due(sessions, post(tmp_path))
    mails = {mail.to: mail for mail in read_folder(tmp_path, Page())}
    assert set(mails) == {each.email for each in (ended.chosen, ended.other, ended.silent)}
    with sessions.read() as session:
        for each in (ended.chosen, ended.other, ended.silent):
            mail = mails[each.email]
            told = " ".join(mail.text.split())
            assert feedback_of(session, each).text in told
            for private in PRIVATE:
                assert private not in told
                assert private not in (mail.html or "")


def test_nobody_is_told_before_the_release(sessions: Sessions) -> None:
    with sessions.write() as session:
        ready(session)
    outbox.drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        assert not session.scalars(select(Message)).all()


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.WITH_BOARD])
def test_before_the_release_pages_outside_say_nothing(
    client: FlaskClient, sessions: Sessions, stage: Stage
) -> None:
    with sessions.write() as session:
        ended = ready(session, stage=stage)
        words = [feedback_of(session, ended.chosen).text]
    ref = ended.challenge.reference
    browser = Browser(client)
    public = browser.get(f"/challenges/{ref}").text
    use_link(client, ended.chosen)
    room = browser.get(f"/my/challenges/{ref}").text
    for page in (public, room):
        for hidden in (*PRIVATE, HEARD, *words):
            assert hidden not in page


def test_after_the_release_pages_outside_say_what_was_approved(
    client: FlaskClient, sessions: Sessions
) -> None:
    ended = released(sessions)
    ref = ended.challenge.reference
    browser = Browser(client)
    public = browser.get(f"/challenges/{ref}").words
    assert HEARD in public
    use_link(client, ended.chosen)
    room = browser.get(f"/my/challenges/{ref}").words
    with sessions.read() as session:
        assert feedback_of(session, ended.chosen).text in room
        assert feedback_of(session, ended.chosen).text not in public
        assert feedback_of(session, ended.other).text not in room
    for private in PRIVATE:
        assert private not in public
        assert private not in room


def test_the_outcome_waits_for_the_opening_of_what_is_sealed_with_keys(
    app: Flask, sessions: Sessions
) -> None:
    """Who gets which feedback would tell who responded."""
    with sessions.write() as session:
        ended = an_ended_engagement(session, sealing=Sealing.KEY)
        root = f"/desk/challenges/{ended.challenge.reference}/outcome"
        with pytest.raises(NotNow, match="Two people have to open"):
            service.prepare(session, ended.challenge, by=ended.officer.id, at=NOW)
    client = app.test_client()
    sign_in(client, sessions, ended.officer)
    officer = Browser(client)
    shown = [officer.get(f"{root}{page}").words for page in ("", "/feedback")]
    assert "Two people have to open" in shown[0]
    assert not [page for page in shown if "3 participants" in page or "Anvil" in page]
    with sessions.write() as session:
        session.get_one(Challenge, ended.challenge.id).opened_at = NOW
    officer.submit(root, to=f"{root}/prepare")
    assert "Anvil Homes" in officer.get(f"{root}/feedback").words
