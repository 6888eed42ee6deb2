"""People with several rows, each for its own days, in one scheme and in several."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.api import Request, compute, employee_rows
from kpicalc.model.diagnostic import Checked
from kpicalc.model.fault import Value
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run
from kpicalc.report.formats import CsvDialect
from kpicalc.report.writers.to_csv import write_statement
from tests.facts.builders import write_csv

MARCH = Period(2026, 3, PeriodLength.MONTH)
SCHEME = """
kpicalc: 1
scheme: NAME
currency: RUB
applies_to: {Должность: NAME}
facts:
  employees:
    segments: {from: с, to: по}
    columns: {с: date, по: {type: date, missing: allow}, оклад: money}
  deals: {key: Сделка, on: день, columns: {день: date, сумма: money}}
  payments: {of: deals, link: Сделка, columns: {оплачено: money}}
pay:
  оклад_за_дни: {kind: fixed, amount: оклад, share: "days_within(с, по) / period.days"}
  процент: {kind: variable, amount: sum(deals.сумма) * 10%}
  за_оплаты: {kind: variable, amount: sum(payments.оплачено)}
"""
HEADINGS = "Таб. №;ФИО;Должность;С;По;Оклад"
DEALS = (
    "Сделка;Таб. №;День;Сумма",
    "а;1;10.03.2026;100",
    "б;1;11.03.2026;1000",
    "в;2;05.03.2026;10",
)
PAYMENTS = ("Сделка;Оплачено", "а;1", "б;2", "в;4")


def _run(
    folder: Path, *rows: str, change: tuple[str, str] = ("", ""), deals: tuple[str, ...] = DEALS
) -> Checked[Run]:
    schemes = []
    for name in ("seller", "head"):
        path = folder / f"{name}.yaml"
        path.write_text(SCHEME.replace("NAME", name).replace(*change), encoding="utf-8")
        schemes.append(path)
    tables = {"a": (HEADINGS, *rows), "deals": deals, "payments": PAYMENTS}
    facts = tuple(write_csv(folder / f"{name}.csv", *lines) for name, lines in tables.items())
    return compute(Request(facts, tuple(schemes), MARCH))


def _pay(checked: Checked[Run]) -> list[tuple[str, str, Value]]:
    assert checked.value is not None, checked.diagnostics
    return [
        (
            settlement.program.scheme,
            settlement.facts.frames[EMPLOYEES].keys[row],
            settlement.values.columns[EMPLOYEES, "total"][row],
        )
        for settlement, row in employee_rows(checked.value)
    ]


def _codes(checked: Checked[Run]) -> list[str]:
    return [each.code for each in checked.diagnostics]


FIRST = "1;Абрамова;seller;01.03.2026;10.03.2026;31000"
BUROV = "2;Буров;seller;01.01.2020;;31000"


def test_a_transfer_between_two_schemes_is_paid_by_both_for_their_days(tmp_path: Path) -> None:
    rows = (FIRST, "1;Абрамова;head;11.03.2026;;62000", BUROV)
    checked = _run(tmp_path, *rows)

    assert _codes(checked) == []
    assert _pay(checked) == [
        ("seller", "1", Decimal("10011.00")),
        ("head", "1", Decimal("42102.00")),
        ("seller", "2", Decimal("31005.00")),
    ]
    assert checked.value is not None
    deals = [
        each for one in checked.value.settlements for each in one.facts.receipts if each.grain == "deals"
    ]
    assert [(each.rows_read, each.columns[-1].total) for each in deals] == [
        (2, Decimal(110)),
        (1, Decimal(1000)),
    ]


def test_a_new_salary_inside_one_scheme(tmp_path: Path) -> None:
    rows = (FIRST, "1;Абрамова;seller;11.03.2026;;62000", BUROV)
    checked = _run(tmp_path, *rows)

    assert _pay(checked)[:2] == [("seller", "1", Decimal("10011.00")), ("seller", "1", Decimal("42102.00"))]
    assert checked.value is not None
    assert [each.employees for each in checked.value.totals if not each.line] == [2]


@pytest.mark.parametrize("second", ["seller", "head"])
@pytest.mark.parametrize(
    ("begin", "end", "code"),
    [
        ("10.03.2026", "", "KPI465"),
        ("01.01.2026", "", "KPI465"),
        ("12.03.2026", "", "KPI557"),
        ("01.04.2026", "", "KPI556"),
        ("11.03.2026", "10.03.2026", "KPI464"),
        ("01.01.2026", "05.02.2026", "KPI556"),
    ],
)
def test_days_that_make_no_sense(second: str, begin: str, end: str, code: str, tmp_path: Path) -> None:
    rows = (FIRST, f"1;Абрамова;{second};{begin};{end};62000", BUROV)
    deals = (*DEALS[:2], "б;2;11.03.2026;5", DEALS[3])

    assert code in _codes(_run(tmp_path, *rows, deals=deals))


def test_days_between_two_rows_may_be_allowed(tmp_path: Path) -> None:
    rows = (FIRST, "1;Абрамова;head;15.03.2026;;62000", BUROV)
    allowed = ("to: по}", "to: по, holes: allow}")
    deals = (*DEALS[:2], DEALS[3])

    assert _codes(_run(tmp_path, *rows, change=allowed, deals=(*deals, "б;1;15.03.2026;5"))) == []
    assert "KPI466" in _codes(_run(tmp_path, *rows, change=allowed))


def test_a_row_without_a_day_is_nobodys(tmp_path: Path) -> None:
    rows = (FIRST, "1;Абрамова;head;11.03.2026;;62000", BUROV)

    assert set(_codes(_run(tmp_path, *rows, change=("on: день, ", "")))) == {"KPI555"}
    assert _codes(_run(tmp_path, "1;Абрамова;seller;01.03.2026;;1", BUROV, change=("on: день, ", ""))) == []


def test_twice_in_the_sheet_stays_an_error_without_segments(tmp_path: Path) -> None:
    rows = (FIRST, "1;Абрамова;head;11.03.2026;;62000", BUROV)
    checked = _run(tmp_path, *rows, change=("    segments: {from: с, to: по}\n    columns", "    columns"))
    assert set(_codes(checked)) == {"KPI278"}  # a day asks for rows that hold on days

    scheme = SCHEME.partition("  deals")[0].replace("    segments: {from: с, to: по}\n", "")
    pay = "pay: {оклад: {kind: fixed, amount: оклад}}\n".replace("оклад:", "весь_оклад:", 1)
    paths = [tmp_path / f"{name}.yaml" for name in ("seller", "head")]
    for path in paths:
        path.write_text(scheme.replace("NAME", path.stem) + pay, encoding="utf-8")
    facts = (tmp_path / "a.csv",)
    assert _codes(compute(Request(facts, tuple(paths), MARCH))) == ["KPI419", "KPI419"]


def test_the_statement_has_the_days_and_what_the_rows_come_to(tmp_path: Path) -> None:
    rows = (FIRST, "1;Абрамова;head;11.03.2026;;62000", BUROV)
    run = _run(tmp_path, *rows).value
    assert run is not None

    written = b"".join(write_statement(run, employee_rows(run), CsvDialect.RFC4180)).decode()
    assert [line.split(",")[-5:] for line in written.splitlines()] == [
        ["total", "currency", "from", "to", "person_total"],
        ["10011.00", "RUB", "2026-03-01", "2026-03-10", ""],
        ["42102.00", "RUB", "2026-03-11", "2026-03-31", "52113.00"],
        ["31005.00", "RUB", "2026-03-01", "2026-03-31", "31005.00"],
    ]
