"""A stand-in for the public verbs: the small run, computed from nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc import api
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.grounds import NextStep
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Breakdown, Explanation, Run, Settlement
from kpicalc.model.source import CellRef
from kpicalc.report.writers import employee_json
from tests.report.breakdown_sample import BREAKDOWN, EXPLANATION
from tests.report.run_sample import ORDER, RUN
from tests.typed import Result, run_typed

STEP = NextStep(
    "План продаж",
    Kind.MONEY,
    CellRef("march.xlsx", "Март", 5, 3),
    Decimal(100),
    Decimal(120),
    Decimal(18928),
    Decimal(20000),
    jump=True,
)


@dataclass
class StandIn:
    """What the verbs answer, and what they were asked."""

    answer: Checked[Run] = field(default_factory=lambda: Checked(RUN))
    requests: list[api.Request] = field(default_factory=list)
    explained: list[tuple[str, int, str]] = field(default_factory=list)
    looked_nearby: list[bool] = field(default_factory=list)

    def compute(
        self, request: api.Request, on_progress: Callable[[str], None] | None = None, _choose: object = None
    ) -> Checked[Run]:
        """Give the answer."""
        self.requests.append(request)
        if on_progress is not None:
            on_progress("reading")
        return self.answer

    def break_down(self, settlement: Settlement, rows: Iterable[int]) -> Iterator[Breakdown]:
        """Give the one breakdown under the number of each row."""
        keys = settlement.facts.frames[EMPLOYEES].keys
        return (
            replace(BREAKDOWN, employee=keys[row], label="", scheme=settlement.program.scheme) for row in rows
        )

    def write_employees(self, settlement: Settlement, rows: Iterable[int]) -> Iterator[bytes]:
        """Give an object with the number of each row."""
        keys = settlement.facts.frames[EMPLOYEES].keys
        return (json.dumps({"employee": keys[row]}).encode() for row in rows)

    def explain(self, settlement: Settlement, row: int, name: str) -> Explanation:
        """Give the one explanation."""
        self.explained.append((settlement.program.scheme, row, name))
        return EXPLANATION

    def find_next_steps(
        self, settlement: Settlement, row: int, name: str, *, nearby: bool = False
    ) -> tuple[NextStep, ...]:
        """Give the one step, and remember how far was looked."""
        del settlement, row, name
        self.looked_nearby.append(nearby)
        return (STEP,)

    def refuse(self, *diagnostics: Diagnostic, run: Run | None = None) -> None:
        """Answer with problems from now on."""
        self.answer = Checked(run, diagnostics)


@pytest.fixture(name="stand_in")
def put_stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """Put the stand-in in the place of the public verbs."""
    stand_in = StandIn()
    for name in ("compute", "break_down", "explain", "find_next_steps"):
        monkeypatch.setattr(api, name, getattr(stand_in, name))
    monkeypatch.setattr(employee_json, "write_employees", stand_in.write_employees)
    employee_rows = api.employee_rows
    monkeypatch.setattr(api, "employee_rows", lambda run: ORDER if run is RUN else employee_rows(run))
    return stand_in


@pytest.fixture(name="project")
def open_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with facts and a scheme."""
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "seller.yaml").write_text("kpicalc: 1\nscheme: seller\n", encoding="utf-8")
    (tmp_path / "march.csv").touch()
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def invoke(*arguments: str, language: Language = Language.EN) -> Result:
    """Run the program with arguments."""
    return run_typed(language, arguments, catch_exceptions=False)
