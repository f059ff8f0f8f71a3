"""The copy pack: the official form's boxes, in its order, nothing empty."""

from engage.notices.copying import as_text, pack_of
from tests.notices.facts import HIGHMOOR, MARLBURY, facts
from tests.notices.test_mapping import BARE, WHOLE


def labels(**about: object) -> dict[str, list[str]]:
    return {part.title: [each.label for each in part.fields] for part in pack_of(facts(**about))}


def test_the_boxes_stand_in_the_order_of_the_form() -> None:
    assert labels(light_touch=True) == {
        "Scope": [
            "Title",
            "Reference",
            "Description",
            "Total value, without VAT",
            "Total value, with VAT",
            "Contract start date",
            "Contract end date",
            "Main procurement category",
            "CPV classifications",
            "Contract locations",
            "Above the threshold",
        ],
        "Engagement": ["Engagement deadline", "Engagement process description"],
        "Submission": ["Publication date of tender notice (estimated)"],
        "Procedure": ["Special regime"],
        "Contracting authority": [
            "Name",
            "Public Procurement Organisation Number",
            "Address",
            "Region",
            "E-mail",
            "Website",
            "Organisation type",
        ],
    }


def test_lots_extension_and_suitability_have_their_places() -> None:
    found = labels(**WHOLE)
    assert list(found) == [
        *("Scope", "Lot 1", "Lot 2", "Engagement", "Participation", "Submission"),
        "Contracting authority",
    ]
    dates = found["Scope"].index("Contract end date")
    assert found["Scope"][dates + 1 : dates + 3] == [
        "Contract end date, with possible extension",
        "Description of possible extension or renewal",
    ]
    assert found["Lot 1"] == ["Title", "Lot value, with VAT", "CPV classifications"]
    assert found["Lot 2"] == ["Title", "Description"]
    [suits] = [each for part in pack_of(facts(**WHOLE)) for each in part.fields
               if each.label == "Particular suitability"]  # fmt: skip
    assert suits.value.splitlines() == [
        "Small and medium-sized enterprises (SME)",
        "Voluntary, community and social enterprises (VCSE)",
    ]


def test_what_is_not_known_is_no_box() -> None:
    assert labels(**BARE) == {
        "Scope": ["Title", "Reference"],
        "Engagement": ["Engagement process description"],
        "Contracting authority": ["Name", "E-mail", "Organisation type"],
    }


def test_every_box_has_a_key_of_its_own() -> None:
    keys = [
        each.key for part in pack_of(facts(buyers=(MARLBURY, HIGHMOOR))) for each in part.fields
    ]
    assert len(keys) == len(set(keys))


def test_the_plain_text_says_the_same() -> None:
    text = as_text(facts())
    assert "Engagement deadline:\r\nFriday 18 December 2026\r\n" in text
    assert "72000000 IT services\r\n50700000 Repair" in text
    assert "£540,000" in text and "£450,000" in text
    for part in pack_of(facts()):
        for each in part.fields:
            assert all(line in text for line in each.value.splitlines())
