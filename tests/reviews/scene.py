"""A board at work: what most tests of this capability begin with."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.responses.models import Prompt, Response
from engage.reviews.models import Criterion, Referral
from engage.reviews.queries.figures import Figures, figures_of, sums
from tests.factories import (
    a_challenge,
    a_closed_challenge,
    a_council,
    a_criterion,
    a_declaration,
    a_person,
    a_prompt,
    a_referral,
    a_seat,
    a_submitted_response,
    an_interest,
    an_officer,
)

EARLY = {Stage.DRAFT, Stage.OPEN}
CANARY = "Canarybird"
REASONS = "Close to the need, and others use it already."


@dataclass
class Scene:
    """``member``s and the chair have declared no interest; weights are 60 and 40."""

    challenge: Challenge
    officer: Person
    chair: Person
    members: list[Person]
    need: Criterion
    cost: Criterion
    prompt: Prompt
    responses: list[Response] = field(default_factory=list)
    ideas: list[Referral] = field(default_factory=list)

    @property
    def member(self) -> Person:
        return self.members[0]

    @property
    def ref(self) -> str:
        return self.challenge.reference

    def scores(self, need: int = 4, cost: int = 3) -> dict[UUID, int]:
        return {self.need.id: need, self.cost.id: cost}

    def typed(self, need: int = 4, cost: int = 3, comment: str = "Good.") -> dict[str, str]:
        """The same as a browser sends it."""
        return {
            f"score_{self.need.id.hex}": str(need),
            f"score_{self.cost.id.hex}": str(cost),
            "comment": comment,
        }


def a_board(
    session: Session,
    *,
    ideas: int = 2,
    members: int = 2,
    declared: bool = True,
    stage: Stage = Stage.WITH_BOARD,
) -> Scene:
    """A chair, ``members`` more, and ``ideas`` from suppliers whose details carry a canary."""
    council = a_council(session)
    challenge = (a_challenge if stage in EARLY else a_closed_challenge)(
        session, council, stage=stage
    )
    chair = a_person(session, Role.BOARD_CHAIR, at=council, name="Chris Chair")
    others = [a_person(session, Role.BOARD_MEMBER, at=council) for _ in range(members)]
    _seated(session, challenge, chair, others, declared=declared)
    scene = Scene(
        challenge=challenge,
        officer=an_officer(session, council),
        chair=chair,
        members=others,
        need=a_criterion(session, challenge, weight=60),
        cost=a_criterion(session, challenge, name="Cost", weight=40),
        prompt=a_prompt(session, challenge),
    )
    scene.responses = [a_response(session, scene, number) for number in range(1, ideas + 1)]
    scene.ideas = [
        a_referral(session, one, number=number) for number, one in enumerate(scene.responses, 1)
    ]
    return scene


def _seated(
    session: Session, challenge: Challenge, chair: Person, others: list[Person], *, declared: bool
) -> None:
    for person in [chair, *others]:
        a_seat(session, challenge, person, is_chair=person is chair)
        if declared:
            a_declaration(session, challenge, person)


def figures(session: Session, scene: Scene) -> dict[UUID, Figures]:
    """By idea, whoever reads them; ideas without a counted review are left out."""
    rows = session.execute(select(sums(scene.challenge.id)))
    return {row.referral_id: figures_of(row) for row in rows}


def a_response(session: Session, scene: Scene, number: int) -> Response:
    holder = an_interest(
        session,
        scene.challenge,
        organisation=f"{CANARY} Homes {number}",
        name=f"{CANARY} Ida",
        email=f"{CANARY.lower()}{number}-{scene.challenge.reference.lower()}@canarybird.example",
    )
    return a_submitted_response(session, holder, {scene.prompt.id: f"We would try plan {number}."})
