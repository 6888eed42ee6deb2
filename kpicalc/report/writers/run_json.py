"""A run as one JSON document: every amount with its formula and the cells it came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kpicalc import __version__
from kpicalc.engine.kinds import tell_kinds
from kpicalc.engine.lens import Lens, world_of
from kpicalc.engine.settle import people_in_parts, sum_of_person
from kpicalc.engine.world import World
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import Expr, Reference
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.outline import Regulation
from kpicalc.model.program import EMPLOYEES, Program, Role, Variable
from kpicalc.model.result import Breakdown, FactorResult, KpiResult, Line, LineTotal, Run, Segment, Settlement
from kpicalc.model.source import CellRef
from kpicalc.report.writers.plain import (
    Json,
    describe_diagnostic,
    describe_place,
    describe_receipt,
    write_amount,
    write_plainly,
)

FORMAT = 1


# Values and what pay lines and limits are made of.
_NAMED = frozenset({Role.VALUE, Role.PAY_LINE, Role.GROUP, Role.LIMIT})


@dataclass(frozen=True, slots=True)
class _Scheme:
    """What is looked up for every employee of a scheme; formulas are printed once."""

    settlement: Settlement
    kind_of: Callable[[Expr], Kind]
    formulas: dict[int, tuple[Expr, str]]
    named: tuple[Variable, ...]
    world: World


def write_run(run: Run, breakdowns: Iterable[tuple[Settlement, int, Breakdown]]) -> Iterator[bytes]:
    """Yield the document as UTF-8, employee by employee; the same run always gives the same bytes.

    Amounts and other figures are texts, so that no reader makes binary fractions of them.
    """
    receipts = (each for settlement in run.settlements for each in settlement.facts.receipts)
    opening: Json = {
        "kpicalc": {"format": FORMAT, "version": __version__},
        "status": "partial" if any(each.unpaid for each in run.settlements) else "complete",
        "period": str(run.period),
        "schemes": [_describe_scheme(each) for each in run.settlements],
        "receipts": [describe_receipt(each) for each in dict.fromkeys(receipts)],
        "left_out": [{"place": describe_place(each.place), "reason": each.reason} for each in run.left_out],
    }
    schemes = {id(each): _open_scheme(each) for each in run.settlements}
    yield _encode_entries(opening)[:-2] + b',\n"employees": ['
    places: list[tuple[Settlement, int]] = []
    for number, (settlement, row, breakdown) in enumerate(breakdowns):
        places += [(settlement, row)] if breakdown.segment else []
        described = _describe_employee(breakdown, schemes[id(settlement)], row)
        yield (b",\n" if number else b"\n") + _encode_value(described)
    closing: Json = {
        "totals": [_describe_total(each, run) for each in run.totals],
        **_describe_people(places),
        "diagnostics": [describe_diagnostic(each) for each in run.diagnostics],
    }
    yield b"\n],\n" + _encode_entries(closing)[2:] + b"\n"


def _describe_regulation(regulation: Regulation) -> Json:
    """Describe what is written of the scheme as a document."""
    days = {"approved": regulation.approved, "review_by": regulation.review_by}
    described: Json = {key: day.isoformat() for key, day in days.items() if day is not None}
    return described | ({"owner": regulation.owner} if regulation.owner else {})


def _describe_people(places: list[tuple[Settlement, int]]) -> Json:
    """Describe what people with several rows come to; nothing where nobody may have several."""
    described = [
        {
            "employee": number,
            "rows": len(rows),
            "currency": rows[0][0].program.currency,
            "total": None
            if (total := sum_of_person(rows)) is None
            else _describe_figure(total, Kind.MONEY, rows[0][0].program.currency),
        }
        for number, rows in people_in_parts(places).items()
    ]
    return {"people": described} if places else {}


def _encode_entries(part: Json) -> bytes:
    entries = (_encode_value(key) + b": " + _encode_value(value) for key, value in part.items())
    return b"{\n" + b",\n".join(entries) + b"\n}"


def _encode_value(value: object) -> bytes:
    # A lone surrogate cannot be UTF-8; it is written as the escape that JSON has for it.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _describe_scheme(settlement: Settlement) -> Json:
    program, frame = settlement.program, settlement.facts.frames[EMPLOYEES]
    return {
        "scheme": program.scheme,
        "title": program.title,
        "currency": program.currency,
        **_describe_regulation(program.regulation),
        "digest": program.digest,
        "facts_digest": settlement.facts.digest,
        "employees": len(settlement.rows),
        "unpaid": [frame.keys[row] for row in settlement.unpaid],
    }


def _describe_total(total: LineTotal, run: Run) -> Json:
    currency = next(each.program.currency for each in run.settlements if each.program.scheme == total.scheme)
    return {
        "scheme": total.scheme,
        "line": total.line,
        "amount": write_amount(total.amount, currency),
        "currency": currency,
        "employees": total.employees,
    }


def _open_scheme(settlement: Settlement) -> _Scheme:
    return _Scheme(
        settlement,
        tell_kinds(settlement.program),
        {},
        _named_values(settlement.program),
        world_of(settlement),
    )


def _describe_employee(breakdown: Breakdown, scheme: _Scheme, row: int) -> Json:
    currency = breakdown.currency
    return {
        "employee": breakdown.employee,
        "name": breakdown.label,
        "scheme": breakdown.scheme,
        "place": describe_place(breakdown.place),
        **_describe_segment(breakdown.segment),
        "currency": currency,
        "kpis": [_describe_kpi(each, currency) for each in breakdown.kpis],
        "indexes": [_describe_factor(each, currency) for each in breakdown.indexes],
        "factors": [_describe_factor(each, currency) for each in breakdown.factors],
        "lines": [_describe_line(each, scheme, row) for each in breakdown.lines],
        "values": list(_describe_values(scheme, row)),
        **_describe_checks(breakdown, scheme, row),
        "total": _describe_figure(breakdown.total, Kind.MONEY, currency),
    }


def _describe_segment(segment: Segment | None) -> Json:
    if segment is None:
        return {}
    return {"segment": {"from": segment.first.isoformat(), "to": segment.last.isoformat()}}


def _describe_checks(breakdown: Breakdown, scheme: _Scheme, row: int) -> Json:
    """Describe the checks of a scheme that states some; `value` is null where a check does not apply."""
    described = [
        {
            "name": each.name,
            "label": each.label,
            "of": each.grain,
            "severity": str(each.severity),
            **(
                {"kind": str(Kind.FLAG), "value": None}
                if each.value is None
                else _describe_figure(each.value, Kind.FLAG, breakdown.currency)
            ),
            "formula": _print_once(each.expr, scheme),
            "operands": [_describe_operand(part, at, scheme, row) for part, at in each.operands.items()],
        }
        for each in breakdown.checks
    ]
    return {"checks": described} if described else {}


def _describe_values(scheme: _Scheme, row: int) -> Iterator[Json]:
    """Yield the named values of an employee and of the rows above, in the order of evaluation."""
    employee = Lens(scheme.world, EMPLOYEES, row)
    for variable in scheme.named:
        place = Lens(scheme.world, variable.grain, employee.row_above(variable.grain))
        value, currency = place.named(variable.name), scheme.settlement.program.currency
        figure = _describe_figure(value, variable.kind, currency)
        yield {"grain": variable.grain, "name": variable.name, "label": variable.label, **figure}


def _named_values(program: Program) -> tuple[Variable, ...]:
    """Return the values of the scheme, the parameters that depend on the employee, and parts of lines."""
    lines, grains = {line.variable for line in program.pay_lines}, program.ancestors(EMPLOYEES)
    return tuple(
        each
        for each in program.variables()
        if each.grain in grains
        and each.name not in lines
        and (each.role in _NAMED or (each.role is Role.PARAMETER and each.grain == EMPLOYEES))
    )


def _describe_kpi(kpi: KpiResult, currency: str) -> Json:
    figures = {
        "plan": (kpi.plan, kpi.plan_kind),
        "actual": (kpi.actual, kpi.actual_kind),
        "attainment": (kpi.attainment, Kind.RATIO),
        "weight": (kpi.weight, Kind.RATIO),
        "score": (kpi.score, kpi.score_kind),
        "part": (kpi.part, kpi.score_kind),
    }
    written = {
        name: None if value is None else _describe_figure(value, kind or Kind.NUMBER, currency)
        for name, (value, kind) in figures.items()
    }
    named = {"name": kpi.name, "label": kpi.label, "owner": kpi.owner, "goal": kpi.goal}
    return {**named, "judged": not kpi.notes, **written}


def _describe_factor(factor: FactorResult, currency: str) -> Json:
    figure = _describe_figure(factor.value, factor.kind, currency)
    named = {"name": factor.name, "label": factor.label, **figure}
    return {**named, "rule": factor.rule or None} if factor.stop_factor else named


def _describe_line(line: Line, scheme: _Scheme, row: int) -> Json:
    currency = scheme.settlement.program.currency
    return {
        "name": line.name,
        "label": line.label,
        "line": str(line.kind),
        "group": line.group,
        **_describe_figure(line.value, line.value_kind, currency),
        "formula": _print_once(line.expr, scheme),
        "operands": [_describe_operand(each, value, scheme, row) for each, value in line.operands.items()],
        "without_stop_factor": None
        if line.unstopped is None
        else _describe_figure(line.unstopped, Kind.MONEY, currency),
        "earned": None if line.earned is None else _describe_line(line.earned, scheme, row),
        "left_for_later": None if line.left is None else _describe_figure(line.left, Kind.MONEY, currency),
    }


def _print_once(expr: Expr, scheme: _Scheme) -> str:
    # The formulas are parts of the program, the same objects for every employee.
    if id(expr) not in scheme.formulas:
        scheme.formulas[id(expr)] = (expr, print_formula(expr, None, EMPLOYEES))
    return scheme.formulas[id(expr)][1]


def _describe_operand(operand: Expr, value: Value, scheme: _Scheme, row: int) -> Json:
    currency = scheme.settlement.program.currency
    figure = _describe_figure(value, scheme.kind_of(operand), currency)
    if not isinstance(operand, Reference):
        return {"formula": _print_once(operand, scheme), **figure}
    cell = describe_place(_cell_of(operand, scheme.settlement, row))
    return {"grain": operand.grain, "name": operand.name, **figure, "cell": cell}


def _cell_of(operand: Reference, settlement: Settlement, row: int) -> CellRef | None:
    """Return the cell of an input of the employee's row, or of the row above it that the name means."""
    frames = settlement.facts.frames
    at = _row_above(settlement, operand.grain, row)
    return None if at is None else frames[operand.grain].cell(operand.name, at)


def _row_above(settlement: Settlement, wanted: str, row: int) -> int | None:
    """Return the row of a table that an employee's row belongs to."""
    frames = settlement.facts.frames
    for grain in settlement.program.ancestors(EMPLOYEES):
        if grain not in frames:
            return None
        if grain == wanted:
            return row
        row = frames[grain].parents[row] if frames[grain].parents else 0
    return None


def _describe_figure(value: Value, kind: Kind, currency: str) -> Json:
    figure: Json = {"kind": str(kind), "value": write_plainly(value, kind, currency)}
    if isinstance(value, Fault):
        figure["fault"] = [cause.code for cause in value.causes]
    return figure
