"""The public verbs from files to a run."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.api import Request, break_down, compute, employee_rows
from kpicalc.model.period import parse_period

SCHEME = """
kpicalc: 1
scheme: NAME
currency: RUB
applies_to: {Должность: NAME}
facts: {employees: {продажи: money}}
pay: {премия: {kind: variable, amount: продажи * 10%}}
"""

PEOPLE = """Таб. №;ФИО;Должность;Продажи
1;Иванов;оптовик;1000
2;Петров;розница;SALES
3;Сидоров;оптовик;3000
"""

MARCH = parse_period("2026-03")


@pytest.fixture
def schemes(tmp_path: Path) -> tuple[Path, ...]:
    """Write a scheme for each of two groups."""
    paths = tuple(tmp_path / f"{name}.yaml" for name in ("оптовик", "розница"))
    for path in paths:
        path.write_text(SCHEME.replace("NAME", path.stem), encoding="utf-8")
    return paths


def people(tmp_path: Path, sales: str = "2000", name: str = "march.csv") -> tuple[Path, ...]:
    """Write the facts, with the sales of the second person."""
    path = tmp_path / name
    path.write_text(PEOPLE.replace("SALES", sales), encoding="utf-8")
    return (path,)


def test_each_is_paid_by_his_scheme_in_the_order_of_the_sheet(
    tmp_path: Path, schemes: tuple[Path, ...]
) -> None:
    checked = compute(Request(people(tmp_path), schemes, MARCH))

    assert checked.ok
    assert checked.value is not None
    shown = [next(break_down(settlement, [row])) for settlement, row in employee_rows(checked.value)]
    assert [(each.employee, each.scheme, each.total) for each in shown] == [
        ("1", "оптовик", Decimal(100)),
        ("2", "розница", Decimal(200)),
        ("3", "оптовик", Decimal(300)),
    ]


def test_the_order_of_a_single_scheme_is_that_of_the_sheet(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    only = tmp_path / "only.yaml"
    only.write_text(SCHEME.replace("applies_to: {Должность: NAME}\n", "").replace("NAME", "all"), "utf-8")

    checked = compute(Request(people(tmp_path), (only,), MARCH))

    assert checked.value is not None
    assert [row for _, row in employee_rows(checked.value)] == [0, 1, 2]
    assert len(schemes) == 2


def test_a_scheme_that_pays_nobody_is_left_out(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    idle = tmp_path / "idle.yaml"
    idle.write_text(SCHEME.replace("NAME", "кассир"), encoding="utf-8")

    checked = compute(Request(people(tmp_path), (*schemes, idle), MARCH))

    assert checked.value is not None
    assert [each.program.scheme for each in checked.value.settlements] == ["оптовик", "розница"]


def test_a_refused_cell_refuses_the_run(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    checked = compute(Request(people(tmp_path, "н/д"), schemes, MARCH))

    assert checked.value is None
    assert [each.code for each in checked.diagnostics] == ["KPI451"]


def test_by_wish_it_holds_back_its_own_person_only(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    checked = compute(Request(people(tmp_path, "н/д"), schemes, MARCH, allow_partial=True))

    assert checked.value is not None
    assert not checked.ok
    assert [each.unpaid for each in checked.value.settlements] == [(), (0,)]
    assert [each.amount for each in checked.value.totals if not each.line] == [Decimal(400), Decimal(0)]


def test_two_schemes_of_one_name_are_refused(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    twin = tmp_path / "twin.yaml"
    twin.write_text(schemes[0].read_text(encoding="utf-8"), encoding="utf-8")

    checked = compute(Request(people(tmp_path), (schemes[0], twin), MARCH))

    assert checked.value is None
    assert [each.code for each in checked.diagnostics] == ["KPI227"]


def test_a_broken_scheme_stops_the_run_with_all_its_problems(
    tmp_path: Path, schemes: tuple[Path, ...]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(SCHEME.replace("продажи * 10%", "прадажи * 10%"), encoding="utf-8")
    unreadable = tmp_path / "unreadable.yaml"
    unreadable.write_text("a: [", encoding="utf-8")

    checked = compute(Request(people(tmp_path), (*schemes, broken, unreadable), MARCH))

    assert checked.value is None
    assert checked.diagnostics[0].code == "KPI207"
    assert len(checked.diagnostics) == 2


def test_a_period_that_nothing_tells_is_asked_for(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    checked = compute(Request(people(tmp_path, name="people.csv"), schemes, None))

    assert checked.value is None
    assert [each.code for each in checked.diagnostics] == ["KPI470"]


def test_the_period_is_found_in_the_name_of_the_file(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    checked = compute(Request(people(tmp_path, name="2026-03.csv"), schemes, None))

    assert checked.value is not None
    assert checked.value.period == MARCH


def test_a_file_that_cannot_be_read_stops_the_run(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")

    checked = compute(Request((broken,), schemes, MARCH))

    assert checked.value is None
    assert len(checked.diagnostics) == 1


def test_rows_of_no_scheme_stop_the_run(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    checked = compute(Request(people(tmp_path), schemes[:1], MARCH))

    assert checked.value is None
    assert [each.code for each in checked.diagnostics] == ["KPI460"]


def test_a_column_that_is_not_there_stops_the_run(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(
        SCHEME.replace("продажи: money", "продажи: money, маржа: money").replace("NAME", "оптовик")
    )

    checked = compute(Request(people(tmp_path), (other,), MARCH, allow_partial=True))

    assert checked.value is None


def test_progress_is_told_step_by_step(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    told: list[str] = []

    compute(Request(people(tmp_path), schemes, MARCH), told.append)

    assert told == ["reading", "compiling", "binding", "computing"]


def test_pay_is_the_same_when_nothing_else_is_kept(tmp_path: Path, schemes: tuple[Path, ...]) -> None:
    full = compute(Request(people(tmp_path), schemes, MARCH))
    short = compute(Request(people(tmp_path), schemes, MARCH, pay_only=True))

    assert full.value is not None
    assert short.value is not None
    assert short.value.totals == full.value.totals
    for kept, all_kept in zip(employee_rows(short.value), employee_rows(full.value), strict=True):
        assert list(break_down(kept[0], [kept[1]])) == list(break_down(all_kept[0], [all_kept[1]]))
