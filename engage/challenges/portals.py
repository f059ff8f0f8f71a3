"""Where the notice of each nation's councils is published, in words for officers."""

from dataclasses import dataclass

from engage.challenges.timetable import Nation, nation_of

GUIDANCE = "https://www.gov.uk/government/publications/procurement-act-2023-guidance-documents-plan-phase/guidance-preliminary-market-engagement-html"
CONSULTATION = "https://www.legislation.gov.uk/ssi/2015/446/regulation/41"


@dataclass(frozen=True)
class Portal:
    """``sentence`` says what is published where; ``law`` is where the duty can be read.

    ``talks`` and ``under`` are what everybody reads of it, and where ``under`` can be read.
    """

    name: str
    address: str
    notice: str
    sentence: str
    law: str
    example: str = "083655-2026"
    notices: str = "https://www.find-tender.service.gov.uk/Notice/"
    talks: str = "preliminary market engagement"
    under: str = "section 16 of the Procurement Act 2023"
    under_at: str = "https://www.legislation.gov.uk/ukpga/2023/54/section/16"

    @property
    def is_bound(self) -> bool:
        """Whether the Procurement Act 2023 is the law here: all its notices have an address."""
        return bool(self.notices)

    def notice_at(self, number: str) -> str:
        """The address of a notice; empty where it has none that its number tells."""
        return f"{self.notices}{number}" if self.notices else ""


PORTALS = {
    Nation.ENGLAND: Portal(
        "Find a Tender",
        "https://www.find-tender.service.gov.uk/",
        "preliminary market engagement notice (UK2)",
        "Publish the notice on Find a Tender first. Everybody else hears of it afterwards.",
        "https://www.legislation.gov.uk/ukpga/2023/54/section/17",
    ),
    Nation.WALES: Portal(
        "Sell2Wales",
        "https://www.sell2wales.gov.wales/",
        "preliminary market engagement notice (UK2)",
        "Send the notice to Sell2Wales, which passes it on to Find a Tender. It counts once Find a "
        "Tender confirms it or the notice can be seen there. If Sell2Wales does not work, send it "
        "to Find a Tender yourself.",
        "https://www.legislation.gov.uk/wsi/2024/782",
    ),
    Nation.SCOTLAND: Portal(
        "Public Contracts Scotland",
        "https://www.publiccontractsscotland.gov.uk/",
        "preliminary market consultation notice",
        "The Procurement Act 2023 does not apply to councils in Scotland. Publish a preliminary "
        "market consultation notice on Public Contracts Scotland instead.",
        CONSULTATION,
        "DEC512345",
        notices="",
        talks="preliminary market consultation",
        under="regulation 41 of the Public Contracts (Scotland) Regulations 2015",
        under_at=CONSULTATION,
    ),
    Nation.NORTHERN_IRELAND: Portal(
        "Find a Tender",
        "https://www.find-tender.service.gov.uk/",
        "preliminary market engagement notice (UK2)",
        "Publish the notice on Find a Tender first. You may tell suppliers on eTendersNI "
        "afterwards.",
        "https://www.legislation.gov.uk/ukpga/2023/54/section/17",
    ),
}


def portal_at(region: str) -> Portal:
    """Where a council of this ITL region publishes, and under which law it talks to suppliers."""
    return PORTALS[nation_of(region)]
