"""A receipt as a file, and what can be said of it without asking whoever runs the service."""

from collections.abc import Sequence

from msgspec import Struct

from engage.kernel.daily import Day, Key
from engage.kernel.proof import Proof, Root, fault, fault_of_roots
from engage.responses.events import ResponseSubmitted


class Receipt(Struct, frozen=True, kw_only=True):
    """What was sent, by its digest, when, and the proof that it is in the sealed trail."""

    receipt: str
    challenge: str
    sha256: str
    submitted_at: str
    proof: Proof


class Published(Struct, frozen=True, kw_only=True):
    """The roots as the service publishes them; ``next`` is where they go on.

    ``days`` are those of the roots that were signed, ``keys`` whatever ever signed.
    """

    roots: list[Root]
    next: str | None
    days: list[Day] = []
    keys: list[Key] = []


def wrong_with(receipt: Receipt) -> str:
    """Why the receipt does not hold in itself, as a sentence; empty when it does."""
    fact = receipt.proof.fact
    said = fact.get("payload")
    sealed = said.get("sha256") if isinstance(said, dict) else None
    if (fact.get("name"), sealed) != (ResponseSubmitted.name, receipt.sha256):
        return "The fact under the seal is not that this response was received."
    if fact.get("at") != receipt.submitted_at:
        return "The fact under the seal has another time."
    return fault(receipt.proof)


def wrong_among(receipt: Receipt, published: Sequence[Root]) -> str:
    """Why the receipt does not fit the roots that were published; empty when it does."""
    if problem := fault_of_roots(published):
        return problem
    sealed = receipt.proof.seal
    same = next((root for root in published if root.number == sealed.number), None)
    if same is None:
        return f"Root {sealed.number} is not among the published roots of this file."
    return "" if same == sealed else f"Root {sealed.number} was published as another."
