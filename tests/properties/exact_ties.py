"""Schemes and facts in which amounts of pay are exactly half a kopeck, one for each construct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random

from tests.properties.random_rows import Rows

# Quotients, each of its own construct; the line `line_…` of each pays base × quotient.
QUOTIENTS: Mapping[str, str] = {
    "plain": "a / p",
    "chain": "a / p * b / q * (c / q)",
    "thirds": "(a / 3 + b / 3 + c / 3) / p",
    "back": "(a / p * q - b / 3) / q + 1 / 3",
    "marginal": "accelerator(a / p)",
    "marginal_of_base": "accelerator(a / p, q) / p",
    "slab": "steps(a / p)",
    "slab_of_base": "steps(a / p, b) / q",
    "curve": "curve(a / p)",
    "extended": "extended(b / q)",
    "lookup": "rates(a / p) / 3",
    "grid": "grid(a / p, b / q) / 3",
    "in_band": "in_band(accelerator, a / p, 2) + in_band(accelerator, a / p, 1) / 3",
    "to_date": "to_date(accelerator, a / p, b / p)",
    "ladder": "to_date(rates, a / p, b / p) / 3",
    "to_date_of_base": "to_date(accelerator, a / p, b / p, q) / p",
    "snapped": "snapped(a / p) / 3",
    "of_index": "index",
    "of_index_3": "index3",
    "proration": "days_within(since, until) / period.days",
    "days": "(until - since) / 7",
    "mean": "avg(deals.share)",
    "sum": "sum(deals.share)",
    "greatest": "max(deals.share) - min(deals.share)",
    "before": "sum(deals.running)",
    "rank": "rank(a / p) / 7",
    "least": "min(a / p, b / q, 150%)",
    "most": "max(a / p - 1, b / q - 1, 0)",
    "clamped": "clamp(a / p, 2 / 3, 4 / 3)",
    "rounded": "round(a / p, 0.0001) / 3",
    "rounded_by_a_third": "round(a / p, 1 / 3)",
    "floored": "floor(a / p, 1 / 3)",
    "chosen": "if a / p * 3 >= b / p * 3 then a / p else b / q",
    "missing": "if_missing(m, a / p)",
    "of_team": "a / p - team.mean",
    "of_company": "company.whole / 3",
}

_HEAD = """
tables:
  accelerator:
    mode: marginal
    bands: [{from: 0%, rate: 5%}, {from: 70%, rate: 6%}, {from: 110%, rate: 7.5%}]
  steps: {mode: slab, bands: [{from: 0%, rate: 50%}, {from: 70%, rate: 65%}, {from: 110%, rate: 75%}]}
  rates: {mode: lookup, bands: [{from: 0%, value: 50%}, {from: 70%, value: 65%}, {from: 110%, value: 75%}]}
  curve:
    mode: interpolate
    bands: [{from: 0%, value: 0%}, {from: 70%, value: 20%}, {from: 100%, value: 100%}]
    beyond: last
  extended: {mode: interpolate, bands: [{from: 0%, value: 0%}, {from: 30%, value: 100%}], beyond: extend}
  snapped: {mode: marginal, snap: {step: 5%}, bands: [{from: 0%, rate: 5%}, {from: 70%, rate: 6%}]}
  grid: {mode: matrix, rows: [0%, 70%], columns: [0%, 50%, 100%], values: [[1, 2, 3], [4, 5, 6]]}
kpis:
  k1: {weight: 1/3, plan: p, actual: a}
  k2: {weight: 1/3, plan: q, actual: b, better: lower, formula: mirror}
  k3: {weight: 1/3, plan: p, actual: c, formula: deviation}
indexes:
  index: {kpis: [k1, k2, k3]}
  index3: {kpis: [k1, k2, k3], cap: 200%, floor: -100%}
facts:
  company: {columns: {}, values: {whole: sum(employees.own)}}
  teams: {columns: {}, values: {mean: avg(employees.own)}}
  employees:
    base: money
    half: money
    a: money
    b: money
    c: money
    p: {type: money, above: 0}
    q: {type: money, above: 0}
    m: {type: ratio, missing: allow}
    since: date
    until: date
  deals:
    order: [number]
    columns: {number: count, amount: money, norm: {type: money, above: 0}}
    values: {share: amount / norm, running: before(share)}
