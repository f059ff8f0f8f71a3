"""Reads of notices, each shaped for the page that asks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.authorities.models import Authority
from engage.challenges import queries as challenges
from engage.challenges.lifecycle import NoticeAnswer, Stage
from engage.challenges.models import Challenge, Partner, Relation, Sharing, Timetable
from engage.challenges.queries.assessments import newest
from engage.challenges.reference import cpv_label
from engage.challenges.timetable import Standing, nation_of, standing, threshold_of
from engage.kernel.clock import from_wall
from engage.kernel.installation import installation
from engage.notices.mapping import Buyer, Facts, Lot, OneToOnes, Other, Published, Sitting
from engage.notices.models import Kind, Release, SourceNotice, Status
from engage.notices.models import Notice as Version
from engage.notices.parsing import Notice
from engage.workshops.models import Rule, Way
from engage.workshops.models import Sitting as WorkshopSession
from engage.workshops.queries.one_to_ones import extent_of_opened

MIDNIGHT = time(0)
MET = {Way.IN_PERSON: "in person", Way.ONLINE: "online", Way.PHONE: "by phone"}
GIVEN = {
    Rule.FIRST_COME: "first come, first served",
    Rule.LOTTERY: "a public lottery gives the slots",
}
MOST_VERSIONS = 200  # of one notice: more would not be read
AS_WRITTEN = (
    *("title", "need", "outcomes", "process", "category", "region"),
    *("contract_starts", "contract_ends", "contract_ends_latest", "renewal"),
    *("sme_suitable", "vcse_suitable", "retrospective"),
)


def source_for_desk(session: Session, actor: Actor, ref: str) -> SourceNotice | None:
    """The notice a challenge was started from, for those who may see the challenge."""
    challenge = challenges.for_desk(session, actor, ref)
    return None if challenge is None else source_of(session, challenge)


def source_of(session: Session, challenge: Challenge) -> SourceNotice | None:
    """The notice a challenge was started from, if it was."""
    wanted = select(SourceNotice).where(SourceNotice.challenge_id == challenge.id)
    return session.scalars(wanted).one_or_none()


def earlier(session: Session, authority_id: UUID, notice: Notice) -> str | None:
    """The reference of the first challenge this council made from the same notice."""
    same = []
    if notice.notice_id:
        same.append(SourceNotice.notice_id == notice.notice_id[:80])
    elif notice.ocid:
        same.append(SourceNotice.ocid == notice.ocid[:80])
    if not same:
        return None
    wanted = (
        select(Challenge.reference)
        .join(SourceNotice, SourceNotice.challenge_id == Challenge.id)
        .where(
            SourceNotice.authority_id == authority_id,
            or_(*same),
            Challenge.stage != Stage.DISCARDED,
        )
        .order_by(SourceNotice.imported_at, SourceNotice.id)
        .limit(1)
    )
    return session.scalar(wanted)


def current(session: Session, challenge: Challenge) -> Version | None:
    """The newest version of a challenge's notice."""
    wanted = select(Version).where(Version.challenge_id == challenge.id)
    return session.scalars(wanted.order_by(Version.number.desc()).limit(1)).one_or_none()


def kind_of(challenge: Challenge, at: datetime) -> Kind:
    """What a notice made at this moment says: that the council means to engage, or that it has."""
    return Kind.RETROSPECTIVE if challenge.ended(at) else Kind.PROSPECTIVE


def kind_on(challenge: Challenge, day: date) -> Kind:
    """The same of one that was published on this day, at an hour nobody knows."""
    ends = challenge.engagement_ends
    is_early = ends is not None and from_wall(day, MIDNIGHT) < ends
    return Kind.PROSPECTIVE if is_early else Kind.RETROSPECTIVE


def versions(session: Session, challenge: Challenge) -> Sequence[Version]:
    """Every version of a challenge's notice, oldest first."""
    wanted = select(Version).where(Version.challenge_id == challenge.id)
    return session.scalars(wanted.order_by(Version.number).limit(MOST_VERSIONS)).all()


def settled(session: Session, challenge: Challenge) -> bool:
    """Whether a version has a number, or there are reasons for having none (s.17(1))."""
    answer = challenge.notice_plan.get("answer", NoticeAnswer.TO_COME)
    if answer != NoticeAnswer.TO_COME:
        return True
    found = exists().where(
        Version.challenge_id == challenge.id, Version.status.in_([Status.RECORDED, Status.NONE])
    )
    return bool(session.scalar(select(found)))


def releases(session: Session, challenge: Challenge) -> Sequence[Release]:
    """Every release of a challenge, newest first."""
    wanted = select(Release).where(Release.challenge_id == challenge.id)
    return session.scalars(wanted.order_by(Release.number.desc()).limit(MOST_VERSIONS)).all()


def newest_release(session: Session, challenge: Challenge) -> Release | None:
    wanted = select(Release).where(Release.challenge_id == challenge.id)
    return session.scalars(wanted.order_by(Release.number.desc()).limit(1)).one_or_none()


def release_for_desk(session: Session, actor: Actor, ref: str, release_id: UUID) -> Release | None:
    """One release, for those who may see its challenge."""
    challenge = challenges.for_desk(session, actor, ref)
    if challenge is None:
        return None
    here = (Release.challenge_id == challenge.id, Release.id == release_id)
    return session.scalars(select(Release).where(*here)).one_or_none()


