"""What fonts, runs of letters and days of 1904 say in a workbook of Excel 97, which no library writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace as Made
from typing import Any

import olefile
import pytest
import xlrd

from kpicalc.facts import read_xls
from kpicalc.facts.preflight import make_formats
from kpicalc.facts.scan_sheet import Formats
from kpicalc.facts.workbook import Workbook
from kpicalc.model.diagnostic import Checked
from tests.facts.builders import codes
from tests.facts.corpus.workbooks import tell_read

_TEXT, _NUMBER, _FLAG, _ERROR, _BLANK = 1, 2, 4, 5, 6
_Cell = tuple[int, object, int]
_FONTS = [
    Made(struck_out=0, escapement=0),
    Made(struck_out=1, escapement=0),
    Made(struck_out=0, escapement=1),
]
# The format and the font of each style.
_STYLES = [("General", 0), ("dd.mm.yyyy", 0), ('0" тыс."', 0), ("0", 1), ("[h]:mm", 0)]


def _make_sheet(
    rows: Sequence[Sequence[_Cell]], runs: Mapping[tuple[int, int], object], **more: object
) -> Made:
    return Made(
        name="A",
        visibility=0,
        nrows=len(rows),
        row_types=lambda row: [kind for kind, _, _ in rows[row]],
        row_values=lambda row: [value for _, value, _ in rows[row]],
        cell_xf_index=lambda row, column: rows[row][column][2],
        rich_text_runlist_map=runs,
        rowinfo_map={1: Made(hidden=1, outline_level=0), 2: Made(hidden=0, outline_level=2)},
        merged_cells=[(0, 1, 0, 2)],
        **more,
    )


def _make_book(*sheets: Made, datemode: int = 0) -> Made:
    return Made(
        datemode=datemode,
        font_list=_FONTS,
        format_list=[Made(format_key=at, format_str=code) for at, (code, _) in enumerate(_STYLES)],
        xf_list=[Made(format_key=at, font_index=font) for at, (_, font) in enumerate(_STYLES)],
        sheets=lambda: sheets,
    )


ROWS: list[list[_Cell]] = [
    [(_TEXT, "План 2", 0), (_TEXT, "м2 и м3", 0)],
    [(_NUMBER, 46086.0, 1), (_NUMBER, 5.0, 2)],
    [(_TEXT, "1500", 3), (_TEXT, "700", 2)],
    [(_NUMBER, 7.0, 3), (_TEXT, "", 3)],
    [(_BLANK, "", 3), (_NUMBER, 6.0, 2)],
    [(_FLAG, 1, 0), (_ERROR, 7, 0), (_ERROR, 99, 0)],
    [(_NUMBER, 1.25, 4), (_NUMBER, 1e9, 1)],
]
RUNS = {(0, 0): ((5, 2),), (0, 1): ((1, 2), (2, 0), (6, 2)), (2, 1): ((0, 0), (1, 1))}
TOLD = [
    "A: xlrd, 7 rows above",
    "A!1: 'План ²'; 'м² и м³'",
    "A!2: date(2026, 3, 5); 5 тыс. of 5.0",
    "A!3: '1500'; '700'",
    "A!4: 7.0",
    "A!5: ; 6 тыс. of 6.0",
    "A!6: True; Broken(text='#DIV/0!', uncached=False); Broken(text='#N/A', uncached=False)",
    "A!7: timedelta(days=1, seconds=21600); Broken(text='#####', uncached=False)",
    "hidden: (2,)",
    "struck: [3, 4]",
    "levels: {3: 2}",
    "merges: [(1, 1, 1, 2)]",
    'format of 2: 0" тыс." in [2, 5], thousand',
]
OF_1904 = [
    "A: xlrd, 2 rows above",
    "A!1: date(2030, 3, 6); 5 тыс. of 5.0",
    "A!2: '1500'; '700'",
    "hidden: (2,)",
    "struck: [2]",
    "levels: {3: 2}",
    "merges: [(1, 1, 1, 2)]",
    'format of 2: 0" тыс." in [1], thousand',
    "day 0: 1904-01-01",
]


def _read(monkeypatch: pytest.MonkeyPatch, folder: Path, book: Any) -> list[str]:
    def open_workbook(**_: object) -> Made:
        if isinstance(book, Exception):
            raise book
        assert isinstance(book, Made)
        return book

    monkeypatch.setattr(xlrd, "open_workbook", open_workbook)
    monkeypatch.setattr(read_xls, "_take_out", lambda _: b"")
    (folder / "a.xls").write_bytes(b"")
    read = read_xls.read_xls(folder / "a.xls", "a.xls")
    sheets = None if read.value is None else Workbook(read.value)
    return list(tell_read(Checked(sheets, read.diagnostics)))


@pytest.mark.parametrize(
    ("book", "told"),
    [
        (_make_book(_make_sheet(ROWS, RUNS)), TOLD),
        (_make_book(_make_sheet(ROWS[1:3], {}), datemode=1), OF_1904),
        (_make_book(), ["KPI403 a: {}"]),
        (xlrd.XLRDError("Workbook is encrypted"), ["KPI402 a: {}"]),
        (xlrd.XLRDError("Expected BOF record"), ["KPI403 a: {}"]),
    ],
)
def test_styles_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, book: object, told: list[str]
) -> None:
    assert _read(monkeypatch, tmp_path, book) == told


@pytest.mark.parametrize(
    ("streams", "taken"),
    [({"Workbook": b"a", "Book": b"b"}, b"a"), ({"Book": b"b"}, b"b"), ({"Other": b"c"}, None)],
)
def test_the_workbook_is_taken_out_of_the_file_around_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, streams: dict[str, bytes], taken: bytes | None
) -> None:
    container = Made(
        exists=streams.__contains__,
        openstream=lambda name: BytesIO(streams[name]),
    )
    monkeypatch.setattr(olefile, "OleFileIO", lambda _: nullcontext(container))
    given: list[object] = []

    def open_workbook(*, file_contents: bytes, **_: object) -> Made:
        given.append(file_contents)
        return _make_book()

    monkeypatch.setattr(xlrd, "open_workbook", open_workbook)
    (tmp_path / "a.xls").write_bytes(b"")

    assert codes(read_xls.read_xls(tmp_path / "a.xls", "a").diagnostics) == ["KPI403"]
    assert given == [taken] * (taken is not None)


def test_what_the_formats_of_every_spreadsheet_show() -> None:
    assert make_formats([(number, None) for number in range(60)]) == Formats(
        percents=frozenset({9, 10}),
        days=frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}),
        never_days=frozenset({*range(14), *range(37, 45), 48, 49}),
        whole_days=frozenset({14, 15, 16, 17}),
        lengths=frozenset({46}),
    )
