"""The same information for everybody, and what the market said: the ledger, themes, receipts."""

import re
from datetime import timedelta

from tests.journeys.steps import Journey, date_fields

DRAWING = b"Forty boilers, numbered."


def keep_equal(journey: Journey) -> None:
    """A file that one supplier was given: red, published, green, and in the statement."""
    officer, root = journey.officer, f"{journey.desk}/ledger"
    public = f"/challenges/{journey.reference}/information"
    assert "Nobody was given anything" in officer.get(root).words
    entry = give_to_one(journey, root)
    assert "boilers" not in journey.suppliers["birch"].get(public).words
    journey.stage.work()
    words = {"do": "publish", "title": "Plan of the boilers", "text": "There are forty."}
    officer.submit(entry, words)
    assert "Nobody was given anything" in officer.get(root).words
    for reader in (journey.suppliers["birch"], journey.stage.browser()):
        page = reader.get(public)
        assert "There are forty." in page.words
        assert "Alder" not in page.text
        [file] = [each for each in page.links() if "/information/" in each]
        assert reader.get(file).data == DRAWING
    officer.submit(f"{root}/statement")
    stated = officer.get(f"{root}/statement").words
    assert "Plan of the boilers" in stated and "Alder Works Ltd" in stated


def give_to_one(journey: Journey, root: str) -> str:
    """The page of the entry that the officer wrote down."""
    shown = journey.officer.get(f"{root}/add").text
    [alder] = re.findall(r'value="([0-9a-f-]{36})"[^>]*>\s*<label[^>]*>\s*Alder', shown)
    given = {
        "what": "file",
        "title": "Plan of the boilers",
        "detail": "There are forty.",
        **date_fields("day", journey.stage.now() - timedelta(days=1)),
        "at": "10am",
        "suppliers": [alder],
        "file": ("boilers.txt", DRAWING),
    }
    journey.officer.submit(f"{root}/add", given)
    red = journey.officer.get(root)
    assert "1 thing is known to some suppliers" in red.words
    return next(each for each in red.links() if re.search(r"/ledger/[0-9a-f-]{36}$", each))


def find_themes(journey: Journey) -> None:
    officer, root = journey.officer, f"{journey.desk}/themes"
    officer.submit(f"{root}?of=all", to=root)
    journey.stage.work()
    assert re.search(
        r"[Tt]hemes? in|Unlike any other|nothing in common", officer.get(f"{root}?of=all").words
    )


def verify_a_receipt(journey: Journey) -> None:
    """Anybody can, with what stands on it and nothing else."""
    supplier = journey.suppliers["alder"]
    shown = supplier.get(f"{journey.room}/response/receipt")
    link = next(each for each in shown.links() if each.startswith("/receipts?"))
    found = journey.stage.browser().get(link).words
    assert "This response was received" in found
    assert "Alder" not in found
