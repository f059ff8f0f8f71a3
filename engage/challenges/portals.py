"""The law of each nation's councils, and where they publish their notice, in words for officers.

Whoever cites a law names what it is about ("fair", "lots"), and the nation's portal knows which
section or regulation that is, or that none is to be named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engage.challenges.timetable import Nation, nation_of

GUIDANCE = "https://www.gov.uk/government/publications/procurement-act-2023-guidance-documents-plan-phase/guidance-preliminary-market-engagement-html"
GUIDE = "Guidance on preliminary market engagement"
ACT = "https://www.legislation.gov.uk/ukpga/2023/54/section/"
RULES = "https://www.legislation.gov.uk/uksi/2024/692/regulation/"
OF_WALES = "https://www.legislation.gov.uk/wsi/2024/782"
OF_SCOTLAND = "https://www.legislation.gov.uk/ssi/2015/446/regulation/"
REFORM = "https://www.legislation.gov.uk/asp/2014/12/section/9"
SUBJECTS = (
    *("small", "purposes", "fair", "notice", "back", "lots", "brands", "interests"),
    *("information", "withheld", "unfair"),
)
SAID = ("buyers", "subject", "end", "process")
"""What a law is cited for: SAID is what a notice has to say, SUBJECTS everything else."""

Cites = Mapping[str, tuple[str, str]]  # subject: the words, and where the law can be read
IN_THE_ACT: Cites = {
    "small": ("section 12(4) of the Procurement Act 2023", f"{ACT}12"),
    "purposes": ("section 16(1) of the Procurement Act 2023", f"{ACT}16"),
    "fair": ("section 16(3) of the Procurement Act 2023", f"{ACT}16"),
    "notice": ("section 17", f"{ACT}17"),
    "back": ("section 17(2)", f"{ACT}17"),
    "lots": ("section 18", f"{ACT}18"),
    "brands": ("section 56 of the Procurement Act 2023", f"{ACT}56"),
    "interests": ("sections 81 to 83 of the Procurement Act 2023", f"{ACT}81"),
    "information": (
        "sections 41 and 43 of the Freedom of Information Act 2000",
        "https://www.legislation.gov.uk/ukpga/2000/36/section/43",
    ),
    "withheld": ("section 94 of the Procurement Act 2023", f"{ACT}94"),
    "unfair": ("section 16(4) of the Procurement Act 2023", f"{ACT}16"),
}
LETTERS: Cites = {
    "buyers": ("regulation 13(b)", f"{RULES}13"),
    "subject": ("regulation 17(2)(d)", f"{RULES}17"),
    "end": ("regulation 17(2)(e)", f"{RULES}17"),
    "process": ("regulation 17(2)(f)", f"{RULES}17"),
}
WELSH: Cites = {each: ("Procurement (Wales) Regulations 2024", OF_WALES) for each in SAID}
OTHERWISE = "of the Public Contracts (Scotland) Regulations 2015"
SCOTTISH: Cites = {
    "small": ("section 9 of the Procurement Reform (Scotland) Act 2014", REFORM),
    "purposes": (f"regulation 41 {OTHERWISE}", f"{OF_SCOTLAND}41"),
    "fair": (f"regulation 42 {OTHERWISE}", f"{OF_SCOTLAND}42"),
    "unfair": (f"regulation 42 {OTHERWISE}", f"{OF_SCOTLAND}42"),
    "lots": (f"regulation 47 {OTHERWISE}", f"{OF_SCOTLAND}47"),
    "brands": (f"regulation 43 {OTHERWISE}", f"{OF_SCOTLAND}43"),
    "interests": (f"regulation 25 {OTHERWISE}", f"{OF_SCOTLAND}25"),
    "information": (
        "sections 33 and 36 of the Freedom of Information (Scotland) Act 2002",
        "https://www.legislation.gov.uk/asp/2002/13/section/33",
    ),
}


@dataclass(frozen=True)
class Portal:
    """``sentence`` says what is published where; ``law`` is where the duty can be read.

    ``guide`` is what to read more, with its address; ``cites`` which law says what.
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
    under_at: str = f"{ACT}16"
    guide: tuple[str, str] = (GUIDE, GUIDANCE)
    cites: Cites = field(default_factory=lambda: {**IN_THE_ACT, **LETTERS})

    @property
    def is_bound(self) -> bool:
        """Whether the Procurement Act 2023 is the law here: all its notices have an address."""
        return bool(self.notices)

    def notice_at(self, number: str) -> str:
        """The address of a notice; empty where it has none that its number tells."""
        return f"{self.notices}{number}" if self.notices else ""

    @property
    def has_letters(self) -> bool:
        """Whether what a notice says is numbered as in the Procurement Regulations 2024."""
        return self.cites.get("process") == LETTERS["process"]

    def cite(self, about: str) -> str:
        """The law about this in brackets, a space before them; empty where none is named."""
        known = self.cites.get(about)
        return f" ({known[0]})" if known else ""

    def told(self, sentence: str) -> str:
        """A sentence of ours with the laws it names: "It is fair{fair}."."""
        if "{" not in sentence:
            return sentence
        return sentence.format_map({about: self.cite(about) for about in (*SUBJECTS, *SAID)})


PORTALS = {
    Nation.ENGLAND: Portal(
        "Find a Tender",
        "https://www.find-tender.service.gov.uk/",
        "preliminary market engagement notice (UK2)",
        "Publish the notice on Find a Tender first. Everybody else hears of it afterwards.",
        f"{ACT}17",
    ),
    Nation.WALES: Portal(
        "Sell2Wales",
        "https://www.sell2wales.gov.wales/",
        "preliminary market engagement notice (UK2)",
        "Send the notice to Sell2Wales, which passes it on to Find a Tender. It counts once Find a "
        "Tender confirms it or the notice can be seen there. If Sell2Wales does not work, send it "
        "to Find a Tender yourself.",
        OF_WALES,
        guide=(GUIDE, "https://gov.wales/node/62903"),
        cites={**IN_THE_ACT, **WELSH},
    ),
    Nation.SCOTLAND: Portal(
        "Public Contracts Scotland",
        "https://www.publiccontractsscotland.gov.uk/",
        "preliminary market consultation notice",
        "Councils in Scotland follow the law of Scotland. Publish a preliminary market "
        "consultation notice on Public Contracts Scotland.",
        f"{OF_SCOTLAND}41",
        "DEC512345",
        notices="",
        talks="preliminary market consultation",
        under=f"regulation 41 {OTHERWISE}",
        under_at=f"{OF_SCOTLAND}41",
        guide=("The Procurement Journey", "https://www.procurementjourney.scot/"),
        cites=SCOTTISH,
    ),
    Nation.NORTHERN_IRELAND: Portal(
        "Find a Tender",
        "https://www.find-tender.service.gov.uk/",
        "preliminary market engagement notice (UK2)",
        "Publish the notice on Find a Tender first. You may tell suppliers on eTendersNI "
        "afterwards.",
        f"{ACT}17",
    ),
}
ENGLISH = PORTALS[Nation.ENGLAND]


def portal_at(region: str) -> Portal:
    """Where a council of this ITL region publishes, and under which law it talks to suppliers."""
    return PORTALS[nation_of(region)]
