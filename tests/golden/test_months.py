"""Systems that need earlier months: those of `examples/months`, and published figures of several months."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.api import validate_text
from kpicalc.scheme.load import read_scheme
from kpicalc.testing.trials import run_trials
from tests.testing.builders import open_nothing

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "months"
SYSTEMS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PUBLISHED = sorted((Path(__file__).parent / "over_months").glob("*.yaml"))
EVERY = [*(FOLDER / f"{system}.yaml" for system in SYSTEMS), *PUBLISHED]


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_the_months_come_out_as_worked_by_hand(path: Path) -> None:
    document = read_scheme(path.read_text(encoding="utf-8"), path.name).value
    assert document is not None

    trials = [each.trial for each in run_trials(document, document.tests, open_nothing)]

    assert [each.name for each in trials if not each.passed] == []
    assert len(trials) > 1


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_them(path: Path) -> None:
    assert validate_text(path.read_text(encoding="utf-8"), path.name).diagnostics == ()


def test_the_systems_that_are_kept() -> None:
    assert SYSTEMS == [
        "clients-over-years",
        "head-of-sales",
        "pilot",
        "plan-from-history",
        "points",
        "soft-salary",
        "transition",
    ]


def test_the_published_figures_that_are_kept() -> None:
    assert [path.stem for path in PUBLISHED] == [
        "oracle-draw",
        "x05-recoverable-draw",
        "x12-year-to-date-true-up",
        "x14-year-to-date-tiers",
        "x24-chargeback",
    ]
