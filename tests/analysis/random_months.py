"""Months made at random: schemes of people with teams and deals, and the rows that they are paid by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, TEAMS, Input, Program
from tests.engine.builders import Row

# Of each column the ways in which it may be declared.
_EMPLOYEES = """
plan: type: money, above: 0 | type: money, min: 0, title: Plan | type: money, min: 1_000, max: 90_000
sales: type: money, min: 0 | type: money, min: 0, influenced: true, title: Sold | type: money
calls: type: count, min: 0 | type: count, one_of: [2, 5, 12], influenced: true | type: count, max: 30
share: type: ratio | type: ratio, min: 0%, max: 100% | type: ratio, min: 0%, decided_by: head
debt: type: money, min: 0, missing: 0 | type: money, min: 0, influenced: false | type: money
level: type: text, one_of: [A, B, C] | type: text
late: type: flag | type: flag, influenced: true | type: flag, missing: false
base: type: money, min: 0 | type: money, min: 0, influenced: false | type: money, decided_by: head
"""
_DEALS = """
amount: type: money, min: 0 | type: money, min: -500, title: Sum | type: money, max: 8_000
cost: type: money, missing: 0 | type: count, min: 0 | type: ratio, missing: 10%
day: type: date, in_period: true | type: date
sort: type: text, one_of: [new, old] | type: text
"""
_GROWTHS = (
    "",
    *(f", grows: {each}" for each in ("days", "working_days", "never", "at_end", "{10: 20%, 31: 100%}")),
)
_SHEETS = ("", "title: Shops, ", "title: Shops, sheet: Places, ")
_TABLES = """
tables:
  K: {mode: lookup, bands: [{value: 0}, {from: 80%, value: 0.8}, {from: 120%, value: 1.3}]}
  M: {mode: marginal, bands: [{from: 0, rate: 1%}, {from: 30_000, rate: 2%}], below: zero}
  H:
    mode: interpolate
    below: first
    beyond: last
    bands: [{from: 0, value: 0}, {from: 10, value: 1}, {from: 20, value: 0.5}]
  L: {mode: lookup, bands: [{value: 0}, {from: 5_000, value: 300}, {from: 40_000, adds: 50, every: 10_000}]}
  G:
    mode: matrix
    rows: [{below: 80%}, {from: 80%}]
    columns: [{below: 10}, {from: 10}]
    values: [[0, 100], [200, 500]]
