"""Schemes of a few lines that turn what made-up ones do not, told like those."""

from __future__ import annotations

from collections.abc import Mapping

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

SMALL_SCHEMES: Mapping[str, str] = {
    "tables": _TABLES,
    "conditions": _CONDITIONS,
    "limits": _LIMITS,
    "indexes": _INDEXES,
    "levels": _LEVELS,
    "rows": _ROWS,
}
"""The schemes by their names, without their heads."""
