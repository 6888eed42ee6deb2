"""Parquet files: every number as it is stored, whatever its type; what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pyarrow import parquet

from kpicalc.facts import read_parquet
from kpicalc.facts.read_files import read_workbook
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.kind import Kind
from tests.facts.builders import bind, bound, codes, column, money, places, program, receipt, show, values

NAME, PLAN = "ФИО", "План"
ONE = program(column(PLAN))


def write(path: Path, rows_in_group: int | None = None, **columns: pa.Array) -> Path:
    """Write a file with a name for each row and some columns."""
    size = len(next(iter(columns.values())))
    names = pa.array([f"{path.parent.name} {number}" for number in range(size)])
    table = pa.table({NAME: names, **columns})
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(table, path, row_group_size=rows_in_group)
    return path


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (pa.array([1500, 12], pa.int16()), ("1500", "12")),
        (pa.array([10**15 - 1, 7], pa.uint64()), ("999999999999999", "7")),
        (pa.array([0.1, 1234.5], pa.float64()), ("0.1", "1234.5")),
        (pa.array([0.1, 1234.5], pa.float32()), ("0.1", "1234.5")),
        (pa.array([Decimal("1.234"), Decimal("-0.10")], pa.decimal128(9, 3)), ("1.234", "-0.1")),
        (
            pa.array([Decimal("123456789012345.125"), Decimal("0.001")], pa.decimal256(50, 3)),
            ("123456789012345.125", "0.001"),
        ),
        (pa.array(["1 500,50", "12"]).dictionary_encode(), ("1500.50", "12")),
        (pa.array(["1500", "12"], pa.large_string()), ("1500", "12")),
    ],
)
def test_numbers_are_read_as_they_are_stored(tmp_path: Path, stored: pa.Array, read: tuple[str, ...]) -> None:
    facts = bound(ONE, write(tmp_path / "a.parquet", **{PLAN: stored}))
    assert values(facts, PLAN) == money(*read)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.decimals(1 - 10**15, 10**15 - 1, places=6), min_size=1, max_size=4))
def test_no_digit_of_a_decimal_is_lost(tmp_path: Path, numbers: Sequence[Decimal]) -> None:
    stored = pa.array(numbers, pa.decimal128(38, 6))
    assert values(bound(ONE, write(tmp_path / "a.parquet", **{PLAN: stored})), PLAN) == list(numbers)


def test_days_flags_and_texts(tmp_path: Path) -> None:
    wanted = program(
        column("Принят", Kind.DATE),
        column("Сдан", Kind.FLAG),
        column("Отдел", Kind.TEXT),
        column("Дата", Kind.DATE),
    )
    path = write(
        tmp_path / "a.parquet",
        Принят=pa.array([dt.date(2024, 2, 29), dt.date(2026, 3, 1)]),
        Сдан=pa.array([True, False]),
        Отдел=pa.array(["Продажи", "Сервис"]).dictionary_encode(),
        Дата=pa.array([dt.date(2026, 3, 5), dt.date(2026, 3, 6)], pa.date32()).cast(pa.timestamp("ns")),
    )
    facts = bound(wanted, path)
    assert (
        values(facts, "Принят"),
        values(facts, "Сдан"),
        values(facts, "Отдел"),
        values(facts, "Дата"),
    ) == (
        [dt.date(2024, 2, 29), dt.date(2026, 3, 1)],
        [True, False],
        ["Продажи", "Сервис"],
        [dt.date(2026, 3, 5), dt.date(2026, 3, 6)],
    )


def test_a_null_is_a_blank_cell_with_its_place(tmp_path: Path) -> None:
    checked = bind(
        ONE, write(tmp_path / "a.parquet", **{PLAN: pa.array([1, None]), "Стаж": pa.array([1, 2])})
    )
    assert checked.value is not None
    assert str(values(checked.value, PLAN)[1].causes[0].primary.place).endswith("a.parquet!B3")  # type: ignore[attr-defined]


def test_rows_are_the_same_however_they_are_grouped(tmp_path: Path) -> None:
    numbers = pa.array(range(2 * BLOCK_ROWS + 5))
    read = [
        bound(ONE, write(tmp_path / "a.parquet", rows_in_group=size, **{PLAN: numbers}))
        for size in (None, 7, BLOCK_ROWS - 1)
    ]
    assert [values(each, PLAN) == list(map(Decimal, range(2 * BLOCK_ROWS + 5))) for each in read] == [
        True
    ] * 3
    assert receipt(read[0]).reader == "parquet"


def test_folders_that_name_a_value_give_a_column(tmp_path: Path) -> None:
    for team, plan in (("Север", 1), ("Юг", 2)):
        write(tmp_path / "facts" / f"Отдел={team}" / "part-0.parquet", **{PLAN: pa.array([plan])})
    facts = bound(program(column(PLAN), column("Отдел", Kind.TEXT)), tmp_path / "facts")
    assert (values(facts, "Отдел"), values(facts, PLAN)) == (["Север", "Юг"], money("1", "2"))


def test_folders_spell_what_no_folder_may_hold(tmp_path: Path) -> None:
    for team in ("A%2FB", "__HIVE_DEFAULT_PARTITION__"):
        write(tmp_path / f"Отдел={team}" / "part-0.parquet", **{PLAN: pa.array([1])})
    checked = bind(program(column(PLAN), column("Отдел", Kind.TEXT, optional=True)), tmp_path)
    assert checked.value is not None, show(checked.diagnostics)
    first, second = values(checked.value, "Отдел")
    assert (first, isinstance(second, str)) == ("A/B", False)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_never_paid(tmp_path: Path, number: float) -> None:
    assert not bind(ONE, write(tmp_path / "a.parquet", **{PLAN: pa.array([1.0, number])})).ok


def test_a_nested_value_is_refused_where_it_is_wanted(tmp_path: Path) -> None:
    checked = bind(ONE, write(tmp_path / "a.parquet", **{PLAN: pa.array([[1], [2, 3]])}))
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (
        ["KPI433", "KPI433"],
        ["a.parquet!B2", "a.parquet!B3"],
    )


@pytest.mark.parametrize(
    ("content", "code"), [(b"PAR1" + b"x" * 90, "KPI403"), (b"PARE" + b"x" * 90, "KPI402")]
)
def test_damaged_and_locked_files(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    checked = read_workbook((tmp_path / "a.parquet",))
    assert (codes(checked.diagnostics), checked.value) == ([code], None)


def test_a_damaged_part_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", rows_in_group=BLOCK_ROWS, **{PLAN: pa.array(range(9 * BLOCK_ROWS))})
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 200] = bytes(200)
    path.write_bytes(bytes(content))
    checked = read_workbook((path,))
    assert checked.value is None or not bind(ONE, path).ok


def test_without_the_library_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.parquet", **{PLAN: pa.array([1])})
    monkeypatch.setattr(read_parquet, "find_spec", lambda _: None)
    checked = read_workbook((path,))
    assert (codes(checked.diagnostics), show(checked.diagnostics)) == (
        ["KPI528"],
        ["это файл Parquet, а библиотека, которая читает такие файлы, не установлена"],
    )


def test_moments_and_spans_are_read_to_the_microsecond(tmp_path: Path) -> None:
    table = write(
        tmp_path / "a.parquet",
        Когда=pa.array([1_999], pa.timestamp("ns")),
        Сколько=pa.array([1_999], pa.duration("ns")),
    )
    sheets = read_workbook((table,)).value

    assert sheets is not None
    assert list(sheets.sheets[0].head[1][1:]) == [
        dt.datetime(1970, 1, 1, microsecond=1),  # noqa: DTZ001 - of no zone
        dt.timedelta(microseconds=1),
    ]


def test_moments_of_a_zone_that_python_has_no_day_for_are_texts(tmp_path: Path) -> None:
    moments = pa.array([0, 2**58, None], pa.timestamp("us", "UTC"))
    sheets = read_workbook((write(tmp_path / "a.parquet", Когда=moments),)).value

    assert sheets is not None
    assert [row[1] for row in sheets.sheets[0].head[1:]] == [
        "1970-01-01 00:00:00.000000Z",
        "11103-08-29 17:22:31.711744Z",
        "",
    ]


def test_a_file_without_rows_and_a_folder_called_like_a_column(tmp_path: Path) -> None:
    moments = pa.array(
        [dt.datetime(2026, 3, 5, 10, tzinfo=dt.UTC), None], pa.timestamp("us", "Europe/Moscow")
    )
    columns = {"Отдел": pa.array(["Юг", "Восток"]), "Когда": moments}

    def read(folder: str, rows: int) -> list[list[object]]:
        path = tmp_path / folder / "a.parquet"
        path.parent.mkdir(exist_ok=True)
        parquet.write_table(pa.table({name: cells[:rows] for name, cells in columns.items()}), path)
        sheets = read_workbook((path,)).value
        assert sheets is not None
        (sheet,) = sheets.sheets
        blocks = [block.row(at) for block in sheet.read_after(1) for at in range(len(block.numbers))]
        return [list(row) for row in (*sheet.head, *blocks)]

    heads = ["Отдел", "Когда"]
    row, other = ["Юг", "2026-03-05T13:00:00+03:00"], ["Восток", ""]
    assert read("Отдел=Север", 2) == [heads, row, other, row, other]
    assert read("Отдел=Север", 0) == [heads]
    assert read("Год=2026", 1) == [[*heads, "Год"], [*row, "2026"], [*row, "2026"]]