"""

# Lines that pay something of base × a / p, and what becomes of it.
_LINES = """
  amount: {kind: variable, amount: base * (a / p)}
  of_rate: {kind: variable, base: base, rate: a / p}
  of_share: {kind: soft, amount: base, share: a / p}
  of_factors: {kind: fixed, amount: base * 3, factors: [a / p, 1 / 3]}
  capped: {kind: variable, amount: base * 10, factors: [a / p], max: base * (a / p), min: 0, group: capped}
  lifted: {kind: variable, amount: 0, min: base * (a / p)}
  carried: {kind: variable, amount: base * 3, share: a / p, max: base * (a / p), over: carry}
  over: {kind: variable, base: base * (a / p) + 10, rate: 100%, deductible: 10}
  gated: {kind: variable, amount: base * (a / p), gate: {value: a / p, from: a / p / 3 * 3}}
  upwards: {kind: variable, amount: base * (a / p), round: {step: 0.005, mode: up}}
  downwards: {kind: variable, amount: base * (a / p), round: {step: 0.005, mode: down}}
  by_steps: {kind: variable, amount: base * (a / p) * 10, round: {step: 0.1}}
  finer: {kind: variable, amount: base * (a / p), round: {step: 0.001}, group: finer}
  allowance: {kind: allowance, percent: a / p, base: base}
  of_lines: {kind: allowance, percent: a / p, of: [plain_base]}
  plain_base: {kind: fixed, amount: base, round: {step: 0.0000000001}}
  guarantee: {kind: guarantee, amount: base, share: a / p, of: [nothing]}
  nothing: {kind: fixed, amount: 0}
  draw: {kind: draw, amount: base * (a / p), of: [nothing], recoverable: true, balance: base}
  stopped: {kind: variable, amount: base * 2, factors: [a / p]}
  prize: {kind: prize, best: a / p, ties: split, among: team, amount: base * (a / p)}
  prize_all: {kind: prize, best: a / p, ties: all, amount: base * (a / p)}
  pool: {kind: pool, among: team, amount: team.mean * 100, by: a / p}
  penalty: {kind: deduction, amount: base * (a / p), from: [amount], limit: 2 / 3, over: carry}
  fine: {kind: deduction, amount: base * (a / p), from: [finer], round: {step: 0.001}}
stop_factors:
  halved: {lines: [stopped], rules: [{when: a / p * 3 >= a / p, factor: 1 / 2}]}
limits:
  groups:
    capped: {max: base * (a / p) * 2 / 3}
    finer: {max: half, min: half / 3}
  total: {max: base * (a / p) * 5}
  funds:
    fund: {lines: [over, gated], max: sum(employees.own) * 100, among: company}
"""


def scheme_of_quotients() -> str:
    """Return a scheme with a line for each quotient."""
    values = "\n".join(f"  {name}_q: {{formula: '{text}', type: ratio}}" for name, text in QUOTIENTS.items())
    lines = "\n".join(
        f"  {name}: {{kind: variable, amount: base, factors: [{name}_q]}}" for name in QUOTIENTS
    )
    return f"{_HEAD}values:\n  own: a / p\n{values}\npay:\n{lines}\n"


def scheme_of_lines() -> str:
    """Return a scheme with each kind of line, limit and adjustment."""
    return f"{_HEAD}values:\n  own: a / p\n  plain_q: a / p\npay:{_LINES}"


def random_facts(random: Random, people: int) -> Rows:
    """Write employees in two teams, with deals below them; money has kopecks, plans are round or not."""
    employees = [_employee(random, f"e{at}") for at in range(people)]
    deals = [
        {"key": f"d{at}", "of": random.choice(employees)["key"], "number": str(at)}
        | {"amount": _money(random), "norm": _plan(random)}
        for at in range(2 * people)
    ]
    deals += [
        {"key": f"f{at}", "of": each["key"], "number": str(1_000 + at), "amount": _money(random), "norm": "7"}
        for at, each in enumerate(employees)
    ]
    return {"teams": [{"key": "t1"}, {"key": "t2"}], "employees": employees, "deals": deals}


def tie_for(quotient: Fraction, random: Random) -> Decimal | None:
    """Return a base that gives exactly half a kopeck when it is multiplied by a quotient, None for 0."""
    if not quotient:
        return None
    twos = (quotient.numerator & -quotient.numerator).bit_length() - 1
    odd = 2 * random.randint(0, 99_999) + 1
    half = Fraction(odd * quotient.denominator, 200 * 2**twos)
    return _decimal(half)


def half_of(random: Random) -> str:
    """Return an amount that ends with half a kopeck."""
    return f"{random.randint(1, 99_999) / 100:.2f}5"


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction whose denominator is made of twos and fives."""
    shift = next(at for at in range(400) if (value * 10**at).denominator == 1)
    return Decimal(int(value * 10**shift)).scaleb(-shift)


def _employee(random: Random, key: str) -> dict[str, str]:
    return {
        "key": key,
        "of": random.choice(("t1", "t2")),
        "base": _money(random),
        "half": half_of(random),
        **dict(zip("abc", _amounts(random), strict=True)),
        "p": _plan(random),
        "q": _plan(random),
        "since": f"2026-03-{random.randint(1, 15):02}",
        "until": f"2026-03-{random.randint(15, 31)}",
    }


def _amounts(random: Random) -> Iterator[str]:
    for _ in range(3):
        yield _money(random)


def _money(random: Random) -> str:
    return random.choice((f"{random.randint(1, 9_999_999) / 100:.2f}", str(random.randint(1, 99))))


def _plan(random: Random) -> str:
    return random.choice((str(100 * random.randint(1, 999)), str(random.randint(3, 99)), _money(random)))
