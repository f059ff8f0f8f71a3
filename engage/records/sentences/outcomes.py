"""Facts about outcomes, as plain sentences."""

from collections.abc import Mapping

from engage.records.sentences.kinds import Kind, Sentence, of_kind

OUTCOMES: Mapping[str, Sentence] = of_kind(
    Kind.OUTCOME,
    {
        "feedback.prepared": "Feedback was prepared: {added} new, {changed} redone",
        "feedback.written": (
            "Approved feedback was changed, so it needs approval again",
            "was_approved",
            "Feedback was changed",
        ),
        "feedback.approved": "Feedback for one participant was approved",
        "feedback.approved_together": "Feedback was approved for several at once: {number}",
        "summary.saved": "The summary was changed: {fields}",
        "follow_up.asked": "A participant asked about the feedback",
        "follow_up.answered": "A question about feedback was answered",
        "engagement.rated": "A participant said what they thought of the engagement",
        "outcome.due": "The outcome was promised by {due_on}",
        "outcome.overdue": "The outcome was promised by {due_on}, and is late",
        "findings.written": "Findings for the library were changed: {fields}",
        "findings.shared": "Everybody may read the findings in the library: version {version}",
        "findings.taken_back": "The findings were taken out of the library",
        "outcome.released": "The outcome was published. Told by e-mail: {told}",
    },
)
