"""Facts of challenges as tests of the mapping want them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from engage.notices.mapping import Buyer, Facts, Published, Sitting

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NOON = datetime(2026, 12, 18, 12, tzinfo=UTC)
MARLBURY = Buyer(
    key="marlbury",
    name="Marlbury Council",
    ppon="PMBC-1001-TEST",
    email="procurement@marlbury.example",
    street="Civic Centre, Market Street",
    locality="Marlbury",
    postcode="MB1 1AA",
    region="UKE42",
    website="https://www.marlbury.example",
)
HIGHMOOR = Buyer(key="highmoor", name="Highmoor District Council", email="buy@highmoor.example")
BRIEFING = Sitting(
    key="0198",
    title="Open briefing",
    starts=datetime(2026, 12, 1, 10, tzinfo=UTC),
    ends=datetime(2026, 12, 1, 11, 30, tzinfo=UTC),
    venue="Civic Centre, ramp at the side",
)
NOTICE = Published(notice_id="099001-2026", ocid="ocds-h6vhtk-0f0001", at=AT)
BASE = Facts(
    ocid="ocds-engage-MBC-2026-014",
    reference="MBC-2026-014",
    address="https://engage.example.org/challenges/MBC-2026-014",
    title="Damp homes found early",
    need="I need my home to be warm and dry.",
    outcomes="Half as many repairs.",
    process="Come to the briefing, then answer five questions.",
    category="services",
    cpv=(("72000000", "IT services"), ("50700000", "Repair of building installations")),
    region="UKE",
    gross=540_000,
    net=None,
    above_threshold=True,
    light_touch=False,
    contract_starts=date(2027, 9, 1),
    contract_ends=date(2030, 8, 31),
    contract_ends_latest=None,
    renewal="",
    sme_suitable=False,
    vcse_suitable=False,
    lots=(),
    tender_on=date(2027, 3, 1),
    ends=NOON,
    over=False,
    retrospective=False,
    withdrawn=False,
    buyers=(MARLBURY,),
    sittings=(BRIEFING,),
    notices=(),
    rationale="",
    nation="England",
)


def facts(**about: Any) -> Facts:
    """The facts of a challenge; say only what the test is about."""
    return replace(BASE, **about)
