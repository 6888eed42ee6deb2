"""What rows take over from earlier periods: from closed ones, from a sheet of opening values, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kpicalc.facts.bind import bind_facts
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.take_over import find_unread_values, take_over
from kpicalc.model.fault import Fault, Value
from kpicalc.model.history import Absent, ClosedPeriod, History, Past, PastCell
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.period import Period, PeriodLength, parse_period
from kpicalc.model.source import CellRef
from tests.facts.builders import codes, column, places, program

if TYPE_CHECKING:
    from pathlib import Path

    from kpicalc.model.diagnostic import Checked
    from kpicalc.model.facts import Facts
    from kpicalc.model.program import Input

KEY = ("employees", "debt")
HEAD = ("Таб. №", "ФИО", "sold")


def month(
    name: str, rows: Mapping[str, Scalar | None], scheme: str = "seller", **more: object
) -> ClosedPeriod:
    """Make a closed month in which people had debts; the labels are names."""
    period = parse_period(name)
    assert period is not None
    fields: dict[str, object] = {
        "keys": {"employees": tuple(rows)},
        "labels": {"employees": tuple(f"Иванов {each[-1] if each != '2.0' else 2}" for each in rows)},
        "kinds": {KEY: Kind.MONEY},
        "columns": {KEY: tuple(rows.values())},
        **more,
    }
    return ClosedPeriod(scheme, period, **fields)  # type: ignore[arg-type]


def debt(**more: object) -> Input:
    """Make a column that takes the debt over from the month before."""
    past = Past("debt", title="Долг", **more)  # type: ignore[arg-type]
    ago = past.ago
    return column(
        "previous(debt)" if ago == 1 else f"previous(debt, {ago})",
        headings=("debt at start",),
        optional=True,
        spare=True,
        past=past,
    )


def bind(
    folder: Path,
    given: Input,
    *closed: ClosedPeriod,
    sheets: Mapping[str, Sequence[tuple[object, ...]]] | None = None,
) -> Facts:
    """Bind people 1 and 2 of March."""
    bound = try_to_bind(folder, given, closed, sheets)
    assert bound.value is not None, bound.diagnostics
    return bound.value


def try_to_bind(
    folder: Path,
    given: Input,
    closed: Sequence[ClosedPeriod] = (),
    sheets: Mapping[str, Sequence[tuple[object, ...]]] | None = None,
) -> Checked[Facts]:
    """Return what came of binding people 1 and 2 of March."""
    people: Sequence[tuple[object, ...]] = [HEAD, (1, "Иванов 1", 10), (2, "Иванов 2", 20)]
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in {"Люди": people, **(sheets or {})}.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / "march.xlsx")
    workbook = read_workbook((folder / "march.xlsx",)).value
    assert workbook is not None
    made = program(column("sold"), given)
    return bind_facts(made, workbook, None, History(tuple(closed), "book"))


def seen(facts: Facts, name: str = "previous(debt)") -> list[object]:
    """Return the values of the column; of a Fault its code, in brackets where it is only missing."""
    return [_shown(each) for each in facts.frames["employees"].columns[name]]


def _shown(value: Value) -> object:
    if not isinstance(value, Fault):
        return value
    return f"({value.causes[0].code})" if value.missing else value.causes[0].code


FEB = month("2026-02", {"1": Decimal(5), "2": Decimal(7)})


def test_a_closed_month_gives_its_values_with_their_place(tmp_path: Path) -> None:
    facts = bind(tmp_path, debt(), month("2026-01", {"1": Decimal(1)}), FEB)
    frame = facts.frames["employees"]

    assert seen(facts) == [5, 7]
    february = Period(2026, 2, PeriodLength.MONTH)
    assert frame.past("previous(debt)", 1) == PastCell("seller", february, "employees", "debt", "2")
    assert frame.cell("previous(debt)", 1) is None


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        ([], ["KPI558", "KPI558"]),
        ([month("2026-02", {"1": Decimal(5)})], [5, "(KPI558)"]),
        ([month("2026-02", {"01": Decimal(5), "2.0": Decimal(7)})], [5, 7]),
        ([month("2026-01", {"1": Decimal(5)})], ["KPI559", "KPI559"]),
        ([month("2026-01", {"2": Decimal(5)}), month("2026-02", {"1": Decimal(6)})], [6, "KPI560"]),
        ([month("2026-02", {"1": None, "2": Decimal(0)})], ["KPI568", 0]),
        ([month("2026-02", {"1": Decimal(5), "2": Decimal(6)}, kinds={KEY: Kind.COUNT})], ["KPI567"] * 2),
        ([month("2026-02", {"1": Decimal(5), "2": Decimal(6)}, currency="USD")], ["KPI567"] * 2),
        ([month("2026-02", {"1": Decimal(5), "2": Decimal(6)}, columns={})], ["KPI561"] * 2),
        ([month("2026-02", {"1": Decimal(5), "2": Decimal(6)}, "other")], ["KPI562"] * 2),
        ([FEB, month("2026-02", {"1": Decimal(9)}, "other")], [5, 7]),
        ([month("2026-01", {"2": Decimal(5)}, "other"), month("2026-02", {"1": Decimal(6)})], [6, "KPI562"]),
        ([month("2026-Q4", {"1": Decimal(5)})], ["KPI558", "KPI558"]),
        ([month("2026-03", {"1": Decimal(5)})], ["KPI558", "KPI558"]),
    ],
)
def test_what_is_not_certain_is_refused(
    tmp_path: Path, closed: list[ClosedPeriod], expected: list[object]
) -> None:
    assert seen(bind(tmp_path, debt(), *closed)) == expected


def test_two_schemes_that_count_may_not_both_have_a_row(tmp_path: Path) -> None:
    other = month("2026-02", {"1": Decimal(9)}, "old")

    assert seen(bind(tmp_path, debt(schemes=("old",)), FEB, other)) == ["KPI562", 7]


def test_a_number_that_may_be_new_is_asked_about(tmp_path: Path) -> None:
    gone = month(
        "2026-02", {"1": Decimal(5), "17": Decimal(8)}, labels={"employees": ("Иванов 1", "Иванов 2")}
    )

    assert seen(bind(tmp_path, debt(), gone)) == [5, "KPI565"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"absent": Absent.LAST}, [6, 5]),
        ({"absent": Absent.FIRST}, [6, "(KPI558)"]),
        ({"absent": Absent.LAST, "within_year": True}, [6, "(KPI558)"]),
    ],
)
def test_what_absence_means_is_said(tmp_path: Path, more: dict[str, object], expected: list[object]) -> None:
    closed = month("2025-12", {"2": Decimal(5)}), month("2026-02", {"1": Decimal(6)})

    assert seen(bind(tmp_path, debt(**more), *closed)) == expected


def test_names_that_a_value_and_its_scheme_had_are_said(tmp_path: Path) -> None:
    old = month(
        "2026-02",
        {"1": Decimal(5), "2": Decimal(6)},
        "old",
        columns={("employees", "owed"): (Decimal(5), Decimal(6))},
    )

    assert seen(bind(tmp_path, debt(was=("owed",), schemes=("old",)), old)) == [5, 6]


def test_months_further_back(tmp_path: Path) -> None:
    january = month("2026-01", {"1": Decimal(1), "2": Decimal(2)})
    name = "previous(debt, 2)"

    assert seen(bind(tmp_path, debt(ago=2), january, FEB), name) == [1, 2]
    assert seen(bind(tmp_path, debt(ago=2, begins=True), FEB), name) == ["(KPI558)", "(KPI558)"]


@pytest.mark.parametrize(
    ("since", "expected"), [("2026-03-01", ["(KPI558)"] * 2), ("2026-02-01", ["KPI558"] * 2)]
)
def test_from_when_on_there_can_be_a_past(tmp_path: Path, since: str, expected: list[str]) -> None:
    given = debt(begins=True, since=date.fromisoformat(since))

    assert seen(bind(tmp_path, given)) == expected


def test_a_first_value_without_any_history_is_told(tmp_path: Path) -> None:
    facts = bind(tmp_path, debt(begins=True))
    asked = (program(column("sold"), debt(begins=True, ago=ago)) for ago in (1, 2))
    told = [codes(take_over(each, facts.frames, History(), None)[1]) for each in asked]
    fault: Any = facts.frames["employees"].columns["previous(debt)"][1]

    assert (seen(facts), told) == (["(KPI558)", "(KPI558)"], [["KPI566"], []])
    assert {("who", "Иванов 2"), ("heading", "debt at start")} <= set(fault.causes[0].params)


@pytest.mark.parametrize("since", ["", "2026-03-01"])
@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([(1, "Иванов 1", 5), (2, "Иванов 2", 0)], []),
        ([(2, "Иванов 2", 5)], [("KPI612", "Иванов 1", 1)]),
        ([(1, "Иванов 1", None)], [("KPI612", "Иванов 1", 2)]),
    ],
)
def test_whom_a_sheet_of_opening_values_leaves_out_is_told(
    tmp_path: Path, since: str, rows: list[tuple[object, ...]], told: list[tuple[str, str, int]]
) -> None:
    given = debt(begins=True, since=date.fromisoformat(since) if since else None)
    sheets = {"Остатки на начало": [("Таб. №", "ФИО", "Долг"), *rows]}

    found = [
        (each.code, dict(each.params)) for each in try_to_bind(tmp_path, given, sheets=sheets).diagnostics
    ]
    assert [(code, params["who"], params["count"]) for code, params in found] == told


OPENING = {"Остатки на начало": [("Таб. №", "ФИО", "Долг"), ("01", "Иванов", 5), (2, "Иванов", None)]}


def test_a_sheet_of_opening_values_stands_for_months(tmp_path: Path) -> None:
    facts = bind(tmp_path, debt(), sheets=OPENING)
    frame = facts.frames["employees"]

    assert seen(facts) == [5, "KPI558"]
    assert frame.cell("previous(debt)", 0) == CellRef(str(tmp_path / "march.xlsx"), "Остатки на начало", 2, 3)
    assert facts.opening is not None
    assert [each.sheet for each in facts.receipts] == ["Люди", "Остатки на начало"]
    as_written = {"Остатки на начало": [("Таб. №", "ФИО", "к.перенесено"), ("01", "Иванов", 5)]}
    assert seen(bind(tmp_path, debt(written="к.перенесено"), sheets=as_written)) == [5, "KPI558"]


def test_a_sheet_may_say_what_the_closed_month_says_and_nothing_else(tmp_path: Path) -> None:
    assert seen(bind(tmp_path, debt(), FEB, sheets=OPENING)) == [5, 7]
    other = month("2026-02", {"1": Decimal(4), "2": Decimal(7)})
    assert seen(bind(tmp_path, debt(), other, sheets=OPENING)) == ["KPI563", 7]


def test_the_past_may_stand_in_a_column_of_the_sheet_itself(tmp_path: Path) -> None:
    people = {"Люди": [(*HEAD, "debt at start"), (1, "Иванов 1", 10, 3), (2, "Иванов 2", 20, None)]}

    assert seen(bind(tmp_path, debt(), sheets=people)) == [3, "KPI558"]


def test_of_any_days_the_periods_before_are_followed(tmp_path: Path) -> None:
    days = Period(2026, 3, PeriodLength.MONTH)
    january, february = (
        month(each, {"1": Decimal(at), "2": Decimal(at)}) for at, each in enumerate(MONTHS, 1)
    )

    assert days.first_day.day == 1
    assert seen(bind(tmp_path, debt(ago=2), january, february), "previous(debt, 2)") == [1, 1]
    assert seen(bind(tmp_path, debt(ago=3), january, february), "previous(debt, 3)") == ["KPI558"] * 2


MONTHS = ("2026-01", "2026-02")


@pytest.mark.parametrize(
    ("title", "columns", "told"),
    [
        ("Остатки на начало", [("debt", 5)], []),
        ("Остатки на начало", [("к.перенесено", 5), ("Отдел", "Юг"), ("Стаж", 7)], []),
        ("Остатки на начало", [("dept", 5)], [("C1", "dept")]),
        ("Остатки на начало", [("Сколько было", 5), ("Отдел", "Юг")], [("C1", "Сколько было")]),
        ("Остатки на начало", [("debt", 5), ("debtt", 7)], [("D1", "debtt")]),
        ("Остатки", [("к.перенесено", 5)], [("C1", "к.перенесено")]),
        ("Остатки", [("debt", "да")], []),
        ("Остатки", [("Стаж", 5)], []),
    ],
)
def test_opening_values_that_nobody_reads_are_told(
    tmp_path: Path, title: str, columns: list[tuple[str, object]], told: list[tuple[str, str]]
) -> None:
    heads, cells = zip(*columns, strict=True)
    opening = {title: [("Таб. №", "ФИО", *heads), ("01", "Иванов", *cells)]}
    given = debt(written="к.перенесено")
    facts = bind(tmp_path, given, sheets=opening)
    workbook = read_workbook((tmp_path / "march.xlsx",)).value
    assert workbook is not None

    problems = list(find_unread_values([program(column("sold"), given)], [facts], workbook))

    assert codes(problems) == ["KPI621"] * len(told)
    found = [each.rpartition("!")[2] for each in places(problems)]
    assert list(zip(found, (dict(each.params)["heading"] for each in problems), strict=True)) == told
