"""Pages on paper: all that is written can be read again, over as many pages as it needs."""

from __future__ import annotations

import gc
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from pypdf import PdfReader

import kpicalc
from kpicalc.i18n.catalogue import Language
from kpicalc.model.kind import Kind
from kpicalc.report.document import (
    Cell,
    Document,
    Gauge,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    TableBlock,
    TableRow,
    Tone,
    Tree,
    Verbatim,
)
from kpicalc.report.picture import Area, Dot, Ink, Picture, PictureText, Shape, Stroke
from kpicalc.report.views.amount_pictures import Bar, draw_bars
from kpicalc.report.writers.pdf_canvas import Canvas
from kpicalc.report.writers.to_pdf import write_pdf
from tests.report.program_sample import D

ROOM = Path(kpicalc.__file__).parent
FONTS, CATALOGUES = ROOM / "report/writers/fonts", sorted((ROOM / "i18n").rglob("*.toml"))


def write(*parts: Part) -> bytes:
    return b"".join(write_pdf("Pay", parts, Language.RU))


def pages(*parts: Part) -> list[str]:
    return [each.extract_text() for each in PdfReader(BytesIO(write(*parts))).pages]


def outline(font: TTFont, code: int) -> object:
    """Return how a letter is drawn, and how far it goes."""
    letters = font.getGlyphSet()
    pen = DecomposingRecordingPen(letters)
    letters[font.getBestCmap()[code]].draw(pen)
    return pen.value, letters[font.getBestCmap()[code]].width


def table(rows: int, *texts: str) -> TableBlock:
    cells = (*map(Cell, texts), Cell("1 000,00 ₽", Kind.MONEY, gauge=Gauge(500, 667)))
    headings = (*(Cell(f"H{at}") for at, _ in enumerate(texts)), Cell("Сумма", Kind.MONEY))
    return TableBlock(headings, tuple(TableRow(cells, ("подробно",)) for _ in range(rows)))


def test_every_block_can_be_read_again() -> None:
    blocks = (
        Heading("Лист"),
        Heading("Часть", 2),
        Paragraph("тихо", Tone.MUTED),
        Paragraph("громко", Tone.STRONG),
        Verbatim("дословно"),
        KeyValues((("имя", "Пётр"),)),
        table(1, "строка"),
        Tree("корень", ("заметка",), (Tree("ветвь"),)),
    )
    (text,) = pages(Document(blocks))

    words = "Лист Часть тихо громко дословно имя Пётр Сумма строка подробно корень заметка ветвь Pay"
    assert [word for word in words.split() if word not in text] == []


def test_a_picture_is_drawn_with_its_letters() -> None:
    anchors = ("start", "middle", "end")
    shapes: tuple[Shape, ...] = (
        Area(0, 0, 100, 50, Ink.CURVE),
        Stroke(((0, 0), (100, 100)), Ink.AXIS, 10),
        Dot(50, 50, Ink.JUMP),
        *(
            PictureText(1000, 300, f"текст {anchor}", 120, anchor=anchor)
            for anchor in ("start", "middle", "end")
        ),
    )
    (text,) = pages(Picture(3400, 1000, "", "", shapes))

    assert [anchor for anchor in anchors if f"текст {anchor}" not in text] == []


def test_a_picture_higher_than_a_page_is_parted_between_its_bars() -> None:
    bars = [Bar(f"Строка {at} — с названием на две строки", D(at), D(at + 1), f"{at} ₽") for at in range(60)]
    read = pages(Document((Heading("Из чего"),)), draw_bars("Из чего", "", bars))

    assert len(read) > 1
    assert (read[0].count("Из чего"), "Строка 0" in read[0]) == (1, True)
    found = [[at for at in range(60) if f"Строка {at} " in text and f"{at} ₽" in text] for text in read]
    assert [at for page in found for at in page] == list(range(60))
    assert [text.count("на две строки") for text in read] == [len(page) for page in found]


def test_a_wide_table_takes_smaller_letters_and_then_tells_what_it_leaves_out() -> None:
    def amounts(columns: int) -> str:
        headings = tuple(Cell(f"H{at}", Kind.MONEY, spare=at) for at in range(columns))
        cells = tuple(Cell("1 234 567,00", Kind.MONEY) for _ in headings)
        return "".join(pages(Document((TableBlock(headings, (TableRow(cells),), "нет места:"),))))

    assert ["нет места:" in amounts(7), amounts(9).count("567,00")] == [False, 8]
    assert "нет места: H8" in amounts(9)


def test_a_long_table_has_its_headings_on_every_page() -> None:
    read = pages(Document((table(100, "строка"),)))

    assert len(read) > 2
    assert [text.count("H0") for text in read] == [1] * len(read)
    assert sum(text.count("строка") for text in read) == 100


def test_a_sheet_begins_a_page() -> None:
    assert len(pages(*(Document((Heading("Лист"), Paragraph("а"))) for _ in range(3)))) == 3


