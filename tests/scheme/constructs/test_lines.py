"""What pay lines may say of limits and gates."""

from __future__ import annotations

import pytest

from kpicalc.scheme.constructs.lines import LineSpec, Over
from kpicalc.scheme.document import AllowanceSpec, DrawSpec, EarningSpec, GuaranteeSpec
from kpicalc.scheme.load import read_scheme
from tests.scheme.constructs.test_pay import problems_of_line
from tests.scheme.texts import MINIMAL, problems_with


def read_line(line: str) -> LineSpec:
    """Read a pay line that has no problem."""
    text = MINIMAL[: MINIMAL.index("pay:")]
    document = read_scheme(f"{text}pay:\n  л: {line}\n", "s.yaml").value
    assert document is not None
    return next(iter(document.pay.values()))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("base: x, rate: 5%", []),
        ("base: x, rate: 5%, deductible: 10, gate: {from: 5}, max: 9, over: carry", []),
        ("amount: x, gate: {value: y, above: 5}", []),
        ("amount: 1, base: x, rate: 1", ["KPI150 6:31"]),
        ("base: x", ["KPI157 6:20"]),
        ("amount: 1, rate: 2", ["KPI158 6:31"]),
        ("amount: 1, deductible: 2", ["KPI158 6:31"]),
        ("amount: 1, over: carry", ["KPI158 6:31"]),
        ("amount: 1, max: 0, under: carry", ["KPI158 6:39"]),
        ("amount: 1, min: 0, under: carry", []),
        ("amount: 1, max: 2, over: keep", ["KPI142 6:45"]),
        ("amount: 1, gate: {value: y}", ["KPI151 6:37"]),
        ("amount: 1, gate: {from: 1, above: 2}", ["KPI150 6:47"]),
        ("amount: 1, gate: 5", ["KPI134 6:37"]),
    ],
)
def test_words_that_belong_together(words: str, expected: list[str]) -> None:
    assert problems_of_line(f"{{kind: fixed, {words}}}") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{kind: allowance, percent: 10%, of: [а]}", []),
        ("{kind: allowance, percent: 10%, base: x, share: 1, factors: [y], min: 1, max: 2, over: carry}", []),
        ("{kind: allowance, percent: 10%}", ["KPI151 6:6"]),
        ("{kind: allowance, percent: 10%, of: [а], base: x}", ["KPI150 6:47"]),
        ("{kind: allowance, percent: 10%, of: []}", ["KPI137 6:42"]),
        ("{kind: allowance, of: [а]}", ["KPI133 6:3"]),
        ("{kind: allowance, percent: 1%, base: x, over: carry}", ["KPI158 6:46"]),
        ("{kind: guarantee, amount: 1, of: [а], share: 1, when: x, round: {step: 1}}", []),
        ("{kind: guarantee, amount: 1}", ["KPI133 6:3"]),
        ("{kind: guarantee, amount: 1, of: [а], max: 5}", ["KPI130 6:44"]),
        ("{kind: draw, amount: 1, of: [а], recoverable: false}", []),
        ("{kind: draw, amount: 1, of: [а], recoverable: true, balance: x, recover: 50%}", []),
        ("{kind: draw, amount: 1, of: [а]}", ["KPI133 6:3"]),
        ("{kind: draw, amount: 1, of: [а], recoverable: true}", []),
        (
            "{kind: draw, amount: 1, of: [а], recoverable: false, balance: x, recover: 1}",
            ["KPI158 6:59", "KPI158 6:71"],
        ),
    ],
)
def test_lines_that_look_at_others(line: str, expected: list[str]) -> None:
    assert problems_of_line(line) == expected


def test_each_kind_has_its_shape() -> None:
    earning = read_line("{kind: variable, base: x, rate: 1, max: 5, over: carry}")
    assert isinstance(earning, EarningSpec)
    assert (earning.over, earning.gate) == (Over.CARRY, None)
    assert isinstance(read_line("{kind: allowance, percent: 1%, of: [а]}"), AllowanceSpec)
    assert type(read_line("{kind: guarantee, amount: 1, of: [а]}")) is GuaranteeSpec
    draw = read_line("{kind: draw, amount: 1, of: [а], recoverable: false}")
    assert isinstance(draw, DrawSpec)
    assert draw.recoverable is False


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ("{total: {max: 5, over: carry}, groups: {а: {max: 5, over: forfeit}}}", []),
        ("{total: {min: 5, over: carry}}", ["KPI158 1:26"]),
        ("{total: {over: carry}}", ["KPI151 1:17"]),
    ],
)
def test_what_lies_over_a_limit(limits: str, expected: list[str]) -> None:
    assert problems_with(f"limits: {limits}\n") == expected
