"""A run as JSON."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpicalc import __version__
from kpicalc.model.diagnostic import Label, error
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run
from kpicalc.model.source import CellRef, FilePlace
from kpicalc.report.writers.employee_json import write_employees
from kpicalc.report.writers.plain import describe_diagnostic, describe_place
from kpicalc.report.writers.run_json import write_run
from tests.report.month_sample import compute_month
from tests.report.program_sample import SPAN
from tests.report.run_sample import RUN, SELLERS
from tests.report.test_book import WORSE

# People of whom nothing is told.
NOBODY = [(SELLERS, 0, b"{}"), (SELLERS, 1, b"{}")]


def document(run: Run = RUN) -> dict[str, Any]:
    """Return the small run as it is read back from JSON."""
    found: dict[str, Any] = json.loads(b"".join(write_run(run, NOBODY)))
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


def employee(number: str) -> dict[str, Any]:
    """Return an employee of the computed month as he is read back from JSON."""
    run = compute_month(WORSE)
    sellers = next(each for each in run.settlements if each.program.scheme == "seller")
    row = list(sellers.facts.frames[EMPLOYEES].keys).index(number)
    found: dict[str, Any] = json.loads(next(write_employees(sellers, [row])))
    return found


def test_an_employee() -> None:
    found = employee("003")

    assert Path(found["place"].pop("file")).name == "Сотрудники.csv"
    assert found["place"] == {"sheet": "", "cell": "4"}
    assert found["total"] == {"kind": "money", "value": "1349.75"}
    assert found["kpis"][0]["plan"] == {"kind": "money", "value": "1000.00"}
    assert found["indexes"] == [{"name": "index", "label": "", "kind": "ratio", "value": "0.9"}]
    assert [each["rule"] for each in found["factors"]] == ["Взыскание"]
    assert [each["rule"] for each in employee("001")["factors"]] == [None]


def test_a_line_with_formula_and_operands() -> None:
    salary, bonus, deals = employee("003")["lines"][:3]

    assert bonus == {
        "name": "премия",
        "label": "Премия",
        "line": "variable",
        "group": "",
        "kind": "money",
        "value": "450.00",
        "formula": "1000 * index * дисциплина",
        "operands": [
            {"grain": "employees", "name": "index", "kind": "ratio", "value": "0.9", "cell": None},
            {"grain": "employees", "name": "дисциплина", "kind": "ratio", "value": "0.5", "cell": None},
        ],
        "without_stop_factor": {"kind": "money", "value": "900.00"},
        "earned": None,
        "left_for_later": None,
    }
    formula = "sum(receipts.сумма * ставка(receipts.сумма))"
    assert deals["operands"] == [{"formula": formula, "kind": "money", "value": "0.00"}]
    assert salary["operands"][0]["cell"]["cell"] == "E4"


def test_what_is_not_computed_names_the_problem() -> None:
    assert employee("006")["total"] == {"kind": "money", "value": None, "fault": ["KPI451"]}


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


def test_the_same_run_gives_the_same_bytes() -> None:
    first, second = (b"".join(write_run(RUN, iter(NOBODY))) for _ in range(2))

    assert first == second
