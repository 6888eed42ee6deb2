"""Months of a few people under schemes that turn what made-up ones do not, and what is found out of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import chdir
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from kpicalc.analysis.audit.audit import audit_pay
from kpicalc.analysis.budget import plan_budget
from kpicalc.analysis.next_steps import find_next_steps
from kpicalc.analysis.what_if.simulate import simulate_pay
from kpicalc.analysis.what_if.targets import find_targets
from kpicalc.api.run import Request, compute, employee_rows
from kpicalc.model.budget import BudgetQuestion
from kpicalc.model.money import ZERO
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.result import Settlement
from kpicalc.model.what_if import Draw, Shape, Sweep, WhatIf
from kpicalc.scheme.more_formulas import typed_source
from tests.analysis.plain_records import tell_plainly
from tests.kept_digests import Told

MARCH = Period(2026, 3, PeriodLength.MONTH)
HALF = Decimal("0.5")

Place = tuple[Settlement, int]

# Rows below rows, rows of texts alone, missing numbers; tables asked with texts and days; ends of several.
_ROWS = """\
kpicalc: 1
scheme: rows
currency: RUB
facts:
  employees:
    sales: {type: money, min: 0}
    calls: {type: count, one_of: [2, 5, 12], missing: allow}
    base: {type: money, min: 0, influenced: false}
    since: date
    grade: text
  deals: {columns: {amount: money, cost: {type: money, missing: allow}, day: date, sort: text}}
  visits: {columns: {topic: text}}
  clients: {key: Client, columns: {size: money}}
  orders: {of: clients, columns: {amount: money}}
tables:
  level: {mode: matrix, rows: [0, 5_000], columns: [junior, senior], values: [[10, 20], [30, 0]]}
  other: {mode: matrix, rows: [junior, senior], columns: [0, 5_000], values: [[10, 20], [30, 40]]}
  dated: {mode: lookup, bands: [{from: 2020-01, value: 0%}, {from: 2026-01, value: 2%}]}
values: {called: "if_missing(calls, 0)"}
pay:
  salary: {kind: fixed, amount: base}
  capped: {kind: variable, amount: "min(sales, called * 1_000, 9_000) * 1%"}
  floored: {kind: variable, amount: "max(sales * 1%, called * 10, 60)"}
  dealt: {kind: variable, amount: "sum(deals.amount) * 2% + if_missing(sum(deals.cost), 0) * 1%"}
  seen: {kind: variable, amount: 10 * count(visits)}
  served: {kind: variable, amount: sum(clients.size) * 1% + sum(orders.amount) * 1%}
  graded: {kind: variable, amount: "level(sales, grade) + other(grade, sales)"}
  dated: {kind: variable, amount: "sales * dated(if sales > 7_000 then since else period.first_day)"}
"""
_ROW_FACTS = {
    "employees.csv": """\
ID;Name;Sales;Calls;Base;Since;Grade
1;Ann;4000;5;1000;2020-05-01;junior
2;Bob;8000;;1000;2021-02-01;senior
3;Cid;4000;2;900;2026-02-01;senior
4;Dan;6000;12;2000;2025-01-01;junior
""",
    "deals.csv": """\
ID;Amount;Cost;Day;Sort
1;100;5;2026-03-01;new
1;-50;;2026-03-31;new
2;700.50;3;2026-03-15;old
2;300;;2026-03-16;old
""",
    "visits.csv": "ID;Topic\n1;a\n2;b\n",
    "clients.csv": "ID;Client;Size\n1;C1;100\n3;C2;300\n",
    "orders.csv": "Client;Amount\nC1;10\nC2;30\nC2;31\n",
}

# What a deal told as two brings is what rounding can bring, and no more; a third person's is a kopeck more.
_SPLIT = """\
kpicalc: 1
scheme: split
currency: RUB
facts: {employees: {}, deals: {columns: {amount: {type: money, min: 0}}}}
pay: {fee: {kind: variable, amount: "RATE * count(deals where amount > 0)"}}
"""
_SPLIT_FACTS = {"employees.csv": "ID;Name\n1;Ann\n2;Bob\n", "deals.csv": "ID;Amount\n1;100\n2;70\n2;30\n"}

# Teams with and without a name, funds of all and of each, a pool and a prize.
_TEAMS = """\
kpicalc: 1
scheme: teams
currency: RUB
facts:
  company: {profit: money}
  teams: {key: Dept, name: Title, columns: {fund: money}}
  employees: {link: Dept, columns: {sales: {type: money, min: 0}, weight: number}}
pay:
  bonus: {kind: variable, amount: sales * 10%}
  shared: {kind: pool, among: team, amount: 1_000, by: weight}
  best: {kind: prize, best: sales, ties: split, amount: 500}
