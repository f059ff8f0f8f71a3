"""What is left of an engagement: one pack for the tender, and whoever audits it later."""

import csv
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

from tests.journeys.steps import Journey


def hand_over(journey: Journey) -> None:
    """One click makes it; the script that lies in it finds it whole."""
    officer, page = journey.officer, f"{journey.desk}/hand-over"
    officer.submit(page)
    journey.stage.work()
    ready = officer.get(page)
    assert "The pack is ready" in ready.words
    [wanted] = [form.action for form in ready.forms if form.action.startswith(f"{page}/")]
    pack = officer.submit(page, to=wanted, status=200).data
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.zip"
        path.write_bytes(pack)
        script = path.with_name("verify_pack.py")
        with ZipFile(path) as files:
            script.write_bytes(files.read(script.name))
            told = files.read("taking-part.csv").decode("utf-8-sig")
            everything = b"".join(files.read(name) for name in files.namelist())
        ran = [sys.executable, "-I", str(script), str(path)]
        assert "The pack is whole" in subprocess.run(ran, capture_output=True, text=True).stdout
    firms = {row[0] for row in csv.reader(io.StringIO(told))}
    assert {"Alder Works Ltd", "Birch Works Ltd"} <= firms
    assert b"@birch" not in everything
