"""Pictures, pages and workbooks kept as a whole: what is drawn, where, how large and in which look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from matplotlib.image import imread

from kpicalc.i18n.catalogue import Language
from kpicalc.model.comparison import (
    ChangeKind,
    ChangeStep,
    ComparedScheme,
    PersonDifference,
    SchemePair,
    ToldChange,
    ToldWord,
)
from kpicalc.model.kind import Kind
from kpicalc.report.document import (
    Cell,
    Document,
    Gauge,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
    Tree,
)
from kpicalc.report.picture import Area, Ink, Picture, PictureText
from kpicalc.report.views.amount_pictures import Bar, draw_bars, draw_waterfall
from kpicalc.report.views.blank_column import Form
from kpicalc.report.views.comparison_pictures import draw_pair
from kpicalc.report.views.payout_picture import ALONE, ON_PAGE, ON_SHEET, draw_payout
from kpicalc.report.views.wording import figures_of, name_word, word_program
from kpicalc.report.writers.paper_room import estimate_room
from kpicalc.report.writers.tables_to_book import write_tables
from kpicalc.report.writers.to_docx import write_docx
from kpicalc.report.writers.to_form import write_form
from kpicalc.report.writers.to_html import write_html, write_part
from kpicalc.report.writers.to_markdown import write_markdown
from kpicalc.report.writers.to_pdf import write_pdf
from kpicalc.report.writers.to_png import write_png
from tests.facts.blank_sample import MARCH, lay_out, program_of
from tests.report.analysis_sample import FALLING, STEPS, sample_analysis, sample_curve
from tests.report.breakdown_sample import BREAKDOWN
from tests.report.drawn import tell_book, tell_pages, tell_pictures, tell_word
from tests.report.golden_files import draw, golden
from tests.report.program_sample import PROGRAM, D
from tests.report.test_book import written
from tests.report.test_steps import spread

RU, EN = Language.RU, Language.EN
STAIRS = sample_curve(*((at, at + 250, at, at) for at in range(0, 1750, 250)), (1750, None, 1750, 1750))
CUT = sample_curve((0, 100, 140_000, 140_000), (100, 1990, 140_400, 140_400), (1990, None, 1, 1), whole=None)
FLAT = sample_curve((0, 1000, 140_000, 140_000), (1000, None, 140_400, 140_400), whole=2100, kind=Kind.RATIO)


def payouts() -> Iterator[Picture]:
    """Yield curves on each of the layouts, with people and named points."""
    people = tuple((D(at), D(pay)) for at, pay in ((0, 100), (0, 101), (900, 180), (2000, 240), (2001, 240)))
    named = [(D(100), D(100), "now"), (D(1900), D(240), "a step that is far")]
    near = [(D(1000), D(180), "now, with a long name"), (D(1200), D(240), "then, with a long name")]
    for curve, layout, language, points in (
        (STEPS, ALONE, RU, ()),
        (STEPS, ON_SHEET, EN, named),
        (STEPS, ON_SHEET, RU, near),
        (FALLING, ON_PAGE, EN, ()),
        (STAIRS, ON_SHEET, EN, ()),
        (CUT, ON_SHEET, RU, ()),
        (FLAT, ON_SHEET, RU, ()),
    ):
        analysis = sample_analysis(curve)
        study = replace(analysis.curves[0], people=people if layout is ALONE else ())
        yield draw_payout(study, figures_of(analysis, language), layout, points)


def amounts() -> Iterator[Picture]:
    """Yield bars, steps to a total, how totals are spread, and two schemes beside each other."""
    bars = (
        Bar("Строка с названием, которое занимает две строки и ещё одну", D(-5), D(10), "15"),
        Bar("", D(10), D(10), "0"),
    )
    yield draw_bars("Название рисунка, которое не помещается на одной строке", "описание", bars, titled=True)
    yield draw_bars(
        "t", "d", (Bar("a", D(5), D(10), "5" * 45, bold=True), Bar("b", D(10), D(7), "-3")), from_zero=False
    )
    steps = draw_waterfall(BREAKDOWN, word_program(PROGRAM, EN))
    assert steps is not None
    yield steps
    yield from spread("0.00", "10.00", "10.00", "110.00", "120.00", "?")
    old, new = (ComparedScheme("s", title, "USD") for title in ("Old", "New"))
    changes = (
        ChangeStep((ToldChange(ChangeKind.CHANGED, "pay", at, ()),), D(amount))
        for at, amount in (("a", 30), ("b", -10), ("c", 0))
    )
    people = (
        PersonDifference("1", "Ann", D(100), D(130), (), ()),
        PersonDifference("2", "Bob", D(50), D(40), (), ()),
    )
    yield from draw_pair(SchemePair(old, new, tuple(changes), people), RU)


def paper(times: int = 1) -> Iterator[Document | Picture]:
    """Yield a sheet with every block, pictures beside each other, and an annex of so many times four rows."""
    gauge = Cell("1 000,00 ₽", Kind.MONEY, gauge=Gauge(500, 667))
    rows = [
        TableRow((Cell(f"слово {at} " * at), Cell("мало"), gauge), ("подробно",) * (at % 2), strong=at == 3)
        for at in range(1, 5)
    ]
    table = TableBlock((Cell("Имя"), Cell("Заметка"), Cell("Сумма", Kind.MONEY)), tuple(rows))
    paragraphs = (Paragraph("текст", tone) for tone in Tone)
    tree = Tree("корень", ("заметка",), (Tree("ветвь", (), (Tree("лист"),)),))
    yield Document(
        (KeyValues((("имя", "Пётр"), ("долгое имя", "слово " * 40))), Heading("Лист"), *paragraphs)
    )
    yield Document((Heading("Часть", 2), table, Heading("Дерево", 3), tree))
    slim = draw_bars("t", "d", (Bar("a", D(5), D(10), "5", bold=True), Bar("b", D(0), D(7), "-3")))
    yield from (slim, slim, slim)
    yield Document((Heading("Приложение", 2), replace(table, rows=tuple(rows) * times)), annex=True)


FORM = program_of(
    "  employees: {план: money, доля: {type: ratio, min: 0%}, да: flag, день: date, "
    "вид: {type: text, one_of: [А, Б]}}\n  deals: {сумма: {type: money, above: 0}}"
)


def month() -> Iterator[str]:
    """Yield the statement without the record of how it was computed, which names the version."""
    return tell_book(written(), "Паспорт расчёта")


def form() -> Iterator[str]:
    """Yield the workbook to fill in, with the sizes of its notes."""
    written = write_form(lay_out(FORM), Form(RU, MARCH), 20)
    yield from tell_book(written)
    with ZipFile(BytesIO(written)) as book:
        for name in sorted(each for each in book.namelist() if "vmlDrawing" in each):
            yield from re.findall("margin-top:[^;]+;|width:[^;]+;height:[^;]+;", book.read(name).decode())


def pages() -> Iterator[str]:
    """Yield a report on paper."""
    return tell_pages(b"".join(write_pdf("Pay", tuple(paper(8)), RU)))


def tables() -> Iterator[str]:
    """Yield the tables of a report as a workbook, one of them with a chart and longer texts."""
    cells = [(Cell(f"{at} " * at), Cell(str(at), Kind.MONEY, raw=D(at))) for at in (1, 9, 30)]
    rows = (*map(TableRow, cells), TableRow((Cell("все"), Cell("40", Kind.MONEY, raw=D(40))), strong=True))
    drawn = Document((Heading("Рисунок"), TableBlock((Cell("a"), Cell("b", Kind.MONEY)), rows, drawn=1)))
    return tell_book(b"".join(write_tables("Pay", (*paper(), drawn), RU, "RUB")))


def word() -> Iterator[str]:
    """Yield a report as a document of Word, with a table that has no headings."""
    rows = (TableRow((Cell("a"),)),)
    return tell_word(b"".join(write_docx("Pay", (*paper(), Document((TableBlock((Cell(""),), rows),))), RU)))


def marked() -> Iterator[str]:
    """Yield a report as a page of a browser, without its style, and in Markdown."""
    page = b"".join(write_html("Pay", tuple(paper()), RU)).decode()
    yield from re.sub(r"(?s)<style>.*?</style>", "", page).replace("><", ">\n<").splitlines()
    yield from b"".join(write_markdown("Pay", tuple(paper()), RU)).decode().splitlines()


def screens() -> Iterator[str]:
    """Yield a report on screens of several widths."""
    for width in (24, 48, 90, None):
        for each in paper():
            if isinstance(each, Document):
                yield from draw(each, width).splitlines()


def pictures() -> Iterator[str]:
    """Yield all pictures."""
    return tell_pictures((*payouts(), *amounts()))


@pytest.mark.parametrize("show", [pictures, pages, month, form, tables, word, marked, screens])
def test_what_is_drawn_is_what_was_kept(show: Callable[[], Iterator[str]]) -> None:
    assert list(show()) == golden(f"drawn_{show.__name__}").splitlines()


def test_how_much_of_a_page_parts_take() -> None:
    """A sheet of three pictures, two of them beside each other, and a heading with what stands below it."""
    table = TableBlock((Cell("a"),), (TableRow((Cell("b"),), ("c" * 58, "d" * 58)), TableRow((Cell("e"),))))
    told = Document((Heading("Лист"), Paragraph("a" * 116), table, KeyValues((("a", "b"), ("c", "d")))))
    high = [Picture(100, height, "", "", ()) for height in (1000, 3000, 2000)]

    assert estimate_room((told, *high)) == (30 + 32 + 76 + 38) + (225 + 150)


def test_a_picture_in_points_of_the_screen() -> None:
    """Two pictures below each other, each point of the screen two wide, and letters that may be bold."""
    words = [PictureText(0, 450, "word", 300, bold=bold) for bold in (False, True)]
    upper = Picture(1000, 1000, "", "", (Area(0, 0, 500, 500, Ink.JUMP),))
    lower = [Picture(1000, 500, "", "", (Area(500, 0, 500, 250, Ink.CURVE), word)) for word in words]
    read = [imread(BytesIO(b"".join(write_png((upper, each))))) for each in lower]

    places = ((50, 50), (150, 50), (50, 150), (150, 220), (50, 220), (150, 270))
    colours = [[round(float(part) * 255) for part in read[0][y, x, :3]] for x, y in places]
    inks = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in colours]
    assert inks == [Ink.JUMP, Ink.PAPER, Ink.PAPER, Ink.CURVE, Ink.PAPER, Ink.PAPER]
    dark, darker = (int((each[220:300, :100, :3].sum(axis=2) < 1).sum()) for each in read)
    assert 0 < dark < darker


@pytest.mark.parametrize(
    ("path", "aspect", "named"),
    [
        (("max",), "cap", "cap (max)"),
        (("total", "max"), "cap", "cap (total, max)"),
        (("cap",), "cap", "cap"),
        (("x",), "no", "x"),
        ((), "cap", ""),
    ],
)
def test_what_changed_is_named_with_its_keys(path: tuple[str, ...], aspect: str, named: str) -> None:
    assert name_word(ToldWord(path, aspect, "", ""), EN) == named


@pytest.mark.parametrize(
    ("whole", "kind", "told"),
    [
        (1, Kind.RATIO, "100%"),
        (1, Kind.COUNT, "1 (100%)"),
        (2, Kind.RATIO, "100% (50%)"),
        (None, Kind.COUNT, "1"),
    ],
)
def test_a_place_on_a_curve_has_its_percent_of_the_plan(whole: int | None, kind: Kind, told: str) -> None:
    curve = sample_curve((0, None, 0, 0), whole=whole, kind=kind)
    figures = figures_of(sample_analysis(curve), EN)

    assert figures.place(curve, D(1)).replace("\N{NO-BREAK SPACE}", " ") == told


@pytest.mark.parametrize(("text", "kept"), [("x!" + "y" * 22, True), ("x!" + "y" * 23, False), ("x", False)])
def test_an_address_of_up_to_24_letters_stays_on_one_line(text: str, *, kept: bool) -> None:
    table = TableBlock((Cell("a"),), (TableRow((Cell(text),)),))

    assert ('<td class="word">' in write_part(Document((table,)))) is kept
