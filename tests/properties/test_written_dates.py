"""Random days in every usual writing: read as that day or refused, never as another one."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kpicalc.facts.written_dates import _MONTHS, Misdate, WrittenDate, read_date
from kpicalc.model.writing import DayOrder

DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
NAMES = tuple(line.strip("~").split() for line in _MONTHS.strip().splitlines())
TIMES = ("", " 00:00", "T00:00:00Z", " 0:00:00", "T09:30:00+03:00", " 23:59", ", 11:30 PM", " 12:00 am")
NUMBERS = ("{d}{s}{m}{s}{y}", "{d:02}{s}{m:02}{s}{y}", "{m}{s}{d}{s}{y}")
YEAR_FIRST = ("{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}{m:02}{d:02}", "{y}.{m:02}.{d:02}")
NAMED = ("{d} {n} {y}", "{n} {d}, {y}", "{d:02}-{n}-{y}", "{y} {n} {d}", "{d}. {n} {y} г.", "{N} {d}th, {y}")


@given(DAYS, st.sampled_from(YEAR_FIRST), st.sampled_from(TIMES))
def test_with_the_year_first_every_day_is_read(day: date, writing: str, time: str) -> None:
    found = read_date(writing.format(y=day.year, m=day.month, d=day.day) + time)
    assert isinstance(found, WrittenDate)
    assert (found.day, found.readings) == (day, ())
    assert found.timed is (time in {"T09:30:00+03:00", " 23:59", ", 11:30 PM"})


@given(DAYS, st.sampled_from(NAMED), st.sampled_from(NAMES))
def test_with_the_month_as_a_word_every_day_is_read(day: date, writing: str, names: list[str]) -> None:
    name = names[day.month - 1]
    found = read_date(writing.format(y=day.year, d=day.day, n=name, N=name.upper()))
    assert isinstance(found, WrittenDate)
    assert (found.day, found.readings) == (day, ())


@given(DAYS, st.sampled_from(NUMBERS), st.sampled_from("/-. "), st.sampled_from((2, 4)))
def test_bare_numbers_are_that_day_or_told_to_be_doubtful(
    day: date, writing: str, sign: str, digits: int
) -> None:
    year = f"{day.year % 100:02}" if digits == 2 else f"{day.year}"
    month_first = writing.startswith("{m}")
    text = writing.format(y=year, m=day.month, d=day.day, s=sign)
    found = read_date(text)
    days = (
        {reading for _, reading in found.readings} or {found.day} if isinstance(found, WrittenDate) else set()
    )
    if not (month_first and sign == "."):
        assert day in days
    order = DayOrder.MDY if month_first else DayOrder.DMY
    declared = read_date(text, order)
    assert isinstance(declared, WrittenDate)
    assert (declared.day, declared.readings) == (day, ())


@given(st.text(alphabet="0123456789/-. TZ:март", max_size=14), st.sampled_from([None, *DayOrder]))
def test_no_text_goes_wrong(text: str, order: DayOrder | None) -> None:
    found = read_date(text, order)
    assert isinstance(found, WrittenDate | Misdate)
    assert order is None or not isinstance(found, WrittenDate) or found.readings == ()
