"""What follows from what: event name to handler name to handler, on one page.

Handler names are stored with what is owed: add and remove, never rename.
"""

from engage.challenges import handlers as documents
from engage.kernel.outbox import Subscriptions
from engage.notices import handlers as notices
from engage.notifications.handlers import approving, council, taking_part, workshops
from engage.responses import handlers as answering
from engage.workshops import handlers as places

SUBSCRIPTIONS: Subscriptions = {
    "challenge.filled": {"questions": answering.suggest_questions},
    "template.saved": {"questions": answering.keep_questions},
    "challenge.sent_to_approver": {"tell": approving.approval_asked},
    "challenge.returned": {"tell": approving.challenge_returned},
    "challenge.approved": {"tell": approving.challenge_approved},
    "challenge.not_published": {"tell": approving.challenge_not_published},
    "challenge.published": {"release": notices.released},
    "challenge.listed": {"announce": taking_part.challenge_listed, "release": notices.released},
    "challenge.discarded": {
        "forget_questions": answering.forget_questions,
        "forget_documents": documents.forget_documents,
    },
    "file.cleared": {"document": documents.file_cleared},
    "file.refused": {"document": documents.file_refused},
    "document.refused": {"tell": council.document_refused},
    "challenge.extended": {
        "tell": taking_part.challenge_extended,
        "edit_notice": notices.notice_edited,
    },
    "challenge.amended": {
        "tell": taking_part.challenge_amended,
        "edit_notice": notices.notice_edited,
    },
    "challenge.withdrawn": {
        "tell": taking_part.challenge_withdrawn,
        "cancel_workshops": places.cancel_all,
        "edit_notice": notices.notice_edited,
    },
    "challenge.closed": {"tell": taking_part.challenge_closed, "release": notices.released},
    "notice.recorded": {"release": notices.released},
    "notice.without": {"release": notices.released},
    "timetable.set": {"edit_notice": notices.notice_edited},
    "interest.registered": {"tell": taking_part.interest_registered},
    "interest.withdrawn": {"free_places": places.free_places_of},
    "interest.link_asked": {"tell": taking_part.interest_registered},
    "interest.confirmed": {
        "tell": taking_part.interest_confirmed,
        "resume": taking_part.alerts_asked_for,
    },
    "supplier.described": {"resume": taking_part.alerts_asked_for},
    "workshop.announced": {
        "tell": workshops.workshop_announced,
        "edit_notice": notices.notice_edited,
    },
    "workshop.changed": {
        "tell": workshops.workshop_changed,
        "edit_notice": notices.notice_edited,
    },
    "workshop.cancelled": {
        "tell": workshops.workshop_cancelled,
        "edit_notice": notices.notice_edited,
    },
    "place.booked": {"tell": workshops.place_booked},
    "place.waiting": {"tell": workshops.place_waiting},
    "place.moved_up": {"tell": workshops.place_moved_up},
    "place.left": {"tell": workshops.place_left},
    "question.asked": {"tell": council.question_asked},
    "question.answered": {"tell": taking_part.question_answered},
    "question.declined": {"tell": taking_part.question_declined},
    "response.submitted": {"tell": taking_part.response_submitted},
    "response.withdrawn": {"tell": taking_part.response_withdrawn},
    "partner.asked": {"tell": council.partner_asked},
    "partner.joined": {"tell": council.partner_joined, "edit_notice": notices.notice_edited},
    "partner.left": {"edit_notice": notices.notice_edited},
    "seat.given": {"tell": council.seat_given},
    "challenge.referred": {"tell": council.ideas_ready},
    "declaration.made": {"tell": council.ruling_needed},
    "declaration.ruled": {"tell": council.declaration_ruled},
    "reviews.complete": {"tell": council.reviews_complete},
    "outcome.released": {"tell": taking_part.outcome_released},
    "compilation.finished": {"tell": council.compilation_finished},
    "invitation.made": {"tell": council.invitation_made},
    "password_reset.asked": {"tell": council.password_reset_asked},
}

SILENT = frozenset(
    {
        "account.disabled",
        "account.enabled",
        "amendment.begun",
        "amendment.dropped",
        "barriers.considered",
        "challenge.concluded",  # outcome.released tells each participant
        "challenge.drafted",
        "challenge.notice_planned",
        "challenge.revised",
        "challenge.scheduled",
        "challenge.taken_back",
        "compilation.asked",
        "compiled_files.forgotten",
        "council.changed",
        "council.founded",
        "council_words.changed",
        "criteria.set",
        "document.added",
        "document.cleared",
        "document.moved",
        "document.removed",
        "document.renamed",
        "export.downloaded",
        "feedback.approved",
        "feedback.approved_together",
        "feedback.prepared",
        "feedback.written",
        "finding.dismissed",
        "finding.restored",
        "invitation.accepted",
        "invitation.withdrawn",
        "invitations.forgotten",
        "notice.handed_in",
        "notice.imported",
        "notice.out",  # notice.recorded is what counts
        "notice.received",
        "notice.refused",
        "notice.seen",
        "notice.unsure",
        "notice.listed_early",
        "notice.opened",
        "operator.made",
        "password.changed",
        "prompt.added",
        "prompt.changed",
        "prompt.moved",
        "prompt.removed",
        "response.read",
        "registrations.forgotten",
        "response.referred",
        "review.submitted",
        "role.given",
        "role.removed",
        "seat.ended",
        "shortlist.decided",
        "sighting.answered",
        "summary.saved",
        "supplier.added",
        "template.deleted",
        "template.renamed",
        "trail.exported",
    }
)
"""Facts that nobody is told about by e-mail, on purpose."""
