"""Small schemes made at random, whose columns declare ranges of every kind and whose formulas divide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

# A column of each kind of range, and the formulas that may stand where a formula of its kind is wanted.
_COLUMNS: Mapping[str, Sequence[str]] = {
    "plan": ("{type: money, above: 0}", "{type: money, min: 50_000, max: 900_000}", "{type: money, min: 0}"),
    "sales": ("{type: money, min: 1_000, max: 50_000}", "{type: money, min: 0}", "{type: money, below: 700}"),
    "debt": ("{type: money, above: 0}", "{type: money, min: 0, missing: 2_500}", "money"),
    "calls": ("{type: count, min: 3, max: 40}", "{type: count, one_of: [2, 5, 9]}", "{type: count, min: 0}"),
    "share": ("{type: ratio, above: 0%, below: 100%}", "{type: ratio, min: 0%}", "{type: ratio, max: 150%}"),
    "hours": ("{type: hours, min: 0, max: 300}", "{type: hours, above: 0, max: 200, missing: 8}"),
    "level": ("{type: text, one_of: [A, B, C]}",),
    "late": ("flag",),
    "hired": ("date",),
}
_DETAILS: Mapping[str, Sequence[str]] = {
    "amount": ("{type: money, min: 0, max: 90_000}", "{type: money, above: 10}", "{type: money, min: -500}"),
    "points": ("{type: count, one_of: [1, 2, 3]}", "{type: count, min: 0, max: 10}"),
}
_GRAMMAR: Mapping[str, Sequence[str]] = {
    "money": (
        *("plan", "sales", "debt", "10_000"),
        *("sum(deals.amount)", "min({money}, {money})", "max({money}, {money})"),
        *("{money} + {money}", "{money} - {money}", "{money} * {ratio}", "{number} * 1_000 + sales"),
        *("if {flag} then {money} else {money}", "abs({money})", "round({money}, 100)"),
        *("1_000_000 / ({number} - {bound})", "M({money})"),
    ),
    "ratio": (
        *("share", "sales / plan", "debt / sales", "K({ratio})", "1 - {number} * 0.03"),
        *("min({ratio}, 150%)", "max({ratio}, 20%)", "{ratio} * {ratio}", "{ratio} - 10%"),
        *("if {flag} then {ratio} else {ratio}", "100% - sales / max(sales, 1_000_000) * 2"),
        *("1 / (2 - {ratio})", "min(1, 1 / count(deals))", "H({number})"),
    ),
    "number": (
        *("calls", "hours / 8", "count(deals)", "sum(deals.points)", "abs(hours - 40)"),
        *("years_between(hired, period.last_day)", "max({number}, {bound})"),
    ),
    "flag": (
        *("late", "not late", 'level = "B"', "debt < sales", "{ratio} >= 80%", "{number} > {bound}"),
        *("count(deals) >= 5", "{flag} and {flag}", "{flag} or {flag}", "{money} <= 40_000"),
    ),
    "bound": ("1", "5", "20", "7", "12"),
}
_TABLES = """
tables:
  K: {mode: lookup, bands: [{value: 0.5}, {from: 80%, value: 0.8}, {from: 120%, value: 1.3}]}
  M: {mode: marginal, bands: [{from: 0, rate: 1%}, {from: 30_000, rate: 2%}], below: zero}
  H: {mode: interpolate, bands: [{from: 0, value: 1}, {from: 20, value: 0.5}], below: first, beyond: extend}
"""
_MEASURED = ("plan: plan, actual: sales", "plan: 5, actual: calls", "plan: plan, actual: debt")
_WAYS = (
    "",
    ", better: lower, formula: mirror",
    ", better: lower, formula: ratio",
    ", cap: 120%, threshold: 50%",
)


def write_plan(random: Random) -> str:
    """Return a scheme without its head; not every one can be compiled."""
    facts = ", ".join(f"{name}: {random.choice(kinds)}" for name, kinds in _COLUMNS.items())
    details = ", ".join(f"{name}: {random.choice(kinds)}" for name, kinds in _DETAILS.items())
    measured = random.choice(_MEASURED) + random.choice(_WAYS)
    lines = "".join(f"  l{number}: {_line(random)}\n" for number in range(random.randint(1, 3)))
    return (
        f"facts: {{employees: {{{facts}}}, deals: {{columns: {{{details}}}}}}}\n{_TABLES}"
        f"kpis: {{goal: {{weight: 1, {measured}}}}}\npay:\n{lines}"
    )


def _line(random: Random) -> str:
    kind = random.choice(("variable", "fixed", "soft"))
    parts = [f"kind: {kind}", f"amount: '{_write(random, 'money', 2)}'"]
    if random.random() < 0.5:
        factor = random.choice((_write(random, "ratio", 2), "goal.attainment", "goal.score"))
        parts.append(f"factors: ['{factor}']")
    if random.random() < 0.4:
        parts.append(f"when: '{_write(random, 'flag', 2)}'")
    if random.random() < 0.3:
        parts.append(random.choice(("max: 60_000", "min: 0", "round: {step: 100}")))
    return "{" + ", ".join(parts) + "}"


def _write(random: Random, kind: str, levels: int) -> str:
    patterns = [each for each in _GRAMMAR[kind] if levels or "{" not in each]
    written = random.choice(patterns)
    while "{" in written:
        start = written.index("{")
        end = written.index("}", start)
        part = _write(random, written[start + 1 : end], max(levels - 1, 0))
        written = f"{written[:start]}{f'({part})' if ' ' in part else part}{written[end + 1 :]}"
    return written
