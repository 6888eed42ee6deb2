"""Hand-offs as files: text in columns, a plain sheet, or an XML document."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from html import escape
from io import BytesIO, StringIO

from kpicalc.model.hand_off import FormulaSigns
from kpicalc.report.hand_offs.make_hand_off import FilledElement, HandOff
from kpicalc.report.hand_offs.spelling import FORMULA_SIGNS, Cell, spell
from kpicalc.report.writers.cell_text import write_text

_LINE_END = "\r\n"
# A workbook says when it was made; the moment is fixed, so that its bytes do not depend on it.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDEST = 60


def write_hand_off(hand_off: HandOff, suffix: str) -> bytes:
    """Return the bytes of the file."""
    if hand_off.root is not None:
        encoding = hand_off.profile.xml_encoding
        head = f'<?xml version="1.0" encoding="{_xml_name(encoding)}"?>\n'
        return (head + "".join(_write_part(hand_off.root, ""))).encode(encoding)
    if suffix == ".xlsx":
        return _write_sheet(hand_off)
    form = hand_off.profile.text
    headings = [hand_off.headings] if form.headings else []
    lines: list[Sequence[Cell]] = [*headings, *hand_off.first, *hand_off.rows, *hand_off.last]
    written = "".join(_write_line(line, hand_off) + _LINE_END for line in lines)
    return (("\ufeff" if form.mark else "") + written).encode(form.encoding)


def _write_line(line: Sequence[Cell], hand_off: HandOff) -> str:
    form = hand_off.profile.text
    cells = [_write_cell(cell, hand_off) for cell in line]
    if not form.quotes:
        return form.delimiter.join(cells)
    written = StringIO()
    csv.writer(written, delimiter=form.delimiter, lineterminator="").writerow(cells)
    return written.getvalue()


def _write_cell(cell: Cell, hand_off: HandOff) -> str:
    """Keep a spreadsheet from taking a text for a formula; figures are ours."""
    text = spell(cell, hand_off.profile)
    guarded = isinstance(cell, str) and hand_off.profile.text.formulas is FormulaSigns.QUOTE
    return f"'{text}" if guarded and text.startswith(FORMULA_SIGNS) else text


def _write_sheet(hand_off: HandOff) -> bytes:
    """Return a workbook of one sheet: headings in row 1, texts as texts, amounts as numbers."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy: only for a workbook

    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "dd.mm.yyyy"})
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet()
    looks = {Decimal: book.add_format({"num_format": "0.00"}), str: book.add_format({"num_format": "@"})}
    day, bold = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"bold": True})
    for column, heading in enumerate(hand_off.headings):
        write_text(sheet, (0, column), heading, bold)
        widths = (len(str(row[column])) for row in hand_off.rows)
        sheet.set_column(column, column, min(max(len(heading), *widths) + 2, _WIDEST))
    for number, row in enumerate(hand_off.rows, 1):
        for column, cell in enumerate(row):
            match cell:
                case date():
                    sheet.write_datetime(number, column, cell, day)
                case str():
                    write_text(sheet, (number, column), cell, looks[str])
                case _:
                    sheet.write_number(number, column, cell, looks[Decimal])
    sheet.freeze_panes(1, 0)
    book.close()
    return made.getvalue()


def _xml_name(encoding: str) -> str:
    """Return an encoding by the name that is registered for documents."""
    return (
        f"windows-{encoding[2:]}" if encoding.startswith("cp125") else encoding.replace("iso8859", "iso-8859")
    )


def _write_part(part: FilledElement, margin: str) -> Iterator[str]:
    attributes = "".join(f' {name}="{escape(text)}"' for name, text in part.attributes)
    yield f"{margin}<{part.name}{attributes}>"
    if part.parts:
        yield "\n"
        for each in part.parts:
            yield from _write_part(each, margin + "  ")
        yield margin
    yield f"{escape(part.text, quote=False)}</{part.name}>\n"
