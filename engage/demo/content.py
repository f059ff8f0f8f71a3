"""Words of the demonstration: fictional councils, and what is asked and answered there."""

from dataclasses import dataclass

from engage.challenges.models import Sealing

PROCESS = (
    "Say that you are interested. Come to the workshop if you can. Then answer our questions "
    "by {ended}. You may send one page or the whole set: a short answer counts as much "
    "as a long one."
)


@dataclass(frozen=True)
class Council:
    slug: str
    name: str
    prefix: str
    colour: str
    region: str
    ppon: str
    street: str
    locality: str
    postcode: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A challenge statement. ``stage`` says how far the demonstration takes it."""

    council: str
    stage: str
    title: str
    need: str
    who: str
    evidence: str
    today: str
    cost: str
    tried: str
    outcomes: str
    success: str
    limits: str
    inclusion: str
    cpv: tuple[str, ...]
    value: int
    category: str = "services"
    model: str = ""
    days_left: int = 14
    process: str = PROCESS  # {ended} is when the engagement ends
    lottery: bool = False  # of one-to-ones
    sealing: Sealing = Sealing.POLICY
    lots: str = ""
    lot_list: tuple[tuple[str, str, int], ...] = ()  # title, description, value


COUNCILS = (
    Council("marlbury", "Marlbury Borough Council", "MBC", "#1d5c63", "UKE", "PMBC-1001-DEMO",
            "Civic Centre, Market Street", "Marlbury", "MB1 1AA"),
    Council("tavenshire", "Tavenshire County Council", "TCC", "#5b2a86", "UKK", "PTCC-1002-DEMO",
            "Shire Hall, Castle Hill", "Tavenham", "TV1 2BB"),
    Council("port-ellery", "Port Ellery City Council", "PEC", "#8a2b0e", "UKC", "PPEC-1003-DEMO",
            "Harbour House, Quay Road", "Port Ellery", "PE3 3CC"),
)  # fmt: skip


PROMPTS = (
    ("What would you try first, and why?", 300, "a"),
    ("What have you done before that is close to this?", 250, "d"),
    ("What would you need from us?", 200, "b"),
    ("What would make this fail?", 200, "a"),
    ("What should we ask, or not ask, in a later tender?", 200, "c"),
    ("What length of contract would suit you?", 1, "e", "1 year", "2 years", "4 years or more"),
    ("What would you do yourselves?", 1, "d", "All of it", "A part, with partners"),
)

QUESTIONS = (
    ("How many homes, places or people are in the first stage?",
     "About a tenth of all. We would start where the need is worst."),
    ("Can a small firm take part with a partner?",
     "Yes. Name your partner in your answer. One of you sends the response."),
    ("Will you share the data you have?",
     "We will publish a list of what we have. Personal data stays with us."),
)  # fmt: skip

SAME_AGAIN = "{} could use your data from the first day. Can we see it before we answer?"

MAY_WE_TEST = "May a supplier try a new kind of sensor in some homes before the end?"
OUR_SENSOR = (
    "Our sensor reads damp through plaster without drilling. It is not patented yet, so please do "
    "not publish how it works."
)

FIRMS = (
    "Alder", "Beacon", "Bramble", "Calder", "Cobalt", "Dovetail", "Ember", "Fathom", "Fennel",
    "Gannet", "Harbour", "Hazel", "Iris", "Juniper", "Kestrel", "Larch", "Meadow", "Nimbus",
    "Orchard", "Pebble", "Quarry", "Rowan", "Saffron", "Thistle", "Umber", "Vale", "Willow",
    "Yarrow", "Zephyr", "Anchor", "Birch", "Curlew", "Dunlin", "Elder", "Foxglove", "Gorse",
    "Heron", "Isle", "Jackdaw", "Kite",
)  # fmt: skip
KINDS = ("Systems", "Works", "Partners", "Community", "Data")
FIRST_NAMES = ("Aisha", "Ben", "Carys", "Dev", "Elin", "Farah", "Hana", "Kwame", "Mei", "Tom")
LAST_NAMES = ("Ahmed", "Bell", "Davies", "Evans", "Iqbal", "Morgan", "Novak", "Okafor", "Shah")
