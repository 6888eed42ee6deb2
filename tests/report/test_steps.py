"""The steps from the salary to the total, and how totals are spread, as pictures."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.i18n.catalogue import Language
from kpicalc.model.grounds import NextStep
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run
from kpicalc.model.source import CellRef
from kpicalc.report.picture import Area, Ink, Picture, PictureText
from kpicalc.report.views.amount_pictures import count_steps, draw_spread, draw_waterfall, make_steps
from kpicalc.report.views.steps import say_step
from kpicalc.report.views.wording import Figures, word_program
from tests.report.breakdown_sample import BREAKDOWN, UNPAID
from tests.report.program_sample import PROGRAM, D
from tests.report.run_sample import ONE_SCHEME, SELLERS, money

WORDING = word_program(PROGRAM, Language.EN)


def test_a_fact_of_another_row_is_told_with_its_cell() -> None:
    cell = CellRef("folder/march.xlsx", "Deals", 6, 3)
    step = NextStep("сумма", Kind.MONEY, cell, D(5), D(6), D(1), D(2), jump=False)

    told = [say_step(each, Kind.MONEY, WORDING) for each in (step, replace(step, of_row=True))]
    assert [each.partition(":")[0] for each in told] == ["Сумма", "Сумма (Deals!C6)"]


def test_a_stop_factor_is_a_step_of_its_own() -> None:
    steps = [(each.title, each.change, each.start) for each in make_steps(BREAKDOWN, WORDING)]

    assert steps == [
        ("Оклад", D("50000.00"), D(0)),
        ("Премия за результат", D("37856.00"), D("50000.00")),
        ("stop-factor: взыскание", D("-18928.00"), D("87856.00")),
        ("Вознаграждение", D("1000.05"), D("68928.00")),
        ("Limit of the total", D("-500.00"), D("69928.05")),
        ("Total", D("69428.05"), D(0)),
    ]


def test_what_is_taken_has_another_ink_and_the_total_is_whole() -> None:
    long = replace(BREAKDOWN.lines[0], label="Оклад, " * 12 + "Ы" * 60)
    breakdown = replace(BREAKDOWN, lines=(long, *BREAKDOWN.lines[1:]))
    picture, steps = draw_waterfall(breakdown, WORDING), make_steps(breakdown, WORDING)
    assert picture is not None
    bars = [shape for shape in picture.shapes if isinstance(shape, Area) and shape.ink is not Ink.GRID]

    assert [bar.ink for bar in bars] == [Ink.CURVE, Ink.CURVE, Ink.JUMP, Ink.CURVE, Ink.JUMP, Ink.AXIS]
    assert (bars[0].x, bars[1].x, bars[-1].x) == (0, bars[0].width, 0)
    assert all(bar.x >= 0 and bar.x + bar.width <= picture.width + 10 for bar in bars)
    texts = [shape for shape in picture.shapes if isinstance(shape, PictureText) and shape.anchor == "start"]
    said = ("".join(text.text for text in texts), "".join(each.title for each in steps))
    assert said[0].replace(" ", "") == said[1].replace(" ", "")
    assert "stop-factor: взыскание: −18,928.00" in picture.description.replace("\u00a0", " ")


def test_the_smallest_of_forty_lines_are_one_step_and_titles_have_one_line() -> None:
    line = BREAKDOWN.lines[0]
    lines = [replace(line, label=f"{'Надбавка ' * 9}№ {at}", value=D(at)) for at in range(1, 41)]
    picture = draw_waterfall(replace(BREAKDOWN, lines=tuple(lines), total=D(820)), WORDING)

    assert picture is not None
    texts = [shape for shape in picture.shapes if isinstance(shape, PictureText)]
    titles, amounts = ([each.text for each in texts if each.anchor == end] for end in ("start", "end"))
    assert (len(titles), titles[0].endswith("№ 1"), titles[1].endswith("№ 29")) == (15, True, True)
    assert titles[-2] == "27 smaller ones together"
    assert amounts[-2].replace("\u00a0", " ") == "+405.00 RUB"


def test_figures_of_an_axis_are_as_short_as_they_must_be() -> None:
    figures = Figures(Language.RU, "RUB")
    millions = [D(0), D(1_000_000), D(1_500_000)]

    assert figures.ticks(millions, 9) == ["0", "1\u00a0000\u00a0000", "1\u00a0500\u00a0000"]
    assert figures.ticks(millions, 8) == ["0", "1\u00a0млн", "1,5\u00a0млн"]
    assert figures.ticks([D(5 * 10**12)], 10) == ["5\u00a0000\u00a0млрд"]


def test_a_total_below_zero_begins_left_of_nothing() -> None:
    taken = replace(BREAKDOWN.lines[3], value=D("-60000.00"))
    picture = draw_waterfall(
        replace(BREAKDOWN, lines=(BREAKDOWN.lines[0], taken), total=D("-10000.00")), WORDING
    )
    assert picture is not None
    bars = [shape for shape in picture.shapes if isinstance(shape, Area) and shape.ink is not Ink.GRID]

    assert [bar.x for bar in bars] == [566, 0, 0]


def test_what_is_not_computed_has_no_picture() -> None:
    assert draw_waterfall(UNPAID, WORDING) is None
    assert draw_waterfall(replace(BREAKDOWN, lines=(), total=D(0)), WORDING) is None


def spread(*amounts: str) -> list[Picture]:
    column = money(*amounts)
    values = replace(SELLERS.values, columns={(EMPLOYEES, "total"): column})
    frame = replace(SELLERS.facts.frames[EMPLOYEES], size=len(column))
    facts = replace(SELLERS.facts, frames={EMPLOYEES: frame})
    run: Run = replace(ONE_SCHEME, settlements=(replace(SELLERS, values=values, facts=facts),))
    return list(draw_spread(run, Language.EN))


def test_totals_are_counted_in_steps() -> None:
    (picture,) = spread("0.00", "10.00", "10.00", "110.00", "120.00", "?")

    assert "people in each step: 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2" in picture.description
    assert count_steps([D(1), D(2), D(3)], 2) == [1, 2]


def test_few_or_equal_totals_have_no_picture() -> None:
    assert (spread("1.00", "2.00"), spread(*["5.00"] * 6)) == ([], [])
