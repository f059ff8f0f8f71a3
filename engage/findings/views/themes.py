"""Themes: a map and a table, one theme with what suppliers say in it, and officers' hands on it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request
from sqlalchemy import Row
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.findings import policy
from engage.findings.clustering.drawing import radius
from engage.findings.forms.themes import ALL, MERGE, RENAME, ScopeForm, ThemeForm
from engage.findings.models import ThemeKind
from engage.findings.queries import themes as reading
from engage.findings.queries.themes import Shown, ThemeAt
from engage.findings.service import theming
from engage.findings.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.text import excerpt
from engage.responses import queries as responses
from engage.responses.policy import is_unsealed
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.get("/desk/challenges/<ref>/themes")
@permit(policy.may_come, load=for_desk)
def themes(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    if not is_unsealed(challenge, at):
        return page("responses/sealed.html", challenge=challenge, at=at)
    return _show(session, challenge, ScopeForm(request.args))


@bp.post("/desk/challenges/<ref>/themes")
@permit(policy.may_write, load=responses.unsealed)
def find_themes(session: Session, challenge: Challenge) -> Answer:
    """The work is a worker's: the page shows how far it is."""
    form = ScopeForm(request.form)
    prompts = responses.prompts(session, challenge.id)
    form.offer(prompts)
    if form.submitted():
        scope = form.scope(prompts)
        with showing_refusals(form, session):
            theming.ask(session, challenge, scope, by=actor().id, at=now(session))
            return _to_themes(challenge.reference, scope)
    return _show(session, challenge, form)


@bp.get("/desk/challenges/<ref>/themes/<uuid:theme_id>")
@permit(policy.may_read, load=reading.theme)
def one_theme(session: Session, about: ThemeAt) -> Answer:
    form = ThemeForm(None, data={"verb": RENAME, "name": about.theme.name})
    return _show_theme(session, about, form, _rows(session, about, form))


@bp.post("/desk/challenges/<ref>/themes/<uuid:theme_id>")
@permit(policy.may_write_about, load=reading.theme)
def put_right(session: Session, about: ThemeAt) -> Answer:
    """Rename, put together, split, move: one form, the verb is chosen on it."""
    form = ThemeForm(request.form)
    rows = _rows(session, about, form)
    if form.submitted():
        with showing_refusals(form, session):
            return _done(session, about, form)
    return _show_theme(session, about, form, rows)


def _rows(session: Session, about: ThemeAt, form: ThemeForm) -> Sequence[Row[Any]]:
    """The answers of this page of the theme: those the form offers to move."""
    rows = reading.answers(session, about.theme.id, page_asked())
    told = [(str(row[0].id), f"{row.organisation}: {excerpt(row[0].text, 90)}") for row in rows]
    form.offer(reading.others(session, about.theme), told)
    return rows


def _show_theme(
    session: Session, about: ThemeAt, form: ThemeForm, rows: Sequence[Row[Any]]
) -> Answer:
    return page(
        "findings/theme.html",
        form=form,
        challenge=about.challenge,
        theme=about.theme,
        rows=rows,
        writes=policy.may_write(actor(), about.challenge),
        cited=_cited(session, about),
        paging=paging(page_asked(), reading.count_answers(session, about.theme.id)),
        root=_root(about.challenge.reference),
    )


def _done(session: Session, about: ThemeAt, form: ThemeForm) -> Answer:
    challenge, theme = about.challenge, about.theme
    who: Any = {"by": actor().id, "at": now(session)}
    if form.verb.data == RENAME:
        theming.rename(session, challenge, theme, form.name.data, **who)
        flash("Renamed. The name stays when themes are looked for again")
    elif form.verb.data == MERGE:
        theme = theming.merge(session, challenge, theme, form.target() or theme.id, **who)
        flash("Put together")
    else:
        target: Any = {"into_id": form.target(), "name": form.name.data}
        theme = theming.move(session, challenge, theme, form.ticked(), **target, **who)
        flash("Moved. They stay there when themes are looked for again")
    return redirect(f"{_root(challenge.reference)}/{theme.id}", 303)


def _show(session: Session, challenge: Challenge, form: ScopeForm) -> Answer:
    prompts = responses.prompts(session, challenge.id)
    form.offer(prompts)
    scope = form.scope(prompts)
    form.of.data = str(scope or ALL)
    found = reading.themes(session, challenge.id, scope)
    run, spots = reading.newest(session, challenge.id, scope), _spots(found)
    return page(
        "findings/themes.html",
        form=form,
        challenge=challenge,
        run=run,
        busy=run is not None and run.state in reading.UNFINISHED,
        themes=found,
        spots=spots,
        window=_window(spots),
        of=str(scope or ALL),
        writes=policy.may_write(actor(), challenge),
        root=_root(challenge.reference),
    )


def _spots(found: list[Shown]) -> list[dict[str, Any]]:
    """Circles of the map; their numbers are those of the table."""
    every = sum(each.answers for each in found)
    return [
        {
            "number": number,
            "x": each.theme.x,
            "y": each.theme.y,
            "radius": radius(each.answers, every),
            "shown": each,
        }
        for number, each in enumerate(found, start=1)
        if each.theme.kind is not ThemeKind.APART
    ]


def _window(spots: list[dict[str, Any]]) -> str:
    """The part of the map that has something on it, with a margin: a viewBox."""
    if not spots:
        return "0 0 1000 1000"
    left, top = (min(each[way] - each["radius"] for each in spots) - 20 for way in "xy")
    right, low = (max(each[way] + each["radius"] for each in spots) + 20 for way in "xy")
    wide = max(right - left, 500)
    return f"{left - (wide - right + left) // 2} {top} {wide} {low - top}"


def _cited(session: Session, about: ThemeAt) -> dict[str, UUID]:
    receipts = [ref for each in about.theme.summary for ref in each["refs"]]
    return reading.cited(session, about.challenge.id, about.theme.prompt_id, receipts)


def _root(ref: str) -> str:
    return f"/desk/challenges/{ref}/themes"


def _to_themes(ref: str, scope: UUID | None) -> Answer:
    return redirect(f"{_root(ref)}?of={scope or ALL}", 303)