def facts_of(session: Session, challenge: Challenge, *, at: datetime) -> Facts:
    """What a notice and a release of this challenge say at this moment."""
    plans, known = challenges.timetable(session, challenge), versions(session, challenge)
    council, here = challenge.authority, installation(session)
    return Facts(
        ocid=f"{here.ocid_prefix}-{challenge.reference}",
        reference=challenge.reference,
        address=f"{here.base_url}/challenges/{challenge.reference}",
        **{name: getattr(challenge, name) for name in AS_WRITTEN},
        cpv=_labelled(challenge.cpv_codes),
        gross=challenge.value,
        net=challenge.value_net,
        lots=tuple(_lot(each) for each in challenge.lot_list),
        above_threshold=_above_threshold(challenge, plans, at),
        light_touch=bool(plans and plans.light_touch),
        tender_on=plans.tender_on if plans else None,
        ends=challenge.engagement_ends,
        over=challenge.ended(at),
        withdrawn=challenge.stage is Stage.WITHDRAWN,
        buyers=(_buyer(council), *_joint(session, challenge)),
        sittings=_sittings(session, challenge),
        one_to_ones=_one_to_ones(session, challenge),
        notices=_published(known),
        rationale=known[-1].rationale if known else challenge.notice_plan.get("reason", ""),
        nation=nation_of(council.region or challenge.region).value,
        others=_others(session, challenge),
        assessed=newest(session, challenge.id) is not None,
    )


def _labelled(codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, cpv_label(code) or "") for code in codes)


def _lot(lot: Mapping[str, Any]) -> Lot:
    return Lot(
        title=lot["title"],
        description=lot["description"],
        gross=lot["value"],
        cpv=_labelled(lot["cpv_codes"]),
    )


def _above_threshold(challenge: Challenge, plans: Timetable | None, at: datetime) -> bool | None:
    """By the row in force when the tender is planned, or today; None while nobody can know."""
    row = threshold_of(
        challenge.category,
        light_touch=bool(plans and plans.light_touch),
        tender_on=plans.tender_on if plans else None,
        at=at,
    )
    found = standing(challenge.value, row)
    return None if found is Standing.UNKNOWN else found is Standing.ABOVE


def _joint(session: Session, challenge: Challenge) -> list[Buyer]:
    """The other authorities of a joint challenge, by name (reg.13(b))."""
    wanted = (
        select(Authority)
        .join(Partner, Partner.council_id == Authority.id)
        .where(
            Partner.challenge_id == challenge.id,
            Partner.sharing == Sharing.JOINT,
            Partner.joined_at.is_not(None),
        )
        .order_by(Authority.name)
        .limit(challenges.MOST_PARTNERS)
    )
    return [_buyer(each) for each in session.scalars(wanted)]


def _others(session: Session, challenge: Challenge) -> tuple[Other, ...]:
    found = challenges.outside_parties(session, challenge.id)
    return tuple(
        Other(
            key=f"party-{each.id.hex}",
            name=each.name,
            ppon=each.ppon,
            buys=each.relation is not Relation.ACTS_FOR_US,
            acted_for=each.relation is Relation.WE_ACT_FOR,
            summary=each.summary,
        )
        for each in found
    )


def _buyer(council: Authority) -> Buyer:
    return Buyer(
        key=council.slug,
        name=council.name,
        ppon=council.ppon or "",
        email=council.email,
        street=council.street,
        locality=council.locality,
        postcode=council.postcode,
        region=council.region,
        website=council.website,
    )


def _sittings(session: Session, challenge: Challenge) -> tuple[Sitting, ...]:
    """Every session of every workshop, each with the title of its workshop."""
    held = select(WorkshopSession).where(WorkshopSession.challenge_id == challenge.id)
    in_order = held.order_by(WorkshopSession.starts_at, WorkshopSession.id)
    found = session.scalars(in_order.limit(MOST_VERSIONS))
    return tuple(
        Sitting(
            key=each.id.hex,
            title=each.title,
            starts=each.starts_at,
            ends=each.ends_at,
            venue=each.venue,
            cancelled=each.cancelled_at is not None,
        )
        for each in found
    )


def _one_to_ones(session: Session, challenge: Challenge) -> tuple[OneToOnes, ...]:
    """Every series that suppliers can or could ask for, with how many slots and when."""
    return tuple(
        OneToOnes(
            title=series.title,
            slots=slots,
            starts=starts,
            ends=ends,
            where=series.venue or MET[series.way],
            rule=GIVEN[series.rule],
            closes=series.closes_at,
        )
        for series, slots, starts, ends in extent_of_opened(session, challenge.id)
    )


def _published(known: Sequence[Version]) -> tuple[Published, ...]:
    return tuple(
        Published(notice_id=each.notice_id, ocid=each.ocid, at=published_at(each, each.recorded_at))
        for each in known
        if each.status is Status.RECORDED and each.recorded_at
    )


def published_at(version: Version, recorded_at: datetime) -> datetime:
    """When a version was published: the first hour of the day that was said, or when we heard."""
    day = version.published_on
    return recorded_at if day is None else from_wall(day, MIDNIGHT)
