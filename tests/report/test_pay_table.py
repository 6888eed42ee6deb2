"""A row for each person: shares that add up, marks, a table for each currency, nothing cropped."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from kpicalc import api
from kpicalc.i18n.catalogue import Language
from kpicalc.model.fault import Fault
from kpicalc.model.money import ZERO
from kpicalc.model.outline import LineKind, PayShare
from kpicalc.report.views.pay_rows import PayMark, PayRow, list_pay, show_pay_table, sum_shares
from tests.report.golden_files import draw
from tests.report.month_sample import PEOPLE, compute_month

D = Decimal
# A row without a plan, one whose pay is nothing, one from whom all is taken.
WORSE = PEOPLE + (
    "006;Без Плана;Продавец;Юг;10;;5;нет;0\n"
    "007;Не Работал;Продавец;Юг;0;1000;0;нет;0\n"
    "008;Простоев;Продавец;Юг;10;1000;0;нет;15,50\n"
)


def rows_of(people: str = PEOPLE) -> dict[str, PayRow]:
    """Return the rows of the month by the number of the person."""
    return {each.employee: each for each in list_pay(api.employee_rows(compute_month(people)))}


def table_of(people: str, width: int | None, language: Language = Language.EN) -> str:
    """Return the table as it stands on a screen."""
    return draw(show_pay_table(compute_month(people), list(rows_of(people).values()), language), width)


def test_every_kind_of_line_is_counted_in_one_share() -> None:
    shares: Mapping[PayShare, set[LineKind]] = {
        share: {kind for kind in LineKind if kind.traits.money and kind.traits.share is share}
        for share in PayShare
    }

    assert shares[PayShare.FIXED] == {LineKind.FIXED, LineKind.SOFT}
    assert shares[PayShare.TAKEN] == {LineKind.DEDUCTION, LineKind.ADJUSTMENT, LineKind.ROUNDING}


def test_the_shares_add_up_to_the_total() -> None:
    rows = rows_of()

    assert {number: tuple(row.shares.values()) for number, row in rows.items()} == {
        "001": (D("2000.00"), D("1022.00"), D("0.00")),
        "002": (D("3500.50"), D("1200.00"), D("-700.50")),
        "003": (D("1000.00"), D("450.00"), D("-100.25")),
        "004": (D("700.00"), ZERO, ZERO),
        "0005": (D("0.00"), D("0.01"), D("0.00")),
    }
    for row in rows.values():
        assert sum(each for each in row.shares.values() if isinstance(each, Decimal)) == row.total


def test_what_is_worth_a_look_is_marked() -> None:
    marks = {number: row.marks for number, row in rows_of(WORSE).items() if row.marks}

    assert marks == {
        "002": (PayMark.LIMITED,),
        "003": (PayMark.STOPPED,),
        "006": (PayMark.UNPAID,),
        "007": (PayMark.ZERO, PayMark.NO_VARIABLE),
        "008": (PayMark.ZERO, PayMark.NO_VARIABLE),
    }


def test_the_unpaid_are_not_in_the_sums() -> None:
    rows = list(rows_of(WORSE).values())
    shares, total = sum_shares([each for each in rows if each.currency == "RUB"])

    assert isinstance(rows_of(WORSE)["006"].total, Fault)
    assert (sum(shares.values()), total) == (total, D("8371.76"))


def test_a_table_for_each_currency() -> None:
    assert table_of(PEOPLE, 120).replace("\u00a0", " ").splitlines()[2:-1] == [
        "Currency: RUB",
        "ID     Employee           Fixed  Variable  Deductions  Total, RUB  Index  Marks",
        "                                           and limits",
        "─" * 79,
        "001    Ёлкин Ян Ильич  2,000.00  1,022.00                3,022.00   100%",
        "002    =Эрн Ада        3,500.50  1,200.00     −700.50    4,000.00   120%  limit",
        "003    Жукова Инна     1,000.00    450.00     −100.25    1,349.75    90%  stop",
        "0005   Цой Ким             0.00      0.01                    0.01     0%",
        "Total  4 employees     6,500.50  2,672.01     −800.75    8,371.76",
        "",
        "Currency: USD",
        "ID     Employee     Fixed  Total, USD",
        "─────────────────────────────────────",
        "004    Smith Ann   700.00      700.00",
        "Total  1 employee  700.00      700.00",
        "",
        "stop: a stop-factor applied: 1",
        "limit: a limit changed the amount: 1",
    ]


@pytest.mark.parametrize("width", [*range(20, 130, 5), None])
@pytest.mark.parametrize("language", Language)
def test_no_total_is_cropped_or_left_out(width: int | None, language: Language) -> None:
    drawn = table_of(WORSE, width, language)

    point = "," if language is Language.RU else "."
    for total in ("3 022.00", "4 000.00", "1 349.75", "700.00", "8 371.76"):
        spelt = total.replace(".", point).replace(" ", "\u00a0" if language is Language.RU else ",")
        assert spelt in drawn
    if width is not None and width >= 40:
        assert max(map(len, drawn.splitlines())) <= width


def test_what_a_narrow_screen_leaves_out_is_named() -> None:
    drawn = table_of(PEOPLE, 60)

    assert "columns that the width has no room for: Fixed, Variable\n" in drawn
    assert "no room for" not in table_of(PEOPLE, 120)


def test_a_scheme_is_named_where_there_are_several() -> None:
    same = PEOPLE.replace("Head;Office", "Продавец;Юг").replace(";700,00;;;;", ";700,00;1000;0;нет;0")

    assert "Scheme" not in table_of(same, 120)
