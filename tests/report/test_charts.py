"""Charts as SVG, PNG and in a page: readable by a browser, the same bytes every time, nothing let through."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.analysis import Curve
from kpicalc.model.kind import Kind
from kpicalc.report.document import (
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
    Tree,
    Verbatim,
)
from kpicalc.report.picture import Area, Dot, Ink, Picture, PictureText, Stroke
from kpicalc.report.views.payout_picture import draw_payout
from kpicalc.report.views.wording import figures_of
from kpicalc.report.writers.to_html import write_html
from kpicalc.report.writers.to_png import can_write_png, write_png
from kpicalc.report.writers.to_svg import write_svg
from tests.report.analysis_sample import FALLING, STEPS, sample_analysis, sample_curve

SPACE = "{http://www.w3.org/2000/svg}"


def picture(curve: Curve, language: Language = Language.EN) -> Picture:
    analysis = sample_analysis(curve)
    return draw_payout(analysis.curves[0], figures_of(analysis, language))


def texts(drawn: Picture) -> list[str]:
    return [shape.text.replace("\u00a0", " ") for shape in drawn.shapes if isinstance(shape, PictureText)]


def test_the_axes_have_round_ticks_and_the_words_of_the_language() -> None:
    assert texts(picture(STEPS, Language.RU)) == [
        *("0", "50", "100", "150", "200", "250"),
        *("0 %", "25 %", "50 %", "75 %", "100 %", "125 %", "150 %", "175 %", "200 %"),
        *("Sales <b>, % плана", "план"),
        "Кривая оплаты: Sales <b>",
        "Итого, RUB",
        "оплата не растёт",
        "результат лучше, оплата ниже",
        "скачок",
    ]


def test_a_stroke_goes_on_until_the_next_cliff() -> None:
    strokes = [each for each in picture(STEPS).shapes if isinstance(each, Stroke) and each.ink is Ink.CURVE]

    assert [len(stroke.points) for stroke in strokes] == [2, 2, 4]


def test_a_zone_is_as_wide_as_it_reaches() -> None:
    areas = [
        each for each in picture(STEPS).shapes if isinstance(each, Area) and each.y and each.height > 200
    ]

    assert [(each.x, each.width, each.ink) for each in areas] == [
        (1150, 2480, Ink.FLAT),
        (4869, 2481, Ink.FLAT),
        (4250, 206, Ink.FALLING),
    ]


def test_where_less_is_better_a_cliff_stands_on_its_better_side() -> None:
    drawn = picture(FALLING)

    strokes = [each for each in drawn.shapes if isinstance(each, Stroke) and each.ink is Ink.CURVE]
    jumps = [each for each in drawn.shapes if isinstance(each, Stroke) and each.dashed]
    assert (len(strokes), len(jumps)) == (2, 1)
    assert drawn.title == "Payout curve: Sales <b>"
    assert drawn.description.endswith("cliffs: 1.")


def test_a_single_point_is_a_dot_and_shares_are_percents() -> None:
    curve = sample_curve((0, 1, 100, 100), (1, 2, 500, 500), (2, None, 100, 100), whole=None, kind=Kind.RATIO)
    drawn = picture(curve)

    assert [each for each in drawn.shapes if isinstance(each, Dot) and each.ink is Ink.CURVE] == []
    assert "100,000%" in texts(drawn)


def test_a_curve_without_cliffs_has_no_sign_for_them() -> None:
    assert "cliff" not in texts(picture(sample_curve((0, None, 0, 100))))


def test_small_steps_of_a_high_pay_are_seen_on_an_axis_that_says_it_is_cut() -> None:
    high = sample_curve((0, 100, 140_000, 140_000), (100, None, 140_400, 140_400))

    drawn = texts(picture(high, Language.RU))

    assert drawn[:3] == ["139 900", "140 000", "140 100"]
    assert "Итого, RUB; шкала не от 0" in drawn


def test_a_long_name_is_cut() -> None:
    analysis = sample_analysis(STEPS)
    study = analysis.curves[0]
    long = type(study.curve)(
        **{name: getattr(study.curve, name) for name in study.curve.__slots__} | {"label": "x" * 99}
    )

    drawn = draw_payout(type(study)(long, study.cliffs, study.zones), figures_of(analysis, Language.EN))

    assert any(text.endswith("…") for text in texts(drawn))


def test_svg_is_well_formed_and_escapes_what_people_wrote() -> None:
    written = b"".join(write_svg([picture(STEPS), picture(FALLING)]))

    root = ET.fromstring(written)  # noqa: S314 - our own text
    assert [each.text for each in root.iter(f"{SPACE}title")] == ["Payout curve: Sales <b>"] * 2
    assert root.get("viewBox") == "0 0 7600 6940"
    assert written == b"".join(write_svg([picture(STEPS), picture(FALLING)]))


def test_png_has_the_size_of_all_pictures_and_the_same_bytes_each_time() -> None:
    written = b"".join(write_png([picture(STEPS), picture(FALLING)]))

    assert can_write_png()
    assert written.startswith(b"\x89PNG")
    assert (int.from_bytes(written[16:20]), int.from_bytes(written[20:24])) == (1520, 1388)
    # 192 dots an inch, told in dots a metre.
    assert int.from_bytes(written[written.index(b"pHYs") + 4 :][:4]) == 7559
    assert written == b"".join(write_png([picture(STEPS), picture(FALLING)]))


@pytest.mark.parametrize("text", ["$x$", "\x1b[31m"])
def test_what_looks_like_a_formula_is_drawn_as_it_stands(text: str) -> None:
    drawn = Picture(100, 100, "", "", (PictureText(0, 50, text, 110, bold=True), Dot(5, 5, Ink.JUMP)))

    assert b"".join(write_png([drawn])).startswith(b"\x89PNG")


def test_a_page_stands_alone() -> None:
    tree = Tree("a<b", ("detail",), (Tree("branch"),))
    blocks = (
        Heading("Title", 2),
        Paragraph("<script>", Tone.WARNING),
        Verbatim("x  y"),
        TableBlock(
            (Cell("Line"), Cell("Pay", Kind.MONEY)),
            (TableRow((Cell("a"), Cell("1", Kind.MONEY)), ("note",), strong=True),),
        ),
        KeyValues((("name", "value"),)),
        tree,
    )

    page = b"".join(write_html("Analysis & more", [Document(blocks), picture(STEPS)], Language.EN)).decode()

    for part in (
        "<title>Analysis &amp; more</title>",
        "<h2>Title</h2>",
        '<p class="warning">&lt;script&gt;</p>',
        "<pre>x  y</pre>",
        '<th class="figure">Pay</th>',
        '<tr class="strong"><td>a</td><td class="figure">1</td></tr>',
        '<tr class="detail"><td colspan="2"><span>note</span></td></tr>',
        "<tr><td>name</td><td>value</td></tr>",
        "<ul><li>a&lt;b<br>detail<ul><li>branch</li></ul></li></ul>",
        "<svg ",
        "@media print",
    ):
        assert part in page
    for forbidden in ("<script", "http://", "https://", "url(", "onload"):
        assert forbidden not in page
