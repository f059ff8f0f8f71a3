"""Addresses, methods, hosts and headers that no page of ours would send."""

from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

import pytest
from flask import Flask
from werkzeug.routing import UUIDConverter

from engage.web.assets import asset
from tests.badinput.probing import THAT_IT_WAS_READ, Probe, address, rules, told
from tests.badinput.reading import forms_of, tree
from tests.badinput.values import ATTRIBUTE, TAG

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
ASKED = {
    *("page", "q", "per", "next", "idea", "stage", "state", "kind", "result", "approved"),
    *("all", "region", "council", "cpv", "purpose", "sort", "order", "closed", "value"),
}
"""What views read from addresses, and what people guess that they read."""
VALUES = {
    "marked": quote_plus(f"{TAG} {ATTRIBUTE} zq{{{{7*7}}}}zq %s ' OR 1=1;-- \u202egnp\u2066"),
    "NUL": "a%00b",
    "no text": "%ED%A0%80%FF%FE",
    "too large": "9223372036854775808",
    "digits": "9" * 4400,
    "operators": quote_plus('"a" OR NEAR(x y) * ( ^ col: AND NOT -b & | ! <-> :*'),
    "other digits": quote_plus("²٣"),
    "empty": "",
    "long": "a+" * 1000,
}
ODD_QUERIES = ("&" * 2000, "page=1&page=x&page[]=1&%00=1&=&q=%")
FOR_POSTGRESQL, FOR_BOTH = {"operators", "no text", "NUL", "too large"}, {"NUL", "too large"}
"""What a database may stumble over is asked of the stricter one; what pages do, of the other."""
SEGMENTS = [
    *("%00", "a%00b", "%2F", "..%2F..%2Fetc%2Fpasswd", "%2e%2e", "%FF%FE", "%ED%A0%80"),
    *(quote("<zq9 onx=1>"), quote("\u202egnp"), quote("²"), "a" * 8000, "%0d%0aSet-Cookie:x=1"),
    *("00000000-0000-0000-0000-000000000000", "zq{{7*7}}zq", "%25s", "'", "-1", "%20", ";x=1"),
]
SEGMENTS_FOR_POSTGRESQL = ["%00", "a%00b", "%FF%FE", "%ED%A0%80", "a" * 8000]
SEGMENTS_FOR_IDS = ["%00", "00000000-0000-0000-0000-000000000000", "zq9"]
"""What is no identifier never reaches a page."""
ODD_METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "x")
FINE = {200, 204, 303, 304, 308, 400, 403, 404, 405, 409, 410, 414, 422}


def asked_by(path: str, page: str) -> set[str]:
    """The parameters that a page's own links and search forms send to it."""
    names = {name for form in forms_of(page) if form.method == "get" for name in form.controls}
    for link in tree(page).iter("a"):
        parts = urlsplit(link.get("href") or "")
        if parts.path in ("", path):
            names |= {name for name, _ in parse_qsl(parts.query)}
    return names


def test_no_page_is_broken_by_its_query(probe: Probe, dialect: str) -> None:
    seen: set[str] = set()
    for asker, path, page in list(probe.pages()):
        if path in seen:
            continue
        seen.add(path)
        names = asked_by(path, page.text if page.mimetype == "text/html" else "<p></p>")
        one_by_one = {"page"} if asks(probe, asker, path, "page=-1") != 200 else set()
        for said, value in VALUES.items():
            if (said not in FOR_POSTGRESQL) == (dialect == "sqlite") or said in FOR_BOTH:
                ask_oddly(probe, asker, path, value, names, one_by_one)
        for query in ODD_QUERIES if dialect == "sqlite" else ():
            asks(probe, asker, path, query)
    assert not probe.faults, told(probe)


def ask_oddly(
    probe: Probe, asker: str, path: str, value: str, names: set[str], apart: set[str]
) -> None:
    """Everything at once; one by one what is known to be read, when it is not answered at all."""
    together = sorted((ASKED | names) - apart)
    short = together if len(value) < 1000 else sorted(names - apart) or ["q"]
    if asks(probe, asker, path, "&".join(f"{name}={value}" for name in short)) != 200:
        apart = apart | names
    for name in sorted(apart):
        asks(probe, asker, path, f"{name}={value}")


def asks(probe: Probe, asker: str, path: str, query: str) -> int:
    status = probe.ask("GET", f"{path}?{query}", asker, said=query).status_code
    if status not in FINE:
        probe.fault("GET", path, asker, query, str(status))
    return status


