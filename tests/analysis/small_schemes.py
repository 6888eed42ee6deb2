"""Schemes of a few lines that turn what made-up ones do not, told like those."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kpicalc.model.kind import Scalar
from kpicalc.model.program import EMPLOYEES, Key

_TABLES = """\
facts: {employees: {sales: money, share: {type: ratio, min: 0%, max: 100%}}}
tables:
  snapped: {mode: lookup, snap: {step: 1%}, bands: [{from: 0%, value: 1}, {from: 80%, value: 2}]}
  falling: {mode: lookup, bands: [{value: 500}, {from: 10_000, adds: -50, every: 10_000}]}
  line: {mode: interpolate, below: first, beyond: last, bands: [{from: 0, value: 1}, {from: 9_000, value: 3}]}
  point: {mode: interpolate, below: first, beyond: last, bands: [{from: 0, value: 1}]}
  level: {mode: marginal, bands: [{rate: 0%}]}
  steep: {mode: marginal, bands: [{rate: 2%}]}
  cells: {mode: matrix, below: zero, rows: [0, 1_000], columns: [0%, 50%], values: [[1, 2], [3, 4]]}
values:
  rounded: "if snapped(share) = 2 then share else 1"
  fallen: falling(sales)
  bent: line(sales)
  single: point(sales)
  flat: level(sales)
  rising: steep(sales)
  met: cells(sales, share)
pay:
  bonus: {kind: variable, amount: rounded * 100 + fallen + bent + single + flat + rising + met}
"""
_CONDITIONS = """\
facts: {employees: {a: number, b: number, c: {type: number, min: 0}}}
values:
  minus: "if a < -5 then 1 else if a > -5 then 2 else 3"
  turned: "if not (a >= 5) then 1 else if a > 5 then 2 else 3"
  beside: "if a < b then 1 else if a > b then 2 else 5"
  bounds: "if a < 5 then 1 else if a > 5 and a < 9 then 2 else if a > 9 then 3 else 7"
  nested: "if a > 5 and a < 3 then (if b > 1 then 1 else 2) else 3"
  inside: "if a > 5 then (if a < 3 then 1 else 2) else (if a < 9 then 4 else 5)"
  twice: "if c >= 0 then 1 else if c > 5 then 2 else 3"
pay:
  bonus: {kind: variable, amount: minus + turned + beside + bounds + nested + inside + twice + abs(a)}
"""
_LIMITS = """\
facts: {employees: {a: {type: money, min: 100, max: 1_000}, done: {type: ratio, min: 0%, max: 100%}}}
values:
  capped: |
    a
    + min(a, 2_000)
  held: max(min(a, 5_000), 50)
  given: max(a, if_missing(a, 7))
kpis: {one: {weight: 100%, attainment: done, floor: 0%, cap: 100%}}
pay:
  bonus: {kind: variable, amount: capped + held + given, min: 10, max: 9_000}
  other: {kind: variable, amount: 100, factors: [index], share: done}
limits: {total: {min: 0, max: 100_000}}
"""
_INDEXES = """\
facts: {employees: {done: {type: ratio, min: 0%, max: 100%}, left: money, late: {type: flag}}}
values: {unused: done * 2, other: unused + 1}
kpis:
  one: {weight: 60%, attainment: done}
  two: {weight: 40%, attainment: done}
  three: {weight: 100%, attainment: done}
indexes: {index: {kpis: [one, two]}, second: {kpis: [three]}}
pay: {bonus: {kind: variable, amount: 100 * done}}
"""
_LEVELS = """\
facts:
  employees:
    plan: {type: money, above: 0}
    sales: {type: money, min: 0}
    calls: {type: count, one_of: [2, 5, 12]}
    cost: {type: money, min: 0, max: 5_000}
    keen: {type: flag}
kpis:
  all: {weight: 40%, plan: plan, actual: sales + cost, cap: 120%}
  sold: {weight: 20%, plan: plan, actual: sales, threshold: 50%}
  called: {weight: 20%, plan: 6, actual: calls}
  spent: {weight: 20%, plan: 1_000, actual: cost, better: lower, formula: mirror}
pay:
  salary: {kind: fixed, amount: 1_000}
  bonus: {kind: variable, amount: 5_000, factors: [index]}
  more: {kind: variable, amount: if keen then 0 else 100}
  both: {kind: variable, amount: 'min(sales, 2_000) * 1% + max(0, 500 - cost)'}
