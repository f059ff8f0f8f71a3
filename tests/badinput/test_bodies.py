"""Bodies that are not what they say: other types, broken parts, files for words."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.badinput.probing import URLENCODED, Found, Probe, complaints, told
from tests.badinput.reading import pairs_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
Sent = dict[str, Any]
MULTIPART = "multipart/form-data; boundary=zq"
EVERYWHERE = {"JSON", "files for words", "not percent"}
"""The rest never reaches a form, so a sixth of the forms will do."""
FINE = {200, 204, 303, 400, 404, 409, 410, 413, 422}


def part(name: str, value: str, about: str = "") -> str:
    return f'--zq\r\nContent-Disposition: form-data; name="{name}"{about}\r\n\r\n{value}\r\n'


def torn(said: str, body: str, kind: str = MULTIPART) -> tuple[str, Sent]:
    return said, {"data": body.encode("latin-1"), "content_type": kind}


TORN = [
    torn("JSON list", "[" * 5000, "application/json"),
    torn("no type", "a=b", ""),
    torn("text", "a=b", "text/plain"),
    torn("XML", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "text/xml"),
    torn("odd type", "a=b", "zq\x01/;;=;charset=\xff"),
    torn("odd charset", "a=b", f"{URLENCODED}; charset=utf-7"),
    torn("compressed", "\x1f\x8b\x08\x00", URLENCODED),
    torn("no boundary", "--zq\r\n", "multipart/form-data"),
    torn("empty", ""),
    torn("torn header", "--zq\r\nContent-Dispo"),
    torn("no name", "--zq\r\n\r\nx\r\n--zq--"),
    torn("many parts", part("f", "x") * 1500 + "--zq--"),
    torn("many fields", "f=x&" * 20_000, URLENCODED),
    torn("not percent", "%zz=%&%u0000=%u0041&\xff\xfe\x00=\x00", URLENCODED),
]


def bodies(found: Found) -> Iterator[tuple[str, Sent]]:
    pairs = list(pairs_of(found.form.filled()))
    files = "".join(part(name, value, '; filename="x.txt"') for name, value in pairs)
    whole = "".join(part(name, value) for name, value in pairs).encode()
    yield "JSON", {"json": dict(pairs)}
    yield "files for words", {"data": (files + "--zq--").encode(), "content_type": MULTIPART}
    yield "unended", {"data": whole, "content_type": MULTIPART}
    yield from TORN


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)  # none of it reaches a database
def test_no_form_is_broken_by_the_shape_of_its_body(probe: Probe) -> None:
    for number, found in enumerate(probe.forms()):
        for said, sent in bodies(found):
            if said not in EVERYWHERE and number % 6:
                continue
            answer = probe.post(found, said, **sent)
            if answer.status_code not in FINE:
                probe.fault("POST", found.form.action, found.asker, said, str(answer.status_code))
            if answer.status_code == 422:
                for fault in complaints(answer):
                    probe.fault("POST", found.form.action, found.asker, said, fault)
    assert not probe.faults, told(probe)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_body_that_is_too_large_is_refused_in_words(probe: Probe) -> None:
    too_large = {
        "a file of 13 MB": part("file", "x" * 13_000_000, '; filename="x.json"'),
        "9 MB of text": part("pasted", "x" * 9_000_000),
    }
    for said, body in too_large.items():
        sent = {"data": (body + "--zq--").encode(), "content_type": MULTIPART}
        answer = probe.ask("POST", "/desk/notices/import", "officer", said=said, **sent)
        assert answer.status_code == 413, said
        assert "12 MB of files and text" in answer.text
        assert 'href="/desk/notices/import">Go back to the page' in answer.text
    assert not probe.faults, told(probe)
