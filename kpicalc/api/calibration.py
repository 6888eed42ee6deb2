"""A scheme calibrated on facts, or on one person whose plans are met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from kpicalc.analysis.calibrate.calibrate import calibrate_scheme
from kpicalc.analysis.calibrate.measure import Ground
from kpicalc.analysis.reference import rest_at
from kpicalc.api.compile_file import compile_alone
from kpicalc.api.run import Request, settle_alone, tell_nobody
from kpicalc.api.what_if import tell_unknown_employee
from kpicalc.lab.laboratory import facts_of, prepare_laboratory
from kpicalc.model.calibration import Calibration, Unknown
from kpicalc.model.diagnostic import Checked
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.scheme.file_text import load_text
from kpicalc.scheme.load import load_tree
from kpicalc.scheme.written_numbers import find_number, list_places


def list_parameters(path: Path) -> tuple[str, ...]:
    """Return the names of the parameters of a scheme."""
    tree = load_tree(path)
    return () if tree is None else list_places(tree)


def knows_number(path: Path, name: str, period: Period | None) -> bool:
    """Say whether a scheme has a number of a name, or at keys with points between."""
    compiled = compile_alone(path, period)
    if compiled.value is None:
        return True
    tree = load_tree(path)
    assert tree is not None  # noqa: S101 - it has been compiled
    return find_number(tree, name, compiled.value.period.dating_day) is not None


def calibrate(
    request: Request,
    unknowns: Sequence[Unknown],
    employee: str = "",
    on_progress: Callable[[str], None] = tell_nobody,
) -> Checked[Calibration]:
    """Return the numbers of the only scheme of a request with which its aims hold.

    Without facts it is calibrated on one made-up person who meets all plans. An aim of one employee speaks
    of the one named, else of the first. Whom the scheme does not pay are counted as left out.
    """
    path = request.schemes[0]
    text = load_text(path, str(path))
    if text.value is None:
        return Checked(None, text.diagnostics)
    if not request.facts:
        return _at_plan(path, request.period, (text.value, unknowns))
    settlement, left_out = settle_alone(request, on_progress)
    if settlement.value is None:
        return Checked(None, settlement.diagnostics)
    settled = settlement.value
    keys = list(settled.facts.frames[EMPLOYEES].keys)
    if employee and employee not in keys:
        return Checked(None, (tell_unknown_employee(employee, keys),))
    row = keys.index(employee) if employee else 0
    ground = Ground(text.value, str(path), settled.program.period, settled.facts, row)
    found = calibrate_scheme(ground, unknowns, len(keys))
    told = None if found.value is None else replace(found.value, left_out=left_out)
    return Checked(told, found.diagnostics)


def _at_plan(path: Path, period: Period | None, asked: tuple[str, Sequence[Unknown]]) -> Checked[Calibration]:
    text, unknowns = asked
    compiled = compile_alone(path, period)
    if compiled.value is None:
        return Checked(None, compiled.diagnostics)
    program = compiled.value
    facts = facts_of(program, rest_at(prepare_laboratory(program), {}))
    return calibrate_scheme(Ground(text, str(path), program.period, facts), unknowns, 0)
