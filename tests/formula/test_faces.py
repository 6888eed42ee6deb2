"""The faces of a function beside its meaning: what its arguments can be, where it branches, its steps."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.formula.function import AggregateFunction
from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, WINDOWS, branching_of, stepping_of
from kpicalc.formula.functions.rounding import without_rounding
from kpicalc.model.domain import (
    ANY_NUMBER,
    EITHER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    Rows,
    exactly,
    holds,
    join,
)
from kpicalc.model.expr import Call, Expr, Number, Text, Unary
from kpicalc.model.money import CONTEXT, RoundingMode
from kpicalc.model.source import Span

HERE = Span("s.yaml", 1, 1, 1, 2)
ZERO, ONE, TWO, THREE, FIVE = map(Decimal, (0, 1, 2, 3, 5))
NUMBERS = st.decimals(-1000, 1000, places=2)


def number(value: Decimal | int) -> Number:
    return Number(Decimal(value), percent=False, span=HERE)


def call(function: str, *arguments: Expr) -> Call:
    return Call(function, arguments, HERE)


def between(low: Decimal, high: Decimal) -> Interval:
    return Interval(low, high)


@given(st.sampled_from(["min", "max", "clamp", "abs", "round", "floor", "ceil"]), st.data())
def test_what_gives_a_result_lies_in_the_inverse(function: str, data: st.DataObject) -> None:
    record = FUNCTIONS[function]
    shapes = {"clamp": 3, "abs": 1}
    values = [data.draw(NUMBERS) for _ in range(shapes.get(function, 2))]
    if record.stepping is not None:
        values[1] = data.draw(st.sampled_from([ONE, FIVE, Decimal("0.01")]))
    if function == "clamp":
        values[1:] = sorted(values[1:])
    domains: list[Domain] = [join(exactly(each), exactly(data.draw(NUMBERS))) for each in values]
    if record.stepping is not None:
        domains[1] = exactly(values[1])
    result = record.meaning(*values)
    wanted = join(exactly(result), exactly(data.draw(NUMBERS)))
    assert isinstance(wanted, Interval)

    asked = record.inverse(wanted, domains)

    assert len(asked) == len(values)
    for value, domain in zip(values, asked, strict=True):
        assert domain is None or holds(domain, value)


@pytest.mark.parametrize(
    ("function", "wanted", "arguments", "asked"),
    [
        ("min", between(TWO, THREE), [ANY_NUMBER, exactly(FIVE)], [between(TWO, THREE), Interval(TWO)]),
        ("max", between(TWO, THREE), [ANY_NUMBER, ANY_NUMBER], [Interval(None, THREE)] * 2),
        ("abs", between(ONE, TWO), [Interval(ZERO)], [between(ONE, TWO)]),
        ("abs", between(ONE, TWO), [Interval(None, ZERO)], [between(-TWO, -ONE)]),
        ("round", between(ONE, TWO), [ANY_NUMBER, Interval(ONE)], [ANY_NUMBER, None]),
        ("if_missing", between(ONE, TWO), [ANY_NUMBER, ANY_NUMBER], [None, None]),
    ],
)
def test_inverse(
    function: str, wanted: Interval, arguments: list[Domain], asked: list[Domain | None]
) -> None:
    assert list(FUNCTIONS[function].inverse(wanted, arguments)) == asked


def test_the_only_row_has_what_is_found_over_the_rows() -> None:
    wanted = between(ONE, TWO)

    assert {name: tuple(each.inverse(wanted, [ANY_NUMBER])) for name, each in AGGREGATES.items()} == {
        **dict.fromkeys(("sum", "avg", "min", "max"), (wanted,)),
        **dict.fromkeys(("count", "count_distinct"), (None,)),
    }
    assert {name: each.inverse(wanted, [ANY_NUMBER] * 3)[0] for name, each in WINDOWS.items()} == {
        **dict.fromkeys(("before", "rank", "best"), None),
        **dict.fromkeys(("split", "portion"), ANY_NUMBER),
    }


@pytest.mark.parametrize("record", AGGREGATES.values(), ids=lambda record: record.name)
@given(st.lists(NUMBERS, max_size=5), st.integers(0, 2))
def test_the_faces_of_an_aggregate_agree_with_its_meaning(
    record: AggregateFunction, values: list[Decimal], more: int
) -> None:
    gathered = record.gatherer(2)
    gathered.add((1, each) for each in values)
    nothing, found = gathered.result()

    assert nothing == record.of_no_rows
    if not values:
        assert found == record.of_no_rows
        return
    assert isinstance(found, Decimal)
    body = reduce(join, map(exactly, values))
    for least in (len(values), 1):
        assert holds(record.domain(body, Rows(least, len(values) + more)), found)
    assert record.domain(body, Rows(0, None)).missing == (record.of_no_rows is None)
    step = record.grid(Decimal("0.01"))
    assert step is None or found % step == ZERO
    asked = record.inverse(Interval(found, found), [body])[0] if len(values) == 1 else None
    assert asked is None or holds(asked, values[0])


@given(NUMBERS, NUMBERS, NUMBERS)
def test_what_branches_is_said_by_extremes(first: Decimal, second: Decimal, third: Decimal) -> None:
    low, high = sorted((second, third))
    calls = [call("clamp", *map(number, (first, low, high))), call("abs", number(first))]
    for each in calls:
        branching = branching_of(each)
        assert branching is not None

        assert branching.side == 0
        assert _value(branching.as_extremes(each)) == _value(each)
    for function in ("min", "max"):
        branching = FUNCTIONS[function].branching
        assert branching is not None

        assert branching.as_extremes(call(function, number(first))) == call(function, number(first))


def _value(expr: Expr) -> Decimal:
    match expr:
        case Number(value=value):
            return value
        case Unary(operand=operand):
            return -_value(operand)
        case Call(function=function, arguments=arguments):
            found = FUNCTIONS[function].meaning(*map(_value, arguments))
            assert isinstance(found, Decimal)
            return found
    raise TypeError(expr)


def test_the_sign_is_decided_by_zero_and_the_rest_by_the_arguments() -> None:
    size, least = call("abs", number(5)), call("min", number(5), number(2))
    by_sign, by_order = branching_of(size), branching_of(least)
    assert by_sign is not None
    assert by_order is not None

    assert by_sign.rivals(size) == (number(0), number(5))
    assert by_sign.rival_domains([ANY_NUMBER]) == (exactly(ZERO), ANY_NUMBER)
    assert by_order.rivals(least) == least.arguments
    assert by_order.rival_domains([ANY_NUMBER, EITHER]) == [ANY_NUMBER, EITHER]
    assert by_sign.ways([Choices(missing=True)]) == frozenset()
    assert branching_of(number(5)) is None


@given(st.sampled_from(["round", "floor", "ceil"]), st.sampled_from(list(RoundingMode)), NUMBERS, NUMBERS)
def test_a_rounding_adds_no_more_than_it_says(
    function: str, mode: RoundingMode, value: Decimal, other: Decimal
) -> None:
    step, stepping = Decimal("0.5"), FUNCTIONS[function].stepping
    assert stepping is not None
    modes = (mode.value,) if stepping.has_mode else ()
    rounded = FUNCTIONS[function].meaning(value, step, *modes)
    assert isinstance(rounded, Decimal)

    low, high = stepping.shift(step, mode.value, join(exactly(value), exactly(other)))

    assert low <= CONTEXT.subtract(rounded, value) <= high


@pytest.mark.parametrize(
    ("mode", "value", "shift"),
    [
        ("down", Interval(ZERO, TWO), (-FIVE, ZERO)),
        ("down", Interval(-TWO, ZERO), (ZERO, FIVE)),
        ("up", Interval(ZERO, TWO), (ZERO, FIVE)),
        ("up", Interval(-TWO, ZERO), (-FIVE, ZERO)),
        ("up", Interval(-TWO, TWO), (-FIVE, FIVE)),
        ("down", ANY_NUMBER, (-FIVE, FIVE)),
        ("half_up", ANY_NUMBER, (-FIVE / 2, FIVE / 2)),
    ],
)
def test_a_rounding_by_size_goes_one_way_where_the_sign_is_known(
    mode: str, value: Domain, shift: tuple[Decimal, Decimal]
) -> None:
    stepping = FUNCTIONS["round"].stepping
    assert stepping is not None

    assert stepping.shift(FIVE, mode, value) == shift


@pytest.mark.parametrize(
    ("arguments", "domain"),
    [
        ((between(ONE, THREE), exactly(TWO)), between(TWO, Decimal(4))),
        ((between(ONE, THREE), exactly(TWO), exactly("down")), between(ZERO, TWO)),
        ((between(ONE, THREE), exactly(TWO), exactly("sideways")), NOTHING),
        ((between(ONE, THREE), exactly(ZERO)), NOTHING),
        ((between(ONE, THREE), between(ONE, TWO)), between(-ONE, FIVE)),
        ((between(ONE, THREE), exactly(TWO), Choices(others=True)), between(-ONE, FIVE)),
    ],
)
def test_a_rounding_by_a_step_or_a_mode_that_is_none_gives_nothing(
    arguments: tuple[Domain, ...], domain: Domain
) -> None:
    assert FUNCTIONS["round"].domain(arguments) == domain


@pytest.mark.parametrize(
    ("arguments", "open_ways"),
    [
        ((between(ONE, TWO), exactly(ZERO), exactly(FIVE)), {0}),
        ((exactly(-ONE), exactly(ZERO), exactly(FIVE)), {1}),
        ((between(-TWO, ONE), exactly(ZERO), exactly(FIVE)), {0, 1}),
        ((between(THREE, Decimal(9)), exactly(ZERO), exactly(FIVE)), {0, 2}),
        ((ANY_NUMBER, exactly(ZERO), exactly(FIVE)), {0, 1, 2}),
    ],
)
def test_the_ways_of_clamp(arguments: tuple[Domain, ...], open_ways: set[int]) -> None:
    branching = FUNCTIONS["clamp"].branching
    assert branching is not None

    assert branching.ways(arguments) == open_ways


def test_only_what_is_told_apart_is_cut_to_the_digits_that_count() -> None:
    assert [name for name, each in AGGREGATES.items() if each.by_digits] == ["count_distinct"]


def test_steps_and_modes_have_defaults() -> None:
    plain = call("round", number(5))
    written = call("round", number(5), number(2), Text("up", HERE))
    stepping = stepping_of(plain)
    assert stepping is not None

    assert (stepping.step(plain), stepping.mode(plain)) == (number(1), Text("half_up", HERE))
    assert (stepping.step(written), stepping.mode(written)) == written.arguments[1:]
    assert stepping.rule(ZERO, "up") is None
    assert stepping.rule(ONE, "nearest") is None
    floor = FUNCTIONS["floor"].stepping
    assert floor is not None
    assert floor.rule(ONE, "up") is None
    assert without_rounding(call("round", written)) == number(5)


def test_what_divides_every_value() -> None:
    grids: dict[Expr, Decimal | None] = {number(4): Decimal(4), number(6): Decimal(6), Text("?", HERE): None}
    ask = grids.get
    computed = call("round", number(4), call("abs", number(4)))

    assert FUNCTIONS["max"].grid(call("max", number(4), number(6)), ask) == TWO
    assert FUNCTIONS["min"].grid(call("min", number(4), Text("?", HERE)), ask) is None
    assert FUNCTIONS["floor"].grid(call("floor", number(4)), ask) == ONE
    assert FUNCTIONS["round"].grid(call("round", number(4), number(5)), ask) == FIVE
    assert FUNCTIONS["round"].grid(computed, ask) is None
    assert FUNCTIONS["days_between"].grid(call("days_between"), ask) == ONE
    assert FUNCTIONS["if_missing"].grid(call("if_missing"), ask) is None
    assert {name: each.grid(FIVE) for name, each in AGGREGATES.items()} == {
        **dict.fromkeys(("sum", "min", "max"), FIVE),
        **dict.fromkeys(("count", "count_distinct"), ONE),
        "avg": None,
    }
    windows = {name: each.grid((number(4), number(6), number(5)), ask) for name, each in WINDOWS.items()}
    assert windows == {"before": Decimal(4), "rank": ONE, "best": None, "split": FIVE, "portion": FIVE}


@pytest.mark.parametrize(
    ("name", "signature"),
    [
        ("max", "max(x, y, …)"),
        ("round", "round(x, [step], [mode])"),
        ("working_days_within", "working_days_within(from, to, [first], [last])"),
        ("working_days_between", "working_days_between(a, b)"),
    ],
)
def test_signatures_say_what_may_be_left_out(name: str, signature: str) -> None:
    assert FUNCTIONS[name].signature(name) == signature
