"""The employee or the value that was meant by what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement
from kpicalc.model.spelling import find_nearest, propose_name
from kpicalc.report.views.breakdown import name_employee

Place = tuple[Settlement, int]

_SHOWN = 5


def choose_by_number(places: Sequence[Place], wanted: str) -> Place | Refusal:
    """Return the employee with a number; the answer to an unknown one names the nearest."""
    numbers = {_number(place): place for place in places}
    if wanted in numbers:
        return numbers[wanted]
    near = find_nearest(wanted, numbers)
    return _unknown(wanted, None if near is None else numbers[near])


def choose_employee(places: Sequence[Place], wanted: str) -> Place | Refusal:
    """Return the employee with a number, or with a part of the name that no other has."""
    by_number = choose_by_number(places, wanted)
    if not isinstance(by_number, Refusal):
        return by_number
    named = [place for place in places if _fold(wanted) in _fold(_name(place))]
    if len(named) > 1:
        found = ", ".join(map(_describe, named[:_SHOWN])) + (" …" if len(named) > _SHOWN else "")
        return refuse("usage.many_employees", wanted=wanted, found=found)
    return named[0] if named else _nearest_by_name(places, wanted) or by_number


def choose_value(program: Program, wanted: str) -> str | Refusal:
    """Return the name of the pay line, KPI, factor or value that is called so; the total for ""."""
    if not wanted:
        return program.total
    names = _names(program)
    by_fold = {_fold(called): name for called, name in reversed(names.items())}
    found = names.get(wanted) or by_fold.get(_fold(wanted))
    if found:
        return found
    near = propose_name(wanted, names)
    if near is None:
        return refuse("usage.no_line", wanted=wanted, scheme=program.scheme)
    return refuse("usage.no_line_near", wanted=wanted, scheme=program.scheme, near=near)


def _names(program: Program) -> dict[str, str]:
    """Return what each value is called, names before titles."""
    names = {each.name: each.name for each in program.variables() if each.grain == EMPLOYEES}
    titled = [
        *((line.label, line.name) for line in program.pay_lines),
        *((factor.label, factor.variable) for factor in program.factors if factor.rules),
        *((factor.name, factor.variable) for factor in program.factors if factor.rules),
        *((called, kpi.score or kpi.attainment) for kpi in program.kpis for called in (kpi.name, kpi.label)),
        *((called, program.total) for called in ("total", "итого")),
    ]
    for called, name in titled:
        names.setdefault(called, name)
    return names


def _nearest_by_name(places: Sequence[Place], wanted: str) -> Refusal | None:
    words = {word: place for place in places for word in _name(place).split()}
    near = find_nearest(wanted, words)
    return None if near is None else _unknown(wanted, words[near])


def _unknown(wanted: str, near: Place | None) -> Refusal:
    if near is None:
        return refuse("usage.no_employee", wanted=wanted)
    return refuse("usage.no_employee_near", wanted=wanted, near=_describe(near))


def _describe(place: Place) -> str:
    return name_employee(_number(place), _name(place))


def _number(place: Place) -> str:
    settlement, row = place
    return settlement.facts.frames[EMPLOYEES].keys[row]


def _name(place: Place) -> str:
    settlement, row = place
    return settlement.facts.frames[EMPLOYEES].labels[row]


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