"""
_ROWS = """\
facts:
  company: {values: {whole: sum(employees.weight)}}
  employees: {weight: {type: number, min: 0}, since: date}
  deals: {columns: {amount: {type: money, min: 0}, sort: {type: text, one_of: [new, old]}, paid: flag}}
  visits: {columns: {topic: text, day: {type: date, in_period: true}}}
values: {share: "weight / max(company.whole, 1)"}
pay:
  one: {kind: variable, amount: 'sum(deals.amount where sort = "new" and paid) * 5%', max: 10_000}
  two: {kind: variable, amount: 10 * count(visits where day > period.first_day), min: 20}
  pool: {kind: pool, amount: 1_000, by: weight, step: 1}
  rest: {kind: variable, amount: 1_000 * share - 5 * floor(weight)}
"""
_COUNTED = """\
facts:
  employees: {x: {type: money, min: 0, max: 900}}
  clients: {key: Client, columns: {size: {type: money, min: 0}}}
  orders: {of: clients, columns: {paid: {type: money, min: 0}}}
  visits: {columns: {topic: text}}
pay:
  met: {kind: variable, amount: if count(clients) >= 3 then 500 else 5 * count(orders)}
  seen: {kind: variable, amount: if count(visits) >= 2 then 0 else 300}
  shared: {kind: variable, amount: 900 / (count(visits) - 4)}
  some: {kind: variable, amount: x * 1%}
"""
_TURNS = """\
facts: {employees: {sales: {type: money, min: 0}, debt: money, done: {type: ratio, above: 0%}}}
tables:
  far: {mode: lookup, bands: [{value: 1%}, {from: 200_000, value: 2%}, {from: 9_000_000, value: 3%}]}
pay:
  bonus: {kind: variable, amount: sales * far(sales)}
  held: {kind: variable, amount: 'max(0, 5_000 - debt) + min(debt, 800) * 2'}
  shared: {kind: variable, amount: 10 / done}
"""
_SHARED = """\
facts:
  employees:
    x: {type: money, min: 0}
    y: {type: money, min: 0}
    z: {type: money, min: 0}
    n: {type: count, one_of: [2, 4, 5, 8]}
kpis:
  both: {weight: 30%, plan: 100, actual: x + y, threshold: 80%, cap: 130%}
  three: {weight: 30%, plan: 100, actual: x + y + z, threshold: 80%, cap: 130%}
  listed: {weight: 40%, plan: 4, actual: n, threshold: 80%, cap: 130%}
pay: {salary: {kind: fixed, amount: 500}, bonus: {kind: variable, amount: 1_000, factors: [index]}}
"""

SMALL_SCHEMES: Mapping[str, str] = {
    "tables": _TABLES,
    "conditions": _CONDITIONS,
    "limits": _LIMITS,
    "indexes": _INDEXES,
    "levels": _LEVELS,
    "rows": _ROWS,
    "counted": _COUNTED,
    "turns": _TURNS,
    "shared": _SHARED,
}
"""The schemes by their names, without their heads."""

_Asked = tuple[Mapping[Key, tuple[Decimal | None, Decimal | None]], Mapping[Key, Scalar]]
_ONE, _SOME, _MANY = Decimal(1), Decimal(700), Decimal(7_000)

ASKED: Mapping[str, _Asked] = {
    "levels": (
        {
            (EMPLOYEES, "sales"): (_SOME, _MANY),
            (EMPLOYEES, "cost"): (-_ONE, _MANY),
            (EMPLOYEES, "plan"): (None, None),
        },
        {(EMPLOYEES, "keen"): True, (EMPLOYEES, "plan"): _MANY},
    ),
    "turns": ({(EMPLOYEES, "debt"): (-_MANY, _MANY)}, {(EMPLOYEES, "sales"): Decimal(9_500_000)}),
}
"""Within which ranges, and with which facts at rest, some of them are analysed once more."""

ROWS_ASKED: Mapping[str, tuple[Mapping[Key, tuple[Decimal | None, Decimal | None]], ...]] = {
    "counted": ({}, {("clients", ""): (_ONE, Decimal(5)), ("visits", ""): (None, None)}),
}
"""Of which the curves of numbers of rows are drawn, within which ranges."""
