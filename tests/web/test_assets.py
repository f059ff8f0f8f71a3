import json
from pathlib import Path

import pytest

from engage.web import assets
from engage.web.assets import FOLDER, asset
from engage.web.brand import contrast, text_on
from tests.web.bare import bare_app


def test_a_file_is_kept_for_good_compressed_and_hardened() -> None:
    client = bare_app().test_client()
    accepts = {"Accept-Encoding": "gzip, br"}
    answer = client.get(asset("site.css"), headers=accepts, buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert client.get("/static/dist/site.00000000.css").status_code == 404


def test_a_file_that_a_new_version_took_away_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    old = tmp_path / "site.0123abcd.css"
    old.write_text("p { color: red }")
    client = bare_app().test_client()
    assert client.get("/static/dist/site.0123abcd.css", buffered=True).status_code == 200
    old.unlink()
    answer = client.get("/static/dist/site.0123abcd.css")
    assert answer.status_code == 404
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Cache-Control" not in answer.headers


def test_a_first_visit_is_small() -> None:
    sent = sum(
        (FOLDER / f"{Path(asset(name)).name}.br").stat().st_size for name in ("site.css", "site.js")
    )
    assert sent < 40_000


def test_nothing_of_gov_uk_brand_is_left() -> None:
    names = json.loads((FOLDER / "manifest.json").read_text())
    style = (FOLDER / names["site.css"]).read_text()
    assert "GDS Transport" not in style
    assert "crest" not in style
    assert "url(" not in style.replace("url(data:", "")
    assert "@font-face" not in style


def test_dist_is_what_src_says() -> None:
    names = json.loads((FOLDER / "manifest.json").read_text())
    script = (FOLDER.parent / "src" / "engage.js").read_text()
    assert (FOLDER / names["site.js"]).read_text().endswith(script)


def test_text_on_a_council_colour_can_be_read() -> None:
    for colour in ("#ffdd00", "#1d70b8", "#777777", "#000000", "#ffffff", "#00ff00"):
        assert contrast(colour, text_on(colour)) >= 4.5
