"""Advice on how a scheme is built, told where it is asked for."""

from __future__ import annotations

import pytest

from kpicalc.model.source import Span
from kpicalc.validation import validate_text

SCHEME = """\
kpicalc: 1
scheme: advised
currency: USD
facts:
  employees: {plan: {type: money, above: 0}, sales: {type: money, min: 0}, done: {type: ratio, min: 0%}}
values: {reached: sales / plan, held: "max(done, 50%)", capped: "min(done, 100%)"}
kpis:
  one: {weight: 50%, plan: plan, actual: sales, owner: A}
  two: {weight: 25%, attainment: done, owner: B}
  three: {weight: 25%, attainment: capped, owner: C}
pay:
  bonus: {kind: variable, amount: 100, factors: [FACTORS]}
"""


def _told(factors: str, text: str = SCHEME, *, advice: bool = True) -> list[str]:
    checked = validate_text(text.replace("FACTORS", factors), "s.yaml", advice=advice)
    return [each.code for each in checked.diagnostics if each.code.startswith("KPI60")]


@pytest.mark.parametrize(
    ("factors", "expected"),
    [
        ("index", []),
        ("index, held, capped", []),
        ("reached, done", ["KPI604"]),
        ("index, reached", ["KPI604"]),
        ("index, held * 1, held * 1, held * 1, held * 1, held", ["KPI603"]),
    ],
)
def test_factors(factors: str, expected: list[str]) -> None:
    assert _told(factors) == expected


def test_kpis() -> None:
    without = SCHEME.replace(", owner: B", "").replace(
        "  three: {weight: 25%, attainment: capped, owner: C}\n", ""
    )
    assert _told("index", without.replace("25%", "50%")) == ["KPI601", "KPI602"]


def test_it_is_quiet_where_nobody_asks() -> None:
    assert _told("reached, done", advice=False) == []


def test_what_is_allowed_is_not_allowed_in_vain_where_nobody_asks() -> None:
    factors = "factors: [FACTORS]}  # kpicalc: allow KPI604 because both are meant"
    text = SCHEME.replace("factors: [FACTORS]}", factors)

    for advice in (True, False):
        checked = validate_text(text.replace("FACTORS", "reached, done"), "s.yaml", advice=advice)
        assert [each.code for each in checked.diagnostics if each.code[:5] in {"KPI60", "KPI36"}] == []


NORMS = """\
kpicalc: 1
scheme: normed
currency: USD
MIX
facts:
  employees:
    plan: {type: money, above: 0}
    sales: {type: money, min: 0}
    done: {type: ratio, min: 0%, max: 100%}
kpis:
  revenue: {weight: 60%, importance: 1, plan: plan, actual: sales, owner: A}
  quality: {weight: 25%, importance: 2, attainment: done, owner: B}
  order: {weight: 15%, importance: 3, attainment: done, owner: B}
pay:
  salary: {kind: fixed, amount: 600}
  bonus: {kind: variable, amount: 300, factors: [index]}
  extra: {kind: pool, amount: 100, by: equal, group: extras}
"""


def _norms(text: str) -> list[tuple[str, int]]:
    checked = validate_text(text, "s.yaml", advice=True)
    codes = {f"KPI{each}" for each in (150, 158, 201, 219, 308, 328, 329, 331, 332)}
    told = [(each.code, each.primary and each.primary.place) for each in checked.diagnostics]
    return [(code, place.line) for code, place in told if code in codes and isinstance(place, Span)]


@pytest.mark.parametrize(
    ("mix", "expected"),
    [
        ("{fixed: {from: 60%, to: 60%}, variable: {from: 40%, to: 40%}}", []),
        ("{fixed: {to: 59.9%}}", [("KPI328", 4)]),
        (
            "{variable: {from: 40.1%}, lines: {extras: {to: 10%}, bonus: {from: 30%, to: 30%}}}",
            [("KPI328", 4)],
        ),
        ("{lines: {extras: {to: 9%}, extra: {from: 11%}}}", [("KPI328", 4), ("KPI328", 4)]),
        ("{lines: {prizes: {to: 9%}}}", [("KPI219", 4)]),
        ("{fixed: {from: 70%, to: 60%}}", [("KPI308", 4)]),
    ],
)
def test_the_mix_of_pay_at_plan(mix: str, expected: list[tuple[str, int]]) -> None:
    assert _norms(NORMS.replace("MIX", f"mix: {mix}")) == expected


# At plan a head has 600 of 1 000 as salary, an agent 1 200 of 1 600.
@pytest.mark.parametrize(
    ("mix", "expected"),
    [
        ("{by: role, values: {head: {fixed: {to: 60%}}, agent: {fixed: {from: 75%}}}}", []),
        ("{by: role, values: {head: {fixed: {to: 59.9%}}, agent: {fixed: {to: 75%}}}}", [("KPI328", 4)]),
        ("{by: role, values: {agent: {fixed: {from: 75.1%}}}}", [("KPI328", 4)]),
        ("{by: role, values: {head: {fixed: {to: 60%}}, boss: {fixed: {to: 100%}}}}", [("KPI331", 4)]),
        ("{by: post, values: {head: {fixed: {to: 60%}}}}", [("KPI201", 4)]),
        ("{by: role, values: {head: {lines: {prizes: {to: 9%}}}}}", [("KPI219", 4)]),
        ("{by: role, fixed: {to: 60%}}", [("KPI158", 4)]),
        ("{values: {head: {fixed: {to: 60%}}}}", [("KPI158", 4)]),
        ("{by: role, values: {head: {fixed: {to: 60%}}}, fixed: {to: 60%}}", [("KPI150", 4)]),
    ],
)
def test_the_mix_of_pay_of_each_role(mix: str, expected: list[tuple[str, int]]) -> None:
    role = "  employees:\n    role: {type: text, one_of: [head, agent]}"
    salary = """amount: 'if role = "head" then 600 else 1_200'"""
    text = NORMS.replace("MIX", f"mix: {mix}").replace("  employees:", role)

    assert _norms(text.replace("amount: 600", salary)) == expected


