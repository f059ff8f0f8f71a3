"""Letters that say a mail did not arrive, as mail servers write them."""

from uuid import UUID

POSTFIX = """\
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: post@engage.example.org
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b0undary"
Message-Id: <20261122.ABC@mx.example.org>

--b0undary
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b0undary
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Sun, 22 Nov 2026 09:00:00 +0000

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--b0undary
Content-Type: text/rfc822-headers

From: Marlbury Council via engage <post@engage.example.org>
To: {to}
Subject: More time
Message-ID: <{message_id}@engage.example.org>

--b0undary--
"""


def a_bounce(
    message_id: UUID | str,
    *,
    to: str = "ida@ideahouse.example.org",
    status: str = "5.1.1",
    action: str = "failed",
    said: str = "smtp; 550 5.1.1 <ida@ideahouse.example.org>: no such user",
) -> bytes:
    """What Postfix sends (RFC 3464), with the headers of the mail that came back."""
    filled = POSTFIX.format(message_id=message_id, to=to, status=status, action=action, said=said)
    return filled.replace("\n", "\r\n").encode()
