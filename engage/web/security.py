"""Headers on every answer, a nonce for our own scripts, and caching of public pages.

A page carries a mark that nobody outside this process knows; it becomes the nonce of one
answer as the answer leaves. So the entity tag of a public page does not change with the nonce.
"""

import hashlib
import secrets

from flask import Flask, Response, g, request, session
from flask_compress import Compress

from engage.web.packing import packed_as_it_goes

NONCE_MARK = secrets.token_urlsafe(16)
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; "
    "style-src 'self' 'nonce-{nonce}'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PAGES = ("text/html", "application/atom+xml")
DATA = ("application/json", "text/calendar")
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def protect(app: Flask, *, secure: bool) -> None:
    """Install the headers. ``secure``: people reach us by HTTPS."""
    app.config.setdefault("COMPRESS_MIMETYPES", [*PAGES, *DATA])
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    app.config.setdefault("COMPRESS_BR_LEVEL", 4)
    app.config.setdefault("COMPRESS_REGISTER", False)
    compress = Compress(app)

    def finish(answer: Response) -> Response:
        nonce = secrets.token_urlsafe(16)
        answer.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce))
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if secure:
            answer.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        if g.get("same_for_all") and answer.is_streamed:  # has its tag; is packed as it goes
            return packed_as_it_goes(compress.after_request(answer), DATA)
        if _is_public(answer):
            return _cacheable(answer, nonce, compress)
        _fill(answer, nonce)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    app.before_request(_drop_strangers)
    app.after_request(finish)


def _drop_strangers() -> None:
    """Forget what an older version of us may have left in a cookie in another shape."""
    flashes, token = session.get("_flashes", []), session.get("csrf_token", "")
    if not isinstance(flashes, list) or not all(map(_is_flash, flashes)):
        session.pop("_flashes")
    if not isinstance(token, str) or not token.isascii():
        session.pop("csrf_token")


def _is_flash(kept: object) -> bool:
    return isinstance(kept, tuple | list) and [type(each) for each in kept] == [str, str]


def _is_public(answer: Response) -> bool:
    """The same for everybody: nobody is signed in, and nothing was put into a cookie.

    What programs read (``same_for_all``) is so whoever asks.
    """
    who = not g.get("same_for_all") and bool(request.cookies or g.get("personal"))
    personal = who or "Set-Cookie" in answer.headers
    return bool(g.get("public")) and answer.status_code == 200 and not personal


def _fill(answer: Response, nonce: str) -> None:
    if answer.mimetype == "text/html" and not answer.is_streamed:
        answer.set_data(answer.get_data().replace(NONCE_MARK.encode(), nonce.encode()))


def _cacheable(answer: Response, nonce: str, compress: Compress) -> Response:
    """Tag the page by its words; a browser that has them already gets 304 and no body.

    The 304 leaves the policy out: the kept page must go on with the nonce it was sent with.
    """
    words = answer.get_data().replace(NONCE_MARK.encode(), b"")
    answer.set_etag(hashlib.sha256(words).hexdigest()[:32], weak=True)
    answer.headers["Cache-Control"] = f"public, max-age={g.get('fresh_for', 0)}, must-revalidate"
    if not g.get("same_for_all"):
        answer.vary.add("Cookie")
    answer.vary.add("Accept-Encoding")
    _fill(answer, nonce)
    answer.make_conditional(request)
    if answer.status_code == 304:
        del answer.headers["Content-Security-Policy"]
        return answer
    return compress.after_request(answer)
