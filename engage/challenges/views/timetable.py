"""The timetable of an engagement: what it is worked out from, drawn, with a table beside it."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import TimetableForm
from engage.challenges.lifecycle import UNPUBLISHED, Stage
from engage.challenges.models import Challenge, Timetable
from engage.challenges.timetable import (
    Asked,
    Break,
    Caution,
    Plan,
    Standing,
    Threshold,
    nation_of,
    plan,
    standing,
    threshold_of,
)
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now, to_wall
from engage.kernel.versions import fingerprint_of
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals

PIPELINE_FROM = 2_000_000  # pounds: section 93(2)
SECTION = "https://www.legislation.gov.uk/ukpga/2023/54/section/"


@dataclass(frozen=True)
class Bar:
    """A part of the drawing: where it begins and how wide it is, in hundredths of the whole."""

    title: str
    first: date
    last: date
    begins: float
    width: float


@bp.get("/desk/challenges/<ref>/timetable")
@permit(policy.may_read, load=queries.for_desk)
def timetable(session: Session, challenge: Challenge) -> Answer:
    return _show(session, challenge)


@bp.route("/desk/challenges/<ref>/timetable/dates", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def timetable_dates(session: Session, challenge: Challenge) -> Answer:
    saved = queries.planned(queries.timetable(session, challenge))
    form = TimetableForm(request.form, data={**saved, "version": fingerprint_of(saved)})
    if form.submitted():
        with showing_refusals(form, session):
            service.set_timetable(
                session,
                challenge,
                plans={name: form[name].data for name in saved},
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            flash("Timetable saved")
            return redirect(f"/desk/challenges/{challenge.reference}/timetable", 303)
    return page("challenges/timetable_dates.html", form=form, challenge=challenge)


def _show(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    kept = queries.timetable(session, challenge)
    asked = _asked(challenge, kept, at)
    found = None if challenge.retrospective else plan(asked)  # there is nothing left to plan
    row = _threshold(challenge, kept, at)
    over = challenge.stage_at(at) not in {*UNPUBLISHED, Stage.OPEN}
    return page(
        "challenges/timetable.html",
        challenge=challenge,
        kept=kept,
        asked=asked,
        plan=found,
        bars=_bars(found) if found else [],
        away=_away(found) if found else [],
        row=row,
        standing=standing(challenge.value, row),
        cautions=[] if over else _cautions(challenge, kept, found, standing(challenge.value, row)),
        clashes=[] if over or not found else _clashes(session, challenge, found),
        may_write=policy.may_write(actor(), challenge),
    )


def _asked(challenge: Challenge, kept: Timetable | None, at: datetime) -> Asked:
    published = challenge.published_at
    ends = challenge.engagement_ends
    opens = kept.opens_on if kept else None
    return Asked(
        nation=nation_of(challenge.region or challenge.authority.region),
        today=to_wall(at)[0],
        tender=kept.tender_on if kept else None,
        opens=to_wall(published)[0] if published else opens,
        ends=to_wall(ends)[0] if ends else None,
        planned_notice=kept.planned_notice_on if kept else None,
    )


def _threshold(challenge: Challenge, kept: Timetable | None, at: datetime) -> Threshold | None:
    return threshold_of(
        challenge.category,
        light_touch=bool(kept and kept.light_touch),
        tender_on=kept.tender_on if kept else None,
        at=at,
    )


def _cautions(
    challenge: Challenge, kept: Timetable | None, found: Plan | None, stands: Standing
) -> list[Caution]:
    """What to look at again while something can still be changed."""
    return [*(found.cautions if found else ()), *_of_the_law(challenge, kept, stands)]


def _of_the_law(challenge: Challenge, kept: Timetable | None, stands: Standing) -> list[Caution]:
    """What the size of the contract asks for."""
    large = challenge.value is not None and challenge.value > PIPELINE_FROM
    if large and challenge.authority.pipeline_required and not (kept and kept.pipeline_number):
        return [
            Caution(
                "pipeline",
                "A contract of more than £2 million belongs in your pipeline notice (UK1). Give "
                "the number of that notice with the dates.",
                f"{SECTION}93",
            )
        ]
    if stands is Standing.BELOW:
        return [
            Caution(
                "below",
                "Below the threshold no preliminary market engagement notice is needed. You may "
                "publish one all the same, and should still think of small suppliers.",
                f"{SECTION}86",
            )
        ]
    return []


def _clashes(session: Session, challenge: Challenge, found: Plan) -> list[queries.Clash]:
    return queries.clashes(session, actor(), challenge, _engaged(found))


def _engaged(found: Plan) -> tuple[date, date]:
    step = next(step for step in found.steps if step.key == "engage")
    return step.first, step.last


def _bars(found: Plan) -> list[Bar]:
    return [_bar(step.title, step.first, step.last, found) for step in found.steps]


def _away(found: Plan) -> list[Bar]:
    """The breaks, cut to what the drawing shows."""
    return [_bar(*_cut(each, found), found) for each in found.breaks]


def _cut(each: Break, found: Plan) -> tuple[str, date, date]:
    return each.name, max(each.first, found.first), min(each.last, found.last)


def _bar(title: str, first: date, last: date, found: Plan) -> Bar:
    whole = (found.last - found.first).days + 1
    days = (last - first).days + 1
    begins = (first - found.first).days
    return Bar(title, first, last, round(begins / whole * 100, 2), round(days / whole * 100, 2))