def test_no_page_is_broken_by_its_path(probe: Probe, dialect: str) -> None:
    every = SEGMENTS if dialect == "sqlite" else SEGMENTS_FOR_POSTGRESQL
    for rule in probe.app.url_map.iter_rules():
        own = probe.world.arguments(rule.endpoint, "own", "officer")
        for name in rule.arguments:
            is_id = isinstance(rule._converters[name], UUIDConverter)
            for segment in SEGMENTS_FOR_IDS if is_id else every:
                path = address(rule, own | {name: segment})
                for method in sorted({"GET", "POST"} & (rule.methods or set())):
                    answer = probe.ask(method, path, "officer", said=segment)
                    if answer.status_code not in FINE:
                        probe.fault(method, path, "officer", segment, str(answer.status_code))
    assert not probe.faults, told(probe)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_only_the_methods_of_a_page_are_answered(probe: Probe) -> None:
    for rule in probe.app.url_map.iter_rules():
        path = address(rule, probe.world.arguments(rule.endpoint, "own", "officer"))
        for method in ODD_METHODS:
            answer = probe.ask(method, path, "officer")
            if answer.status_code not in (405, 404) or probe.stored:
                probe.fault(method, path, "officer", "", f"{answer.status_code} {probe.stored}")
        answer = probe.ask("OPTIONS", path, "officer")
        if answer.status_code != 200 or answer.data or not answer.headers.get("Allow"):
            probe.fault("OPTIONS", path, "officer", "", f"{answer.status_code}")
    assert not probe.faults, told(probe)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_looking_changes_nothing(probe: Probe) -> None:
    """HEAD is GET without its body, and neither writes, whatever a header says.

    A file that leaves and what only some may read are the exceptions: who took it, and who read
    it, is noted as it goes.
    """
    names = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
    override = dict.fromkeys(names, "DELETE")
    for rule in rules(probe.app, "GET"):
        path = address(rule, probe.world.arguments(rule.endpoint, "own", "officer"))
        got = probe.ask("GET", path, "officer", headers=override)
        noted = "attachment" in str(got.headers) or rule.endpoint in THAT_IT_WAS_READ
        stored = [] if noted else list(probe.stored)
        head = probe.ask("HEAD", path, "officer")
        if stored or probe.stored:
            probe.fault("GET", path, "officer", "", f"wrote {(stored + probe.stored)[0][:80]}")
        if head.data or head.status_code != got.status_code:
            probe.fault("HEAD", path, "officer", "", f"{head.status_code}, {len(head.data)} bytes")
    assert not probe.faults, told(probe)


HOSTS = r"""
evil.example evil.example:80 evil.example. EVIL.example evil.example@localhost
localhost@evil.example localhost:evil.example localhost.evil.example localhost#evil
localhost/evil.example localhost?evil localhost\evil [evil] localhost:80:evil
localhost,evil.example %65vil.example localhost%00evil localhost;evil localhost&evil
-evil _evil evil..example xn--evil é.evil [::1].evil 127.0.0.1.evil.example 0x7f.evil
evil:99999999 evil:-1 evil: :evil <zq9>evil "zq9onx="evil evil'-- {{evil}} evil;x evil|id
evil$(id) //evil http://evil https://evil/ .evil ..evil evil* *.evil evil+1 ~evil !evil
"""
POISON = [
    *HOSTS.split(),
    "localhost evil",
    "evil.example, localhost",
    "a" * 5000 + ".evil",
    "\tevil",
    "evil ",
]
FORGED = {
    **{name: "evil.example" for name in ("X-Forwarded-Host", "X-Forwarded-Server", "X-Host")},
    **{name: "/evil" for name in ("X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL")},
    "Forwarded": "host=evil.example;proto=https;for=1.2.3.4",
    "X-Forwarded-Proto": "evil",
    "X-Forwarded-Port": "evil",
    "X-Forwarded-For": "<zq9>evil, 1.2.3.4" * 100,
    "X-Real-IP": "evil",
    "Referer": "https://evil.example/",
    "Origin": "https://evil.example",
    "User-Agent": "evil" * 5000,
    "Accept": "evil/*;q=9,,",
    "Accept-Language": "evil;q=x",
    "Accept-Encoding": "evil;q=nan, br;q=-1",
}
CONDITIONS = {
    "If-None-Match": '"evil',
    "If-Modified-Since": "evil",
    "Range": "bytes=evil",
    "Cookie": "evil",
}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_foreign_host_gets_into_no_answer(probe: Probe) -> None:
    for host in POISON:
        for path in ("/", "/sign-in", "/challenges.atom", "/my/lost-link", "/nowhere"):
            answer = probe.ask("GET", path, "anonymous", said=host, headers={"Host": host})
            told_back = b"evil" in answer.data or "evil" in str(answer.headers)
            if answer.status_code not in (200, 400, 404) or told_back:
                probe.fault("GET", path, "anonymous", host, f"{answer.status_code} {told_back}")
    assert not probe.faults, told(probe)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_header_gets_into_an_answer(probe: Probe) -> None:
    for path, asker in {path: asker for asker, path, _ in probe.pages()}.items():
        for headers in (FORGED, CONDITIONS):
            answer = probe.ask("GET", path, asker, said=next(iter(headers)), headers=headers)
            body = answer.data if answer.status_code != 304 else b""
            if answer.status_code not in (200, 206, 304) or b"evil" in body:
                probe.fault("GET", path, asker, headers, str(answer.status_code))
            if "evil" in str(answer.headers):
                probe.fault("GET", path, asker, headers, f"{answer.headers}")
    assert not probe.faults, told(probe)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_static_files_are_only_those_of_the_list(app: Flask) -> None:
    client = app.test_client()
    good = client.get(asset("site.css"), buffered=True)
    assert good.status_code == 200
    assert good.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in good.headers["Cache-Control"]
    for odd in ("..%2f..%2fapp.py", "../../app.py", "%00", "site.css%00", "", "nothing.css"):
        answer = client.get(f"/static/dist/{odd}", buffered=True)
        assert answer.status_code == 404, odd
        assert answer.headers["X-Content-Type-Options"] == "nosniff", odd
