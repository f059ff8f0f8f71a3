"""Words of the demonstration: fictional councils, and challenges modelled on real ones.

Each challenge names the published statement it is modelled on (``model``); councils, people
and numbers are invented. The real statements are public sector information under the Open
Government Licence v3.0.
"""

from dataclasses import dataclass

GOVTECH, CIVTECH = "GovTech Catalyst", "CivTech"


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


COUNCILS = (
    Council("marlbury", "Marlbury Borough Council", "MBC", "#1d5c63", "UKE", "PMBC-1001-DEMO",
            "Civic Centre, Market Street", "Marlbury", "MB1 1AA"),
    Council("tavenshire", "Tavenshire County Council", "TCC", "#5b2a86", "UKK", "PTCC-1002-DEMO",
            "Shire Hall, Castle Hill", "Tavenham", "TV1 2BB"),
    Council("port-ellery", "Port Ellery City Council", "PEC", "#8a2b0e", "UKC", "PPEC-1003-DEMO",
            "Harbour House, Quay Road", "Port Ellery", "PE3 3CC"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A challenge statement. ``stage`` says how far the demonstration takes it."""

    council: str
    stage: str
    title: str
    need: str
    who: str
    today: str
    tried: str
    outcomes: str
    limits: str
    cpv: tuple[str, ...]
    value: int
    category: str = "services"
    model: str = ""
    days_left: int = 14


STATEMENTS = (
    Statement(
        council="marlbury",
        stage="board",
        title="Damp homes found before families fall ill",
        need="My child coughs all winter. I report the damp, somebody wipes the wall, and it "
        "comes back. I want somebody to see the problem before I have to ask three times.",
        who="About 4,100 families in council homes built before 1970. One in five has a child "
        "under five.",
        today="We send a surveyor after a complaint. It takes 31 days on average. Last year we "
        "spent 910,000 pounds on repairs that were repeated within 12 months.",
        tried="Leaflets, a phone line and 60 loggers that had to be read by hand.",
        outcomes="Half as many repeat repairs in two winters. Nobody waits more than a week. "
        "Tenants say that they were believed.",
        limits="Many tenants have no internet at home. Homes cannot be rewired. Data about "
        "homes is personal data.",
        cpv=("72000000", "50700000"),
        value=480_000,
        model="the shape of GovTech Catalyst statements",
    ),
    Statement(
        council="tavenshire",
        stage="open",
        title="Care at home in the right order, without gaps",
        need="I need help to get up, and somebody else brings my medicine. On some days both "
        "come at once and on some days nobody comes until noon.",
        who="2,300 people who get care at home, and 41 care providers.",
        today="Plans are made each week in spreadsheets and changed by telephone. One visit in "
        "nine is late by more than an hour. Changing plans costs about 640,000 pounds a year.",
        tried="A shared calendar. Providers stopped using it after two months.",
        outcomes="Late visits down to one in thirty. People know the day before who is coming.",
        limits="Providers keep their own systems. Health data needs special care.",
        cpv=("85000000", "72000000"),
        value=750_000,
        model=f"{GOVTECH} round 3, Torfaen County Borough Council: How might we better predict "
        "and sequence adult social care to deliver a seamless service?",
        days_left=17,
    ),
    Statement(
        council="port-ellery",
        stage="open",
        title="Streets that tell us what needs repair",
        need="I report a hole in the road and hear nothing. Then I drive through it for weeks.",
        who="All 212,000 residents, and 380 drivers of council vehicles.",
        today="Inspectors drive each road twice a year. Reports by residents reach us without "
        "the exact place in four of ten cases. We pay 1.1 million pounds in claims each year.",
        tried="An app. One resident in two hundred uses it.",
        outcomes="Defects are known within a week. Claims fall by a third. Everybody who "
        "reports hears what was done.",
        limits="Vehicles must not be taken off the road to fit anything for more than an hour.",
        cpv=("63712000", "72000000"),
        value=900_000,
        model=f"{GOVTECH}, Durham County Council and Blaenau Gwent County Borough Council: use "
        "real-time data routinely captured by residents and council vehicles.",
        days_left=6,
    ),
    Statement(
        council="tavenshire",
        stage="closed",
        title="Traffic lights ready for cars that drive themselves",
        need="I plan traffic for a town. I need to know what to ask of our traffic lights now, "
        "so that we do not replace them twice.",
        who="14 traffic engineers, and 480,000 people who travel in the county.",
        today="We control 620 junctions with a system from 2009. A full replacement would cost "
        "about 7 million pounds.",
        tried="A study with a university in 2024.",
        outcomes="A plan that does not have to be thrown away. Buses gain a minute at each "
        "busy junction.",
        limits="The system must stay up all day, every day. Signals are part of safety law.",
        cpv=("34970000", "48000000"),
        value=1_400_000,
        category="goods",
        model=f"{GOVTECH} round 3, Oxfordshire County Council: How will we manage autonomous "
        "vehicles in local traffic management control systems?",
    ),
    Statement(
        council="marlbury",
        stage="concluded",
        title="Counting visitors to parks and old places",
        need="I look after nine parks and a castle. I must say how many people come, and I guess.",
        who="Six rangers, 11 volunteer groups and about 900,000 visitors a year.",
        today="Volunteers count by hand on four Sundays a year. Grants of 300,000 pounds depend "
        "on the numbers.",
        tried="A camera at one gate. Residents objected, and they were right.",
        outcomes="Numbers we can defend, each month, for each place, with nobody recognised.",
        limits="No cameras. Old walls may not be drilled.",
        cpv=("38000000", "79300000"),
        value=160_000,
        model=f"{CIVTECH} 2, Historic Environment Scotland: How can we track visitors to "
        "historic sites?",
    ),
    Statement(
        council="marlbury",
        stage="draft",
        title="Knowing which public buildings need money first",
        need="I decide which school roof is mended this year. I read 140 reports that cannot be "
        "compared.",
        who="Five building managers, and the users of 143 public buildings.",
        today="Each building has its own survey in its own form. A wrong choice cost us 85,000 "
        "pounds in one storm.",
        tried="",
        outcomes="",
        limits="",
        cpv=("71315300",),
        value=220_000,
        model=f"{CIVTECH} 3, Stirling Council: how technology can improve understanding of the "
        "investment requirements of public buildings.",
    ),
    Statement(
        council="marlbury",
        stage="open",
        title="One place to learn which rules a small shop must follow",
        need="I want to open a cafe. I have asked five offices, and each sent me to another.",
        who="About 700 people a year who start a small business in the borough.",
        today="Rules of seven services overlap. Each new business spends some 40 hours; we "
        "answer 9,000 calls a year that cost about 12 pounds each.",
        tried="A page of links. Half of them were broken within a year.",
        outcomes="A starter knows in one evening what applies. Calls fall by half.",
        limits="Advice must be right: the council answers for it.",
        cpv=("72200000",),
        value=190_000,
        model=f"{GOVTECH} round 2, DBEIS Better Regulation Executive: How might we understand "
        "the overlaps between business regulations?",
        days_left=25,
    ),
    Statement(
        council="tavenshire",
        stage="open",
        title="Land that is good for nature, and what to do with it",
        need="I farm 80 acres. I would leave a strip for birds if somebody told me where it "
        "helps most.",
        who="1,900 farmers, 60 parish councils and the county's nature team of four.",
        today="Maps of protected land stand in five systems. Advice takes nine weeks.",
        tried="A day in each parish. Twelve came.",
        outcomes="Advice in a week, field by field. 500 hectares better for nature in 3 years.",
        limits="Farm data belongs to the farmer. Mobile signal is poor.",
        cpv=("90700000", "72000000"),
        value=310_000,
        model=f"{GOVTECH} round 3, Scottish Natural Heritage: How might we better use and "
        "understand Scottish land protected for nature and conservation?",
        days_left=11,
    ),
    Statement(
        council="port-ellery",
        stage="board",
        title="Finding odd payments before the auditor does",
        need="I check invoices. I see 300 a day, and the wrong ones look like the right ones.",
        who="Nine finance officers and 2,400 suppliers who wait for their money.",
        today="We check one invoice in twenty by hand. Last year we paid 140,000 pounds twice.",
        tried="Rules in a spreadsheet: 600 warnings a week, nearly all false.",
        outcomes="Nothing is paid twice. Officers look at 20 good warnings a week.",
        limits="Reasons must be plain enough to tell a supplier.",
        cpv=("79212000", "48000000"),
        value=240_000,
        model=f"{GOVTECH} round 2, Northern Ireland Audit Office: How might we make better use "
        "of data to guide public sector audits?",
    ),
    Statement(
        council="marlbury",
        stage="withdrawn",
        title="Fewer empty seats on the community bus",
        need="I live in a village. The bus comes when I do not need it, and it is empty.",
        who="2,600 people in eleven villages, most of them over 65.",
        today="One route, four times a day, 71 percent empty. It costs 210,000 pounds a year.",
        tried="A new timetable each spring.",
        outcomes="Twice as many trips for the same money.",
        limits="Some people only have a telephone.",
        cpv=("60112000",),
        value=210_000,
        model="CivTech-style open question",
    ),
    Statement(
        council="tavenshire",
        stage="concluded",
        title="Recycling that people understand",
        need="I stand before four bins and do not know where the yoghurt pot goes.",
        who="310,000 households.",
        today="18 percent of what is in the recycling bin does not belong there. Sorting it "
        "out costs 1.2 million pounds a year.",
        tried="Stickers and a calendar.",
        outcomes="Under 10 percent in two years, without fines.",
        limits="Bins and lorries stay as they are until 2030.",
        cpv=("90500000",),
        value=350_000,
        model=f"{GOVTECH}, Blaenau Gwent: data on recycling participation",
    ),
    Statement(
        council="marlbury",
        stage="closed",
        title="A warm welcome for people new to the town",
        need="I moved here with two children. I did not know how to find a school or a doctor.",
        who="About 6,000 people a year, who speak 40 languages.",
        today="Eleven offices each tell their part. Families ask us four times on average.",
        tried="A booklet in six languages.",
        outcomes="A family has school and doctor within two weeks.",
        limits="Not everybody reads. Interpreters are booked a week ahead.",
        cpv=("79500000", "72200000"),
        value=150_000,
        model="CivTech-style open question",
    ),
)

PROCESS = (
    "Say that you are interested. Come to the workshop if you can. Then answer our questions "
    "by the closing time. You may send one page or the whole set: a short answer counts as much "
    "as a long one."
)

PROMPTS = (
    ("What would you try first, and why?", 300, "a"),
    ("What have you done before that is close to this?", 250, "d"),
    ("What would you need from us?", 200, "b"),
    ("What would make this fail?", 200, "a"),
    ("What should we ask, or not ask, in a later tender?", 200, "c"),
)

QUESTIONS = (
    ("How many homes, places or people are in the first stage?",
     "About a tenth of all. We would start where the need is worst."),
    ("Can a small firm take part with a partner?",
     "Yes. Name your partner in your answer. One of you sends the response."),
    ("Will you share the data you have?",
     "We will publish a list of what we have. Personal data stays with us."),
)  # fmt: skip

IDEAS = (
    "We would begin with a week beside the people who do the work. From that we would choose "
    "one place and change one thing there.",
    "Small sensors and a plain weekly letter. Nobody needs an app, and nothing is wired in.",
    "Your records already hold most of the answer. We would join two of them and test the "
    "result against last winter.",
    "A telephone service that calls people, not the other way round, with a shared list behind.",
    "Train ten residents as scouts and pay them. They know more than any sensor.",
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
