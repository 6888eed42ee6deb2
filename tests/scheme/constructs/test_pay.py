"""Pay lines and limits as written."""

from __future__ import annotations

import pytest

from kpicalc.model.outline import LineKind
from kpicalc.scheme.load import read_scheme
from tests.scheme.texts import MINIMAL, params_of, problems_of, problems_with


def problems_of_line(line: str) -> list[str]:
    """Read the minimal scheme with the pay line `л`; it stands on line 5 from column 7 on."""
    text = MINIMAL[: MINIMAL.index("pay:")]
    return problems_of(read_scheme(f"{text}pay:\n  л: {line}\n", "s.yaml").diagnostics)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{kind: fixed, amount: 1, when: x, share: 1, factors: [a], min: 0, max: 1}", []),
        ("{kind: entitlement, points: 5}", []),
        ("50_000", ["KPI134 6:6"]),
        ("{amount: 1}", ["KPI133 6:3"]),
        ("{kind: [fixed], amount: 1}", ["KPI136 6:13"]),
        ("{kind: medal, amount: 1}", ["KPI142 6:13"]),
        ("{kind: adjustment, amount: 1}", ["KPI142 6:13"]),
        ("{kind: deducton, amount: 1, from: [a]}", ["KPI142 6:13"]),
        ("{kind: fixed}", ["KPI151 6:6"]),
        ("{kind: fixed, amonut: 1}", ["KPI131 6:20"]),
        ("{kind: fixed, amount: 1, fixed: 2}", ["KPI130 6:31"]),
        ("{kind: fixed, amount: 1, factors: []}", ["KPI137 6:40"]),
        ("{kind: fixed, amount: 1, group: моя группа}", ["KPI143 6:38"]),
        ("{kind: deduction, amount: 1}", ["KPI133 6:3"]),
        ("{kind: deduction, amount: 1, from: [a], share: 1}", ["KPI130 6:46"]),
        ("{kind: deduction, amount: 1, from: a}", ["KPI135 6:41"]),
        ("{kind: entitlement}", ["KPI151 6:6"]),
        ("{kind: entitlement, amount: 5}", ["KPI130 6:26"]),
        ("{kind: fixed, amount: max(a, b)}", ["KPI118 6:28"]),
        ("{kind: fixed, amount}", ["KPI129 6:20"]),
        ("{kind:fixed, amount: 1}", ["KPI111 6:7"]),
        ("{kind: fixed, amount: 1, title: Оклад, премия}", ["KPI129 6:45"]),
    ],
)
def test_the_shape_of_a_pay_line_is_checked(line: str, expected: list[str]) -> None:
    assert problems_of_line(line) == expected


def test_a_scheme_pays_something() -> None:
    assert problems_of_line("{kind: fixed, amount: 1}") == []
    text = MINIMAL[: MINIMAL.index("pay:")]
    assert problems_of(read_scheme(f"{text}pay: {{}}\n", "s.yaml").diagnostics) == ["KPI137 5:6"]


def test_an_unknown_kind_names_the_kinds() -> None:
    text = MINIMAL.replace("kind: fixed", "kind: bonus")

    options = tuple(str(kind) for kind in LineKind if kind.traits.written)
    assert params_of(read_scheme(text, "s").diagnostics[0])["options"] == options


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ("{total: {max: 5}}", []),
        ("{}", []),
        ("{total: {}}", ["KPI151 1:17"]),
        ("{total: 5}", ["KPI134 1:17"]),
        ("{groups: {a: {mx: 5}}}", ["KPI131 1:23"]),
        ("{groups: [a]}", ["KPI134 1:18"]),
    ],
)
def test_the_shape_of_limits_is_checked(limits: str, expected: list[str]) -> None:
    assert problems_with(f"limits: {limits}\n") == expected
