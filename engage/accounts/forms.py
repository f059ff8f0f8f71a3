"""What people type to get in, to let others in, and to choose a password."""

from typing import Any

from engage.accounts import passwords
from engage.accounts.models import Role
from engage.web.fields import (
    ChoiceField,
    EmailField,
    PasswordField,
    TextField,
    ValidationError,
)
from engage.web.forms import Form

ROLES = (
    (Role.OFFICER, "Officer", "Writes challenges, answers questions, runs workshops"),
    (Role.APPROVER, "Approver", "Does the same as an officer"),
    (Role.BOARD_MEMBER, "Board member", "Reviews the responses that are put before the board"),
    (Role.BOARD_CHAIR, "Board chair", "Leads the board and signs its recommendation"),
    (
        Role.COUNCIL_ADMIN,
        "Council administrator",
        "Looks after people, roles and settings; reads the desk, and responses after the end",
    ),
    (
        Role.AUDITOR,
        "Auditor",
        "Reads the desk, and responses after the end, and changes nothing",
    ),
)
ROLE_WORDS = {role: words for role, words, _ in ROLES}
LONG_PHRASE = 20
HOW_TO_CHOOSE = "Use 12 characters or more. Three random words are easy to remember."


def new_password() -> PasswordField:
    return PasswordField(
        "New password", noun="a new password", hint=HOW_TO_CHOOSE, autocomplete="new-password"
    )


class SignInForm(Form):
    email = EmailField("E-mail address", noun="your e-mail address", autocomplete="username")
    password = PasswordField("Password", noun="your password")


class AskResetForm(Form):
    email = EmailField("E-mail address", noun="your e-mail address")


class ChoosePasswordForm(Form):
    """``about``: what the password must not contain, such as the person's name."""

    password = new_password()

    def __init__(self, formdata: Any = None, *, about: tuple[str, ...] = ()) -> None:
        super().__init__(formdata)
        self.about = about

    def validate_password(self, field: PasswordField) -> None:
        if len(field.data) < passwords.SHORTEST:
            raise ValidationError(f"Your password must be {passwords.SHORTEST} characters or more")
        if reason := passwords.weakness(field.data, *self.about):
            raise ValidationError(reason)


class ChangePasswordForm(ChoosePasswordForm):
    current = PasswordField("Current password", noun="your current password")
    password = new_password()


class OpeningKeyForm(Form):
    """A phrase that nobody can reset, typed twice."""

    phrase = PasswordField(
        "Opening phrase",
        noun="an opening phrase",
        hint="20 characters or more. Five random words are easy to remember.",
        autocomplete="off",
    )
    again = PasswordField("The same phrase again", noun="the same phrase", autocomplete="off")

    def validate_phrase(self, field: PasswordField) -> None:
        if len(field.data) < LONG_PHRASE:
            raise ValidationError(f"Your phrase must be {LONG_PHRASE} characters or more")

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.phrase.data:
            raise ValidationError("The two phrases are not the same")


class InviteForm(Form):
    name = TextField("Full name", max_length=120)
    email = EmailField("Work e-mail address", autocomplete="off")
    role = ChoiceField("What will they do?", choices=ROLES, required_message="Select a role")


class RoleForm(Form):
    role = ChoiceField("Role", choices=ROLES, required_message="Select a role")
