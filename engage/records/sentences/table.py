"""Every fact that can be recorded, as a plain sentence and under the kind people look for.

A fact keeps its name for ever, so a sentence is never taken away. Sentences say what
happened, never what anybody wrote.
"""

from collections.abc import Mapping

from engage.records.sentences.disclosures import DISCLOSURES
from engage.records.sentences.findings import FINDINGS
from engage.records.sentences.kinds import Kind, Sentence, of_kind
from engage.records.sentences.meetings import WORKSHOPS
from engage.records.sentences.of_councils import OF_COUNCILS
from engage.records.sentences.outcomes import OUTCOMES

SENTENCES: Mapping[str, Sentence] = {
    **of_kind(
        Kind.CHALLENGE,
        {
            "challenge.drafted": "The challenge was begun as {reference}",
            "challenge.filled": "The draft was filled in from {named}",
            "barriers.considered": (
                "Barriers for small firms were considered: {answered} questions answered, "
                "{standing} barriers still stand"
            ),
            "sealing.chosen": "When responses may be read was chosen: {sealing}",
            "challenge.revised": "The statement was changed: {fields}",
            "challenge.discarded": "The draft {reference} was deleted",
            "challenge.sent_to_approver": "Version {version} was sent for approval",
            "challenge.returned": "The approver returned version {version}, with reasons",
            "challenge.approved": "Version {version} was approved",
            "challenge.taken_back": "It was taken back to change it. It was {stage_before} before",
            "challenge.scheduled": "It is to be published at {publish_at}",
            "challenge.not_published": "It was not published at {publish_at}: something is missing",
            "challenge.published": "The challenge was published, to end at {engagement_ends}",
            "challenge.put_on_record": (
                "It was put on record as an engagement that ended at {engagement_ends}"
            ),
            "challenge.notice_planned": "What the council said of its notice: {answer}",
            "message.sent_again": "A message was sent again: {template}",
            "sending.paused": "Sending {template} was paused: {held} messages had not gone",
            "sending.resumed": "Sending {template} went on: {released} messages",
            "challenge.listed": "Lists and searches show the challenge from now on",
            "challenge.extended": "The end was moved from {ended_before} to {engagement_ends}",
            "amendment.begun": "Changes to the published statement were begun",
            "amendment.dropped": (
                "Changes that were not published can no longer be, and were thrown away: {fields}",
                "too_late",
                "Changes to the published statement were thrown away",
            ),
            "amendment.sent_to_approver": "An approver was asked to publish the changes",
            "amendment.returned": "The approver returned the changes, with reasons",
            "challenge.amended": (
                "The published statement was changed, which matters for a response: {fields}",
                "material",
                "The published statement was changed in a small way: {fields}",
            ),
            "challenge.closing_soon": "People were reminded of the end, days before: {days}",
            "challenge.closed": "The engagement ended as announced, at {engagement_ends}",
            "challenge.referred": "The challenge went to the board",
            "challenge.concluded": "The engagement was concluded",
            "challenge.withdrawn": "The challenge was withdrawn. It was {stage_before} before",
            "finding.dismissed": "Advice of the checker was dismissed: {code}, {field}",
            "finding.restored": "Advice of the checker counts again: {code}, {field}",
            "template.saved": "The statement was kept as a template",
            "notice.handed_in": "The notice was handed to Find a Tender (time {round})",
            "notice.received": "Find a Tender received the notice as {submission_id}",
            "notice.refused": "Find a Tender refused the notice",
            "notice.unsure": "Nobody knows whether Find a Tender took the notice",
            "notice.out": "Find a Tender published the notice as {notice_id}, in {ocid}",
            "notice.turned": (
                "The engagement ended before version {version} of the notice was published, so it "
                "looks back now"
            ),
            "notice.seen": "Notice {notice_id} was found on Find a Tender",
            "sighting.answered": (
                "An officer said that notice {notice_id} on Find a Tender is theirs",
                "is_ours",
                "An officer said that notice {notice_id} on Find a Tender is not theirs",
            ),
            "notice.imported": "The draft was filled in from the notice {ocid}",
            "partner.asked": "Sharing with {partner} was proposed ({sharing})",
            "partner.joined": "Sharing with {partner} was agreed ({sharing})",
            "partner.left": "Sharing with {partner} ended ({sharing})",
            "party.added": "Another organisation was named: {party} ({relation})",
            "party.removed": "An organisation is named no more: {party} ({relation})",
            "notice.opened": "Version {version} of the notice was begun",
            "notice.recorded": "Version {version} of the notice is published as {notice_id}",
            "notice.without": "The council gave its reasons for having no notice",
            "notice.listed_early": "The page was listed before its notice had a number",
            "question_dates.set": (
                "Suppliers may ask until {last_day}, and are answered by {answers_by}"
            ),
            "timetable.set": "The dates of the timetable were set: {fields}",
            "document.added": (
                "A document ({kind}) was added after publishing",
                "after_publishing",
                "A document ({kind}) was added",
            ),
            "document.renamed": "The title of a document ({kind}) was changed",
            "document.moved": (
                "A document was moved up",
                "up",
                "A document was moved down",
            ),
            "document.removed": (
                "A document ({kind}) that everybody could read was removed, with a reason",
                "was_public",
                "A document ({kind}) was removed",
            ),
            "document.cleared": "A document ({kind}) passed the virus scan, and can be taken away",
            "document.refused": "A document ({kind}) did not pass the virus scan, and was deleted",
            "document.condemned": (
                "A later virus scan found something in a public document ({kind}), now deleted",
                "was_public",
                "A later virus scan found something in a document ({kind}), now deleted",
            ),
            "file.condemned": "A later virus scan found something in a file: {found}",
            "file.cleared": "A file passed the virus scan",
            "file.refused": "A file did not pass the virus scan: {found}",
        },
    ),
    **of_kind(
        Kind.SUPPLIERS,
        {
            "interest.registered": (
                "A supplier registered again and was sent a link",
                "again",
                "A supplier registered and was asked to confirm",
            ),
            "interest.link_asked": "A supplier asked for its link again",
            "interest.confirmed": "A supplier confirmed and takes part",
            "interest.withdrawn": "A supplier left",
            "suppliers.invited": "People were invited with the same words: {number}",
            "suppliers.reminded": "People who had not answered were reminded: {number}",
            "registrations.forgotten": "Registrations nobody had confirmed were deleted: {number}",
            "subscription.asked": "Somebody saved a search and was asked to confirm",
            "subscription.confirmed": "A saved search was confirmed",
            "subscription.ended": "A saved search was stopped",
            "supplier.added": "A supplier took part for the first time",
            "supplier.described": "A supplier changed what it says of itself",
            "suppliers.merged": "Two entries of one supplier were merged. Moved: {interests}",
            "suppliers.parted": (
                "Two suppliers that had been merged are two again, because one of them said so",
                "own",
                "Two suppliers that had been merged are two again",
            ),
            "supplier.joined": "Somebody may act for a supplier ({role})",
            "supplier.link_asked": "Somebody who acts for a supplier asked for their link",
            "supplier.left": (
                "Somebody left a supplier",
                "own",
                "Somebody was taken off a supplier",
            ),
            "supplier.passed_on": (
                "A supplier has another owner, to whom we write from now on",
                "contact",
                "A supplier has another owner",
            ),
        },
    ),
    **of_kind(Kind.WORKSHOPS, WORKSHOPS),
    **of_kind(
        Kind.QUESTIONS,
        {
            "question.asked": "A supplier asked a question",
            "question.answered": "Question {number} was answered, for everybody to read",
            "question.declined": "A question was declined, with a reason",
            "question.bundled": "A question was answered together with question {number}",
            "question.asked_back": "The council asked a supplier back about a question",
            "question.replied": "A supplier replied about a question",
            "question.confidence_ruled": (
                "The council keeps a part of a question confidential",
                "kept",
                "The council does not keep a part of a question confidential",
            ),
            "question.confidence_waived": "A supplier agreed that all of a question is published",
            "question.taken_back": "A supplier took a question back",
            "question.due_soon": "The council was reminded of questions to answer by {answers_by}",
            "question.overdue": (
                "Questions to answer by {answers_by} are late, and the council was told"
            ),
        },
    ),
    **of_kind(
        Kind.RESPONSES,
        {
            "openers.named": "Who opens the responses was named: {people}",
            "opening.key_turned": (
                "Somebody used their key, and with that two have opened the responses",
                "opens",
                "Somebody used their key to open the responses: one more is needed",
            ),
            "responses.opened": "The responses were opened: {number}, and {lost} could not be",
            "prompt.added": "A question was added to the questionnaire",
            "prompt.changed": "A question of the questionnaire was changed: {fields}",
            "prompt.moved": (
                "A question of the questionnaire was moved up",
                "up",
                "A question of the questionnaire was moved down",
            ),
            "prompt.kept": "A question was kept in the question bank of the council",
            "prompt.forgotten": "A question was taken out of the question bank of the council",
            "response.entered": (
                "A response was entered by the council. It came another way: {channel}"
            ),
            "prompt.removed": "A question was taken out of the questionnaire",
            "response.read": "The response with the receipt {receipt} was read",
            "response.submitted": "A response was sent (version {number})",
            "response.withdrawn": "A response was withdrawn",
        },
    ),
    **of_kind(
        Kind.BOARD,
        {
            "board.arranged": "The parts and terms on the board were changed. Quorum: {quorum}",
            "assessment.kept": "The conflicts assessment was revised (version {number})",
            "conflict.decided": "A possible conflict with one response was decided: {state}",
            "conflict.declared": "A member of the board declared an interest in one idea: {kind}",
            "conflicts.suggested": "Possible conflicts with responses were found: {number}",
            "criteria.set": "The criteria were set, with the weights {weights}",
            "seat.given": (
                "Somebody got a seat on the board, as its chair",
                "is_chair",
                "Somebody got a seat on the board",
            ),
            "seat.ended": "Somebody's seat on the board ended",
            "response.referred": "A response was put to the board as idea {number}",
            "declaration.made": "A member of the board declared their interests. Ruling: {ruling}",
            "declaration.ruled": (
                "A declared interest was ruled on again: {ruling}. What was decided before is kept",
                "again",
                "A declared interest was ruled on: {ruling}",
            ),
            "review.submitted": ("A review was submitted again", "again", "A review was submitted"),
            "reviews.complete": "All reviews are in",
            "shortlist.decided": (
                "The chair decided about idea {number}, with {missing} reviews missing",
                "missing",
                "The chair decided about idea {number}",
            ),
            "shortlist.proposed": "The chair proposed the shortlist",
            "shortlist.released": "The shortlist was released: {shortlisted} of {ideas} ideas",
        },
    ),
    **of_kind(
        Kind.EXPORTS,
        {
            "compilation.asked": "Compiling the responses was asked for",
            "compilation.cancelled": "Compiling the responses was cancelled",
            "compilation.finished": (
                "The responses were compiled: {rows}",
                "succeeded",
                "Compiling the responses failed",
            ),
            "compiled_files.forgotten": "Compiled files were deleted as too old: {number}",
            "declarations.exported": "The interests declared were taken away, with every ruling",
            "invitations.exported": "The record of invitations was taken away",
            "export.downloaded": "The compiled responses were taken away as {format}",
            "foi_bundle.made": (
                "What can be given to an information request was taken away; "
                "answers withheld, whole or in part: {withheld}"
            ),
            "pack.asked": "The hand-over pack was asked for",
            "pack.finished": (
                "The hand-over pack was made",
                "succeeded",
                "Making the hand-over pack failed",
            ),
            "pack.taken": "The hand-over pack was taken away",
            "pack.forgotten": "The file of a hand-over pack was deleted as too old",
            "trail.exported": "This timeline was taken away as {format}",
        },
    ),
    **OUTCOMES,
    **DISCLOSURES,
    **FINDINGS,
    **OF_COUNCILS,
}


def names_of(kind: Kind) -> list[str]:
    return sorted(name for name, sentence in SENTENCES.items() if sentence.kind is kind)
