"""The ledger at the desk: who knows what others do not, and how that is put right."""

from uuid import UUID

from flask import abort, current_app, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.policy import may_ask
from engage.challenges.portals import portal_at
from engage.challenges.queries import for_desk
from engage.disclosures import policy, queries, service
from engage.disclosures.forms import AGREE, KEEP, PUBLISH, AddForm, DecideForm
from engage.disclosures.models import Disclosure, What
from engage.disclosures.service.noting import named
from engage.disclosures.views.blueprint import bp
from engage.files import service as files
from engage.files.checking import WrongFile
from engage.files.views import handed_out, scanning, store
from engage.interest.queries import count_confirmed
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.errors import NotPermitted
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals
from engage.workshops.queries.one_to_ones import newest_note

ROOT = "/desk/challenges/<ref>/ledger"
ONE = f"{ROOT}/<uuid:disclosure_id>"


@bp.get(ROOT)
@permit(policy.may_read, load=for_desk)
def ledger(session: Session, challenge: Challenge) -> Answer:
    asked = page_asked()
    found = queries.entries(session, challenge.id, page=asked)
    return page(
        "disclosures/ledger.html",
        challenge=challenge,
        root=root_of(challenge),
        entries=found,
        told=queries.recipients(session, [each.id for each in found]),
        paging=paging(asked, queries.count(session, challenge.id)),
        open=queries.count_open(session, challenge.id),
        behind=queries.behind(session, challenge.id),
        most_behind=queries.MOST_BEHIND,
        writes=policy.may_write(actor(), challenge),
        portal=portal_at(challenge.authority.region or challenge.region),
        at=now(session),
    )


@bp.route(f"{ROOT}/add", methods=["GET", "POST"])
@permit(may_ask, transaction=False)
def add(sessions: Sessions, ref: str) -> Answer:
    """Slow work between two transactions, as for documents."""
    with sessions.read() as session:
        challenge = _writable(session, ref)
        known = queries.taking_part(session, challenge.id)
    form = AddForm(request.form)
    form.offer(known)
    form.at_most(current_app.extensions["settings"].largest_file)
    if form.submitted():
        try:
            sent = form.file.data
            file_id = sent and files.receive(
                sessions, store(), name=sent.filename, content=sent.stream
            )
        except WrongFile as problem:
            form.refuse_file(problem)
        except files.NotKept as problem:
            form.refuse(problem)
        else:
            if answer := _added(sessions, ref, form, file_id):
                return answer
    return page("disclosures/add.html", form=form, challenge=challenge, root=root_of(challenge))


def _added(sessions: Sessions, ref: str, form: AddForm, file_id: UUID | None) -> Answer | None:
    """The way to the entry; None when a rule refused, and the form says why."""
    answer = None
    with sessions.write() as session:
        challenge, at = _writable(session, ref), now(session)
        chosen = form.chosen(queries.taking_part(session, challenge.id))
        typed = named(session, challenge, (form.others.data or "").splitlines()[:100])
        with showing_refusals(form, session):
            entry = service.add(
                session,
                challenge,
                form.given,
                to=[*chosen, *typed],
                file=files.admit(session, file_id, scan=scanning(), at=at) if file_id else None,
                by=actor().id,
                at=at,
            )
            flash("Added to the ledger. It is red until everybody has it")
            answer = redirect(f"{root_of(challenge)}/{entry.id}", 303)
    return answer


def _writable(session: Session, ref: str) -> Challenge:
    challenge = for_desk(session, actor(), ref)
    if challenge is None:
        abort(404)
    if not policy.may_write(actor(), challenge):
        raise NotPermitted
    return challenge


@bp.route(ONE, methods=["GET", "POST"])
@permit(policy.may_read_about, load=queries.for_desk)
def one(session: Session, entry: Disclosure) -> Answer:
    """What it was, who knows it, and what is to happen with it."""
    challenge, writes = entry.challenge, policy.may_write_about(actor(), entry)
    form = DecideForm(request.form, data=_starting(session, entry))
    form.offer(entry, actor().id)
    if request.method == "POST" and not writes:
        raise NotPermitted
    if form.submitted():
        with showing_refusals(form, session):
            flash(_decided(session, entry, form))
            return redirect(root_of(challenge), 303)
    return page(
        "disclosures/entry.html",
        form=form,
        challenge=challenge,
        root=root_of(challenge),
        entry=entry,
        told=queries.recipients(session, [entry.id])[entry.id],
        people=count_confirmed(session, challenge.id),
        writes=writes and entry.is_open,
        portal=portal_at(challenge.authority.region or challenge.region),
    )


def _starting(session: Session, entry: Disclosure) -> dict[str, str]:
    """What would be published as it stands: nothing has to be typed again."""
    text = entry.detail
    if entry.what is What.ONE_TO_ONE and (noted := newest_note(session, entry.source)):
        text = noted.text
    return {"title": entry.title, "text": text, "do": PUBLISH}


def _decided(session: Session, entry: Disclosure, form: DecideForm) -> str:
    who, at = actor().id, now(session)
    if form.do.data == PUBLISH:
        service.publish(session, entry, title=form.title.data, text=form.text.data, by=who, at=at)
        return "Published. Everybody who takes part is told by e-mail"
    if form.do.data == KEEP:
        ground, reason = form.chosen_ground, form.reason.data
        service.ask_to_keep(session, entry, ground=ground, reason=reason, by=who, at=at)
        return "Noted. A colleague has to agree"
    if form.do.data == AGREE:
        service.agree(session, entry, by=who, at=at)
        return "Agreed. It stays unpublished, and the statement says why"
    service.decide_against(session, entry, by=who, at=at)
    return "Noted. It is still to be published"


@bp.get(f"{ONE}/file")
@permit(policy.may_read_about, load=queries.for_desk)
def desk_file(session: Session, entry: Disclosure) -> Answer:
    return handed_out(entry.file) if entry.file else abort(404)


def root_of(challenge: Challenge) -> str:
    return f"/desk/challenges/{challenge.reference}/ledger"
