"""Facts about reading responses, and what was found in them, as plain sentences."""

from collections.abc import Mapping

from engage.records.sentences.kinds import Kind, Sentence, of_kind

FINDINGS: Mapping[str, Sentence] = of_kind(
    Kind.RESPONSES,
    {
        "answers.deleted": "Answers that were for the evaluation only were deleted: {number}",
        "answers.moved": (
            "A theme was split: {number} answers went into a new one",
            "is_new",
            "Answers were put into another theme: {number}",
        ),
        "answers.read": "Answers to one question were read for the first time: {number}",
        "copies.published": "Public copies of responses were published: {number}",
        "copies.taken_down": "Public copies of responses were taken down: {number}",
        "remark.shared": "A note or highlight on an answer was shared",
        "requirement.changed": (
            "A requirement was changed. It is linked to {themes} themes and {answers} answers, "
            "and comes close to the protected words of {echoes} answers",
            "echoes",
            "A requirement was changed. It is linked to {themes} themes and {answers} answers",
        ),
        "requirement.removed": "A requirement was taken out",
        "requirements.added": "Requirements were added: {number}",
        "requirements.exported": "The table of requirements was taken away",
        "theme.renamed": "A theme was renamed",
        "themes.asked": "A search for themes was asked for",
        "themes.found": (
            "{themes} themes were found in {answers} answers by {engine}",
            "succeeded",
            "The search for themes failed",
        ),
        "themes.merged": "Two themes were put together",
        "words.restored": "Words that were withheld ({ground}) are in the public copy again",
        "words.withheld": "Words of an answer were withheld from its public copy: {ground}",
    },
)
