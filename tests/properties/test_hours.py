"""Every minute of a day at many rates: pay is what fractions say, halves of a cent included."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kpicalc.api import Request, compute
from kpicalc.facts.hours import read_clock
from kpicalc.facts.refusals import CellRefusal
from kpicalc.model.money import COUNTING
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.writing import HoursForm

MARCH = Period(2026, 3, PeriodLength.MONTH)
SCHEME = """\
kpicalc: 1
scheme: hours
currency: USD
facts: {employees: {hours: hours, rate: money}}
pay: {pay: {kind: fixed, base: hours, rate: rate}}
"""


def test_pay_of_every_minute_is_exact(tmp_path: Path) -> None:
    chance = Random(7)  # noqa: S311 - rates to try, the same in every run
    rows = [(minutes, chance.choice((3000, 5, 1, chance.randrange(1, 9999)))) for minutes in range(1440)]
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    lines = [f"{at},{m // 60}:{m % 60:02},{c // 100}.{c % 100:02}" for at, (m, c) in enumerate(rows, start=1)]
    (tmp_path / "march.csv").write_text("\n".join(["Employee ID,Hours,Rate", *lines]), encoding="utf-8")
    done = compute(Request((tmp_path / "march.csv",), (tmp_path / "scheme.yaml",), MARCH))
    assert done.value is not None
    (settlement,) = done.value.settlements
    paid = list(settlement.values.columns["employees", "pay"])
    expected = [
        Decimal(floor(Fraction(minutes * cents, 60) + Fraction(1, 2))) / 100 for minutes, cents in rows
    ]
    assert paid == expected


@given(
    st.integers(-(10**6), 10**6),
    st.sampled_from(("{h}:{m:02}", "{h}:{m:02}:00", "{h} ч {m} мин", "{h}h{m}m")),
)
def test_a_duration_is_read_to_the_last_digit_that_counts(minutes: int, writing: str) -> None:
    text = writing.format(h=abs(minutes) // 60, m=abs(minutes) % 60)
    found = read_clock(f"-{text}" if minutes < 0 else text, None)
    assert isinstance(found, Decimal)
    assert COUNTING.multiply(found, Decimal(60)) == minutes


@given(st.text(alphabet="0123456789:.,- чhмm", max_size=10), st.sampled_from([None, *HoursForm]))
def test_no_text_goes_wrong(text: str, form: HoursForm | None) -> None:
    assert isinstance(read_clock(text, form), Decimal | CellRefusal | None)
