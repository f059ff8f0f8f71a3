"""Facts about who was told what, as plain sentences."""

from collections.abc import Mapping

from engage.records.sentences.kinds import Kind, Sentence, of_kind

DISCLOSURES: Mapping[str, Sentence] = of_kind(
    Kind.QUESTIONS,
    {
        "disclosure.noted": "Something that not all suppliers know was noted in the ledger: {what}",
        "disclosure.published": "Something that some suppliers knew was published for everybody",
        "disclosure.excuse_asked": "An officer asked that an entry of the ledger stays unpublished",
        "disclosures.excused": (
            "A second officer agreed that an entry of the ledger stays unpublished",
            "agreed",
            "An entry of the ledger is to be published after all",
        ),
        "disclosures.due": "An entry of the ledger has to be published by {due_on}",
        "disclosures.overdue": "An entry of the ledger was not published by {due_on}",
        "finding.drafted": "An officer wrote a finding about an unfair advantage",
        "finding.signed": (
            "A second officer signed a finding: the advantage can be avoided",
            "avoidable",
            "A second officer signed a finding: the advantage cannot be avoided",
        ),
        "statement.generated": "The statement of steps taken was generated: version {number}",
    },
)
