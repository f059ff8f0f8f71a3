"""What happened in the demonstration: every step through the same verbs that pages use."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from engage.challenges import service as challenges
from engage.challenges.lots import lot
from engage.challenges.models import Challenge, Sealing
from engage.demo import findings
from engage.demo.answers import ANSWERS
from engage.demo.asked import ask
from engage.demo.board import reviewed
from engage.demo.content import COUNCILS, PROMPTS, Statement
from engage.demo.held import hold
from engage.demo.on_paper import enter_on_paper
from engage.demo.one_to_ones import meet_alone
from engage.demo.people import Staff
from engage.interest import service as interests
from engage.interest.models import Interest
from engage.kernel.clock import from_wall, spoken, to_wall
from engage.library import queries as library
from engage.library import service as sharing
from engage.outcomes import service as outcomes
from engage.reports import service as reports
from engage.responses import service as responses
from engage.responses.kinds import Kind
from engage.responses.models import Prompt, Response
from engage.suppliers.models import Supplier
from engage.workshops import service as workshops

NOON, MORNING = time(12), time(9, 30)
WRITTEN = (
    "need", "who", "evidence", "today", "cost", "tried", "outcomes", "success", "limits",
    "inclusion", "category",
)  # fmt: skip
DAY, HOUR, HALF_AN_HOUR = timedelta(days=1), timedelta(hours=1), timedelta(minutes=30)
WRITERS = 5  # of an open challenge; the last one has not sent it yet


@dataclass
class Story:
    """One challenge on its way."""

    session: Session
    staff: Staff
    statement: Statement
    today: datetime
    dice: Random
    challenge: Challenge = field(init=False)
    prompts: list[Prompt] = field(default_factory=list)
    people: list[Interest] = field(default_factory=list)
    sent: list[Response] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return self.statement.stage in ("closed", "board", "concluded")

    @property
    def is_record(self) -> bool:
        """Whether it was over before anybody could read of it."""
        return self.statement.stage == "record"

    @property
    def published(self) -> datetime:
        """In office hours, as everything that follows it."""
        day = self.today - (34 * DAY if self.over else 12 * DAY)
        return from_wall(to_wall(day)[0], MORNING)

    @property
    def lately(self) -> datetime:
        """Yesterday in the morning, after everything that suppliers did."""
        return from_wall(to_wall(self.today - DAY)[0], MORNING)

    @property
    def ends(self) -> datetime:
        days = timedelta(days=-9 if self.over else self.statement.days_left)
        return from_wall(to_wall(self.today + days)[0], NOON)


def tell(story: Story, suppliers: Sequence[Supplier]) -> None:
    """Take a challenge as far as its stage says."""
    draft(story)
    if story.statement.stage in ("draft", "approver"):
        return
    challenges.plan_notice(
        story.session,
        story.challenge,
        plan=notice_of(story.challenge),
        by=story.staff.officer.id,
        at=story.published,
    )
    challenges.publish(
        story.session, story.challenge, by=story.staff.officer.id, at=story.published
    )
    if story.is_record:
        return
    take_part(story, suppliers)
    meet(story)
    hold(story.session, story.challenge, story.people, today=story.today, by=story.staff.officer.id)
    officer, at = story.staff.officer.id, story.published + 9 * DAY
    ask(story.session, story.people, by=officer, at=at, over=story.over)
    respond(story)
    at = story.published + 10 * DAY + HOUR
    enter_on_paper(story.session, story.challenge, story.prompts, by=officer, at=at)
    finish(story)


def notice_of(challenge: Challenge) -> dict[str, str]:
    """A fictional number and identifier, its own: the year 2099 has no notices yet."""
    prefix, _year, last = challenge.reference.split("-")
    number = 100 * [council.prefix for council in COUNCILS].index(prefix) + int(last)
    return {
        "answer": "published",
        "notice_id": f"{990_000 + number:06d}-2099",
        "ocid": f"ocds-h6vhtk-{0xFF0000 + number:06x}",
    }


def draft(story: Story) -> None:
    session, statement, by = story.session, story.statement, story.staff.officer.id
    at = story.published - 3 * DAY
    story.challenge = challenges.draft(
        session, story.staff.authority, title=statement.title, by=by, at=at
    )
    changes = {name: getattr(statement, name) for name in WRITTEN}
    changes |= {"cpv_codes": list(statement.cpv), "value": statement.value}
    changes |= {"retrospective": story.is_record, "lots": statement.lots}
    changes["lot_list"] = [
        lot(title=title, description=words, value=value)
        for title, words, value in statement.lot_list
    ]
    if statement.stage != "draft":
        process = statement.process.format(ended=spoken(story.ends))
        process += f"\n\nThis challenge is invented. It is modelled on: {statement.model}"
        changes |= {"process": process, "purposes": ["a", "b", "d"], "engagement_ends": story.ends}
        changes |= {"region": story.staff.authority.region}
    _seal(story, at=at)
    challenges.revise(session, story.challenge, changes=changes, by=by, at=at + HOUR)
    if statement.stage not in ("draft", "record"):
        story.prompts = [_prompt(story, words, at=at + 2 * HOUR) for words in PROMPTS]
        for each in story.prompts[:3]:
            responses.keep(session, each, by=by, at=at + 3 * HOUR)


def _seal(story: Story, *, at: datetime) -> None:
    """With keys, officer and approver open together; the phrase of theirs is the password."""
    openers = []
    if story.statement.sealing is Sealing.KEY:
        who = ("officer", "approver", "admin")
        openers = [story.staff.opening_key(story.session, each, at=at) for each in who]
    chosen: dict[str, Any] = {"sealing": story.statement.sealing, "openers": openers, "at": at}
    responses.choose_sealing(story.session, story.challenge, **chosen, by=story.staff.officer.id)


def _prompt(story: Story, words: Sequence[Any], *, at: datetime) -> Prompt:
    told = dict(zip(("text", "word_limit", "purpose"), words, strict=False))
    told["kind"], told["options"] = Kind.CHOICE if words[3:] else Kind.LONG, list(words[3:])
    told["required"], by = told["purpose"] == "a", story.staff.officer.id
    return responses.add_prompt(story.session, story.challenge, **told, by=by, at=at)


def take_part(story: Story, suppliers: Sequence[Supplier]) -> None:
    number = min(len(suppliers), story.dice.randint(14, 22))
    chosen = seated(story, story.dice.sample(suppliers, number), suppliers[0])
    for place, supplier in enumerate(chosen):
        at = story.published + place // 4 * DAY + place % 4 * 2 * HOUR
        interest = interests.register(
            story.session,
            story.challenge,
            organisation=supplier.name,
            name=supplier.contact_name,
            email=supplier.email,
            alerts=False,
            at=at,
        )
        if place < number - 1:  # the last one has not opened the e-mail yet
            interests.confirm(story.session, interest, at=at + HOUR)
            story.people.append(interest)


def seated(story: Story, chosen: list[Supplier], known: Supplier) -> list[Supplier]:
    """Who can sign in has sent a response here, is writing one there, or has only registered."""
    if story.over and story.statement.stage != "concluded":
        return chosen
    others = [one for one in chosen if one is not known][: len(chosen) - 1]
    last_writer, only_registered = WRITERS - 1, len(chosen) // 2
    seats = (0, last_writer, only_registered)
    seat = 0 if story.over else seats[int(story.challenge.reference[-3:]) % len(seats)]
    return [*others[:seat], known, *others[seat:]]


def meet(story: Story) -> None:
    _workshop(story, "Meet the people who have the need", story.published + 8 * DAY, 30)
    if not story.over:
        _workshop(story, "Questions over coffee (online)", story.today + 3 * DAY, 10)
    if story.statement.lottery:
        opened, by = story.published + 5 * DAY, story.staff.officer.id
        meet_alone(
            story.session, story.challenge, story.people, opened=opened, today=story.today, by=by
        )


NEEDS = {
    1: workshops.Needs(sign_language=True, captions=True),
    4: workshops.Needs(step_free=True, words="Space for a wheelchair at the front, please."),
    5: workshops.Needs(diet="No nuts"),
}
"""What some of those who book need to take part, by the order in which they book."""


def _workshop(story: Story, title: str, day: datetime, capacity: int) -> None:
    starts = from_wall(to_wall(day)[0], time(14))
    online = "online" in title
    sitting = workshops.announce(
        story.session,
        story.challenge,
        title=title,
        about="You hear the need first hand and can ask anything. Notes go to everybody.",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=90),
        venue="" if online else story.staff.authority.street,
        step_free="" if online else "A ramp at the side door and a lift to the room.",
        travel="" if online else "The station is next door. Two Blue Badge spaces at the back.",
        joining_link="https://meet.example/workshop" if online else "",
        in_person=0 if online else capacity,
        online=capacity if online else 0,
        per_supplier=2,
        by=story.staff.officer.id,
        at=story.published + DAY,
    )
    first = min(starts - DAY, story.today - HOUR)
    for place, interest in enumerate(story.people[:14]):
        at = first - DAY + place * timedelta(minutes=7)
        booked = workshops.book(story.session, sitting, interest, at=at)
        if (needs := NEEDS.get(place)) and (needs.sign_language or not online):
            workshops.tell_needs(story.session, booked, needs, at=at)


def respond(story: Story) -> None:
    """Some have sent, one is still writing."""
    writers = story.people[: 9 if story.over else WRITERS]
    for place, interest in enumerate(writers):
        at = story.published + 10 * DAY + place * HALF_AN_HOUR
        response = responses.start(story.session, interest, at=at)
        idea = ANSWERS[(place + len(story.statement.title)) % len(ANSWERS)]
        texts = {each.id: said for each, said in zip(story.prompts, idea, strict=False)}
        texts |= {p.id: p.options[place % len(p.options)] for p in story.prompts if p.options}
        allowed = findings.wishes(story.prompts, place)
        responses.save_answers(story.session, response, texts, protections=allowed, at=at + HOUR)
        if place < len(writers) - 1:
            held = responses.hold(story.session, response)
            responses.submit(story.session, held, by=interest.id, at=at + 2 * HOUR)
            story.sent.append(response)


def finish(story: Story) -> None:
    session, challenge, by = story.session, story.challenge, story.staff.officer.id
    stage = story.statement.stage
    if stage == "withdrawn":
        reason = "The bus company changed its routes, so the need is another one now."
        challenges.withdraw(session, challenge, because=reason, by=by, at=story.lately)
    if not story.over:
        return
    challenges.close(session, challenge, by=None, at=story.ends + timedelta(seconds=4))
    findings.read(session, challenge, by=by, at=story.ends + HOUR)
    if stage == "closed":
        return
    reports.ask(session, challenge, by=by, at=story.ends + 2 * HOUR)
    reviewed(session, challenge, story.staff, story.sent, whole=stage == "concluded", at=story.ends)
    if stage == "concluded":
        hear_back(story, story.lately)


def hear_back(story: Story, at: datetime) -> None:
    session, challenge, by = story.session, story.challenge, story.staff.officer.id
    outcomes.prepare(session, challenge, by=by, at=at)
    outcomes.approve_all(session, challenge, by=by, at=at + HOUR)
    outcomes.save_summary(
        session,
        challenge,
        heard="Most firms told us to begin small and to sit beside the people who do the work. "
        "Six of eight warned us not to ask for an app.",
        changed="We dropped the app. We will ask for a first stage of 12 weeks in one place, and "
        "pay for it.",
        unchanged="We still want results that residents can see within two winters, because the "
        "money depends on it.",
        next_steps="A planned procurement notice in the spring. Everybody may take part in it, "
        "whether they answered us or not.",
        by=by,
        at=at + 2 * HOUR,
    )
    outcomes.release(session, challenge, by=by, at=at + 3 * HOUR)
    words = library.beginning(session, challenge)
    sharing.save(session, challenge, words, shared=True, by=by, at=at + 4 * HOUR)
