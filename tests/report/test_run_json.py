"""A run as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kpicalc import __version__
from kpicalc.model.diagnostic import Label, error
from kpicalc.model.expr import Reference
from kpicalc.model.facts import Facts
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run
from kpicalc.model.source import CellRef, FilePlace
from kpicalc.report.writers.plain import describe_diagnostic, describe_place
from kpicalc.report.writers.run_json import write_run
from tests.report.breakdown_sample import BREAKDOWN, UNPAID
from tests.report.program_sample import SPAN, D, own, times
from tests.report.run_sample import ORDER, RUN, SELLERS


def document(run: Run = RUN) -> dict[str, Any]:
    """Return the small run as it is read back from JSON."""
    breakdowns = [(SELLERS, 0, BREAKDOWN), (SELLERS, 1, UNPAID)]
    found: dict[str, Any] = json.loads(b"".join(write_run(run, breakdowns)))
    return found


def test_the_head_of_the_document() -> None:
    read = document()

    assert list(read) == [
        "kpicalc",
        "status",
        "period",
        "schemes",
        "receipts",
        "left_out",
        "employees",
        "totals",
        "diagnostics",
    ]
    assert read["status"] == "partial"
    assert ({"format": 1, "version": __version__}, "2026-03") == (read["kpicalc"], read["period"])
    assert read["schemes"][0] == {
        "scheme": "seller",
        "title": "Продавец, месячная оплата",
        "currency": "RUB",
        "digest": "d1",
        "facts_digest": "f1",
        "employees": 2,
        "unpaid": ["003"],
    }


def test_receipts_stand_once() -> None:
    (receipt,) = document()["receipts"]

    assert receipt["skipped"] == [
        {"reason": "blank", "rows": [6, 8, 9, 10]},
        {"reason": "total", "rows": [7]},
    ]
    assert receipt["roles"] == [
        {"role": "key", "heading": "Таб. №", "column": "A"},
        {"role": "name", "heading": "Менеджер", "column": "B"},
    ]
    assert receipt["columns"][1] == {
        "name": "факт",
        "heading": "Факт",
        "column": "D",
        "control_sum": "2672000.5",
        "printed_total": "2672000",
        "numbers_from_text": 0,
    }


def test_an_employee() -> None:
    employee = document()["employees"][0]

    assert employee["place"] == {"file": "march.xlsx", "sheet": "Март", "cell": "5"}
    assert employee["total"] == {"kind": "money", "value": "69428.05"}
    assert employee["kpis"][0]["plan"] == {"kind": "money", "value": "1000000.00"}
    assert employee["kpis"][1]["plan"] is None
    assert employee["indexes"][0] == {
        "name": "index",
        "label": "Индекс KPI",
        "kind": "ratio",
        "value": "0.9462",
    }
    assert [each["rule"] for each in employee["factors"]] == ["взыскание", None]


def test_a_line_with_formula_and_operands() -> None:
    bonus, deals = document()["employees"][0]["lines"][1:3]

    assert bonus == {
        "name": "премия",
        "label": "Премия за результат",
        "line": "variable",
        "group": "",
        "kind": "money",
        "value": "18928.00",
        "formula": "40000 * index * D",
        "operands": [
            {"grain": "employees", "name": "index", "kind": "ratio", "value": "0.9462", "cell": None},
            {"grain": "employees", "name": "D", "kind": "ratio", "value": "0.5", "cell": None},
        ],
        "without_stop_factor": {"kind": "money", "value": "37856.00"},
        "earned": None,
        "left_for_later": None,
    }
    assert deals["operands"] == [{"formula": "sum(receipts.сумма)", "kind": "money", "value": "133340.00"}]


def test_an_operand_leads_to_its_cell() -> None:
    profit = Reference("company", "прибыль", SPAN)
    unknown = Reference("teams", "план", SPAN)
    line = replace(BREAKDOWN.lines[1], operands={own("план"): D(1), profit: D(2), unknown: D(3)})
    made = [(SELLERS, 1, replace(BREAKDOWN, lines=(line,)))]

    read = json.loads(b"".join(write_run(RUN, made)))

    assert [each["cell"] for each in read["employees"][0]["lines"][0]["operands"]] == [
        {"file": "march.xlsx", "sheet": "Март", "cell": "C9"},
        {"file": "march.xlsx", "sheet": "Фирма", "cell": "B2"},
        None,
    ]


def test_parents_are_followed_and_missing_frames_end_the_way() -> None:
    frames = dict(SELLERS.facts.frames)
    company = replace(frames["company"], size=2, origin=None)
    employees = replace(frames[EMPLOYEES], parents=[1, 1])
    profit = replace(BREAKDOWN.lines[1], operands={Reference("company", "прибыль", SPAN): D(2)})
    breakdown = replace(BREAKDOWN, lines=(profit,))
    linked = replace(SELLERS, facts=Facts({EMPLOYEES: employees, "company": company}, (), ""))
    alone = replace(SELLERS, facts=Facts({EMPLOYEES: employees}, (), ""))

    for each in (linked, alone):
        read = json.loads(
            b"".join(write_run(replace(RUN, settlements=(each,), totals=()), [(each, 0, breakdown)]))
        )
        assert read["employees"][0]["lines"][0]["operands"][0]["cell"] is None


def test_what_is_not_computed_names_the_problem() -> None:
    employee = document()["employees"][1]

    assert employee["total"] == {"kind": "money", "value": None, "fault": ["KPI999"]}
    assert (employee["place"], employee["employee"]) == (None, "003")


def test_totals_and_problems() -> None:
    read = document()

    assert read["totals"][-1] == {
        "scheme": "head",
        "line": "",
        "amount": "80000.00",
        "currency": "RUB",
        "employees": 1,
    }
    assert [each["code"] for each in read["diagnostics"]] == ["KPI999"]


def test_a_problem_in_every_language() -> None:
    problem = error(
        "KPI999",
        SPAN,
        Label(CellRef("a.csv", "", 0, 0), "first_here"),
        amount=Decimal("1.50"),
        day=date(2026, 3, 1),
        names=("a", "b"),
        kind=Kind.MONEY,
        count=2,
    )

    described = describe_diagnostic(problem)

    assert (described["params"]) == {
        "amount": "1.5",
        "count": 2,
        "day": "2026-03-01",
        "kind": "money",
        "names": ["a", "b"],
    }
    assert (described["place"]) == {
        "file": "seller.yaml",
        "line": 12,
        "column": 5,
        "end_line": 12,
        "end_column": 20,
    }
    assert described["labels"] == [
        {"note": "first_here", "place": {"file": "a.csv", "sheet": "", "cell": ""}}
    ]
    assert list(described["sentence"]) == ["ru", "en"]  # type: ignore[call-overload]


def test_places() -> None:
    assert [describe_place(each) for each in (None, FilePlace("a"))] == [None, {"file": "a"}]
    assert describe_diagnostic(error("KPI999", None))["place"] is None


def test_the_same_run_gives_the_same_bytes_and_odd_text_is_kept() -> None:
    odd = replace(BREAKDOWN, label="\udc80\x1b\u202e=Ян", lines=())
    made = [(settlement, row, odd) for settlement, row in ORDER]

    first, second = (b"".join(write_run(RUN, iter(made))) for _ in range(2))

    assert first == second
    assert json.loads(first)["employees"][0]["name"] == "\udc80\x1b\u202e=Ян"


def test_a_formula_is_printed_once_for_each_tree() -> None:
    lines = (
        BREAKDOWN.lines[1],
        replace(BREAKDOWN.lines[1], expr=times(own("a"), own("b"))),
        BREAKDOWN.lines[1],
    )

    read = json.loads(b"".join(write_run(RUN, [(SELLERS, 0, replace(BREAKDOWN, lines=lines))])))

    assert [each["formula"] for each in read["employees"][0]["lines"]] == [
        "40000 * index * D",
        "a * b",
        "40000 * index * D",
    ]
