"""A headless Chromium, where there is one; elsewhere these tests are skipped and say why."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.pay_month import SCHEME, lay_out_month
from tests.cli.stand_in import invoke

# The browser to be used; where it is named, that it is missing is a failure.
NAMED = "KPICALC_BROWSER"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
MARCH = ("march.csv", "--period", "2026-03")
GROWING = ("--scheme", "growing.yaml", "--as-of", "2026-03-15")
PEOPLE = tuple(
    f"{number:03};{name};100000;{actual};{mark}%;{warned}"
    for number, name, actual, mark, warned in (
        (1, "Ёлкина Анна Сергеевна", 90000, 50, "нет"),
        (2, "Петров Пётр", 120000, 0, "да"),
        (3, '"<script>alert(1)</script>"', 70000, 0, "нет"),
        (4, "Ян" * 150, 150000, 100, "нет"),
        (10, "Абрамов Олег", 100000, 10, "нет"),
        (11, "Яшин Лев", 81233.33, 3, "нет"),
    )
)


@pytest.fixture(name="browser", scope="module")
def start_browser() -> Iterator[Any]:
    """Start Chromium."""
    wanted = os.environ.get(NAMED, "")
    found = wanted or next((path for name in _NAMES if (path := shutil.which(name))), "")
    if not found:
        pytest.skip(f"no Chromium is installed; name one with {NAMED}")
    api = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    with api.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(name="month", scope="module")
def write_month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of a month, the sheets of its people, and the page of an analysis."""
    folder = tmp_path_factory.mktemp("month")
    lay_out_month(folder, PEOPLE)
    (folder / "new.yaml").write_text(SCHEME.replace("20_000", "15_000"), encoding="utf-8")
    growing = SCHEME.replace("column: Факт}", "column: Факт, grows: days}")
    ends = growing.replace("column: Балл,", "column: Балл, grows: at_end,")
    (folder / "growing.yaml").write_text(ends, encoding="utf-8")
    old = Path.cwd()
    os.chdir(folder)
    try:
        for command in (
            ("compute", "march.csv", "--period", "2026-03", "--out", "march.html", "--lang", "ru"),
            ("sheets", "march.csv", "--period", "2026-03", "--to", "out", "--lang", "ru"),
            ("sheets", "march.csv", "--period", "2026-03", "--to", "out", "--book", "--lang", "en"),
            ("analyse", "schemes/seller.yaml", "--out", "seller.html", "--lang", "ru"),
            (
                *("compare", "schemes/seller.yaml", "new.yaml", *MARCH, "--by", "position"),
                *("--out", "compare.html", "--lang", "ru"),
            ),
            (
                "simulate",
                *MARCH,
                "--draw",
                "факт = normal(100%, 10%)",
                "--times",
                "50",
                "--out",
                "draws.html",
            ),
            ("simulate", *MARCH, "--tornado", "10%", "--out", "tornado.html", "--lang", "ru"),
            ("budget", *MARCH, "--out", "budget.html", "--lang", "ru"),
            ("progress", *MARCH, *GROWING, "--out", "progress.html", "--lang", "ru"),
            ("audit", *MARCH, "--out", "audit.html", "--lang", "ru"),
            ("plan", *MARCH, "--of", "факт", "--out", "plan.html", "--lang", "ru"),
            ("document", "schemes/seller.yaml", "-o", "document.html", "--lang", "ru"),
        ):
            done = invoke(*command)
            assert (done.exit_code, done.exception) == (0, None)
    finally:
        os.chdir(old)
    return folder