"""
_KPIS = """
plan: plan, actual: sales, cap: 120%
plan: plan, actual: sales, threshold: 50%, title: Revenue
plan: 10, actual: calls
attainment: share
plan: plan, actual: sum(deals.amount)
plan: 5_000, actual: debt, better: lower, formula: mirror
plan: 10, actual: calls, better: target
plan: plan + base, actual: sales + debt
"""
_WEIGHTS = ((), ("100%",), ("50%", "50%"), ("40%", "30%", "30%"))
_LINES = """
kind: fixed, amount: base
kind: fixed, amount: 3_000, title: Salary
kind: soft, amount: 1_000, share: share
kind: variable, amount: sales * K(sales / plan)
kind: variable, amount: M(sales), max: 5_000
kind: variable, amount: H(calls) * 1_000
kind: variable, amount: L(sales), when: not late
kind: variable, amount: 'G(share, calls) * 1'
kind: variable, amount: floor(calls / 5) * 700
kind: variable, amount: sum(deals.amount) * 5%
kind: variable, amount: 200 * count(deals where amount >= 1_000)
kind: variable, amount: sum(deals.amount where sort = "new") * 3%, title: New
kind: variable, amount: max(deals.amount) * 2%
kind: variable, amount: 300 * count(deals where day >= period.first_day + 14)
kind: variable, amount: if calls >= 5 then 400 else 0
kind: variable, amount: 'min(sales, 40_000) * 1%', min: 100
kind: variable, amount: 'max(sales - debt, 0) * 2%'
kind: variable, amount: if level = "A" then 500 else if late then 0 else 200
kind: variable, amount: '4_000 / max(debt, 1_000) * 100'
kind: deduction, amount: debt * 10%, from: [l0], limit: 50%
kind: guarantee, amount: 2_000, of: [l0]
kind: allowance, percent: 10%, of: [l0]
kind: variable, base: sales, rate: 2%, deductible: 10_000
kind: variable, base: sales, rate: 3%, gate: {from: 20_000}
kind: variable, amount: sales * (sales / 80_000)
kind: prize, best: sales, above: 0, ties: split, amount: 900
kind: variable, amount: 1_000 / rank(sales)
kind: variable, amount: sales / company.whole * 5_000
kind: entitlement, when: calls >= 5
"""
_OF_INDEX = """
kind: variable, amount: 10_000 * index
kind: variable, amount: base, factors: [index, K(index)]
"""
_OF_TEAMS = """
kind: variable, amount: team.quota * 1%
kind: variable, amount: if team.sold >= team.quota then 700 else 0
kind: pool, among: team, amount: 6_000, by: sales
kind: pool, among: team, amount: quota, by: equal
"""
_LIMITS = (
    "",
    "",
    "limits: {total: {max: 9_000}}",
    "limits: {total: {min: 1_000, max: 30_000}}",
    "round: {step: 10}",
)
_CELLS: Mapping[Kind, Sequence[str]] = {
    Kind.MONEY: ("0", "100", "1000", "4000.50", "5000", "20000", "39999.99", "40000"),
    Kind.COUNT: ("0", "2", "5", "10", "12"),
    Kind.RATIO: ("0%", "10%", "80%", "100%", "120%"),
    Kind.FLAG: ("да", "нет"),
    Kind.DATE: ("2026-03-01", "2026-03-15", "2026-03-31", "2026-03-30", "2026-04-01"),
    Kind.TEXT: ("A", "B", "new", "old"),
}
_PEOPLE = 4


def write_month(random: Random) -> str:
    """Return a scheme without its head; not every one can be compiled."""
    titled, called = (
        random.choice(("", "title: Pay of sellers")),
        random.choice(("", "title: Sales of people, ")),
    )
    sheet = random.choice(_SHEETS) if random.random() < 0.5 else None
    kpis = [
        f"  k{at}: {{weight: {each}, {_choose(random, _KPIS)}}}"
        for at, each in enumerate(random.choice(_WEIGHTS))
    ]
    lines = (_LINES + (_OF_INDEX if kpis else "") + ("" if sheet is None else _OF_TEAMS)).strip().split("\n")
    chosen = random.sample([each for each in lines if each], random.randint(1, 3))
    team = "quota: {type: money, min: 0}, heads: {type: count, min: 1, max: 9}"
    of_teams = f"{sheet}key: Team, columns: {{{team}}}, values: {{sold: sum(employees.sales)}}"
    linked = "" if sheet is None else "link: Team, "
    texts = (
        titled,
        "calendar: {holidays: [2026-03-09]}",
        "facts:",
        "  company: {values: {whole: sum(employees.sales)}}",
        "" if sheet is None else f"  teams: {{{of_teams}}}",
        f"  employees: {{{linked}columns: {{{_declare(random, _EMPLOYEES)}}}}}",
        f"  deals: {{{called}{random.choice(('', 'grows: days, '))}columns: {{{_declare(random, _DEALS)}}}}}",
        _TABLES,
        *(["kpis:", *kpis] if kpis else []),
        "pay:",
        *(f"  l{at}: {{{each}}}" for at, each in enumerate(chosen)),
        random.choice(_LIMITS),
    )
    return "\n".join(each for each in texts if each) + "\n"


def _declare(random: Random, columns: str) -> str:
    pairs = (each.partition(": ") for each in columns.strip().split("\n"))
    chosen = ((name, random.choice(kinds.split(" | "))) for name, _, kinds in pairs)
    return ", ".join(f"{name}: {{{kind}{_grow(random, kind)}}}" for name, kind in chosen)


def _grow(random: Random, kind: str) -> str:
    return random.choice(_GROWTHS) if kind.startswith(("type: money", "type: count", "type: ratio")) else ""


def _choose(random: Random, texts: str) -> str:
    return random.choice(texts.strip().split("\n"))


def write_flat(text: str) -> str:
    """Return the scheme with other pay, that hangs less on what people reach."""
    return text[: text.index("pay:\n")] + "pay:\n  flat: {kind: variable, amount: 2_500 + sales * 1%}\n"


def make_rows(program: Program, random: Random) -> dict[str, Sequence[Row]]:
    """Return rows of each table; in some months cells are left blank."""
    cells = _Cells(random.random(), random.choice((0, 0, 0.04)))
    rows = {EMPLOYEES: _PEOPLE, TEAMS: 2, "deals": 7}
    return {
        grain: [
            {
                **{each.name: cells.write(each) for each in program.inputs if each.grain == grain},
                "key": str(at),
                "of": str(cells.randrange(_PEOPLE if grain == "deals" else rows[TEAMS])),
            }
            for at in range(count)
        ]
        for grain, count in rows.items()
    }


class _Cells(Random):
    """What chooses cells, and how many of them stay blank."""

    def __init__(self, seed: float, blanks: float) -> None:
        super().__init__(seed)
        self.blanks = blanks

    def write(self, given: Input) -> str:
        return "" if self.random() < self.blanks else str(self.choice(given.one_of or _CELLS[given.kind]))
