"""Who asks, and what stands in the address: the names that the tables are written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from engage.accounts import service as accounts
from engage.accounts.models import Person, Role
from engage.authorities.models import Authority
from engage.kernel.tokens import Signer
from engage.suppliers.models import Supplier
from engage.suppliers.service import ACTING
from tests.factories import NOW

ROLES = {
    "officer": Role.OFFICER,
    "approver": Role.APPROVER,
    "member": Role.BOARD_MEMBER,
    "chair": Role.BOARD_CHAIR,
    "admin": Role.COUNCIL_ADMIN,
    "auditor": Role.AUDITOR,
}
ASKERS = ("anonymous", "link", "supplier", *ROLES, "operator")
DRAFT, WAITING, OPEN, CLOSED, BOARD = "draft", "with approver", "open", "closed", "with board"
STAGES = {
    "challenges": DRAFT,
    "challenges.approval": WAITING,
    "challenges.decide": WAITING,
    "challenges.take_back": WAITING,
    "challenges.extend": OPEN,
    "challenges.amend": OPEN,
    "challenges.amend_need": OPEN,
    "challenges.amend_today": OPEN,
    "challenges.amend_outcomes": OPEN,
    "challenges.amend_subject": OPEN,
    "challenges.amend_dates": OPEN,
    "challenges.amend_codes": OPEN,
    "challenges.amend_lots": OPEN,
    "challenges.amend_lot": OPEN,
    "challenges.check_amendment": OPEN,
    "challenges.drop_amendment": OPEN,
    "challenges.ask_to_amend": OPEN,
    "challenges.return_amendment": OPEN,
    "challenges.conflicts_assessment": OPEN,
    "challenges.updates": OPEN,
    "challenges.withdraw": OPEN,
    "challenges.public_file": OPEN,
    "spaces.publish": DRAFT,
    "responses.questionnaire": DRAFT,
    "responses.sealing": DRAFT,
    "responses.add_prompt": DRAFT,
    "responses.change_prompt": DRAFT,
    "responses.move_prompt": DRAFT,
    "responses.remove_prompt": DRAFT,
    "responses.preview": DRAFT,
    "responses.dismiss_advice": DRAFT,
    "responses.responses": CLOSED,
    "responses.one": CLOSED,
    "responses.sent_file": CLOSED,
    "records.information_request": CLOSED,
    "reviews": BOARD,
    "outcomes": BOARD,
    "outcomes.public_outcome": OPEN,
    "reports": CLOSED,
    "handover": CLOSED,
    "findings": CLOSED,
}
INSTEAD = {
    "challenges.share": {"ref": "shared_ref"},
    "workshops.book": {"sitting_id": "other_sitting_id"},
    "workshops.plan_series": {"series_id": "draft_series_id"},
    "workshops.open_series": {"series_id": "draft_series_id"},
    "workshops.my_one_to_one": {"series_id": "lottery_id"},
    "workshops.public_series": {"series_id": "lottery_id"},
    "workshops.lottery_as_json": {"series_id": "lottery_id"},
    "workshops.public_material": {"material_id": "published_material_id"},
    "disclosures.public_file": {"disclosure_id": "published_disclosure_id"},
    "responses.remove_prompt": {"prompt_id": "other_prompt_id"},
    "responses.attach": {"prompt_id": "file_prompt_id"},
    "responses.attached": {"prompt_id": "file_prompt_id"},
    "responses.sent_file": {"prompt_id": "file_prompt_id"},
    "responses.dismiss_advice": {"mark": "question_mark"},
}
"""Where one route is about another of the same kind: booking is for whoever has no place yet,
and only a question that nobody has answered is removed; a question has advice of its own."""
MISSING_TOKEN = 410
"""A link we never made is answered with words about links, on every page that takes one."""


def stage_of(endpoint: str) -> str:
    return STAGES.get(endpoint) or STAGES.get(endpoint.partition(".")[0], OPEN)


@dataclass
class Side:
    """One council: its people, its things, and what hangs on a challenge of each stage."""

    council: Authority
    people: dict[str, Person]
    supplier: Supplier
    own: dict[str, str] = field(default_factory=dict)
    things: dict[str, dict[str, str]] = field(default_factory=dict)
    passes: list[str] = field(default_factory=list)

    def arguments(self, endpoint: str) -> dict[str, str]:
        things = self.own | self.things[stage_of(endpoint)]
        return things | {name: things[key] for name, key in INSTEAD.get(endpoint, {}).items()}


@dataclass
class World:
    ours: Side
    theirs: Side
    cookies: dict[str, str]
    sign_ins: dict[str, str]
    shared: dict[str, str]
    signer: Signer

    def arguments(self, endpoint: str, whose: str, asker: str) -> dict[str, str]:
        """What stands in an address: ``own``, ``foreign`` or ``missing`` things."""
        if whose == "missing":
            missing = dict.fromkeys(self.ours.arguments(endpoint), str(uuid4()))
            return missing | {
                "sign_in_id": str(uuid4()),
                "ref": "XXX-2026-999",
                "slug": "nowhere",
                "token": "made-up",
                "name": "nothing",
                "filename": "nothing",
                "ending": "odt",
                "delivery_id": str(uuid4()),
                "listed_id": str(uuid4()),
                "aside_id": str(uuid4()),
            }
        side = self.ours if whose == "own" else self.theirs
        sign_in = self.sign_ins.get(asker if whose == "own" else "stranger", str(uuid4()))
        things = self.shared | side.arguments(endpoint) | {"sign_in_id": sign_in}
        return things | {"token": self._token(endpoint, things)}

    def _token(self, endpoint: str, things: Mapping[str, str]) -> str:
        purpose, value = {
            "accounts.invitation": (accounts.INVITATION, things["invitation_id"]),
            "accounts.reset": (accounts.RESET, things["reset_id"]),
            "interest.link": ("interest", things["interest_id"]),
            "interest.act_for": (ACTING, things["by_links_id"]),
            "workshops.feed": ("calendar", things["feed_id"]),
            "interest.use_link": ("interest", things["interest_id"]),
            **dict.fromkeys(
                ("interest.searches", "interest.confirm_search"),
                ("subscription", things["subscription_id"]),
            ),
            **dict.fromkeys(
                ("notifications.preferences", "notifications.stop_everything"),
                ("preferences", things["message_id"]),
            ),
            "notifications.accept": ("invited", things["invitation_message_id"]),
            "interest.object_to_merge": ("suppliers-merged", things["merge_id"]),
            "notifications.unsubscribe": ("unsubscribe", things["message_id"]),
            "notifications.unsubscribe_now": ("unsubscribe", things["message_id"]),
            "notifications.resubscribe": ("unsubscribe", things["message_id"]),
        }.get(endpoint, ("nothing", ""))
        return self.signer.sign(purpose, value, at=NOW)
