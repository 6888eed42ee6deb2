"""Functions that the compiler writes out: their signatures name every argument."""

from __future__ import annotations

from kpicalc.formula.functions.tables import HISTORY_FUNCTIONS, TABLE_FUNCTIONS


def test_signatures_of_what_the_compiler_says_name_every_argument() -> None:
    assert [each.signature(each.name) for each in (*TABLE_FUNCTIONS, *HISTORY_FUNCTIONS)] == [
        "to_date(T, before, now, [base])",
        "in_band(T, x, number)",
        "pay_in_band(T, x, number, [base])",
        "average_rate(T, x)",
        "previous(x, [n])",
        "year_to_date(x)",
        "streak(condition)",
        "last(x, n, [least])",
    ]
