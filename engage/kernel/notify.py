"""Mail through GOV.UK Notify's HTTP API: our id is the reference, so nothing goes out twice.

Notify writes the mail from a template of its own, which must hold ``((subject))`` and
``((body))``. It takes no attachments: calendar entries stay behind the link in the text.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, unquote

import jwt

from engage.kernel.clock import wall
from engage.kernel.fetching import Fetched, Fetcher, HttpFetcher, Unanswered
from engage.kernel.mail import single_address
from engage.kernel.refusals import Refused, Unreachable

UUID_LENGTH = 36
LARGEST = 1024 * 1024
GONE = {"permanent-failure", "temporary-failure", "technical-failure"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def notify_from(parts: SplitResult) -> "NotifyTransport":
    """``notify://API-KEY@api.notifications.service.gov.uk?template=ID``.

    Raises ValueError with a sentence for the operator.
    """
    key = unquote(parts.username or "")
    asked = parse_qs(parts.query)
    template = asked.get("template", [""])[-1]
    if len(key) < 2 * UUID_LENGTH + 1 or not template or not parts.hostname:
        raise ValueError(
            "GOV.UK Notify is notify://API-KEY@api.notifications.service.gov.uk?template=ID, with "
            "the whole key and the id of a template that holds ((subject)) and ((body))."
        )
    scheme = "http" if parts.hostname in LOOPBACK else "https"
    place = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    return NotifyTransport(
        base=f"{scheme}://{place}",
        service=key[-2 * UUID_LENGTH - 1 : -UUID_LENGTH - 1],
        secret=key[-UUID_LENGTH:],
        template=template,
        reply_to=asked.get("reply_to", [""])[-1],
    )


class NotifyTransport:
    """Each mail is one call; before a second attempt Notify is asked whether it has it."""

    def __init__(
        self, *, base: str, service: str, secret: str, template: str, reply_to: str = ""
    ) -> None:
        self.base, self.template, self.reply_to = base, template, reply_to
        self._service, self._secret = service, secret
        self._fetcher: Fetcher = HttpFetcher(silence=10, longest=15, largest=LARGEST)

    @contextmanager
    def connect(self) -> Iterator["NotifyTransport"]:
        """Nothing to open: the first call shows whether somebody answers."""
        yield self

    def send(self, raw: bytes, sender: str, recipient: str) -> None:
        letter = message_from_bytes(raw, EmailMessage, policy=SMTP)
        reference = str(letter["Message-ID"]).strip("<> ").partition("@")[0]
        if letter["X-Engage-Attempt"] and self._has(reference):
            return
        sent = self._words(letter, single_address(recipient), reference)
        answer = self._ask("/v2/notifications/email", json.dumps(sent).encode())
        if answer.status != 201:
            raise _refusal(answer)

    def _words(self, letter: EmailMessage, recipient: str, reference: str) -> dict[str, Any]:
        text = letter.get_body(("plain",))
        sent: dict[str, Any] = {
            "email_address": recipient,
            "template_id": self.template,
            "reference": reference,
            "personalisation": {
                "subject": str(letter["Subject"]),
                "body": text.get_content().replace("\r\n", "\n") if text else "",
            },
        }
        if stop := letter["List-Unsubscribe"]:
            sent["one_click_unsubscribe_url"] = str(stop).strip("<> ")
        if self.reply_to:
            sent["email_reply_to_id"] = self.reply_to
        return sent

    def _has(self, reference: str) -> bool:
        """Whether an earlier attempt reached Notify, which did not give it up since."""
        answer = self._ask(f"/v2/notifications?reference={quote(reference)}")
        if answer.status != 200:
            raise Unreachable(_said(answer))
        known = _json(answer).get("notifications", [])
        return any(each.get("status") not in GONE for each in known)

    def _ask(self, path: str, body: bytes | None = None) -> Fetched:
        """Raises Unreachable; whoever sends again asks first whether it arrived."""
        claims = {"iss": self._service, "iat": int(wall().timestamp())}
        token = jwt.encode(claims, self._secret, algorithm="HS256")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            if body is None:
                return self._fetcher.get(self.base + path, headers)
            return self._fetcher.post(self.base + path, headers, body)
        except Unanswered as problem:
            raise Unreachable(str(problem)) from problem


def _refusal(answer: Fetched) -> Refused | Unreachable:
    """400 is about this mail. All else is about us, or about Notify: the batch waits."""
    if answer.status == 400:
        return Refused(permanent=True, reason=_said(answer))
    return Unreachable(_said(answer))


def _said(answer: Fetched) -> str:
    errors = _json(answer).get("errors", [])
    words = " ".join(str(each.get("message", "")) for each in errors if isinstance(each, dict))
    return f"GOV.UK Notify: {answer.status} {words}"[:400].strip()


def _json(answer: Fetched) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
