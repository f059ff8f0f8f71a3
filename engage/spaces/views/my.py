"""The supplier's pages: what I take part in, and my room in one engagement."""

from dataclasses import replace

from flask import request
from sqlalchemy.orm import Session

from engage.challenges import queries as challenges
from engage.challenges.lifecycle import Stage
from engage.interest import queries as interests
from engage.interest.models import Interest
from engage.interest.policy import may_take_part
from engage.kernel.clock import now
from engage.questions import queries as questions
from engage.questions.countdown import left
from engage.spaces import policy
from engage.spaces.queries import my
from engage.spaces.views.blueprint import bp
from engage.suppliers import queries as suppliers
from engage.web.access import Answer, Door, actor, permit
from engage.web.pages import page, page_asked, paging, read_until
from engage.workshops import queries as workshops
from engage.workshops.queries.one_to_ones import series_in_room


@bp.get("/my")
@permit(policy.takes_part, door=Door.LINK)
def taking_part(session: Session) -> Answer:
    """What I take part in; who acts for several suppliers may look at one: ``?supplier=``."""
    at, asked, who = now(session), page_asked(), actor()
    own = suppliers.named(session, who.suppliers) if len(who.suppliers) > 1 else ()
    chosen = next((each for each in own if str(each.id) == request.args.get("supplier")), None)
    if chosen:
        who = replace(who, suppliers=frozenset({chosen.id}), passes=frozenset())
    return page(
        "spaces/taking_part.html",
        rows=my.taking_part(session, who, at=at, page=asked),
        paging=paging(asked, my.count_taking_part(session, who)),
        own=own,
        chosen=chosen,
        at=at,
    )


@bp.get("/my/challenges/<ref>")
@permit(may_take_part, load=interests.room, door=Door.LINK)
def room(session: Session, interest: Interest) -> Answer:
    challenge, at = interest.challenge, now(session)
    released = challenge.stage is Stage.CONCLUDED
    response = my.my_response(session, interest.id)
    there = my.what_there_is(session, challenge.id)
    return page(
        "spaces/room.html",
        interest=interest,
        challenge=challenge,
        at=at,
        workshops=workshops.for_room(session, interest, at=at),
        one_to_ones=series_in_room(session, interest, at=at) if there.one_to_ones else [],
        my_questions=questions.asked_by(session, interest.id),
        asking_left=left(challenge.questions_end, at),
        questions=questions.published(session, challenge.id, after=read_until()),
        documents=challenges.public_documents(session, challenge.id),
        response=response,
        changed=my.has_changed(session, response, interest.challenge),
        may_join=not actor().is_authenticated
        and interest.id in actor().passes
        and interests.speaks_for_supplier(session, interest),
        may_respond=there.questionnaire,
        feedback=my.my_feedback(session, interest.id) if released else None,
    )
