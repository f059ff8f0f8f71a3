"""Build `engage/static/dist`: GOV.UK Frontend without its brand, and our own files.

A development-time tool (nothing here runs in production). Usage:

    npm pack govuk-frontend@6.3.0 && tar xzf govuk-frontend-6.3.0.tgz
    python tools/build_assets.py package

The crown, the crest and GDS Transport belong to GOV.UK and are left out: a council has its own
brand. What remains is under the MIT licence, kept beside the files as NOTICE.txt.
"""

import gzip
import hashlib
import json
import re
import sys
from pathlib import Path

import brotli

STATIC = Path(__file__).parents[1] / "engage" / "static"
SYSTEM_FONT = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",arial,sans-serif'
NOTICE = (STATIC / "src" / "NOTICE.txt").read_text(encoding="utf-8")


def unbranded(css: str) -> str:
    """GOV.UK Frontend's CSS without its fonts, crest and source map."""
    css = css.removeprefix("\ufeff")
    css = re.sub(r"@font-face\{font-family:GDS Transport;[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", SYSTEM_FONT)
    css = re.sub(r"\.govuk-footer__copyright-logo:before\{[^}]*\}", "", css)
    css = re.sub(r"@supports \(\(-webkit-mask-position[^{]*\{([^{}]*\{[^{}]*\})*\}", "", css)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    for brand in ("GDS Transport", "/assets/"):
        if brand in css:
            raise SystemExit(f"{brand} is still in the CSS: look at what changed")
    if css.count("{") != css.count("}"):
        raise SystemExit("A rule was cut in half: look at what changed")
    return css


def narrowed(css: str) -> str:
    """Our CSS without comments and line breaks."""
    return re.sub(r"\n+", "", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


def wrapped(script: str) -> str:
    """GOV.UK Frontend's module as one constant, so that both scripts are one file."""
    script = re.sub(r"//# sourceMappingURL=.*", "", script)
    body, found = re.subn(r"export\{[^}]*\};?", "return{initAll};", script)
    if found != 1:
        raise SystemExit("The script does not end as expected: look at what changed")
    return f"const govuk=(()=>{{{body.strip()}}})();\n"


def built(package: Path) -> dict[str, bytes]:
    """Every file by its plain name."""
    govuk, own = package / "dist" / "govuk", STATIC / "src"
    css = unbranded((govuk / "govuk-frontend.min.css").read_text(encoding="utf-8"))
    script = wrapped((govuk / "govuk-frontend.min.js").read_text(encoding="utf-8"))
    notice = "/* GOV.UK Frontend, MIT licence, (c) Crown Copyright: see NOTICE.txt */\n"
    style = css + narrowed((own / "engage.css").read_text(encoding="utf-8"))
    style = style.replace('@charset "UTF-8";', "")
    return {
        "site.css": f'@charset "UTF-8";{notice}{style}'.encode(),
        "site.js": (notice + script + (own / "engage.js").read_text(encoding="utf-8")).encode(),
        "favicon.svg": (own / "favicon.svg").read_bytes(),
    }


def hashed(name: str, body: bytes) -> str:
    """site.css -> site.3f2a9c1d.css"""
    stem, ending = name.rsplit(".", 1)
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:8]}.{ending}"


def main(package: str) -> None:
    """Replace everything in dist by what is built from `package` and src."""
    out = STATIC / "dist"
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    names = {}
    for name, body in built(Path(package)).items():
        names[name] = hashed(name, body)
        (out / names[name]).write_bytes(body)
        (out / f"{names[name]}.br").write_bytes(brotli.compress(body, quality=11))
        (out / f"{names[name]}.gz").write_bytes(gzip.compress(body, 9, mtime=0))
    (out / "manifest.json").write_text(json.dumps(names, indent=1, sort_keys=True) + "\n")
    (out / "NOTICE.txt").write_text(NOTICE, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
