"""Employees are written a block at a time as they would be one by one, from their breakdowns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from hypothesis import given, settings

from kpicalc.engine.checks import hold_back
from kpicalc.engine.settle import settle
from kpicalc.model.facts import BLOCK_ROWS, Frame
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Settlement
from kpicalc.model.source import CellRef
from kpicalc.report.writers.employee_json import write_employees
from tests.engine.builders import Row, compile_text, make_facts, settle_rows
from tests.golden.test_schemes import COMPANY_BOOK, run_of
from tests.properties.random_schemes import Case, cases
from tests.properties.two_ways import SchemeWriter, pack_facts, write_people
from tests.report.employee_by_employee import write_one_by_one
from tests.report.month_sample import compute_month
from tests.report.test_book import WORSE
from tests.tries import tries


def assert_same(settlement: Settlement) -> None:
    """Compare both ways to write everybody of a settlement."""
    assert list(write_employees(settlement, settlement.rows)) == write_one_by_one(settlement)


def test_the_month_of_the_company() -> None:
    for each in run_of(COMPANY_BOOK).settlements:
        assert_same(each)


def test_people_who_are_unpaid() -> None:
    for each in compute_month(WORSE).settlements:
        assert_same(each)


@settings(max_examples=tries(25))
@given(cases())
def test_any_scheme(case: Case) -> None:
    program = compile_text(case.text)
    for keep_all in (False, True):
        assert_same(settle(program, make_facts(program, case.rows), keep_all=keep_all))


def test_schemes_in_whole_numbers() -> None:
    for seed in range(tries(20)):
        random = Random(seed)  # noqa: S311 - no secret
        program = compile_text(SchemeWriter(random).write())
        facts = pack_facts(program, make_facts(program, {"employees": list(write_people(random, 9))}))
        assert_same(settle(program, facts, keep_all=bool(seed % 2)))


_RULES = """
facts:
  teams: {sheet: teams, columns: {plan: money, done: flag}}
  employees:
    of: teams
    link: Отдел
    columns:
      x: money
      n: {type: count, missing: allow}
      late: flag
kpis:
  sales: {weight: 0.6, plan: teams.plan, actual: x, title: "Sales 100%", enough: n > 1}
  calls: {weight: 0.4, plan: 40, actual: "if_missing(n, 0)"}
stop_factors:
  D:
    lines: [bonus]
    rules:
      - {when: late, factor: 0, title: late}
      - {when: x > 500, factor: 50%}
values: {share: "if x > 300 and n > 1 then x / 3 else if late then teams.plan / 7 else 0"}
pay:
  salary: {kind: fixed, amount: 100}
  bonus: {kind: variable, amount: 100 * index + share}
  car: {kind: entitlement, when: "x > 400 or n > 2"}
checks:
  known: {that: n > 0, when: x > 100, severity: warning}
  team: {of: teams, that: teams.done, severity: error}
"""


def _rules() -> Iterator[Settlement]:
    program = compile_text(_RULES)
    done = ("да", "нет", "да")
    teams: list[Row] = [{"key": f"t{at}", "plan": f"{at}50", "done": done[at]} for at in range(3)]
    people: list[Row] = [
        {
            "key": f"e{at}",
            "of": f"t{at % 3}",
            "x": str(at * 97 % 700),
            "n": "" if at % 5 == 0 else str(at % 4),
            "late": "да" if at % 7 == 0 else "нет",
        }
        for at in range(BLOCK_ROWS + 40)
    ]
    facts = make_facts(program, {"teams": teams, "employees": people})
    for keep_all in (False, True):
        yield hold_back(settle(program, facts, keep_all=keep_all))


def test_rules_choices_checks_and_rows_above_in_several_blocks() -> None:
    for each in _rules():
        assert_same(each)


def test_some_of_the_people() -> None:
    for each in _rules():
        assert_same(replace(each, shown=(3, 700, BLOCK_ROWS + 1)))


def _moved(frame: Frame) -> Frame:
    """Put the last people of a frame into a second sheet, and let one value come from somewhere else."""
    assert frame.origin is not None
    (sheet,) = frame.origin.sheets
    first = replace(sheet, rows=sheet.rows[:2])
    second = replace(sheet, sheet='two "ё"', rows=range(5, 5 + frame.size - 2), columns={"y": 4})
    taken = {"y": {0: CellRef("book.xlsx", "", 9, 2)}}
    return replace(frame, origin=replace(frame.origin, sheets=(first, second)), taken=taken)


def test_people_of_two_sheets_and_of_none() -> None:
    text = "facts: {employees: {x: money, y: money}}\npay: {a: {kind: fixed, amount: x + y * 2}}\n"
    rows = [{"key": f"e{at}", "x": str(at), "y": "1"} for at in range(4)]
    settlement = settle_rows(text, employees=rows)
    frame = settlement.facts.frames[EMPLOYEES]

    for moved in (_moved(frame), replace(frame, origin=None)):
        facts = replace(settlement.facts, frames={**settlement.facts.frames, EMPLOYEES: moved})
        assert_same(replace(settlement, facts=facts))


def test_odd_letters_are_kept() -> None:
    text = "facts: {employees: {x: money}}\npay: {a: {kind: fixed, amount: x}}\n"
    settlement = settle_rows(text, employees=[{"key": "\udc80\x1b\u202e=Ян\n%s", "x": "1"}])

    assert_same(settlement)
    assert b'"\\udc80\\u001b\xe2\x80\xae=\xd0\xaf\xd0\xbd\\n%s"' in next(write_employees(settlement, [0]))
