"""What the program says of an example of a page: validated on a small scheme, or computed with its sheets."""

from __future__ import annotations

import re
from pathlib import Path

from kpicalc.analysis.proofs.practice import ON_REQUEST
from kpicalc.api import Request, compute, simulate, validate_text
from kpicalc.engine.remember import remember
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.history import NO_HISTORY, History
from kpicalc.model.period import Period, PeriodLength, parse_period
from kpicalc.model.what_if import WhatIf
from kpicalc.scheme.more_formulas import read_scenarios
from tests.docs.problem_page import Example

BASE = """\
kpicalc: 1
scheme: example
currency: RUB
facts:
  employees:
    plan: {type: money, above: 0}
    actual: {type: money, min: 0}
    calls: {type: count, min: 0}
    share: {type: ratio, min: 0%, max: 100%}
    hired: date
    report_sent: flag
    grade: text
pay:
  salary: {kind: fixed, amount: 50_000}
"""
PERIOD = Period(2026, 3, PeriodLength.MONTH)
# Told only where the facts themselves must name the period.
PERIOD_CODES = frozenset({"KPI470", "KPI471"})

_KEY = re.compile(r"(?P<key>\w+):(?:\s|$)")


def diagnose(code: str, example: Example, folder: Path) -> tuple[Diagnostic, ...]:
    """Return every problem of an example; with sheets it is computed, its files lie in the folder."""
    scheme = whole_scheme(example.scheme)
    if not example.sheets:
        return validate_text(scheme, "scheme.yaml", PERIOD, advice=code in ON_REQUEST).diagnostics
    path = folder / "scheme.yaml"
    path.write_text(scheme, encoding="utf-8")
    period = None if code in PERIOD_CODES else PERIOD
    history = _close_months(example, scheme, folder)
    request = Request(_write_sheets(example, folder), (path,), period, history=history)
    return _simulate(request, example) if example.scenarios else compute(request).diagnostics


def _simulate(request: Request, example: Example) -> tuple[Diagnostic, ...]:
    loaded = read_scenarios(example.scenarios, "scenarios.yaml")
    return loaded.diagnostics or simulate(request, WhatIf(loaded.value or ())).diagnostics


def _close_months(example: Example, scheme: str, folder: Path) -> History:
    """Compute the earlier months of an example, each with what those before it left."""
    schemes = {each.name: whole_scheme(each.text) for each in example.earlier if each.kind == "yaml"}
    history = NO_HISTORY
    for block in sorted((each for each in example.earlier if each.kind == "csv"), key=lambda each: each.name):
        month = folder / block.name
        month.mkdir(exist_ok=True)
        (month / "scheme.yaml").write_text(schemes.get(block.name, scheme), encoding="utf-8")
        (month / "employees.csv").write_text(block.text, encoding="utf-8")
        files = (month / "employees.csv",), (month / "scheme.yaml",)
        run = compute(Request(*files, parse_period(block.name), history=history)).value
        assert run is not None, f"{block.name}: the month cannot be computed"
        left = tuple(remember(each) for each in run.settlements)
        history = History((*history.periods, *left), "pay.kpibook")
    return history


def whole_scheme(fragment: str) -> str:
    """Put the top-level keys of a fragment in the place of those of the base.

    What begins with `kpicalc:` or has no top-level keys is a whole file already.
    """
    parts = _split(fragment)
    if not parts or parts[0][0] == "kpicalc":
        return fragment or BASE
    replaced = {key for key, _ in parts}
    kept = [text for key, text in _split(BASE) if key not in replaced]
    return "".join(kept + [text for _, text in parts])


def _split(text: str) -> list[tuple[str, str]]:
    """Return the top-level keys with their lines; nothing where some line belongs to none."""
    parts: list[tuple[str, str]] = []
    comments = ""
    for line in text.splitlines(keepends=True):
        found = _KEY.match(line)
        if found is not None:
            parts.append((found["key"], comments + line))
            comments = ""
        elif line[0] in " \t\r\n#" and parts:
            parts[-1] = (parts[-1][0], parts[-1][1] + line)
        elif line[0] == "#":
            comments += line
        else:
            return []
    return parts


def _write_sheets(example: Example, folder: Path) -> tuple[Path, ...]:
    paths = tuple(folder / f"{sheet.name or 'employees'}.csv" for sheet in example.sheets)
    for path, sheet in zip(paths, example.sheets, strict=True):
        path.write_text(sheet.text, encoding="utf-8")
    return paths
