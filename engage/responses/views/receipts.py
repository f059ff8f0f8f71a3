"""Receipts in public: whoever holds one learns that it is on record, and takes the proof away."""

import msgspec
from flask import Response as FlaskResponse
from flask import abort, request
from sqlalchemy.orm import Session

from engage.kernel import daily, proof
from engage.responses import queries
from engage.responses.forms import ReceiptForm
from engage.responses.receipts import Published, wrong_with
from engage.responses.views.blueprint import bp
from engage.web.access import Answer, anyone, permit
from engage.web.pages import page

LARGEST = 2_147_483_647


@bp.get("/receipts")
@permit(anyone)
def receipts(session: Session) -> Answer:
    form = ReceiptForm(request.args)
    asked = bool(request.args) and form.validate()
    known = queries.known_receipt(session, *form.told()) if asked else None
    return page(
        "responses/receipts.html",
        form=form,
        asked=asked,
        found=known,
        wrong=wrong_with(known.file) if known and known.file else "",
    )


@bp.get("/receipts/proof.json")
@permit(anyone)
def proof_file(session: Session) -> Answer:
    """The receipt with its proof, for ``engage verify`` on any machine."""
    form = ReceiptForm(request.args)
    known = queries.known_receipt(session, *form.told()) if form.validate() else None
    if known is None or known.file is None:
        abort(404)
    answer = _json(known.file)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{known.receipt}-proof.json")
    return answer


@bp.get("/receipts/roots.json")
@permit(anyone)
def roots(session: Session) -> Answer:
    """The roots of all seals, a page at a time: what receipts are checked against."""
    after = min(max(request.args.get("after", 0, type=int), 0), LARGEST)
    found = proof.roots(session, after=after)
    more = len(found) == proof.MOST_ROOTS
    last = found[-1].number if more else None
    following = f"/receipts/roots.json?after={last}" if more else None
    days = daily.days(session, after=after, upto=last)
    return _json(Published(roots=found, next=following, days=days, keys=daily.keys(session)))


@bp.get("/receipts/keys.json")
@permit(anyone)
def keys(session: Session) -> Answer:
    """The public keys that sign the root of each day; the last one signs now."""
    return _json({"algorithm": "Ed25519", "keys": daily.keys(session)})


def _json(told: object) -> FlaskResponse:
    return FlaskResponse(msgspec.json.encode(told), mimetype="application/json")
