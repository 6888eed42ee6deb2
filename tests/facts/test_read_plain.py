"""Plain sheets are read while they are scanned, and hold what the fast reader finds in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpicalc.facts.plain_sheet import PlainSheet, RowStretch, UnusualError, read_plain_texts, read_shared
from kpicalc.facts.read_plain import PlainRows, close_rows
from kpicalc.facts.workbook import DAY_ZERO
from tests.facts.plain_books import see_both_ways, try_books

BOOKS = sorted(Path("examples").rglob("*.xlsx"))
BEGIN, END = b"<worksheet><sheetData>", b"</sheetData></worksheet>"
NUMBER = b'<row r="%d"><c r="A%d"><v>%d</v></c></row>'


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_the_examples_are_the_same_both_ways(book: Path) -> None:
    plain, fast, _ = see_both_ways(book)

    assert plain == fast


def test_made_workbooks_are_the_same_both_ways() -> None:
    met, differing = try_books(60, 5)

    assert (differing, met["plain"] > 20) == ([], True)


@pytest.mark.parametrize(
    ("joined", "size"), [(b"one\ntwo", 1), (b"one\ntwo", 3), (b"one\n two", 2), (b"one\n_x0020_", 2)]
)
def test_texts_that_are_not_as_they_are_written_are_left_to_another_reader(joined: bytes, size: int) -> None:
    assert read_plain_texts(b"one\ntwo", 2) == ["one", "two"]
    with pytest.raises(UnusualError):
        read_plain_texts(joined, size)


def take(*parts: bytes) -> PlainSheet | None:
    rows = PlainRows(frozenset({0, 3}), frozenset({4}), DAY_ZERO, lambda: ["one", None])
    for part in parts:
        rows.take(part)
    return close_rows(rows)


def test_rows_that_are_left_out_are_blank() -> None:
    sheet = take(BEGIN + NUMBER % (2, 2, 7), NUMBER % (5, 5, 8), END)

    assert sheet is not None
    assert list(sheet.blocks(0)) == [(1, [["", 7.0, "", "", 8.0]])]
    assert list(sheet.blocks(2)) == [(3, [["", "", 8.0]])]


def test_rows_written_alike_are_known_to_stand_at_their_addresses() -> None:
    rows = PlainRows(frozenset(), frozenset(), DAY_ZERO, lambda: None)

    assert rows.take(BEGIN + NUMBER % (1, 1, 7)) == (0, 0)
    assert rows.take(NUMBER % (2, 2, 7) + NUMBER % (3, 3, 8)) == (2, 2)


@pytest.mark.parametrize(
    "row",
    [
        NUMBER % (2, 2, 8) * 2,
        NUMBER % (2, 2, 8) + b"<x/>",
        b'<row r="2"><c r="A2"><v>-</v></c></row>',
        b'<row r="2"><c r="A2" s="1"><v>5</v></c></row>',
        b'<row r="2"><c r="A2" t="s"><v>1</v></c></row>',
        b'<row r="2"><c r="A2" t="s"><v>2</v></c></row>',
        b'<row r="2"><c r="A2" t="s"><v>-1</v></c></row>',
        b'<row r="2"><c r="A2" t="b"><v>1</v></c></row>',
        b'<row r="2"><c r="A2"><v>1_0</v></c></row>',
        b'<row r="2"><c r="A2" t="inlineStr"><is><t> a</t></is></c></row>',
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>a&#10;b</t></is></c></row>',
        b'<row r="1"><c r="A1"><v>5</v></c></row>',
        b'<row r="2"><c r="A2" s="4"><v>60</v></c></row>',
        b'<row r="2"><c r="A2" s="4"><v>46083.5</v></c></row>',
        b'<row r="2"><c r="A2" s="4"><v>-5</v></c></row>',
        b'<row r="2"><c r="A2" s="4"><v>2958466</v></c></row>',
    ],
)
def test_what_is_not_plain_is_left_to_the_other_readers(row: bytes) -> None:
    alike = (
        NUMBER % (1, 1, 7)
        if b"<v>" in row
        else b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    )

    assert take(BEGIN + alike, row, END) is None


def test_whole_numbers_are_days_where_their_style_says_so() -> None:
    day = b'<row r="%d"><c r="A%d" s="4"><v>%d</v></c></row>'
    blank = b'<row r="6"><c r="A6" s="4"/></row>'

    sheet = take(
        BEGIN + day % (1, 1, 46083), day % (2, 2, 61) + day % (3, 3, 46083), NUMBER % (4, 4, 9), blank, END
    )

    assert sheet is not None
    assert list(sheet.blocks(0)) == [(1, [[date(2026, 3, 2), date(1900, 3, 1), date(2026, 3, 2), 9.0]])]


def test_a_sheet_that_breaks_off_is_not_plain() -> None:
    assert take(BEGIN + NUMBER % (1, 1, 7)) is None


def test_a_sheet_without_cells_is_left_to_the_other_readers() -> None:
    assert take(BEGIN + b'<row r="1"/>', END) is None


def test_texts_of_several_looks_are_not_told() -> None:
    table = b"<sst><si><t>A</t></si><si><r><t>B</t></r></si><si><t>c_x000D_</t></si></sst>"

    assert read_shared(table) == ["A", None, None]


def test_blocks_are_cut_over_stretches_of_rows() -> None:
    many = RowStretch(1, 5000, 5000, {1: ["x"] * 5000})
    sheet = PlainSheet([many, RowStretch(5001, 2, 5002, {2: [1.0, 2.0]})], 2, 5002)

    sizes = [(first, [len(each) for each in columns]) for first, columns in sheet.blocks(4000)]

    assert sum(size[0] for _, size in sizes) == 1002
    assert [cell for _, columns in sheet.blocks(4999) for cell in columns[1]] == ["", 1.0, 2.0]