def test_what_stands_above_the_title_stays_with_it() -> None:
    approval = Document((KeyValues((("УТВЕРЖДАЮ", "____"),)), Heading("Положение"), Paragraph("а")))
    first, second = pages(approval, Document((Heading("Лист"),)))

    assert ("УТВЕРЖДАЮ" in first, "Положение" in first, "Лист" in second) == (True, True, True)


@pytest.mark.parametrize("texts", [("Я" * 300,), ("слово " * 80,) * 6, ("а", "b" * 200, "в")])
def test_words_give_way_and_nothing_is_lost(texts: tuple[str, ...]) -> None:
    read = "".join(pages(Document((table(2, *texts),)))).replace("\n", "").replace(" ", "")

    for text in texts:
        assert read.count(text.strip()[0]) >= 2 * text.count(text.strip()[0])
    assert read.count("1000,00₽") == 2


def test_a_letter_that_the_font_lacks_is_shown_by_its_number() -> None:
    (text,) = pages(Document((Paragraph("имя 中 и\u0306 \u05d0"),)))

    assert "имя \\u4e2d й \\u05d0" in text


@pytest.mark.parametrize("style", ["DejaVuSans", "DejaVuSans-Bold"])
def test_the_letters_of_our_languages_are_those_of_the_whole_font(style: str) -> None:
    usual, whole = (TTFont(FONTS / f"{style}{kind}.ttf") for kind in ("-usual", ""))
    ours = set("".join(each.read_text("utf-8") for each in CATALOGUES)) - {"\n"}
    names = usual.getBestCmap()

    assert ours - set(map(chr, names)) <= set("\u251c\u2500\u2502\u2514"), "lines of trees are for screens"
    assert [chr(code) for code in names if outline(usual, code) != outline(whole, code)] == []


def test_the_other_letters_are_written_too() -> None:
    text = "Ωмега Ďábel ѣ"
    (page,) = PdfReader(BytesIO(write(Document((Heading("Лист"), Paragraph(text)))))).pages

    assert text in page.extract_text()


def test_letters_have_outlines() -> None:
    """Without them the text is there for who copies it, and nothing is seen."""
    page: Any = PdfReader(BytesIO(write(Document((Heading("a"), Paragraph("b")))))).pages[0]
    found = []
    for font in page["/Resources"]["/Font"].values():
        (descendant,) = font.get_object()["/DescendantFonts"]
        file = descendant.get_object()["/FontDescriptor"]["/FontFile2"].get_data()
        outlines = TTFont(BytesIO(file))
        found.append([outlines["glyf"][each].numberOfContours for each in outlines.getGlyphOrder()][-1])

    assert found == [1, 2]


def test_a_document_is_let_go_of_though_a_run_collects_nothing() -> None:
    gc.disable()
    try:
        write(Document((Heading("Лист"), table(1, "строка"))))
        assert [each for each in gc.get_objects() if type(each) is Canvas] == []
    finally:
        gc.enable()


def test_the_same_report_gives_the_same_bytes() -> None:
    parts = (Document((Heading("Лист"), table(3, "а"))),)

    assert write(*parts) == write(*parts)


@pytest.mark.parametrize(("rows", "expected"), [(20, 1), (28, 1), (40, 2), (70, 3)])
def test_a_little_of_a_second_page_goes_onto_the_first(rows: int, expected: int) -> None:
    found = pages(Document((Heading("Лист"), table(rows, "строка"))))

    assert (len(found), "".join(found).count("подробно")) == (expected, rows)
    assert found[-1].split()[-2:] == ["Pay", str(expected)]


@pytest.mark.parametrize(
    ("rows", "own", "expected"),
    # All on a page; the annex from the second on; the front in smaller letters, then in the smallest.
    [(10, 10, (1, 10)), (20, 20, (2, 20)), (28, 20, (2, 28)), (32, 20, (2, 32)), (60, 10, (3, 24))],
)
def test_what_stands_before_an_annex_goes_on_one_page(rows: int, own: int, expected: tuple[int, int]) -> None:
    front = Document((Heading("Лист"), table(rows, "строка")))
    annex = Document((Heading("Приложение", 2), table(own, "дело")), annex=True)
    found = pages(front, annex)

    assert (len(found), found[0].count("строка")) == expected
    assert ("".join(found).count("строка"), "".join(found).count("дело")) == (rows, own)


def test_slim_pictures_stand_side_by_side_where_there_is_room() -> None:
    def heights(width: int) -> list[int]:
        slim = Picture(width, 3000, "", "", (Area(0, 0, width, 3000, Ink.CURVE),))
        content = PdfReader(BytesIO(write(slim, slim))).pages[0].get_contents()
        assert content is not None
        return [
            int(float(each.split()[1])) for each in content.get_data().decode().split("\n") if " re" in each
        ]

    assert len(set(heights(3200))) == 1
    assert len(set(heights(3600))) == 2
