"""Steps that add up, ladders that go on, slopes, slices and average rates give what fractions give.

`KPICALC_TRIES=300 pytest tests/properties/test_table_ladders.py` tries so many of them.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.model.fault import Fault, Value
from tests.engine.builders import settle_rows, value_of
from tests.tries import tries

EXAMPLES = tries(60)
PLACES = Fraction(1, 10**60)

SCHEME = """
facts: {{employees: {{x: number}}}}
tables:
  T: {table}
values:
  asked: x / 7
{values}
pay: {{оклад: {{kind: fixed, amount: 1}}}}
"""

small = st.integers(1, 9)


def asked(table: str, x: int, **formulas: str) -> dict[str, Fraction | str]:
    """Return what formulas give for x / 7, faults as their codes."""
    values = "".join(f'  {name}: {{formula: "{text}", type: number}}\n' for name, text in formulas.items())
    settlement = settle_rows(SCHEME.format(table=table, values=values), employees=[{"key": "1", "x": str(x)}])
    return {name: _near(value_of(settlement, name)) for name in formulas}


def _near(value: Value) -> Fraction | str:
    if isinstance(value, Fault):
        return value.causes[0].code
    assert isinstance(value, Decimal)
    return near(Fraction(value))


def near(value: Fraction) -> Fraction:
    """Return a value to sixty places: a seventh has no end in decimals."""
    return round(value / PLACES) * PLACES


@settings(max_examples=EXAMPLES)
@given(
    st.sampled_from(["from", "above"]),
    st.tuples(small, small, small, small, small),
    st.sampled_from([("", ""), ("to", "last"), ("below", "zero"), ("to", "zero"), ("below", "last")]),
    st.integers(0, 300),
)
def test_a_ladder_goes_on_as_told(
    lower: str, figures: tuple[int, ...], end: tuple[str, str], point: int
) -> None:
    first, added, start, every, steps = figures
    key, beyond = end
    top = start + Fraction(every * steps, 2)
    closed = f", {key}: {start} + {every} * {steps} / 2" if key else ""
    outside = f", beyond: {beyond}" if beyond else ""
    bands = f"{{from: 0, {'below' if lower == 'from' else 'to'}: {start}, value: {first}}}, "
    bands += f"{{{lower}: {start}, adds: {added}, every: {every}/2{closed}}}"
    found = asked(f"{{mode: lookup{outside}, bands: [{bands}]}}", point, t="T(asked)")

    x = Fraction(point, 7)
    reached = min(x, top) if key else x
    # Steps that are begun: at the end itself only where both ends belong to the band.
    run = (reached - start) / Fraction(every, 2)
    inside = x >= start if lower == "from" else x > start
    begun = int(run // 1) + 1 if lower == "from" else int(-((-run) // 1))
    if key == "below" and reached == top:
        begun = int(-((-run) // 1))
    gone = bool(key) and (x > top or (x == top and key == "below"))
    expected = Fraction(first + (added * begun if inside else 0))
    assert found == {"t": near(Fraction(0) if gone and beyond == "zero" else expected)}


@settings(max_examples=EXAMPLES)
@given(st.tuples(small, small, small, small, small), st.integers(-200, 300))
def test_slopes_join_to_a_line(figures: tuple[int, ...], point: int) -> None:
    value, slope, run, second, last = figures
    bands = (
        f"{{from: 0, value: {value}, slope: {slope} / 3}}, {{from: {run}, slope: -{second}}}, "
        f"{{from: {run * 2}, slope: {last - 4}}}"
    )
    found = asked(f"{{mode: interpolate, below: first, bands: [{bands}]}}", point, t="T(asked)")

    x = max(Fraction(point, 7), Fraction(0))
    starts = (Fraction(0), Fraction(run), Fraction(run * 2))
    slopes = (Fraction(slope, 3), Fraction(-second), Fraction(last - 4))
    lines = zip(slopes, starts, (*starts[1:], x), strict=True)
    rises = (rate * max(min(x, end) - start, Fraction(0)) for rate, start, end in lines)
    assert found == {"t": near(value + sum(rises, Fraction(0)))}


@settings(max_examples=EXAMPLES)
@given(
    st.tuples(small, small, small),
    st.sampled_from(["error", "zero", "first"]),
    st.sampled_from(["", "error", "zero", "last"]),
    st.tuples(
        st.sampled_from(["from: 0", "from: 5", "above: 5", "below: 40"]),
        st.sampled_from(["", ", snap: {step: 3, mode: down}"]),
    ),
    st.integers(-100, 700),
)
def test_the_slices_of_a_table_are_the_table(
    rates: tuple[int, int, int], below: str, beyond: str, rest: tuple[str, str], point: int
) -> None:
    begin, snap = rest
    end = f"to: 70, rate: {rates[2]}%" if beyond else f"rate: {rates[2]}%"
    outside = f", beyond: {beyond}" if beyond else ""
    table = (
        f"{{mode: marginal, below: {below}{outside}{snap}, bands: [{{{begin}, rate: {rates[0]}%}}, "
        f"{{from: 40, rate: {rates[1]}%}}, {{from: 60, {end}}}]}}"
    )
    found = asked(
        table,
        point,
        whole="T(asked)",
        parts="pay_in_band(T, asked, 1) + pay_in_band(T, asked, 2) + pay_in_band(T, asked, 3)",
        twice="pay_in_band(T, asked, 2, 2) - 2 * pay_in_band(T, asked, 2)",
        average="average_rate(T, asked) * asked",
    )

    assert found["parts"] == found["whole"]
    assert found["twice"] == 0
    if point:
        assert found["average"] == found["whole"]


def test_the_average_rate_of_nothing_is_the_first_rate() -> None:
    table = "{mode: marginal, bands: [{to: 0, rate: 1%}, {above: 0, rate: 5%}, {from: 9, rate: 7%}]}"

    assert asked(table, 0, t="average_rate(T, asked)") == {"t": Fraction(1, 20)}


def test_steps_that_add_up_are_sums() -> None:
    table = "{mode: MODE, bands: [{from: 0, adds: 1}, {from: 2, adds: 2}, {from: 4, adds: 4}]}"

    modes = {mode: asked(table.replace("MODE", mode), 35, t="T(asked)")["t"] for mode in ("lookup", "slab")}
    assert modes == {"lookup": Fraction(7), "slab": Fraction(35)}
    assert asked(table.replace("MODE", "marginal"), 35, t="T(asked)") == {"t": Fraction(2 * 1 + 2 * 3 + 7)}
