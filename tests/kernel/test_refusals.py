import pytest

from engage.kernel.refusals import Meaning, meaning


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        ("450 4.2.0 greylisted", Meaning.LATER),
        ("452 4.2.2 over quota", Meaning.LATER),
        ("552 5.2.2 mailbox full", Meaning.LATER),
        ("552 too much mail", Meaning.LATER),
        ("550 5.1.1 no such user", Meaning.NOBODY),
        ("550 5.2.1 mailbox disabled", Meaning.NOBODY),
        ("550 5.4.4 no such domain", Meaning.NOBODY),
        ("550 Recipient unknown", Meaning.NOBODY),
        ("553 mailbox not found", Meaning.NOBODY),
        ("550 5.7.1 user unknown to our lists", Meaning.NEVER),
        ("554 5.7.1 spam", Meaning.NEVER),
        ("550 no", Meaning.NEVER),
        ("530 5.7.0 Must issue STARTTLS first", Meaning.OURS),
        ("535 5.7.8 bad password", Meaning.OURS),
    ],
)
def test_what_a_server_means(answer: str, means: Meaning) -> None:
    assert meaning(int(answer[:3]), answer) is means
