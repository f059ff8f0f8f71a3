"""Facts about a council itself and its people, as plain sentences."""

from collections.abc import Mapping

from engage.records.sentences.kinds import Kind, Sentence, of_kind

OF_COUNCILS: Mapping[str, Sentence] = {
    **of_kind(
        Kind.PEOPLE,
        {
            "account.disabled": "An account was disabled",
            "account.enabled": "An account was enabled again",
            "invitation.accepted": "An invitation was accepted",
            "invitation.made": (
                "Somebody was invited as {role}",
                "role",
                "Somebody was invited",
            ),
            "invitations.forgotten": "Invitations were deleted as too old: {number}",
            "invitation.withdrawn": "An invitation was taken back",
            "operator.made": "Somebody became an operator",
            "opening_key.made": "Somebody made a key to open sealed responses",
            "password.changed": "A password was changed",
            "password_reset.asked": "A new password was asked for",
            "subject.copied": "A copy was made of what is held about somebody: {rows} entries",
            "subject.erased": "Somebody's name and address were taken out, from {rows} entries",
            "role.given": "Somebody got the role {role}",
            "role.removed": "Somebody lost the role {role}",
        },
    ),
    **of_kind(
        Kind.COUNCIL,
        {
            "council.changed": "The council's details were changed: {changed}",
            "wording.changed": "The council wrote its own words for {template}, in {language}",
            "wording.restored": "The words for {template} are again those of engage, in {language}",
            "council_words.changed": "The words the checker looks for were changed: {kind}",
            "synonyms.changed": "The words that mean the same were changed",
            "template.renamed": "A template was renamed",
            "template.deleted": "A template was deleted",
            "council.founded": "The council was added",
        },
    ),
}
