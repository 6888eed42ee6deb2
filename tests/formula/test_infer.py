"""The kind of every sort of formula, told from the names in it, and the clashes on the way."""

from __future__ import annotations

import pytest

from kpicalc.formula.infer import KindInference
from kpicalc.formula.kinds import kind_of_binary
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.model.expr import Expr, Name, Reference
from kpicalc.model.kind import Kind
from tests.formula.reading import read

# One name for each kind: `money`, `ratio`, …
KINDS = {str(kind): kind for kind in Kind}
NUMBERS = [kind for kind in Kind if kind not in {Kind.FLAG, Kind.TEXT, Kind.DATE}]


def _settle(expr: Expr) -> Expr:
    if isinstance(expr, Name):
        return Reference("employees", expr.path[0], expr.span)
    return rewrite_parts(expr, _settle)


def infer(text: str) -> tuple[Kind | None, list[str]]:
    """Return the kind of a formula over the names of `KINDS`, and the codes of the clashes in it."""
    told: list[str] = []

    def complain(code: str, _expr: Expr, /, **_params: object) -> None:
        told.append(code)

    inference = KindInference(lambda reference: KINDS[reference.name], {}, complain)
    return inference.kind_of(_settle(read(text))), told


@pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
@pytest.mark.parametrize("left", Kind)
def test_an_operator_gives_what_the_table_of_kinds_says(sign: str, left: Kind) -> None:
    for right in Kind:
        expected = kind_of_binary(sign, left, right)

        assert infer(f"{left} {sign} {right}") == (expected, [] if expected else ["KPI242"])


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("-money", Kind.MONEY, []),
        ("-text", None, ["KPI240"]),
        ("-(money * money)", None, ["KPI242"]),
        ("not flag", Kind.FLAG, []),
        ("not money", Kind.FLAG, ["KPI241"]),
        ("flag and flag", Kind.FLAG, []),
        ("flag or money", Kind.FLAG, ["KPI241"]),
        ("money and text", Kind.FLAG, ["KPI241", "KPI241"]),
        ("money > 5", Kind.FLAG, []),
        ("money = ratio", Kind.FLAG, ["KPI243"]),
        ("text > text", Kind.FLAG, ["KPI243"]),
        ('text = "a"', Kind.FLAG, []),
        ("date >= 2026-03-01", Kind.FLAG, []),
        ("if flag then money else 0", Kind.MONEY, []),
        ("if flag then 0 else money", Kind.MONEY, []),
        ("if money then count else count", Kind.COUNT, ["KPI241"]),
        ("if flag then money else ratio", None, ["KPI244"]),
        ("if flag then money else -text", Kind.MONEY, ["KPI240"]),
        ("min(money, 5)", Kind.MONEY, []),
        ("min(money, ratio)", None, ["KPI245"]),
        ("max(hours, 1, hours)", Kind.HOURS, []),
        ("abs(text)", None, ["KPI245"]),
        ("round(money, 0.01)", Kind.MONEY, []),
        ("power(1 + ratio, count)", Kind.RATIO, []),
        ("root(count, 2, 0)", Kind.COUNT, []),
        ("power(money, 2)", None, ["KPI245"]),
        ("power(ratio, money)", None, ["KPI245"]),
        ("1_000 USD", Kind.MONEY, []),
        ("money / 1 000 руб.", Kind.RATIO, []),
        ("ratio + $5", None, ["KPI242"]),
        ("days_between(date, date)", Kind.DAYS, []),
        ("money / money * money", Kind.MONEY, []),
        ("(money * money) / count", None, ["KPI242"]),
        ("money * money / money", Kind.MONEY, ["KPI242"]),
        ("money * ratio * money / money", Kind.MONEY, ["KPI242"]),
        ("money * money * money / money", None, ["KPI242"]),
        ("money + ratio + text", None, ["KPI242"]),
        ("5%", Kind.RATIO, []),
        ("5", Kind.NUMBER, []),
        ('"a"', Kind.TEXT, []),
        ("true", Kind.FLAG, []),
        ("2026-03-01", Kind.DATE, []),
    ],
)
def test_the_kind_of_a_formula(text: str, kind: Kind | None, codes: list[str]) -> None:
    assert infer(text) == (kind, codes)


@pytest.mark.parametrize("kind", NUMBERS)
def test_a_sign_and_bounds_keep_the_kind(kind: Kind) -> None:
    assert [
        infer(text)[0] for text in (f"-{kind}", f"clamp({kind}, 0, 5)", f"if flag then {kind} else {kind}")
    ] == [kind] * 3
