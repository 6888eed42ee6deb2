"""Reports and pictures made by chance, the same each time, and what each writer makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from random import Random
from typing import Any

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.comparison import (
    ChangeKind,
    ChangeStep,
    ComparedScheme,
    PersonDifference,
    SchemePair,
    ToldChange,
)
from kpicalc.model.kind import Kind
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Gauge,
    Hanging,
    Heading,
    KeyValues,
    Mark,
    Paragraph,
    Quoted,
    Shown,
    TableBlock,
    TableRow,
    Tone,
    Tree,
    Verbatim,
)
from kpicalc.report.picture import Picture
from kpicalc.report.views.amount_pictures import Bar, draw_bars
from kpicalc.report.views.comparison_pictures import draw_pair
from kpicalc.report.views.payout_picture import ALONE, ON_PAGE, ON_SHEET, draw_payout
from kpicalc.report.views.wording import figures_of
from kpicalc.report.writers.pdf_canvas import Canvas
from kpicalc.report.writers.tables_to_book import write_tables
from kpicalc.report.writers.to_docx import write_docx
from kpicalc.report.writers.to_html import write_html
from kpicalc.report.writers.to_markdown import write_markdown
from kpicalc.report.writers.to_pdf import write_pdf
from kpicalc.report.writers.to_svg import write_svg
from tests.report.analysis_sample import sample_analysis, sample_curve
from tests.report.drawn import tell_book, tell_pictures, tell_word
from tests.report.golden_files import draw

# Letters of several widths, signs that pages must escape, and words that no column holds.
_WORDS = ("и", "слово", "a < b", "длинное-слово", "100,00 ₽", "тридцать", "x" * 37, "", "日本", "по")
_DRAWN = (
    "set_draw_color",
    "set_line_width",
    "add_page",
    "text",
    "rect",
    "line",
    "polyline",
    "set_font",
    "set_text_color",
    "set_fill_color",
)
# Documents of Word and workbooks take longest: they are made of one paper in so many.
_FEW = 9


def make_paper(chance: Random) -> list[Shown]:
    """Make a report of a few parts, some of them pictures, with an annex now and then."""
    parts: list[Shown] = []
    for _ in range(chance.choice([1, 1, 1, 2, 3, 5])):
        if chance.random() < 0.3:
            parts += [make_picture(chance) for _ in range(chance.randint(1, 3))]
        blocks = tuple(_make_block(chance) for _ in range(chance.randint(1, 5)))
        parts.append(Document((Heading(_say(chance, 4), chance.randint(1, 3)), *blocks)))
    if chance.random() < 0.7:
        parts.append(Document((Heading("annex", 2), _make_table(chance), _make_table(chance)), annex=True))
    return parts


def _say(chance: Random, most: int) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(1, most)))


def _make_block(chance: Random) -> Block:
    marks = (Mark(2, 5, "^", _say(chance, 3)), Mark(8, 9, "-", "x"))[: chance.randint(1, 2)]
    makers: list[Callable[[], Block]] = [
        lambda: Paragraph(_say(chance, 60), chance.choice(list(Tone))),
        lambda: Verbatim(_say(chance, 30), chance.choice(list(Tone))),
        lambda: Hanging(_say(chance, 30), chance.randint(0, 12), chance.choice(list(Tone))),
        lambda: Quoted(str(chance.randint(1, 999)), _say(chance, 25) + " " * 9, marks),
        lambda: Heading(_say(chance, 9), chance.randint(1, 4)),
        lambda: KeyValues(tuple((_say(chance, 4), _say(chance, 30)) for _ in range(chance.randint(1, 9)))),
        lambda: _make_tree(chance, 3),
        lambda: _make_table(chance),
        lambda: _make_table(chance),
    ]
    return chance.choice(makers)()


def _make_tree(chance: Random, deep: int) -> Tree:
    branches = tuple(_make_tree(chance, deep - 1) for _ in range(chance.randint(0, deep)))
    return Tree(_say(chance, 9), tuple(_say(chance, 20) for _ in range(chance.randint(0, 2))), branches)


def _make_table(chance: Random) -> TableBlock:
    kinds = [chance.choice([Kind.TEXT, Kind.MONEY, Kind.RATIO]) for _ in range(chance.randint(1, 9))]
    headings = tuple(
        Cell(_say(chance, 3), kind, spare=chance.randint(0, 2) * (at > 0)) for at, kind in enumerate(kinds)
    )
    rows = tuple(_make_row(chance, kinds) for _ in range(chance.randint(1, 25)))
    return TableBlock(headings, rows, "left out:")


def _make_row(chance: Random, kinds: list[Kind]) -> TableRow:
    gauge = Gauge(chance.randint(0, 1000), chance.choice([0, 667])) if chance.random() < 0.1 else None
    cells = [
        Cell(_say(chance, 2), kind) if kind is Kind.TEXT else _make_figure(chance, kind) for kind in kinds
    ]
    details = tuple(_say(chance, 40) for _ in range(chance.choice([0, 0, 0, 1, 4])))
    return TableRow((*cells[:-1], replace(cells[-1], gauge=gauge)), details, strong=chance.random() < 0.1)


def _make_figure(chance: Random, kind: Kind) -> Cell:
    figure = Decimal(chance.randint(-(10**6), 10 ** chance.randint(1, 9))) / 100
    return Cell(f"{figure:,}", kind, raw=figure)


def make_picture(chance: Random) -> Picture:
    """Make a picture of bars, of a curve of pay, or of two schemes beside each other."""
    return chance.choice([_make_bars, _make_curve, _make_pair])(chance)


def _make_bars(chance: Random) -> Picture:
    bars = []
    for _ in range(chance.choice([1, 4, 15, 40])):
        start, end = (Decimal(chance.randint(-50, 900)) for _ in range(2))
        bars.append(Bar(_say(chance, 6), start, end, str(end - start), bold=chance.random() < 0.2))
    told = (chance.random() < 0.5, chance.random() < 0.5)
    return draw_bars(_say(chance, 9), "told", tuple(bars), titled=told[0], from_zero=told[1])


def _make_curve(chance: Random) -> Picture:
    ends = sorted(chance.sample(range(1, 1999), chance.randint(1, 6)))
    pays = [chance.randint(0, 3000) * chance.choice([1, 1, 0]) for _ in range(2 * len(ends) + 2)]
    pieces = zip([0, *ends], [*ends, None], pays[::2], pays[1::2], strict=True)
    kind = chance.choice([Kind.MONEY, Kind.RATIO, Kind.COUNT])
    curve = sample_curve(
        *pieces, whole=chance.choice([None, 1000, 2500]), lower=chance.random() < 0.2, kind=kind
    )
    analysis = sample_analysis(curve)
    people = [
        (Decimal(chance.randint(0, 2500)), Decimal(chance.randint(0, 3000)))
        for _ in range(chance.randint(0, 9))
    ]
    named = [
        (Decimal(chance.randint(0, 2000)), Decimal(chance.choice(pays)), _say(chance, 4)) for _ in range(2)
    ]
    layout = chance.choice([ALONE, ON_PAGE, ON_SHEET])
    study = replace(analysis.curves[0], people=tuple(sorted(people)) if layout is ALONE else ())
    points = named[: chance.randint(0, 2)] if layout is ON_SHEET else ()
    return draw_payout(study, figures_of(analysis, chance.choice([Language.EN, Language.RU])), layout, points)


def _make_pair(chance: Random) -> Picture:
    old, new = (ComparedScheme("s", title, "USD") for title in ("Old", "New"))
    pays = [[Decimal(chance.randint(0, 4) * chance.randint(0, 900)) for _ in range(9)] for _ in range(2)]
    paired = list(zip(*pays, strict=True))[: chance.randint(1, 9)]
    people = tuple(
        PersonDifference(str(at), _say(chance, 2), was, will, (), ()) for at, (was, will) in enumerate(paired)
    )
    steps = tuple(
        ChangeStep(
            (ToldChange(ChangeKind.CHANGED, "pay", _say(chance, 2), ()),), Decimal(chance.randint(-99, 99))
        )
        for _ in range(chance.randint(0, 5))
    )
    return chance.choice(list(draw_pair(SchemePair(old, new, steps, people), Language.EN)))


def tell_paper(number: int) -> dict[str, str]:
    """Return what the writers make of a paper, by writer, and pictures made by the same chance."""
    chance = Random(number)  # noqa: S311 - no secret
    parts = make_paper(chance)
    documents = [each for each in parts if isinstance(each, Document)]
    told = {
        "pictures": tell_pictures(make_picture(chance) for _ in range(6)),
        "paint": _tell_paint(parts),
        "ends": chain.from_iterable(map(_tell_paint, _make_page_ends(chance, 40 + number))),
        "screens": (draw(each, width) for each in documents for width in (30, 90)),
        "page": map(bytes.decode, write_html("", parts, Language.RU)),
        "svg": _tell_below_each_other(chance),
        "marked": map(bytes.decode, write_markdown("", parts, Language.RU)),
    }
    if not number % _FEW:
        told["word"] = tell_word(b"".join(write_docx("", documents, Language.RU)))
        told["tables"] = tell_book(b"".join(write_tables("", parts, Language.RU, "RUB")))
    return {name: "\n".join(lines) for name, lines in told.items()}


def _tell_below_each_other(chance: Random) -> Iterator[str]:
    yield from map(bytes.decode, write_svg([make_picture(chance) for _ in range(3)]))


def _make_page_ends(chance: Random, filled: int) -> Iterator[Sequence[Shown]]:
    """Yield papers on which something begins where so many lines of a page are filled, of some 60."""
    filler = Document((Heading("A page"), *([Verbatim("a line")] * filled)))
    table = _make_table(chance)
    told: list[Block] = [table, KeyValues((("a", "b"), ("c", "d"))), _make_tree(chance, 2)]
    yield from ((filler, Document((Heading("a", 2), Heading("b", 3), each))) for each in told)
    picture = make_picture(chance)
    yield from ((filler, picture), (filler, picture, picture), (filler, Document((table,), annex=True)))


def _tell_paint(parts: Sequence[Shown]) -> Iterator[str]:
    """Yield each call of the paper of a PDF that draws, with what it is given."""
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in _DRAWN:
            patch.setattr(Canvas, name, _tell_calls(name, getattr(Canvas, name), told))
        patch.setattr(Canvas, "write_out", lambda *_: b"")
        list(write_pdf("A report", parts, Language.RU))
    yield from told


def _tell_calls(name: str, draw: Callable[..., Any], told: list[str]) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        told.append(f"{name} {given[1:]} {named}")
        return draw(*given, **named)

    return call
