"""The real notices the suite reads; see tests/data/samples/README.md."""

from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
LEEDS = SAMPLES / "083655-2026_UK2_leeds.json"
ACE = SAMPLES / "083662-2026_UK4_below_threshold_ace.json"
GPA = SAMPLES / "083664-2026_UK1_gpa.json"
EXAMPLE = SAMPLES / "example_uk2_release_package.json"
NORTH_NORTHANTS, GALLIFORD, WALSALL = (
    SAMPLES / f"contracts-finder_ocds-b5fd17-{guid}.json"
    for guid in (
        "41b1efb4-da12-43f7-b68c-fb02307fc3db",
        "9b871573-fdb6-49c9-aacd-7ca713d54d9a",
        "f58cdc94-a695-404c-bd6c-718ff8c698e9",
    )
)
RELEASES = (LEEDS, ACE, GPA, EXAMPLE, NORTH_NORTHANTS, GALLIFORD, WALSALL)
