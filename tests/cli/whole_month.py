"""The month of the company in every format at once, and its workbook as LibreOffice computes it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from tests.typed import Result, run_typed

ROOT = Path(__file__).resolve().parents[2]
# What a hand-off for one currency says; the month pays in two.
PROFILE = "hand_off: 1\nextends: {kind}\ncurrency: RUB\nother_currencies: leave_out\n"
HAND_OFFS = ("accruals=accruals.xlsx", "indicators=indicators.csv", "earnings=earnings.csv")
SUFFIXES = (".xlsx", ".csv", ".json", ".html", ".pdf", ".md", ".parquet")
OFFICE = shutil.which("soffice")
_RESULT = re.compile(rb"(</f>)<v>[^<]*</v>")


def forget_results(path: Path, copy: Path) -> None:
    """Write a copy in which no formula has a result: whoever opens it must compute."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, _RESULT.sub(rb"\1", old.read(name)))


def run_in_russian(*typed: str) -> Result:
    """Run a command with the schemes of the company."""
    return run_typed(Language.RU, [*typed, "--scheme", str(ROOT / "schemes")], columns=120)


@pytest.fixture(name="month", scope="session")
def write_month(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Write everything by one command; return the folder and what was printed."""
    folder, before = tmp_path_factory.mktemp("month"), Path.cwd()
    shutil.copy(ROOT / "examples" / "company" / "march.xlsx", folder)
    (folder / "kpicalc.yaml").write_text("ignore: [profiles]\n", encoding="utf-8")
    (folder / "profiles").mkdir()
    for name in ("accruals", "indicators"):
        (folder / "profiles" / f"{name}.yaml").write_text(PROFILE.format(kind=f"1c-{name}"), encoding="utf-8")
    outputs = [part for suffix in SUFFIXES for part in ("--out", f"all{suffix}")]
    hand_offs = [part for each in HAND_OFFS for part in ("--hand-off", each)]
    os.chdir(folder)
    try:
        done = run_in_russian("compute", "march.xlsx", "--formulas", *outputs, *hand_offs)
    finally:
        os.chdir(before)
    assert done.exit_code == 0, done.output
    return folder, done.stdout


@pytest.fixture(name="recomputed", scope="session")
def recompute_book(month: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the workbook of the month, computed by an office that knows none of our results."""
    folder = tmp_path_factory.mktemp("office")
    forget_results(month[0] / "all.xlsx", folder / "bare.xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = [
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "done"),
        str(folder / "bare.xlsx"),
    ]
    subprocess.run([str(OFFICE), profile, *asked], check=True, capture_output=True, timeout=180)  # noqa: S603
    return folder / "done" / "bare.xlsx"
