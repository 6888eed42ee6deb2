"""Workbooks of LibreOffice: cells, their formats, what repeats, what is hidden, and what is no cell."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kpicalc.facts import read_ods
from kpicalc.facts.ods_styles import OdsStyles, spell_format
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.workbook import Broken, Merge, Percent, Raw, Sheet, Shown
from tests.facts.builders import codes, open_files

FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    [
        *(f'xmlns:{each}="{URN}:{each}:1.0"' for each in ("office", "table", "text", "style")),
        f'xmlns:number="{URN}:datastyle:1.0"',
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"',
    ]
)


def write_sheet(path: Path, rows: str, *, styles: str = "", settings: str = "", manifest: str = "") -> Path:
    """Write a workbook with one sheet."""
    body = f'<table:table table:name="Март">{rows}</table:table>'
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{settings}{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("content.xml", content)
        target.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return path


def read_sheet(tmp_path: Path, rows: str, **parts: str) -> Sheet:
    """Return the sheet with some rows."""
    return open_files(write_sheet(tmp_path / "a.ods", rows, **parts)).sheets[0]


MORNING = datetime.fromisoformat("2026-03-02T08:30:00")


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def cell(attributes: str, text: str = "") -> str:
    return f"<table:table-cell {attributes}>{text}</table:table-cell>"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('office:value-type="float" office:value="1e3"', 1000.0),
        ('office:value-type="percentage" office:value="0.85"', Percent(0.85)),
        ('office:value-type="date" office:date-value="2026-03-02"', date(2026, 3, 2)),
        ('office:value-type="date" office:date-value="2026-03-02T08:30:00"', MORNING),
        ('office:value-type="date" office:date-value="12026-03-02"', Broken("#####")),
        ('office:value-type="time" office:time-value="PT08H15M00S"', time(8, 15)),
        ('office:value-type="time" office:time-value="PT176H30M00S"', timedelta(hours=176, minutes=30)),
        ('office:value-type="time" office:time-value="PT08H15M30S"', time(8, 15, 30)),
        ('office:value-type="time" office:time-value="-PT1H"', timedelta(hours=-1)),
        ('office:value-type="time" office:time-value="soon"', Broken("#####")),
        ('office:value-type="boolean" office:boolean-value="true"', True),
        ('office:value-type="string" office:string-value="план"', "план"),
        ('table:formula="of:=A1"', Broken("", uncached=True)),
    ],
)
def test_values(tmp_path: Path, written: str, read: Raw) -> None:
    found = read_sheet(tmp_path, row(cell(written, "<text:p>2</text:p>"))).head[0][0]

    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ('office:value-type="string" calcext:value-type="error" table:formula="of:=1/0"', "#DIV/0!"),
        ('office:value-type="float" office:value="0" table:formula="of:=1/0"', "#DIV/0!"),
        ('office:value-type="string" office:string-value="" table:formula="of:=B9"', "#N/A"),
        ('office:value-type="float" office:value="0" table:formula="of:=B9"', "Err:502"),
    ],
)
def test_errors_of_every_program_that_writes_such_files(tmp_path: Path, attributes: str, shown: str) -> None:
    assert read_sheet(tmp_path, row(cell(attributes, f"<text:p>{shown}</text:p>"))).head == ([Broken(shown)],)


def test_texts_with_spaces_lines_and_notes(tmp_path: Path) -> None:
    pieces = 'а<text:s text:c="2"/>б<text:tab/><text:span>в<text:line-break/></text:span>г'
    note = "<office:annotation><text:p>не читать</text:p></office:annotation>"
    read = read_sheet(tmp_path, row(cell("", f"{note}<text:p>{pieces}</text:p><text:p>д</text:p>")))

    assert read.head == (["а  б\tв\nг\nд"],)


STYLES = """
<number:currency-style style:name="N1"><number:currency-symbol>$</number:currency-symbol>
<number:number number:decimal-places="2" number:grouping="true"/></number:currency-style>
<number:number-style style:name="N2"><number:number number:min-integer-digits="4"/></number:number-style>
<style:style style:name="usd" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="child" style:family="table-cell" style:parent-style-name="usd"/>
<style:style style:name="id" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="round" style:family="table-cell" style:parent-style-name="round"/>
"""
NUMBER = 'office:value-type="float" office:value="7"'


def test_formats_come_from_cell_row_column_and_parent(tmp_path: Path) -> None:
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="id"/>'
    rows = (
        row(cell(f'{NUMBER} table:style-name="child"'), cell(NUMBER), cell(NUMBER)),
        f'<table:table-row table:default-cell-style-name="usd">{cell(NUMBER)}</table:table-row>',
        row(cell(f'{NUMBER} table:style-name="round"')),
    )
    sheet = read_sheet(tmp_path, columns + "".join(rows), styles=STYLES)
    (shown,) = sheet.formats[1]
    number = sheet.head[0][1]

    assert (shown.text, list(shown.rows), list(sheet.formats)) == ("[$$]#,##0.00", [1, 2], [1])
    assert isinstance(number, Shown)
    assert number.text == "0007"


def test_a_currency_that_only_the_cell_names(tmp_path: Path) -> None:
    money = cell('office:value-type="currency" office:value="7" office:currency="USD"')
    (shown,) = read_sheet(tmp_path, row(money)).formats[1]

    assert (shown.text, shown.mark.currencies) == ('0" USD"', frozenset({"USD"}))


def test_what_repeats_and_what_is_hidden(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>',
        "<table:table-row-group>",
        '<table:table-row table:number-rows-repeated="2" table:visibility="filter">',
        cell(NUMBER),
        cell(f'{NUMBER} table:number-columns-repeated="3"'),
        "</table:table-row>",
        "</table:table-row-group>",
        row(cell(f'{NUMBER} table:number-columns-spanned="2"'), "<table:covered-table-cell/>", cell(NUMBER)),
        '<table:table-row table:number-rows-repeated="1048571">',
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    )
    sheet = read_sheet(tmp_path, "".join(rows))
    (block,) = sheet.read_after(0)

    assert list(block.numbers) == [3, 4, 5]
    assert [block.row(at) for at in range(3)] == [(7, 7, 7, 7), (7, 7, 7, 7), (7, "", 7, "")]
    assert (sheet.hidden_rows, sheet.levels, sheet.merges) == ((3, 4), {3: 1, 4: 1}, (Merge(5, 1, 5, 2),))


def test_tables_that_are_no_sheets_are_passed_over(tmp_path: Path) -> None:
    old = f"<table:tracked-changes><table:table-row>{cell(NUMBER)}</table:table-row></table:tracked-changes>"
    inner = f'<table:table table:name="x"><table:table-row>{cell(NUMBER)}</table:table-row></table:table>'
    sheet = read_sheet(tmp_path, row(cell("", f"<text:p>а</text:p>{inner}")), settings=old)

    assert sheet.head == (["а"],)


def test_the_day_from_which_numbers_count(tmp_path: Path) -> None:
    settings = (
        "<table:calculation-settings>"
        '<table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    )
    assert read_sheet(tmp_path, row(cell(NUMBER)), settings=settings).day_zero == date(1904, 1, 1)


@pytest.mark.parametrize(
    ("rows", "parts", "code"),
    [
        (row(cell('office:value-type="float"')), {}, "KPI403"),
        (row(cell(NUMBER)), {"manifest": "<encryption-data/>"}, "KPI402"),
        (
            f'<table:table-row table:number-rows-repeated="2000000">{cell(NUMBER)}</table:table-row>',
            {},
            "KPI403",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, rows: str, parts: dict[str, str], code: str) -> None:
    path = write_sheet(tmp_path / "a.ods", rows, **parts)

    assert codes(read_workbook((path,)).diagnostics) == [code]


def test_cells_that_repeat_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_ods, "_MOST_CELLS", 10)
    rows = f'<table:table-row table:number-rows-repeated="11">{cell(NUMBER)}</table:table-row>'

    assert codes(read_workbook((write_sheet(tmp_path / "a.ods", rows),)).diagnostics) == ["KPI403"]


EMBEDDED = (
    '<number:number number:min-integer-digits="6">'
    '<number:embedded-text number:position="3">-</number:embedded-text></number:number>'
)


@pytest.mark.parametrize(
    ("style", "parts", "code"),
    [
        ("number", '<number:number number:min-integer-digits="1" number:display-factor="1000"/>', "0,"),
        (
            "number",
            EMBEDDED,
            '000"-"000',
        ),
        ("number", '<number:number number:decimal-places="x"/><number:text> тыс.</number:text>', '0" тыс."'),
        ("percentage", "<number:number/><number:text>%</number:text>", "0%"),
        ("date", "<number:day/><number:text>.</number:text><number:month/>", 'd"."m'),
        ("time", "<number:hours/><number:text>:</number:text><number:minutes/>", 'h":"m'),
        ("text", "<number:text-content/>", ""),
    ],
)
def test_formats_are_spelt_as_in_other_workbooks(style: str, parts: str, code: str) -> None:
    element = ET.fromstring(f"<number:{style}-style {NAMES}>{parts}</number:{style}-style>")  # noqa: S314 - ours

    assert spell_format(element) == code


@pytest.mark.parametrize(
    ("minus", "condition", "colour", "code"),
    [
        ("-", "value()>=0", "", '0;"-"0'),
        ("", "value()&gt;0", "", "0;0"),
        ("", "value()>=0", 'fo:color="#ff0000"', "0;[Red]0"),
        ("-", "value()<5", "", '"-"0'),
    ],
)
def test_the_section_of_negative_numbers(minus: str, condition: str, colour: str, code: str) -> None:
    text = f"<number:text>{minus}</number:text>" if minus else ""
    properties = f'<style:text-properties xmlns:fo="{FO}" {colour}/>' if colour else ""
    styles = (
        '<number:number-style style:name="P"><number:number/></number:number-style>'
        f'<number:number-style style:name="N">{properties}{text}<number:number/>'
        f'<style:map style:condition="{condition}" style:apply-style-name="P"/></number:number-style>'
    ).replace("<5", "&lt;5")
    found = OdsStyles()
    for element in ET.fromstring(f"<styles {NAMES}>{styles}</styles>"):  # noqa: S314 - ours
        found.take(element)

    assert found.codes["N"] == code


def test_hours_that_go_on(tmp_path: Path) -> None:
    styles = (
        '<number:time-style style:name="N3" number:truncate-on-overflow="false"><number:hours/>'
        '</number:time-style><style:style style:name="long" style:data-style-name="N3"/>'
    )
    shown = cell('office:value-type="time" office:time-value="PT8H" table:style-name="long"')

    assert read_sheet(tmp_path, row(shown), styles=styles).head == ([timedelta(hours=8)],)
