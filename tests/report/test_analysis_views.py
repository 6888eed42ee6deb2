"""The analysis of a scheme as a report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.analysis import Analysis, Bound, Cliff, LineBounds
from kpicalc.model.outline import LineKind
from kpicalc.report.views.analysis import show_analysis
from kpicalc.report.writers.screen import Screen
from kpicalc.report.writers.to_terminal import print_document
from tests.report.analysis_sample import FALLING, STEPS, WITNESS, sample_analysis, sample_curve


def shown(analysis: Analysis, *, language: Language = Language.EN, witnesses: bool = False) -> str:
    stream = StringIO()
    print_document(show_analysis(analysis, language, witnesses=witnesses), stream, Screen(100))
    return stream.getvalue().replace("\u00a0", " ")


def test_bounds_say_what_keeps_them_from_being_exact() -> None:
    text = shown(sample_analysis())

    assert "Salary  100.00 RUB    no limit" in text
    assert "Maximum: no limit, it grows with these facts: Sales <b>" in text
    assert "Minimum: an enclosing bound, not tight\n" in text
    assert "Maximum: a limit was neither found nor ruled out\n" in text
    assert "Maximum: an enclosing bound, not tight; 800.00 RUB was reached" in text
    assert "Bounds are exact" not in text


def test_only_the_witnesses_of_the_total_are_shown_unasked() -> None:
    text = shown(sample_analysis())

    assert "Total: the facts behind the minimum, 100.00 RUB" in text
    assert "Total: the facts behind the maximum, 800.00 RUB" in text
    assert "Salary: " not in text
    assert "Sales <b>      500.00 RUB\nHired          2024-05-01\nunknown        blank" in text
    assert "deals: Amount  0.50 RUB" in text


def test_all_witnesses_are_shown_when_asked_for() -> None:
    text = shown(sample_analysis(), witnesses=True)

    assert "Salary: there is no limit; these facts give 1,000,000.00 RUB" in text
    assert "Gift: the facts behind the minimum, 5.00 RUB\nwhatever the facts" in text


def test_exact_bounds_are_called_so() -> None:
    bound = Bound(Decimal(5), tight=True, reached=Decimal(5), witness=WITNESS)
    analysis = replace(sample_analysis(mixes=False), lines=(), total=LineBounds("", "", None, bound, bound))

    text = shown(analysis)

    assert "Bounds are exact" in text
    assert "Mix of pay" not in text


def test_the_mix_is_told_in_whole_percents() -> None:
    text = shown(sample_analysis())

    assert "threshold    70%  100.00 RUB   50.00 RUB  150.00 RUB    67 : 33       0.5" in text
    assert "excellence        100.00 RUB  −20.00 RUB   80.00 RUB" in text


def test_a_curve_is_shown_with_its_cliffs_and_zones() -> None:
    text = shown(sample_analysis(STEPS))

    assert "      0.00 RUB (0%)  100.00 RUB  ██████████\n" in text
    assert "  800.00 RUB (80%)  100.00 RUB  150.00 RUB  +50.00 RUB" in text
    assert "1,000.00 RUB (100%)  200.00 RUB  180.00 RUB  −20.00 RUB" in text
    assert "pay falls as results rise" in text
    assert "less than a worse result is paid, by 20.00 RUB at most" in text
    assert "no extra pay" in text
    assert "onward" in text
    assert "taken from 0 on curves: Sales <b>." in text
    assert "not proved" not in text


def test_a_curve_that_should_go_down_is_read_from_its_end() -> None:
    text = shown(sample_analysis(FALLING))

    assert "and below" in shown(
        sample_analysis(sample_curve((0, 500, 300, 300), (500, None, 100, 100), lower=True))
    )
    assert "It is not proved that this curve has no other jumps." in text


def test_long_lists_are_cut_short() -> None:
    curve = replace(STEPS, points=tuple((Decimal(at), Decimal(0)) for at in range(90)))
    analysis = sample_analysis(curve)
    study = replace(analysis.curves[0], cliffs=(Cliff(Decimal(1), Decimal(1), Decimal(2)),) * 40)

    text = shown(replace(analysis, curves=(study,)))

    assert "… and 10 more" in text
    assert text.count("0.00 RUB (0") < 60


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", list(Language))
def test_no_line_is_wider_than_the_screen_and_cp1251_can_say_all(width: int, language: Language) -> None:
    stream = StringIO()
    document = show_analysis(sample_analysis(STEPS, FALLING), language, witnesses=True)

    print_document(document, stream, Screen(width, "cp1251"))

    stream.getvalue().encode("cp1251")
    assert max(map(len, stream.getvalue().splitlines())) <= width


def test_a_percent_that_is_rounded_is_marked() -> None:
    curve = replace(STEPS, points=((Decimal("799.999"), Decimal(1)),))

    assert "799.999 RUB (≈80%)" in shown(sample_analysis(curve))


def test_results_in_percent_are_not_told_twice() -> None:
    curve = sample_curve((0, None, 0, 10), whole=None)

    assert "(0%)" not in shown(sample_analysis(curve))


def test_an_example_of_a_total_without_limit_is_shown_only_when_asked_for() -> None:
    endless = Bound(None, tight=True, reached=Decimal(7), witness=WITNESS, grows_with=("sales",))
    analysis = replace(sample_analysis(), lines=(), total=LineBounds("", "", None, endless, endless))

    assert "these facts give 7.00 RUB" not in shown(analysis)
    assert "Total: there is no limit; these facts give 7.00 RUB" in shown(analysis, witnesses=True)


def test_what_is_neither_found_nor_ruled_out_is_never_called_exact_or_endless() -> None:
    unknown = Bound(None, tight=False, reached=Decimal(-7), witness=WITNESS, grows_with=("sales",))
    analysis = replace(sample_analysis(), lines=(), total=LineBounds("", "", None, unknown, unknown))

    text = shown(analysis, witnesses=True)

    assert "Total  not found  not found" in text
    assert "Minimum: a limit was neither found nor ruled out; −7.00 RUB was reached" in text
    assert "Total: the furthest amount found, −7.00 RUB" in text
    assert "no limit" not in text
    assert "are exact" not in text


def test_a_limit_that_is_missing_for_sure_needs_no_remark() -> None:
    endless = Bound(None, tight=True, reached=Decimal(7), witness=WITNESS)
    analysis = replace(sample_analysis(), lines=(), total=LineBounds("", "", None, endless, endless))

    assert "Total  no limit  no limit\n\nBounds are exact" in shown(analysis)


def test_a_right_is_no_money() -> None:
    given = Bound(Decimal(1), tight=True, reached=Decimal(1), witness=WITNESS)
    right = LineBounds("right", "Right", LineKind.ENTITLEMENT, replace(given, value=Decimal(0)), given)

    assert "Right           0           1\n" in shown(replace(sample_analysis(), lines=(right,)))
