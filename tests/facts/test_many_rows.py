"""Many rows, refused cells among them, and the printed totals of several schemes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.source import CellRef
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    money,
    program,
    receipt,
    show,
    write_csv,
    write_xlsx,
)

PLAN = program(column("План"), column("Факт"))


def test_many_rows_keep_their_numbers_and_places(tmp_path: Path) -> None:
    size = BLOCK_ROWS * 2 + 5
    lines = [f"{number:06};{number}.50;{number % 7}" for number in range(size)]
    lines.insert(3, ";;")
    path = write_csv(tmp_path / "a.csv", "Таб. №;План;Факт", *lines)
    facts = bound(PLAN, path)
    frame = facts.frames["employees"]
    plans = frame.columns["План"]
    assert (frame.size, len(plans)) == (size, size)
    assert plans[BLOCK_ROWS : 2 * BLOCK_ROWS][1] == Decimal(f"{BLOCK_ROWS + 1}.50")
    assert list(plans[2 * BLOCK_ROWS : size]) == money(
        *[f"{each}.50" for each in range(2 * BLOCK_ROWS, size)]
    )
    assert frame.cell("План", BLOCK_ROWS) == CellRef(str(path), "", BLOCK_ROWS + 3, 2)
    assert receipt(facts).columns[0].total == sum(money(*[f"{each}.50" for each in range(size)]))


def test_a_refused_cell_leaves_the_other_rows_payable(tmp_path: Path) -> None:
    rows = [["ФИО", "План", "Факт"], ["А", 1, 2], ["Б", True, 4]]
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert checked.value is not None
    frame = checked.value.frames["employees"]
    assert frame.faulty == frozenset({"План"})
    assert frame.columns["План"][0] == Decimal(1)
    assert frame.columns["План"][1] == Fault((checked.diagnostics[0],))
    assert show(checked.diagnostics) == [
        "`TRUE` это дата, время или логическое значение, а не число (План, Б)"
    ]


SHARED = [
    ["ФИО", "План", "Факт"],
    ["А", 10, 1],
    ["Б", 20, None],
    ["В", 30, 3],
    ["Итого", 60, 5],
]


def test_the_printed_total_is_compared_with_the_rows_of_all_schemes(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": SHARED})
    checked = bind(PLAN, path, rows=frozenset({2, 4}))
    assert show(checked.diagnostics) == ["итог под `Факт` — 5, сумма строк — 4, разница — 1"]
    assert checked.value is not None
    read = {each.name: (each.total, each.printed_total) for each in receipt(checked.value).columns}
    assert read == {"План": (Decimal(40), Decimal(60)), "Факт": (Decimal(4), None)}


def test_a_printed_total_over_other_things_than_numbers_is_not_compared(tmp_path: Path) -> None:
    rows = [*SHARED[:2], ["Б", "двадцать", 1], *SHARED[3:]]
    checked = bind(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}), rows=frozenset({2, 4}))
    assert checked.value is not None
    assert [each.printed_total for each in receipt(checked.value).columns] == [None, Decimal(5)]


def test_texts_are_not_summed_for_other_schemes(tmp_path: Path) -> None:
    texts = program(column("План"), column("Факт", Kind.TEXT, optional=True))
    checked = bind(texts, write_xlsx(tmp_path / "a.xlsx", {"Март": SHARED}), rows=frozenset({2, 4}))
    assert checked.value is not None
    assert receipt(checked.value).columns[0].printed_total == Decimal(60)


def test_names_in_mixed_columns_lose_doubled_spaces(tmp_path: Path) -> None:
    rows = [["Таб. №", "ФИО", "План", "Факт"], ["1", "Иванов  И.И.", 1, 2], ["2", 7, 1, 2]]
    facts = bound(PLAN, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}))
    assert list(facts.frames["employees"].labels) == ["Иванов И.И.", "2"]


def test_a_lower_bound_of_zero_is_checked_for_every_number(tmp_path: Path) -> None:
    bounded = program(column("План", minimum=Decimal(0)))
    fine = write_csv(tmp_path / "a.csv", "ФИО;План", "А;0", "Б;1,5")
    assert bind(bounded, fine).diagnostics == ()
    low = write_csv(tmp_path / "b.csv", "ФИО;План", "А;0", "Б;-1,5")
    assert codes(bind(bounded, low).diagnostics) == ["KPI441"]


def test_people_stand_in_the_order_of_the_sheet_where_few_rows_of_a_block_are_of_a_scheme(
    tmp_path: Path,
) -> None:
    """The few of one block wait for those of the next ones; a block of which most are read does not."""
    lines = [f"{number};{number};1" for number in range(1, 2 * BLOCK_ROWS + 10)]
    path = write_csv(tmp_path / "a.csv", "Таб. №;План;Факт", *lines)
    own = frozenset({3, 7, *range(BLOCK_ROWS + 5, 2 * BLOCK_ROWS), 2 * BLOCK_ROWS + 4})
    checked = bind(PLAN, path, rows=own)
    assert checked.value is not None

    keys = [int(key) for key in checked.value.frames["employees"].keys]

    assert keys == sorted(each - 1 for each in own)
