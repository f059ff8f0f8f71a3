from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.authorities import queries, service
from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent
from tests.factories import NOW, a_council

ABOUT: dict[str, Any] = {
    "name": "Marlbury Council",
    "slug": "marlbury",
    "prefix": "MBC",
    "email": "P@m.org",
}


def test_a_council_is_founded(session: Session) -> None:
    council = service.found(session, **ABOUT, at=NOW, locality="Marlbury")
    assert (council.email, council.locality) == ("p@m.org", "Marlbury")
    assert queries.by_slug(session, "marlbury") is council
    assert queries.by_slug(session, "nowhere") is None
    assert queries.slugs(session) == ["marlbury"]
    event = session.scalars(select(RecordedEvent)).one()
    assert (event.name, event.subject_id) == ("council.founded", council.id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "Marl bury"},
        {"slug": "-x"},
        {"slug": "a" * 61},
        {"slug": ""},
        {"prefix": "m"},
        {"prefix": "TOOLONG"},
        {"prefix": "1AB"},
    ],
)
def test_a_bad_name_is_refused(session: Session, wrong: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        service.found(session, **(ABOUT | wrong), at=NOW)


@pytest.mark.parametrize("taken", [{"slug": "other"}, {"prefix": "OTH"}])
def test_a_name_is_given_once(session: Session, taken: dict[str, str]) -> None:
    service.found(session, **ABOUT, at=NOW)
    with pytest.raises(Refusal, match="Marlbury Council"):
        service.found(session, **(ABOUT | taken), at=NOW)


def test_a_change_names_the_fields_only(session: Session) -> None:
    council = a_council(session)
    new = {"street": "1 High Street", "email": council.email, "ppon": "PJYG-6658-PPMY"}
    assert service.change_settings(session, council, new, by=None, at=NOW) == ("street", "ppon")
    session.flush()
    event = session.scalars(select(RecordedEvent)).one()
    assert event.payload == {"changed": ["street", "ppon"]}
    assert service.change_settings(session, council, new, by=None, at=NOW) == ()
    assert len(session.scalars(select(RecordedEvent)).all()) == 1