limits:
  funds:
    whole: {lines: [bonus], max: profit * 5%}
    each: {lines: [shared], among: team, max: team.fund}
"""
_TEAM_FACTS = {
    "company.csv": "Profit\n10000\n",
    "teams.csv": "Dept;Title;Fund\nA;North;900\nB;;2000\n",
    "employees.csv": "ID;Name;Dept;Sales;Weight\n1;Ann;A;3000;1\n2;Bob;A;2000;2\n3;Cid;B;3000;1\n",
}

# Two schemes that measure results under other names, and people who are near each other in both.
_ONE, _OTHER = (
    f"""\
kpicalc: 1
scheme: {name}
currency: RUB
applies_to: {{Role: {name}}}
facts:
  employees: {{plan: {{type: money, above: 0}}, sales: {{type: money, min: 0}}, base: money}}
kpis: {{{kpi}: {{weight: 100%, plan: plan, actual: sales}}}}
pay:
  salary: {{kind: fixed, amount: base}}
  bonus: {{kind: variable, amount: {amount}, factors: [index]}}
"""
    for name, kpi, amount in (("sellers", "revenue", "1_000"), ("agents", "turnover", "5_000"))
)
_BOTH_FACTS = {
    "employees.csv": """\
ID;Name;Role;Plan;Sales;Base
1;Ann;sellers;100;90;50
2;Bob;sellers;100;90;70
3;Cid;sellers;100;80;900
4;Dan;agents;100;88;60
5;Eve;agents;100;88;60
6;Fay;agents;200;176;61
"""
}

# Newcomers are topped up to what they are promised; another sells as little and is not.
_TOPPED = """\
kpicalc: 1
scheme: topped
currency: RUB
facts: {employees: {fresh: flag, sales: {type: money, min: 0}}}
pay:
  fee: {kind: variable, amount: sales * 3%}
  promised: {kind: guarantee, amount: 400, of: [fee], when: fresh}
"""
_TOPPED_FACTS = {"employees.csv": "ID;Name;Fresh;Sales\n1;Ann;yes;1000\n2;Bob;no;1000\n3;Cid;yes;90000\n"}

_MONTHS: Mapping[str, Mapping[str, str]] = {
    "rows": {"rows.yaml": _ROWS, **_ROW_FACTS},
    "split": {"split.yaml": _SPLIT.replace("RATE", "0.02"), **_SPLIT_FACTS},
    "leap": {"split.yaml": _SPLIT.replace("RATE", "0.03"), **_SPLIT_FACTS},
    "teams": {"teams.yaml": _TEAMS, **_TEAM_FACTS},
    "topped": {"topped.yaml": _TOPPED, **_TOPPED_FACTS},
    "both": {"one.yaml": _ONE, "other.yaml": _OTHER, **_BOTH_FACTS},
}


def list_months() -> Told:
    """Return the months, each with what is found out about its people."""
    return {f"small.{name}": partial(_tell, name) for name in _MONTHS}


def read_month(name: str) -> list[Place]:
    """Return the people of a month that are paid."""
    with TemporaryDirectory() as folder, chdir(folder):
        for file, text in _MONTHS[name].items():
            Path(file).write_text(text, encoding="utf-8")
        facts, schemes = (tuple(sorted(Path().glob(each))) for each in ("*.csv", "*.yaml"))
        run = compute(Request(facts, schemes, MARCH))
    assert run.value is not None, run.diagnostics
    return list(employee_rows(run.value))


def _tell(name: str) -> dict[str, str]:
    return {"people": "\n".join(map(tell_plainly, _find_out(read_month(name))))}


def _find_out(places: list[Place]) -> Iterator[object]:
    yield from (audit_pay(places, MARCH, alike) for alike in (ZERO, HALF))
    yield plan_budget(places, MARCH, BudgetQuestion(by=("team",), fund=Decimal(1_000), floor=HALF))
    yield simulate_pay(places, MARCH, WhatIf(tornado=HALF))
    for name in ("calls", "sales"):
        sweep = Sweep(typed_source(name, "--vary"), HALF, Decimal(2), HALF, share=True)
        draw = Draw(typed_source(name, "--draw"), Shape.UNIFORM, (HALF, Decimal(3)), None)
        yield simulate_pay(places, MARCH, WhatIf(sweeps=(sweep,), draws=(draw,), times=5))
    settlements = list({id(each): each for each, _ in places}.values())
    for name in ("amount", "deals.amount", "Ann.amount", "Ann.sales", "C2.amount", "zzz.sales", "topic"):
        yield find_targets(settlements, typed_source(name, "--vary"))
    for settlement, row in places:
        yield find_next_steps(settlement, row, settlement.program.total)
