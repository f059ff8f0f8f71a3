"""Words that a tender can begin with: a suggestion, made of dates and counts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from engage.challenges.models import Challenge
from engage.challenges.reference import PURPOSES
from engage.kernel.clock import spoken_date, to_wall
from engage.notices.models import Notice, Status

YEARS = 3  # s.98: until three years after the contract
SOONEST, LATEST = timedelta(days=40), timedelta(days=365)  # before the tender notice: s.15(3)
SHORTLIST = (
    "The board of the engagement looked at ideas. Its shortlist selected no supplier: everybody may"
    " tender on the same terms, whether they took part, were shortlisted, or neither."
)


def early_engagement(challenge: Challenge, notice: Notice | None) -> str:
    """The paragraph about preliminary market engagement, for the tender notice (ss.16-17)."""
    begins, ends = challenge.published_at, challenge.engagement_ends
    when = ""
    if begins and ends:
        when = f" from {spoken_date(to_wall(begins)[0])} to {spoken_date(to_wall(ends)[0])}"
    said = [
        f"{challenge.authority.name} carried out preliminary market engagement{when}, under the "
        f"reference {challenge.reference}.",
        _noticed(notice),
    ]
    if challenge.purposes:
        said.append(f"It was for: {'; '.join(PURPOSES[each] for each in challenge.purposes)}.")
    said.append(
        "Everything that suppliers were told is public on its page, and so are the questions, the"
        " answers and the outcome."
    )
    return " ".join(each for each in said if each)


def _noticed(notice: Notice | None) -> str:
    if notice is None:
        return ""
    if notice.status is Status.RECORDED:
        return f"The preliminary market engagement notice is {notice.notice_id}."
    return f"No notice was published: {notice.rationale}" if notice.rationale else ""


def tender_period(tender_on: date | None, plan: Mapping[str, Any]) -> str:
    """Which periods s.54(4) offers, for the dates of the plan."""
    usual = (
        "at least 25 days, when tenders are sent electronically and all documents are there from"
        " the first day (s.54)."
    )
    noticed = plan.get("planned_notice_on")
    if tender_on and noticed and SOONEST <= tender_on - noticed <= LATEST:
        return (
            f"At least 10 days: the planned procurement notice of {spoken_date(noticed)} qualifies"
            f" for a tender on {spoken_date(tender_on)}. Small firms need more. Otherwise: {usual}"
        )
    return (
        f"{usual[0].upper()}{usual[1:]} Suppliers who did not take part have not seen what the"
        " others have: give them time to read the engagement's page."
    )


def kept_until(challenge: Challenge) -> str:
    """s.98: three years from the contract; the council may keep them longer."""
    if challenge.contract_starts:
        begins = challenge.contract_starts
        until = date(begins.year + YEARS, begins.month, min(begins.day, 28))
        return (
            f"{spoken_date(until)} at the earliest, {YEARS} years from the planned start of the"
            " contract. When the contract is made, count from that day."
        )
    return f"{YEARS} years after the contract is made, or after the decision not to make one."
