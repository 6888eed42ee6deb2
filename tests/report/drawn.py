"""What was drawn, as lines of text that can be kept: shapes of pictures, pages of a PDF, a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import docx
from openpyxl import load_workbook
from pypdf import PdfReader

from kpicalc.report.picture import Area, Dot, Picture, PictureText, Shape, Stroke

# How far the operators go that paint: rectangles, lines, curves, colours and widths.
_PAINTED = frozenset({b"re", b"m", b"l", b"c", b"rg", b"RG", b"g", b"G", b"w", b"d"})


def tell_pictures(pictures: Iterable[Picture]) -> Iterator[str]:
    """Yield a line for each shape."""
    for picture in pictures:
        yield f"picture {picture.width} {picture.height} {picture.title} | {picture.description}"
        yield from map(_tell_shape, picture.shapes)


def _tell_shape(shape: Shape) -> str:
    match shape:
        case Area(x, y, width, height, ink):
            return f"  area {x} {y} {width} {height} {ink.name}"
        case Stroke(points, ink, width, dashed):
            way = " ".join(f"{x},{y}" for x, y in points)
            return f"  stroke {way} {ink.name} {width}{' dashed' * dashed}"
        case Dot(x, y, ink, hollow):
            return f"  dot {x} {y} {ink.name}{' hollow' * hollow}"
        case PictureText(x, y, text, size, ink, anchor, bold):
            return f"  text {x} {y} {size} {ink.name} {anchor}{' bold' * bold} {text!r}"


def tell_pages(written: bytes) -> Iterator[str]:
    """Yield what stands and what is painted on each page, and where, in points from its lower left corner."""
    for number, page in enumerate(PdfReader(BytesIO(written)).pages, 1):
        found: list[str] = []

        def paint(operator: bytes, operands: Any, *_: Any, found: list[str] = found) -> None:
            if operator in _PAINTED:
                told = " ".join(_round(each) for each in operands)
                found.append(f"  {operator.decode()} {told}")

        def write(text: str, _: Any, at: list[float], *rest: Any, found: list[str] = found) -> None:
            if text.strip():
                found.append(f"  text {at[4]:.0f} {at[5]:.0f} {rest[-1]:.1f} {text.strip()!r}")

        page.extract_text(visitor_operand_before=paint, visitor_text=write)
        yield f"page {number}"
        yield from dict.fromkeys(found)


def _round(operand: Any) -> str:
    return f"{float(operand):.1f}" if isinstance(operand, int | float) else str(operand)


def tell_book(written: bytes, without: str = "") -> Iterator[str]:
    """Yield the sheets of a workbook: set-up, rows with heights, cells with looks, charts and checks."""
    looks: dict[str, int] = {}
    for page in load_workbook(BytesIO(written)):
        if page.title != without:
            yield f"sheet {page.title} {page.dimensions} frozen {page.freeze_panes} {page.sheet_state}"
            yield from _tell_setup(page)
            yield from _tell_rows(page, looks)
    yield from (f"look {number} {look}" for look, number in looks.items())


def _tell_setup(page: Any) -> Iterator[str]:
    setup, fit = page.page_setup, page.sheet_properties.pageSetUpPr
    breaks = [each.id for each in page.row_breaks.brk]
    fitted = (bool(fit and fit.fitToPage), setup.fitToWidth, setup.fitToHeight)
    print_out = (setup.orientation, setup.paperSize, setup.scale, fitted, page.print_title_rows, breaks)
    yield f"  print {print_out} {page.oddFooter.center.text!r} {page.oddFooter.right.text!r}"
    columns = page.column_dimensions.items()
    yield "  widths " + " ".join(f"{name}={each.width:.1f}{'!' * each.hidden}" for name, each in columns)
    yield f"  merged {page.merged_cells.ranges} filter {page.auto_filter.ref}"
    for each in page.data_validations.dataValidation:
        said = (each.promptTitle, each.prompt, each.errorTitle, each.error, each.errorStyle)
        yield f"  check {each.sqref} {each.type} {each.operator} {each.formula1} {each.formula2} {said}"
    for rules in page.conditional_formatting:
        yield f"  rule {rules.sqref} " + " ".join(f"{each.type} {each.formula}" for each in rules.rules)
    for chart in page._charts:  # noqa: SLF001 - openpyxl has no other name for them
        yield from _tell_chart(chart)


def _tell_rows(page: Any, looks: dict[str, int]) -> Iterator[str]:
    """Yield the rows; a height in whole points of the screen, as any version of the writer leaves it."""
    for row in page.iter_rows():
        height = page.row_dimensions[row[0].row].height
        cells = [
            f"{cell.coordinate}:{looks.setdefault(_look_of(cell), len(looks))}={_value_of(cell)!r}"
            for cell in row
            if cell.has_style or cell.value is not None
        ]
        if cells or height:
            yield f"  {int(height * 4 / 3) if height else '-'} {' '.join(cells)}"


def _value_of(cell: Any) -> object:
    """Return the value; versions of the writer differ in 5.0 for 5 and in the seventeenth digit."""
    return float(f"{cell.value:.15g}") if isinstance(cell.value, int | float) else cell.value


def _look_of(cell: Any) -> str:
    font, fill, place, edge = cell.font, cell.fill, cell.alignment, cell.border
    inks = [getattr(each, "rgb", None) for each in (font.color, fill.fgColor)]
    edges = "".join(str(getattr(edge, side).style)[0] for side in ("left", "right", "top", "bottom"))
    marks = {"bold": font.b, "wrapped": place.wrap_text, "open": not cell.protection.locked}
    said = " ".join(each for each, there in marks.items() if there)
    placed = f"{place.horizontal} {place.vertical} {place.indent}"
    return f"{cell.number_format} {font.sz} {inks} {edges} {placed} {said}"


def _tell_chart(chart: Any) -> Iterator[str]:
    start, end = chart.anchor._from, chart.anchor.to  # noqa: SLF001 - as above
    title = "".join(run.t for part in chart.title.tx.rich.p for run in part.r or ())
    place = (start.row, start.col, end.row, end.col)
    yield f"  chart {type(chart).__name__} {title!r} {place} gap {chart.gapWidth}"
    for each in chart.series:
        yield f"    {each.cat.strRef.f if each.cat.strRef else each.cat.numRef.f} {each.val.numRef.f}"
    for axis in (chart.x_axis, chart.y_axis):
        yield f"    {axis.scaling.orientation} {axis.delete} {axis.numFmt and axis.numFmt.formatCode}"


def tell_word(written: bytes) -> Iterator[str]:
    """Yield the paragraphs and tables of a document of Word, with what makes them look as they do."""
    book = docx.Document(BytesIO(written))
    for part in book.iter_inner_content():
        rows = [(part,)] if not hasattr(part, "rows") else [row.cells for row in part.rows]
        for cells in rows:
            inner = [each for cell in cells for each in getattr(cell, "paragraphs", [cell])]
            yield " | ".join(map(_tell_paragraph, inner))
    for each in book.sections:
        yield f"{each.page_width} {each.left_margin} {each.top_margin} {each.footer.paragraphs[0].text!r}"


def _tell_paragraph(paragraph: Any) -> str:
    form, bold = paragraph.paragraph_format, [run.bold for run in paragraph.runs]
    placed = (paragraph.alignment, form.left_indent, form.keep_with_next, bold)
    return f"{paragraph.style.name} {placed} {paragraph.text!r}"
