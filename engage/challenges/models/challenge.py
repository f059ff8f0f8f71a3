"""Rows of challenge statements. They hold data and describe themselves; they decide nothing."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.authorities.models import Authority
from engage.challenges.checker import Kind
from engage.challenges.lifecycle import AFTER_THE_END, PUBLIC, Stage
from engage.challenges.portals import Portal, portal_at
from engage.files.models import File
from engage.kernel.db import Base, Entity, words


class Sharing(StrEnum):
    """How another council shares in a challenge."""

    JOINT = "joint"  # an authority of the same procurement: reg.13(b)
    SPONSOR = "sponsor"  # its name stands on the page
    FOLLOWER = "follower"


class Sealing(StrEnum):
    """When a council may read what suppliers send: chosen before anybody can send anything."""

    POLICY = "policy"  # at the end of the engagement, by the clock
    ROLLING = "rolling"  # as it comes
    KEY = "key"  # after the end, when two named officers have used their keys


class Challenge(Entity):
    """A need in users' words, and the engagement about it (s.16(1)-(2))."""

    __tablename__ = "challenge"
    __table_args__ = (
        Index("ix_challenge_stage_published_at", "stage", "published_at"),
        Index(  # all that a search asks of a row, so that looking reads no long texts
            "ix_challenge_searched",
            *("published_at", "id", "stage", "engagement_ends", "region", "value"),
            *("sme_suitable", "authority_id", "listed_at"),
        ),
        Index("ix_challenge_updated_at", "updated_at"),
        Index("ix_challenge_stage_engagement_ends", "stage", "engagement_ends"),
        Index("ix_challenge_authority_id_stage", "authority_id", "stage"),
    )

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    need: Mapped[str] = mapped_column(Text, default="")  # in the users' words
    who: Mapped[str] = mapped_column(Text, default="")  # who has the need, and how many
    evidence: Mapped[str] = mapped_column(Text, default="")  # what shows that the need is real
    today: Mapped[str] = mapped_column(Text, default="")  # what happens today
    cost: Mapped[str] = mapped_column(Text, default="")  # what the problem costs today
    tried: Mapped[str] = mapped_column(Text, default="")
    outcomes: Mapped[str] = mapped_column(Text, default="")  # what should be different
    success: Mapped[str] = mapped_column(Text, default="")  # how success will be known
    limits: Mapped[str] = mapped_column(Text, default="")  # constraints: law, systems, dates
    inclusion: Mapped[str] = mapped_column(Text, default="")  # who cannot or will not use a screen
    lots: Mapped[str] = mapped_column(Text, default="")  # lots considered, or why not: s.18
    lot_list: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # see ``lots``
    barriers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # for small firms: s.12(4)
    process: Mapped[str] = mapped_column(Text, default="")  # how to take part: reg.17(2)(f)
    purposes: Mapped[list[str]] = mapped_column(default=list)  # letters of s.16(1)(a)-(f)
    category: Mapped[str] = mapped_column(String(10), default="")  # goods, services, works
    region: Mapped[str] = mapped_column(String(10), default="")  # ITL code
    value: Mapped[int | None]  # whole pounds, including VAT
    value_net: Mapped[int | None]  # without VAT, where it is not a sixth less
    sme_suitable: Mapped[bool] = mapped_column(default=False)  # small and medium-sized firms
    vcse_suitable: Mapped[bool] = mapped_column(default=False)  # voluntary, community, social
    contract_starts: Mapped[date | None]
    contract_ends: Mapped[date | None]
    contract_ends_latest: Mapped[date | None]  # with every extension
    renewal: Mapped[str] = mapped_column(Text, default="")  # how it may be extended or renewed
    retrospective: Mapped[bool] = mapped_column(default=False)  # a record of what is over: s.17(2)
    engagement_ends: Mapped[datetime | None]  # first instant at which it is over
    questions_end: Mapped[datetime | None]  # first instant too late to ask; none: the end
    answers_by: Mapped[date | None]  # all that was asked is answered on this day
    answers_reminded: Mapped[date | None]  # of which such day the lead was reminded
    answers_late: Mapped[date | None]  # of which such day we said that it is over
    sealing: Mapped[Sealing] = mapped_column(words(Sealing), default=Sealing.POLICY)
    counts_shown: Mapped[bool] = mapped_column(default=False)  # how many responses there are
    sealing_key: Mapped[bytes | None]  # public; the private one is in the envelopes alone
    opening_key: Mapped[bytes | None]  # while a worker opens: closed, see ``responses.drafts``
    opened_at: Mapped[datetime | None]  # two officers have, and the worker is ready
    stage: Mapped[Stage] = mapped_column(words(Stage), default=Stage.DRAFT)
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    begun_from: Mapped[str] = mapped_column(String(60), default="")  # template:…, own:…, past:…
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    publish_at: Mapped[datetime | None] = mapped_column(index=True)  # when the clock publishes it
    published_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]  # since when lists, searches and feeds show it
    notice_plan: Mapped[dict[str, Any]] = mapped_column(default=dict)  # service.listing
    closed_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    authority: Mapped[Authority] = relationship(lazy="joined", innerjoin=True)
    cpv: Mapped[list["ChallengeCpv"]] = relationship(
        cascade="all, delete-orphan", order_by="ChallengeCpv.code"
    )

    partners: Mapped[list["Partner"]] = relationship(
        back_populates="challenge", order_by="Partner.asked_at"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def cpv_codes(self) -> list[str]:
        return [row.code for row in self.cpv]

    @property
    def portal(self) -> Portal:
        """The law of the council's nation, and where its notices are published."""
        return portal_at(self.authority.region or self.region)

    def takes_part(self, at: datetime) -> bool:
        """Whether suppliers may act: [published, engagement_ends)."""
        ends = self.engagement_ends
        return self.stage is Stage.OPEN and ends is not None and at < ends

    def takes_questions(self, at: datetime) -> bool:
        """Whether suppliers may ask: [published, questions_end)."""
        ends = self.questions_end
        return self.takes_part(at) and (ends is None or at < ends)

    def may_change(self, at: datetime) -> bool:
        """Whether what is published may change: while suppliers may act; a record, until it is
        concluded, because nobody answers it."""
        is_record = self.retrospective and self.stage is Stage.CLOSED
        return is_record or self.takes_part(at)

    def ended(self, at: datetime) -> bool:
        """Whether the engagement is over by the clock, however late the sweeper is.

        A withdrawal undoes no end: what could be read before it can be read after it.
        """
        if self.stage in AFTER_THE_END:
            return True
        if self.stage is Stage.WITHDRAWN:
            return self.closed_at is not None
        ends = self.engagement_ends
        return self.stage is Stage.OPEN and ends is not None and at >= ends

    @property
    def is_read_as_it_comes(self) -> bool:
        """Whether the council reads responses before the end, as suppliers were told."""
        return self.sealing is Sealing.ROLLING

    @property
    def is_sealed_with_keys(self) -> bool:
        """Whether only named officers together can open the responses."""
        return self.sealing is Sealing.KEY

    @property
    def is_public(self) -> bool:
        return self.stage in PUBLIC

    def stage_at(self, at: datetime) -> Stage:
        """The stage as people should see it: closed from the very instant it ends."""
        return Stage.CLOSED if self.stage is Stage.OPEN and self.ended(at) else self.stage


class ChallengeCpv(Base):
    """A CPV code of the subject-matter (reg.17(2)(d)): eight digits."""

    __tablename__ = "challenge_cpv"

    challenge_id: Mapped[UUID] = mapped_column(
        ForeignKey("challenge.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(8), primary_key=True, index=True)


class ChallengeDocument(Entity):
    """A file that everybody may take away, under a title of its own.

    One that was public and is removed leaves its row, so that people read that it was there, and
    why it is not any more.
    """

    __tablename__ = "challenge_document"
    __table_args__ = (Index("ix_challenge_document_challenge_id", "challenge_id", "position"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("file.id"), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_because: Mapped[str] = mapped_column(Text, default="")
    challenge: Mapped[Challenge] = relationship(lazy="raise")
    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)


class CouncilWord(Entity):
    """A change a council made to the checker's lists: a word added, or one of ours left out."""

    __tablename__ = "council_word"
    __table_args__ = (UniqueConstraint("authority_id", "kind", "key"),)

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    kind: Mapped[Kind] = mapped_column(words(Kind))
    word: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(200))  # what makes two words the same
    instead: Mapped[str] = mapped_column(String(200), default="")
    left_out: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    authority: Mapped[Authority] = relationship(lazy="joined", innerjoin=True)


class DismissedFinding(Entity):
    """What the checker found and somebody looked at; it comes back when the words change."""

    __tablename__ = "dismissed_finding"
    __table_args__ = (UniqueConstraint("challenge_id", "mark"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    mark: Mapped[str] = mapped_column(String(32))  # of the code, the field and the words
    code: Mapped[str] = mapped_column(String(40))
    field: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)  # without what spacing and capitals add
    reason: Mapped[str] = mapped_column(Text)
    dismissed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    dismissed_at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)


class CouncilTemplate(Entity):
    """A statement of a council as its next ones may begin: answers and questions, no dates."""

    __tablename__ = "council_template"
    __table_args__ = (UniqueConstraint("authority_id", "name"),)

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str] = mapped_column(String(100))
    answers: Mapped[dict[str, Any]]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    made_at: Mapped[datetime]
    authority: Mapped[Authority] = relationship(lazy="joined", innerjoin=True)


class ReferenceCounter(Base):
    """The last number given to a challenge of one authority in one year."""

    __tablename__ = "reference_counter"

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Timetable(Entity):
    """When the tender is planned, and what the plan of an engagement rests on.

    ``threshold`` is the row of the dated table that was in force when this was saved.
    """

    __tablename__ = "timetable"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), unique=True)
    tender_on: Mapped[date | None]
    opens_on: Mapped[date | None]  # when the notice and the page are to be published
    planned_notice_on: Mapped[date | None]  # a planned procurement notice: UK3, s.15
    pipeline_number: Mapped[str] = mapped_column(String(20), default="")  # a UK1 notice: s.93
    light_touch: Mapped[bool] = mapped_column(default=False)  # s.9
    threshold: Mapped[str] = mapped_column(String(20), default="")
    saved_at: Mapped[datetime]


class Partner(Entity):
    """Another council in a challenge. It shares once both sides have agreed: ``joined_at``."""

    __tablename__ = "challenge_partner"
    __table_args__ = (UniqueConstraint("challenge_id", "council_id"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))  # who leads
    council_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"), index=True)
    sharing: Mapped[Sharing] = mapped_column(words(Sharing))
    asked_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    challenge: Mapped[Challenge] = relationship(back_populates="partners")
    council: Mapped[Authority] = relationship(foreign_keys=council_id)

    @property
    def is_joint(self) -> bool:
        return self.sharing is Sharing.JOINT and self.joined_at is not None
