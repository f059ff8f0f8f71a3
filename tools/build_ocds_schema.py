"""Make the schema that releases are checked against before they are published.

    python tools/build_ocds_schema.py

The release schema of OCDS 1.1.5 and the UK extension are in tests/data/ocds, as their makers
publish them. The extension is merged into the schema (JSON Merge Patch, RFC 7396, as the Open
Contracting Partnership does it), its own new codes are added to lists that are closed, and what
only people read is left out.
"""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "tests" / "data" / "ocds"
TARGET = ROOT / "engage" / "notices" / "data" / "release-schema.json"
FOR_PEOPLE = {"title", "description", "deprecated", "versionId", "omitWhenMerged", "wholeListMerge",
              "mergeStrategy", "codelist", "openCodelist"}  # fmt: skip
NAMES = {"properties", "definitions", "patternProperties"}  # below them keys are names of fields


def merged(target: Any, patch: Any) -> Any:
    """JSON Merge Patch: what the patch gives, with null taking away."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def bare(schema: Any, *, names: bool = False) -> Any:
    """The schema without what does not decide whether something is valid."""
    if isinstance(schema, list):
        return [bare(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: bare(value, names=key in NAMES and not names)
        for key, value in schema.items()
        if names or key not in FOR_PEOPLE
    }


def built() -> dict[str, Any]:
    """The schema as it is shipped."""
    base = json.loads((SOURCES / "release-schema-1.1.json").read_text())
    extension = json.loads((SOURCES / "uk-extension-release-schema.json").read_text())
    schema: dict[str, Any] = bare(merged(base, extension))
    return schema


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(built(), separators=(",", ":")) + "\n")
