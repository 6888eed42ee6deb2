"""A report as a document of Word: headings, clauses, tables; the same report gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from kpicalc.i18n.catalogue import Language
from kpicalc.report.document import (
    Block,
    Cell,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    TableBlock,
    TableRow,
    Tone,
    Tree,
    flatten,
)
from kpicalc.report.picture import Picture
from kpicalc.report.writers.screen import escape_unsafe

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_LANGUAGES = {Language.RU: "ru-RU", Language.EN: "en-US"}
_FONT = "Times New Roman"
_SIZE, _SMALL, _MARGIN, _LEFT = 12, 10, 20, 30


def can_write_docx() -> bool:
    """Say whether the library is there."""
    return find_spec("docx") is not None


def write_docx(title: str, parts: Iterable[Part], language: Language) -> Iterator[bytes]:
    """Yield the file; a picture is told by its title and description."""
    import docx  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - an extra

    book = docx.Document()
    _set_page(book, language)
    book.core_properties.title = escape_unsafe(title)
    book.core_properties.author = ""
    book.core_properties.comments = ""
    book.core_properties.created = book.core_properties.modified = _MADE.replace(tzinfo=None)
    for part in flatten(parts):
        if isinstance(part, Picture):
            book.add_paragraph(escape_unsafe(f"{part.title}. {part.description}"))
        else:
            for block in part.blocks:
                _add_block(book, block)
    stream = BytesIO()
    book.save(stream)
    yield _without_clock(stream.getvalue())


def _set_page(book: Any, language: Language) -> None:
    from docx.oxml.ns import qn  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - an extra
    from docx.shared import Mm, Pt, RGBColor  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(_LEFT), Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        style = book.styles[name]
        style.font.name, style.font.size = _FONT, Pt(_SIZE)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), _FONT)
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(kind), None)
    book.styles["Heading 1"].font.size = Pt(_SIZE + 2)
    normal = book.styles["Normal"]
    normal.paragraph_format.space_after = Pt(6)
    properties = normal.element.get_or_add_rPr()
    mark = properties.makeelement(qn("w:lang"), {qn("w:val"): _LANGUAGES.get(language, str(language))})
    properties.append(mark)


def _add_block(book: Any, block: Block) -> None:
    match block:
        case Heading(text=text, level=level):
            heading = book.add_heading(escape_unsafe(text), level)
            heading.alignment = 1 if level == 1 else 0
            heading.paragraph_format.keep_with_next = True
        case Paragraph(text=text, tone=tone):
            _add_paragraph(book, text, tone)
        case TableBlock():
            _add_table(book, block)
        case KeyValues(pairs=pairs):
            for name, value in pairs:
                _add_paragraph(book, f"{name}: {value}", Tone.PLAIN)
        case Tree():
            _add_tree(book, block, 0)
        case _:
            _add_paragraph(book, block.text, Tone.PLAIN)


def _add_paragraph(book: Any, text: str, tone: Tone) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - an extra

    added = book.add_paragraph()
    run = added.add_run(escape_unsafe(text))
    run.bold = tone not in {Tone.PLAIN, Tone.MUTED}
    if tone is Tone.MUTED:
        added.paragraph_format.left_indent = Mm(10)


def _add_tree(book: Any, tree: Tree, depth: int) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - an extra

    for text in (tree.text, *tree.details):
        book.add_paragraph(escape_unsafe(text)).paragraph_format.left_indent = Mm(8 * depth)
    for branch in tree.branches:
        _add_tree(book, branch, depth + 1)


def _add_table(book: Any, table: TableBlock) -> None:
    """Add a table whose head is repeated on each page; rows are not torn apart."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - an extra

    if book.paragraphs and book.paragraphs[-1].text:
        # What announces a table stays with it.
        book.paragraphs[-1].paragraph_format.keep_with_next = True
    made = book.add_table(rows=0, cols=len(table.headings))
    made.style = "Table Grid"
    head = TableRow(table.headings, strong=True)
    rows = [head, *table.rows] if any(cell.text for cell in table.headings) else list(table.rows)
    for row in rows:
        added = made.add_row()
        properties = added._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no other way
        properties.append(properties.makeelement(qn("w:cantSplit"), {}))
        if row is head:
            properties.append(properties.makeelement(qn("w:tblHeader"), {}))
        for place, cell in zip(added.cells, row.cells, strict=True):
            _fill_cell(place, cell, row)
            place.paragraphs[0].paragraph_format.keep_with_next = row is head
    book.add_paragraph()


def _fill_cell(place: Any, cell: Cell, row: TableRow) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - an extra

    paragraph = place.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.alignment = 2 if cell.right else 0
    details = row.details if cell is row.cells[0] else ()
    for number, text in enumerate((cell.text, *details)):
        run = paragraph.add_run(escape_unsafe(text) if not number else f"\n{escape_unsafe(text)}")
        run.bold = row.strong
        run.font.size = Pt(_SMALL)


def _without_clock(data: bytes) -> bytes:
    """Return the archive with the same moment at each of its parts."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return stream.getvalue()
