"""The search for facts: made-up candidates, differences, and the points at which they are zero."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpicalc.lab.turns import find_margins
from kpicalc.lab.values import allowed_near
from kpicalc.model.expr import Reference
from kpicalc.model.kind import Kind
from kpicalc.model.program import Input
from kpicalc.model.source import Span
from kpicalc.testing.batch import look_at_all, settle_candidates
from kpicalc.testing.candidates import first_candidate, vary, vary_together
from kpicalc.testing.forks import find_forks
from kpicalc.testing.propose import solve_margins
from tests.engine.builders import compile_text

EMPLOYEES = "employees"
SPAN = Span("s.yaml", 1, 1, 1, 1)


def column(kind: Kind, **bounds: Decimal) -> Input:
    return Input(EMPLOYEES, "x", kind, ("x",), "x", SPAN, **bounds)  # type: ignore[arg-type] # bounds only


def test_points_are_tried_at_them_and_a_step_beside() -> None:
    assert allowed_near(column(Kind.COUNT), Decimal("2.5"), "RUB") == tuple(map(Decimal, (2, 3, 1, 4)))
    assert allowed_near(column(Kind.COUNT, maximum=Decimal(2)), Decimal(2), "RUB") == tuple(
        map(Decimal, (2, 1))
    )
    assert allowed_near(column(Kind.MONEY), Decimal(10) ** 15, "RUB") == ()


def test_superiors_are_left_out_of_the_search() -> None:
    program = compile_text(
        "facts: {employees: {manager: Руководитель, columns: {x: money}}}\n"
        "pay: {п: {kind: variable, amount: sum(reports.x) + x}}"
    )
    base = first_candidate(program)

    assert base.values[EMPLOYEES, "manager", 0] is None
    assert {each.values[EMPLOYEES, "manager", 0] for each in vary(program, base)} == {None}
    assert settle_candidates(program, [base]) is not None


def test_tables_that_have_nothing_to_do_with_employees_have_a_row_of_their_own() -> None:
    program = compile_text(
        "facts:\n  teams: {key: Отдел, derived: true, values: {всего: sum(employees.x)}}\n"
        "  rooms: {of: company, columns: {площадь: {type: number, min: 0}}}\n"
        "  employees: {link: Отдел, columns: {x: {type: money, min: 0}}}\n"
        "  deals: {columns: {y: money}}\n"
        "pay: {п: {kind: variable, amount: x + team.всего + sum(deals.y)}}"
    )
    base = first_candidate(program)
    double = base.with_others("deals", ())

    (seen,) = look_at_all(find_forks(program), [double], [("deals", Reference("deals", "y", SPAN))])

    assert seen.values == (Decimal(100_000),)


def test_kpis_behind_which_one_fact_stands_twice_move_together() -> None:
    program = compile_text(
        "facts: {employees: {план: {type: money, above: 0}, x: {type: money, min: 0}}}\n"
        "values: {а: x * 1, б: а + x}\n"
        "kpis:\n  К: {weight: 0.5, plan: план, actual: б}\n  Л: {weight: 0.5, attainment: а / план}\n"
        "pay: {п: {kind: variable, amount: 100, factors: [index]}}"
    )
    base = first_candidate(program)

    moved = {each.values[EMPLOYEES, "x", 0] for each in vary_together(program, base)}

    assert Decimal(50_000) in moved
    assert {each.values[EMPLOYEES, "план", 0] for each in vary_together(program, base)} == {Decimal(100_000)}
    assert len(find_margins(program)) == 1


def test_dates_are_solved_for() -> None:
    program = compile_text(
        "facts: {employees: {день: date, x: money}}\n"
        "tables: {Т: {mode: lookup, bands: [{below: 2025-05-05, value: 1}, {from: 2025-05-05, value: 2}]}}\n"
        "pay: {п: {kind: variable, amount: x * Т(день)}}"
    )
    base = first_candidate(program)

    days = {
        each.values[EMPLOYEES, "день", 0]
        for each in solve_margins(find_forks(program), base, find_margins(program))
    }

    assert days == {date(2025, 5, 4), date(2025, 5, 5), date(2025, 5, 6)}


def test_nothing_is_solved_from_facts_that_cannot_be_paid() -> None:
    program = compile_text(
        "facts: {employees: {x: {type: number, missing: 5}, y: {type: money, min: 100, max: 100}}}\n"
        "pay: {п: {kind: variable, amount: if 1 / x > 2 then y else 0}}"
    )
    forks, margins, base = find_forks(program), find_margins(program), first_candidate(program)

    assert list(solve_margins(forks, base.put((EMPLOYEES, "x", 0), Decimal(0)), margins)) == []
    assert list(solve_margins(forks, base.put((EMPLOYEES, "x", 0), None), margins)) == []
    assert Decimal("0.5") in {each.values[EMPLOYEES, "x", 0] for each in solve_margins(forks, base, margins)}
