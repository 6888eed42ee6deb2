"""Systems that need earlier months: the chains of months of `examples/months`, worked by hand in comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.api import validate_text
from kpicalc.scheme.load import read_scheme
from kpicalc.testing.trials import run_trials
from tests.testing.builders import open_nothing

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "months"
SYSTEMS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_months_come_out_as_worked_by_hand(system: str) -> None:
    text = (FOLDER / f"{system}.yaml").read_text(encoding="utf-8")
    document = read_scheme(text, f"{system}.yaml").value
    assert document is not None

    trials = [each.trial for each in run_trials(document, document.tests, open_nothing)]

    assert [each.name for each in trials if not each.passed] == []
    assert len(trials) > 1


@pytest.mark.parametrize("system", SYSTEMS)
def test_nothing_is_wrong_with_them(system: str) -> None:
    text = (FOLDER / f"{system}.yaml").read_text(encoding="utf-8")

    assert validate_text(text, f"{system}.yaml").diagnostics == ()


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
