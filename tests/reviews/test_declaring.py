import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.kernel.versions import fingerprint_of
from engage.reviews import queries, service
from engage.reviews.models import Conflict, Declaration, Ruling
from engage.reviews.policy import Standing, standing
from engage.reviews.service import Conflicted, DeclaredAgain
from tests.factories import NOW, a_person, a_review
from tests.reviews.scene import Scene, a_board

DETAIL = "My sister works for a housing company."


def declared(session: Session, scene: Scene, kind: Conflict, detail: str = DETAIL) -> Declaration:
    return service.declare(session, scene.challenge, scene.member, kind=kind, detail=detail, at=NOW)


def ruled(
    session: Session,
    scene: Scene,
    said: Declaration,
    ruling: Ruling,
    seen: str | None = None,
) -> None:
    service.rule_on(
        session,
        said,
        ruling=ruling,
        mitigation="Has no say on housing.",
        by=scene.officer.id,
        at=NOW,
        seen=seen,
    )


def test_every_ruling_has_a_standing() -> None:
    assert {standing(each) for each in (None, *Ruling)} == set(Standing)


def test_no_interest_needs_no_ruling(session: Session) -> None:
    scene = a_board(session, declared=False)
    assert declared(session, scene, Conflict.NONE, "").ruling is Ruling.NOT_NEEDED


@pytest.mark.parametrize("kind", [Conflict.ACTUAL, Conflict.POTENTIAL, Conflict.PERCEIVED])
def test_any_interest_waits_for_somebody_else(session: Session, kind: Conflict) -> None:
    scene = a_board(session, declared=False)
    assert declared(session, scene, kind).ruling is Ruling.WAITING
    with pytest.raises(Refusal, match="what the interest is"):
        declared(session, scene, kind, "  ")


def test_the_detail_is_in_no_event(session: Session) -> None:
    scene = a_board(session, declared=False)
    said = declared(session, scene, Conflict.ACTUAL)
    ruled(session, scene, said, Ruling.STANDS_ASIDE)
    session.flush()
    events = {row.name: row for row in session.scalars(select(RecordedEvent))}
    assert events["declaration.made"].payload == {"kind": "actual", "ruling": "waiting"}
    assert events["declaration.ruled"].payload == {
        "person_id": str(scene.member.id),
        "ruling": "stands aside",
        "again": False,
    }


def test_nobody_rules_on_themselves(session: Session) -> None:
    scene = a_board(session, declared=False)
    said = declared(session, scene, Conflict.ACTUAL)
    with pytest.raises(Refusal, match="of your own"):
        service.rule_on(
            session,
            said,
            ruling=Ruling.MAY_REVIEW,
            mitigation="It is fine.",
            by=scene.member.id,
            at=NOW,
        )


@pytest.mark.parametrize(
    ("ruling", "words", "sentence"),
    [
        (Ruling.WAITING, "Words", "Select whether"),
        (Ruling.NOT_NEEDED, "Words", "Select whether"),
        (Ruling.MAY_REVIEW, " ", "Say how"),
        (Ruling.STANDS_ASIDE, "", "Say how"),
    ],
)
def test_bad_rulings(session: Session, ruling: Ruling, words: str, sentence: str) -> None:
    scene = a_board(session, declared=False)
    said = declared(session, scene, Conflict.PERCEIVED)
    with pytest.raises(Refusal, match=sentence):
        service.rule_on(
            session,
            said,
            ruling=ruling,
            mitigation=words,
            by=scene.officer.id,
            at=NOW,
        )


def test_a_ruling_is_about_the_declaration_that_was_read(session: Session) -> None:
    scene = a_board(session, declared=False)
    read = declared(session, scene, Conflict.PERCEIVED)
    newer = declared(session, scene, Conflict.ACTUAL)
    with pytest.raises(DeclaredAgain, match="declared again"):
        ruled(session, scene, read, Ruling.MAY_REVIEW)
    assert (read.ruling, newer.ruling) == (Ruling.WAITING, Ruling.WAITING)


def test_a_ruling_can_be_made_again(session: Session) -> None:
    scene = a_board(session, declared=False)
    said = declared(session, scene, Conflict.POTENTIAL)
    ruled(session, scene, said, Ruling.MAY_REVIEW)
    ruled(session, scene, said, Ruling.STANDS_ASIDE)
    assert (said.ruling, said.ruled_by) == (Ruling.STANDS_ASIDE, scene.officer.id)


