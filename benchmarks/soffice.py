"""Measures LibreOffice at the reference job: open a workbook of live formulas, recalculate, save as CSV."""

from __future__ import annotations

from pathlib import Path

from measure import Cost, measure

RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def measure_recalculation(workbook: Path, folder: Path) -> Cost:
    """Return what the whole run costs: the recalculation alone cannot be had from outside."""
    profile = folder / "soffice"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(RECALCULATE_ALWAYS, encoding="utf-8")
    measure(_command(workbook, folder, profile))  # the first start fills the profile
    return measure(_command(workbook, folder, profile))


def _command(workbook: Path, folder: Path, profile: Path) -> list[str]:
    output = ["--outdir", str(folder / "recalculated"), str(workbook)]
    return [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "csv",
        *output,
    ]
