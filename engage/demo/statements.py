"""Words of the demonstration: challenge statements modelled on real ones.

Each names the published statement it is modelled on (``model``); councils, people and numbers
are invented. The real statements are public sector information under the Open Government
Licence v3.0.
"""

from engage.challenges.models import Sealing
from engage.demo.content import Statement

GOVTECH, CIVTECH = "GovTech Catalyst", "CivTech"

STATEMENTS = (
    Statement(
        council="marlbury",
        stage="board",
        title="Damp homes found before families fall ill",
        need="My child coughs all winter. I report the damp, somebody wipes the wall, and it "
        "comes back. I want somebody to see the problem before I have to ask three times.",
        who="About 4,100 families in council homes built before 1970. One in five has a child "
        "under five.",
        evidence="1,900 reports of damp last winter, and 40 visits in which we sat in the "
        "kitchen and listened.",
        today="We send a surveyor after a complaint. It takes 31 days on average.",
        cost="910,000 pounds a year for repairs that are done twice, and 14 days off school "
        "for a child with a bad chest.",
        tried="Leaflets, a phone line and 60 loggers that had to be read by hand.",
        outcomes="Half as many repeat repairs in two winters. Nobody waits more than a week. "
        "Tenants say that they were believed.",
        success="Repeat repairs, counted each month: 1,900 a winter today, 950 in the second "
        "winter.",
        limits="Many tenants have no internet at home. Homes cannot be rewired. Data about "
        "homes is personal data.",
        inclusion="One tenant in four has no internet. They hear from us by letter, by "
        "telephone and at the door.",
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
        evidence="Eight weeks of visit records, and talks with 26 people and 11 of the 41 "
        "providers.",
        today="Plans are made each week in spreadsheets and changed by telephone. One visit in "
        "nine is late by more than an hour.",
        cost="640,000 pounds a year for plans made again, and hours of waiting for people who "
        "cannot get up alone.",
        tried="A shared calendar. Providers stopped using it after two months.",
        outcomes="Late visits down to one in thirty. People know the day before who is coming.",
        success="Visits more than an hour late: one in nine today, one in thirty after a year.",
        limits="Providers keep their own systems. Health data needs special care.",
        inclusion="Most people with care at home are over 80. A change must reach them by "
        "telephone or on paper.",
        cpv=("85000000", "72000000"),
        value=750_000,
        model=f"{GOVTECH} round 3, Torfaen County Borough Council: How might we better predict "
        "and sequence adult social care to deliver a seamless service?",
        days_left=17,
    ),
    Statement(
        council="port-ellery",
        stage="open",
        sealing=Sealing.ROLLING,
        title="Streets that tell us what needs repair",
        need="I report a hole in the road and hear nothing. Then I drive through it for weeks.",
        who="All 212,000 residents, and 380 drivers of council vehicles.",
        evidence="6,100 reports last year, of which 2,450 gave no exact place, and 38 letters "
        "of complaint.",
        today="Inspectors drive each road twice a year. Reports by residents reach us without "
        "the exact place in four of ten cases.",
        cost="1.1 million pounds in claims each year, and damage to cars and bicycles that "
        "nobody claims.",
        tried="An app. One resident in two hundred uses it.",
        outcomes="Defects are known within a week. Claims fall by a third. Everybody who "
        "reports hears what was done.",
        success="Days from a defect to our knowing of it: 61 on average today, 7 in the second "
        "year. Claims, in pounds.",
        limits="Vehicles must not be taken off the road to fit anything for more than an hour.",
        inclusion="A report can be made by telephone or at any library. Nobody needs an app.",
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
        evidence="An audit of 620 junctions, and a workshop with three neighbouring counties.",
        today="We control 620 junctions with a system from 2009. Parts are no longer made.",
        cost="About 7 million pounds if the system has to be replaced a second time.",
        tried="A study with a university in 2024.",
        outcomes="A plan that does not have to be thrown away. Buses gain a minute at each "
        "busy junction.",
        success="Minutes lost by buses at 20 busy junctions, measured in one week of March "
        "each year.",
        limits="The system must stay up all day, every day. Signals are part of safety law.",
        inclusion="People who walk, or who cannot see or hear well, must be as safe as today "
        "at each crossing.",
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
        evidence="Four years of volunteers' tallies, which differ by half from one counter to "
        "the next.",
        today="Volunteers count by hand on four Sundays a year.",
        cost="300,000 pounds of grants a year depend on the numbers. Last year we had to give "
        "22,000 back.",
        tried="A camera at one gate. Residents objected, and they were right.",
        outcomes="Numbers we can defend, each month, for each place, with nobody recognised.",
        success="A monthly number for each of ten places, within 5 percent of a count by hand.",
        limits="No cameras. Old walls may not be drilled.",
        inclusion="The volunteers do not all use computers: results are put up on paper too.",
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
        evidence="140 survey reports of 143 buildings, in 11 different forms.",
        today="Each building has its own survey in its own form.",
        cost="A wrong choice cost us 85,000 pounds in one storm.",
        tried="",
        outcomes="",
        success="",
        limits="",
        inclusion="",
        cpv=("71315300",),
        value=220_000,
        model=f"{CIVTECH} 3, Stirling Council: how technology can improve understanding of the "
        "investment requirements of public buildings.",
    ),
    Statement(
        council="marlbury",
        stage="open",
        sealing=Sealing.KEY,
        lottery=True,
        title="One place to learn which rules a small shop must follow",
        need="I want to open a cafe. I have asked five offices, and each sent me to another.",
        who="About 700 people a year who start a small business in the borough.",
        evidence="Calls of one month, sorted by what they asked, and 12 owners who showed us "
        "their letters.",
        today="Rules of seven services overlap. Nobody can see them all, so each new "
        "owner calls us several times.",
        cost="9,000 calls a year that cost about 12 pounds each, and some 40 hours for each "
        "new business.",
        tried="A page of links. Half of them were broken within a year.",
        outcomes="A starter knows in one evening what applies. Calls fall by half.",
        success="Calls about rules: 9,000 a year today, 4,500 in the second year. Owners who "
        "say they found it all.",
        limits="Advice must be right: the council answers for it.",
        inclusion="One owner in six asks for help face to face. The same advice must work "
        "across a counter.",
        cpv=("72200000",),
        value=190_000,
        model=f"{GOVTECH} round 2, DBEIS Better Regulation Executive: How might we understand "
        "the overlaps between business regulations?",
        days_left=25,
        lots="The words and the way to them can be bought apart: a small firm could do either.",
        lot_list=(
            ("The rules in plain words", "The rules of seven services, written once.", 70_000),
            ("The way to the right rule", "Finding what applies, at home or at a desk.", 120_000),
        ),
    ),
    Statement(
        council="tavenshire",
        stage="open",
        title="Land that is good for nature, and what to do with it",
        need="I farm 80 acres. I would leave a strip for birds if somebody told me where it "
        "helps most.",
        who="1,900 farmers, 60 parish councils and the county's nature team of four.",
        evidence="60 parish meetings, and a count of 212 requests for advice in a year.",
        today="Maps of protected land stand in five systems. Advice takes nine weeks.",
        cost="Nine weeks for each answer, and about 90,000 pounds a year for visits that come "
        "too late to sow.",
        tried="A day in each parish. Twelve came.",
        outcomes="Advice in a week, field by field. 500 hectares better for nature in 3 years.",
        success="Weeks from a question to advice: nine today, one in the first spring. "
        "Hectares, by survey.",
        limits="Farm data belongs to the farmer. Mobile signal is poor.",
        inclusion="Mobile signal is poor on a third of the farms. Advice has to come on paper "
        "or by telephone as well.",
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
        evidence="The auditor's report of last year, and a week beside two of the officers.",
        today="We check one invoice in twenty by hand.",
        cost="140,000 pounds paid twice last year, of which 31,000 did not come back.",
        tried="Rules in a spreadsheet: 600 warnings a week, nearly all false.",
        outcomes="Nothing is paid twice. Officers look at 20 good warnings a week.",
        success="Pounds paid twice in a year. Warnings a week, and how many of them were right.",
        limits="Reasons must be plain enough to tell a supplier.",
        inclusion="Small suppliers who invoice on paper must not be checked more often than "
        "others.",
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
        evidence="Drivers' counts of six months, and 180 cards that people filled in at the "
        "bus stop.",
        today="One route, four times a day, 71 percent empty.",
        cost="210,000 pounds a year, or 9 pounds for each trip.",
        tried="A new timetable each spring.",
        outcomes="Twice as many trips for the same money.",
        success="Trips a month, counted by the drivers: 1,900 today, 3,800 after a year.",
        limits="Some people only have a telephone.",
        inclusion="Six in ten of the passengers only have a telephone, so booking by telephone "
        "must stay.",
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
        evidence="240 bins opened and sorted, and doorstep talks in three streets.",
        today="18 percent of what is in the recycling bin does not belong there.",
        cost="1.2 million pounds a year to sort out what does not belong there.",
        tried="Stickers and a calendar.",
        outcomes="Under 10 percent in two years, without fines.",
        success="What does not belong, by weight, in 240 bins each quarter: 18 percent today, "
        "10 in two years.",
        limits="Bins and lorries stay as they are until 2030.",
        inclusion="Pictures help those who read no English. One household in nine is not online.",
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
        evidence="Interviews with 31 families, and a month of questions noted at eleven desks.",
        today="Eleven offices each tell their part. Families ask us four times on average.",
        cost="About 70,000 pounds of staff time a year, and weeks out of school for some children.",
        tried="A booklet in six languages.",
        outcomes="A family has school and doctor within two weeks.",
        success="Days from arrival to a school place and to a doctor: 41 and 35 today, 14 "
        "after a year.",
        limits="Not everybody reads. Interpreters are booked a week ahead.",
        inclusion="Many new families share one telephone. What they need must work by voice, "
        "in their language.",
        cpv=("79500000", "72200000"),
        value=150_000,
        model="CivTech-style open question",
    ),
)