def test_of_no_pay_there_are_no_parts() -> None:
    text = NORMS.replace("MIX", "mix: {fixed: {to: 1%}}")
    for amount in (600, 300, 100):
        text = text.replace(f"amount: {amount}", "amount: 0")

    assert _norms(text) == []


def test_without_kpis_nobody_knows_pay_at_plan() -> None:
    text = NORMS.replace("MIX", "mix: {fixed: {to: 1%}}").replace(", factors: [index]", "")
    start, end = text.index("kpis:"), text.index("pay:")

    assert _norms(text[:start] + text[end:]) == []


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((60, 25, 15), []),
        ((50, 30, 20), []),
        ((100, 100, 100), [("KPI329", 10), ("KPI329", 12)]),
        ((600, 250, 0), [("KPI329", 10), ("KPI329", 12)]),
        ((0, 0, 0), []),
    ],
)
def test_a_weight_fits_the_money_of_its_kpi(
    amounts: tuple[int, ...], expected: list[tuple[str, int]]
) -> None:
    lines = "".join(
        f"  for_{kpi}: {{kind: variable, amount: {amount}, factors: [{kpi}.score]}}\n"
        for kpi, amount in zip(("revenue", "quality", "order"), amounts, strict=True)
    )

    assert _norms(NORMS.replace("MIX\n", "") + lines) == expected


def test_what_matters_more_weighs_no_less() -> None:
    text = NORMS.replace("MIX\n", "")

    assert _norms(text.replace("weight: 60%", "weight: 20%").replace("weight: 25%", "weight: 65%")) == [
        ("KPI332", 10)
    ]
    assert _norms(text.replace("importance: 1", "importance: 4")) == [("KPI332", 11), ("KPI332", 12)]


_OWNED = """\
kpicalc: 1
scheme: owned
currency: USD
facts: {employees: {done: {type: ratio, min: 0%, max: 100%}, late: flag, grade: text}}
parameters: {by_grade: {by: grade, values: {A: 10%, B: 20%}, otherwise: 10%}}
GOALS
kpis:
KPIS
pay: {bonus: {kind: variable, amount: 100, factors: [index]}}
"""
_GOALS = (
    "goals: {top: {weight: 60%, owner: Ann}, low: {of: top}, side: {weight: 40%}, "
    "deep: {of: {low: 50%, side: 30%}}}"
)


@pytest.mark.parametrize(
    ("goals", "kpis", "expected"),
    [
        (
            _GOALS,
            (
                "{goal: low, weight: 50%, attainment: done}",
                "{goal: side, weight: 30%, attainment: done}",
                "{goal: {side: 40%}, attainment: done, owner: Bob}",
                "{goal: deep, attainment: done}",
            ),
            [("KPI602", 9, "k1")],
        ),
        # The least of the lighter ones is told against the heaviest; of equal weights nothing is told.
        (
            "",
            (
                "{weight: 20%, importance: 1, attainment: done, owner: A}",
                "{weight: 50%, importance: 2, attainment: done, owner: A}",
                "{weight: 30%, importance: 2, attainment: done, owner: A}",
            ),
            [("KPI332", 8, "k0", "0.50", "k1", "0.20")],
        ),
        (
            "",
            (
                "{weight: 20%, importance: 2, attainment: done, owner: A}",
                "{weight: 40%, importance: 1, attainment: done, owner: A}",
                "{weight: 40%, importance: 3, attainment: done, owner: A}",
            ),
            [("KPI332", 8, "k0", "0.40", "k2", "0.20")],
        ),
        # What a role decides is not known here.
        (
            "",
            (
                "{weight: by_grade, importance: 1, attainment: done, owner: A}",
                "{weight: 90% - by_grade, importance: 2, attainment: done, owner: A}",
                "{weight: 10%, importance: 3, attainment: done, owner: A}",
            ),
            [],
        ),
    ],
)
def test_owners_and_importance(goals: str, kpis: tuple[str, ...], expected: list[tuple[object, ...]]) -> None:
    rows = "\n".join(f"  k{at}: {each}" for at, each in enumerate(kpis))
    checked = validate_text(_OWNED.replace("GOALS", goals).replace("KPIS", rows), "s.yaml", advice=True)
    told = [
        (each.code, each.primary.place.line, *(_plain(value) for _, value in each.params))
        for each in checked.diagnostics
        if each.code in {"KPI602", "KPI332"} or each.severity == "error"
        if each.primary is not None and isinstance(each.primary.place, Span)
    ]
    assert told == expected


def _plain(value: object) -> str:
    return str(getattr(value, "value", value))