def test_two_who_rule_at_once_do_not_overwrite_each_other(session: Session) -> None:
    scene = a_board(session, declared=False)
    said = declared(session, scene, Conflict.POTENTIAL)
    seen = fingerprint_of(service.ruled(said))
    ruled(session, scene, said, Ruling.MAY_REVIEW, seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        ruled(session, scene, said, Ruling.STANDS_ASIDE, seen)
    assert refused.value.saved == service.ruled(said)
    assert service.ruled(said)["ruling"] == Ruling.MAY_REVIEW
    ruled(session, scene, said, Ruling.STANDS_ASIDE, refused.value.version)
    assert service.ruled(said)["ruling"] == Ruling.STANDS_ASIDE


def test_the_same_ruling_again_is_one_ruling(session: Session) -> None:
    scene = a_board(session, declared=False)
    said = declared(session, scene, Conflict.POTENTIAL)
    seen = fingerprint_of(service.ruled(said))
    for _ in range(2):
        ruled(session, scene, said, Ruling.MAY_REVIEW, seen)
    wanted = select(RecordedEvent).where(RecordedEvent.name == "declaration.ruled")
    assert len(session.scalars(wanted).all()) == 1


def test_there_is_nothing_to_rule_without_an_interest(session: Session) -> None:
    scene = a_board(session, declared=False)
    said = declared(session, scene, Conflict.NONE)
    with pytest.raises(Refusal, match="no interest"):
        ruled(session, scene, said, Ruling.STANDS_ASIDE)


def test_declaring_again_waits_again(session: Session) -> None:
    scene = a_board(session, declared=False)
    declared(session, scene, Conflict.NONE)
    said = declared(session, scene, Conflict.ACTUAL)
    ruled(session, scene, said, Ruling.MAY_REVIEW)
    again = declared(session, scene, Conflict.ACTUAL, "And my brother, too.")
    assert (again.ruling, again.mitigation, again.replaced_at) == (Ruling.WAITING, "", None)
    kept = queries.declared(session, scene.challenge.id, scene.member.id, page=Page())
    assert [(one.kind, one.ruling, [made.mitigation for made in one.decided]) for one in kept] == [
        (Conflict.ACTUAL, Ruling.WAITING, []),
        (Conflict.ACTUAL, Ruling.MAY_REVIEW, ["Has no say on housing."]),
        (Conflict.NONE, Ruling.NOT_NEEDED, []),
    ]
    assert kept[1].decided[0].ruler == scene.officer.name
    assert kept[1].replaced_at == NOW


@pytest.mark.parametrize("ruling", [Ruling.STANDS_ASIDE, Ruling.MAY_REVIEW, None])
def test_nobody_talks_themselves_out_of_an_interest(
    session: Session, ruling: Ruling | None
) -> None:
    scene = a_board(session, declared=False)
    said = declared(session, scene, Conflict.ACTUAL)
    if ruling:
        ruled(session, scene, said, ruling)
    assert declared(session, scene, Conflict.NONE, "").ruling is Ruling.WAITING


def test_declarations_are_for_those_with_a_seat(session: Session) -> None:
    scene = a_board(session)
    with pytest.raises(Conflicted, match="no seat"):
        service.declare(
            session,
            scene.challenge,
            a_person(session),
            kind=Conflict.NONE,
            detail="",
            at=NOW,
        )


def test_nothing_is_declared_when_it_is_over(session: Session) -> None:
    scene = a_board(session, stage=Stage.CONCLUDED)
    with pytest.raises(Refusal, match="is over"):
        declared(session, scene, Conflict.NONE)


def test_the_last_one_to_stand_aside_completes_the_reviews(session: Session) -> None:
    scene = a_board(session, ideas=1, members=1)
    a_review(session, scene.ideas[0], scene.chair, scene.scores())
    said = declared(session, scene, Conflict.ACTUAL)
    ruled(session, scene, said, Ruling.STANDS_ASIDE)
    session.flush()
    names = list(session.scalars(select(RecordedEvent.name)))
    assert names.count("reviews.complete") == 1


@pytest.mark.parametrize("who", ["another member", "an undeclared chair", "another council"])
def test_only_an_officer_or_a_clear_chair_decides(session: Session, who: str) -> None:
    scene = a_board(session, declared=who != "an undeclared chair")
    said = declared(session, scene, Conflict.ACTUAL)
    by = {
        "another member": scene.members[1],
        "an undeclared chair": scene.chair,
        "another council": a_board(session).officer,
    }[who]
    with pytest.raises(Conflicted):
        service.rule_on(
            session, said, ruling=Ruling.MAY_REVIEW, mitigation="Words", by=by.id, at=NOW
        )
    assert said.ruling is Ruling.WAITING
