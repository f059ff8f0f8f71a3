from typing import Any

import pytest
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest import queries
from engage.interest.models import Reason, SynonymGroup
from engage.interest.queries.likeness import groups_of
from engage.suppliers.models import Supplier
from tests.factories import NOW, a_subscription, a_supplier, an_open_challenge

Heard = dict[str, tuple[Reason, str]]


def heard(session: Session, challenge: Challenge, **between: Any) -> Heard:
    synonyms = queries.known_synonyms(session, challenge.authority_id)
    wanted = queries.suppliers_to_tell(session, challenge, synonyms, **between)
    return {row.email: (row.reason, row.why) for row in session.execute(wanted)}


def why(session: Session, challenge: Challenge, **about: Any) -> tuple[Reason, str] | None:
    supplier = a_supplier(session, alerts=True, **about)
    return heard(session, challenge).get(supplier.email)


@pytest.fixture
def challenge(session: Session) -> Challenge:
    return an_open_challenge(
        session, title="Finding damp homes with sensors", cpv=["72267000"], region="UKE"
    )


def test_a_subject_fits_above_and_below(session: Session, challenge: Challenge) -> None:
    reason, said = why(session, challenge, codes=["72"]) or ("", "")
    assert reason is Reason.SUBJECT
    assert said.startswith("Your profile asks for challenges about IT services")
    assert "(CPV 72)" in said
    below = why(session, challenge, codes=["722671"])
    assert below is not None
    assert "a subject within" in below[1]
    assert "(CPV 72267)" in below[1]
    assert why(session, challenge, codes=["45"]) is None


def test_words_of_a_profile_fit_where_its_codes_do_not(
    session: Session, challenge: Challenge
) -> None:
    found = why(session, challenge, codes=["45"], about="We fit sensors that notice mould.")
    assert found == (
        Reason.WORDS,
        "Words in your profile fit this challenge: damp, sensors.",
    )
    assert why(session, challenge, codes=["45"], about="We sell sensors.") is None
    assert why(session, challenge, about="Nothing of it") == (
        Reason.EVERYTHING,
        "Your profile asks for every new challenge.",
    )


def test_it_is_where_they_work(session: Session, challenge: Challenge) -> None:
    for region in ("UKE", "ENG", "UK"):
        found = why(session, challenge, codes=["72"], regions=[region])
        assert found is not None
        assert " in Yorkshire and the Humber" in found[1]
    assert why(session, challenge, codes=["72"], regions=["UKN", "UKM"]) is None


def test_who_wants_nothing_or_was_merged_is_left_out(
    session: Session, challenge: Challenge
) -> None:
    kept = a_supplier(session, alerts=True)
    a_supplier(session, alerts=True, merged_into_id=kept.id)
    a_supplier(session, alerts=False)
    assert list(heard(session, challenge)) == [kept.email]


def test_parts_together_are_the_whole(session: Session, challenge: Challenge) -> None:
    made = [a_supplier(session, alerts=True, about="damp sensors") for _ in range(7)]
    ids = sorted(supplier.id for supplier in made)
    parts = [
        heard(session, challenge, until=ids[2]),
        heard(session, challenge, after=ids[2], until=ids[4]),
        heard(session, challenge, after=ids[4]),
    ]
    assert [len(part) for part in parts] == [3, 2, 2]
    assert {email for part in parts for email in part} == {each.email for each in made}


def test_a_council_changes_what_means_the_same(session: Session, challenge: Challenge) -> None:
    def fits(supplier: Supplier) -> bool:
        return supplier.email in heard(session, challenge)

    mould = a_supplier(session, alerts=True, codes=["45"], about="mould, sensors")
    wet = a_supplier(session, alerts=True, codes=["45"], about="rising wet, sensors")
    assert (fits(mould), fits(wet)) == (True, False)
    ours, theirs = ("damp", "mould", "condensation"), "Damp, rising wet"
    for typed, left_out in ((", ".join(ours), True), (theirs, False)):
        key = queries.key_of(queries.read_group(typed))
        council = challenge.authority_id
        row = {"authority_id": council, "key": key, "words": typed, "changed_at": NOW}
        session.add(SynonymGroup(**row, left_out=left_out))
    session.flush()
    assert (fits(mould), fits(wet)) == (False, True)


def test_words_of_one_group_count_once(session: Session) -> None:
    challenge = an_open_challenge(session, title="Damp, mould and condensation", cpv=[])
    assert groups_of(challenge, queries.SHIPPED) == [("damp", "mould", "condensation")]


def test_no_word_is_a_syntax_error(session: Session) -> None:
    title = "O'Neill's \"AND\" (NEAR) -not: £5 %s :words_0 \\ damp*"
    challenge = an_open_challenge(session, title=title, cpv=[])
    assert heard(session, challenge) == {}
    empty = an_open_challenge(session, title="The of", need="", cpv=[], region="")
    told = a_supplier(session, alerts=True)
    assert list(heard(session, empty)) == [told.email]


def test_a_saved_search_says_what_was_asked(session: Session, challenge: Challenge) -> None:
    for about, expected in (
        ({"email": "a@example.org"}, "You asked to hear of every new challenge."),
        (
            {"email": "b@example.org", "cpv": "72000000", "region": "ENG", "q": "damp"},
            "in England with the words “damp”.",
        ),
    ):
        a_subscription(session, **about)
        a_subscription(session, **{**about, "q": "sensors"})  # the first of each address counts
        rows = session.execute(queries.searches_to_tell(challenge)).all()
        said = next(row.why for row in rows if row.email == about["email"])
        assert said.endswith(expected)
    assert "about IT services" in said
    assert len(rows) == 2
    assert {row.reason for row in rows} == {Reason.SEARCH}
