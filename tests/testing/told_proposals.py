"""All that comes of schemes whose tests are proposed: what can be reached, the tests, and what they reach.

`python -m tests.testing.told_proposals` writes anew what was kept, a digest for each view of each; with a
folder it writes the texts themselves there, to be compared with those of another state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from kpicalc.i18n.catalogue import Language
from kpicalc.testing.forks import find_forks
from kpicalc.testing.propose import propose_suite_tests
from kpicalc.testing.reach import reach_points
from kpicalc.testing.run_trial import Ran
from kpicalc.testing.trials import Suite, measure_coverage, run_all, settlements_of
from tests.kept_digests import Told, write_told
from tests.testing.builders import open_nothing, read_document

KEPT = Path(__file__).parent / "told_proposals.txt"
# A figure of a test that is changed, so that it is wrong and its way is told.
_EXPECTED = re.compile(r"(?<=^      п: )[0-9_.]+$", re.MULTILINE)

SCHEMES = {
    # thresholds behind a quotient, a sum, a product and the inverse of a fact
    "thresholds": """\
facts:
  employees: {план: {type: money, above: 0}, факт: {type: money, min: 0}, дни: {type: days, above: 0}}
values:
  а: if план / факт >= 125% then 1 else 0
  б: if факт * 3 + план > 2_000_000 then 1 else 0
  в: if факт / дни < 7_777.77 then 1 else 0
pay: {п: {kind: variable, amount: 10 * а + 20 * б + 30 * в}}
""",
    # several facts at once: the index of three KPIs, and all of a set
    "indexes": """\
facts:
  employees:
    {x: {type: ratio, max: 200%}, y: ratio, z: ratio, a: {type: count, min: 0}, b: count}
kpis:
  x: {weight: 0.4, plan: 20%, actual: x, floor: 0%}
  y: {weight: 0.3, plan: 20%, actual: y, floor: 0%}
  z: {weight: 0.3, plan: 20%, actual: z, floor: 0%}
values:
  доля: if index < 70% then 0% else if index < 99% then index else 100%
  всё: a >= 100 and b >= 60
pay:
  п: {kind: variable, amount: 100, share: доля}
  н: {kind: variable, amount: 100, when: всё}
""",
    # texts, flags, dates, blank cells, choices, rows below
    "kinds": """\
facts:
  company: {прибыль: {type: money, min: 0}}
  teams: {key: Отдел, columns: {план: {type: money, above: 0}}}
  employees:
    link: Отдел
    columns:
      роль: text
      принят: date
      день: {type: date, in_period: true}
      оценка: {type: ratio, one_of: [0%, 50%, 100%], missing: allow}
      решение: {type: count, min: 3, below: 5}
      доля: {type: ratio, above: 10%, max: 30%}
  deals: {columns: {сумма: money, первый: flag}}
tables:
  стаж: {mode: lookup, bands: [{from: 0, value: 1}, {from: 5, value: 1.5}, {from: 20, value: 2}]}
values:
  роль_даёт: if роль = "А" then 1 else if "Б" = роль then 2 else 3
  работает: 'стаж(years_between(принят, period.first_day))'
  балл: 'if_missing(оценка, 10%)'
  много: if sum(deals.сумма where not deals.первый) > 250_000 then 2 else 1
  поздно: if день > 2026-01-15 then 1 else 2
  высокий: if балл >= 50% then 1 else 2
  прибыльно: if прибыль > 0 and team.план < 1_000 then 1 else 2
  ровно: if решение >= 4 then 1 else 2
  мало: if доля < 20% then 1 else 2
  вместе: роль_даёт * работает * много * поздно * высокий * прибыльно * ровно * мало
pay: {п: {kind: variable, amount: 10 * вместе}}
""",
    # people who depend on each other
    "prizes": """\
facts:
  employees: {x: {type: money, min: 0}}
pay:
  приз: {kind: prize, best: x, among: company, above: 10, ties: split, amount: 100}
""",
    # rows that must fit each other, days of the scheme
    "rows": """\
facts:
  employees: {план: money}
  клиенты:
    key: Клиент
    valid: {from: с, to: по}
    columns: {с: {type: date, missing: allow}, по: {type: date, missing: allow}, передан: flag}
  покупки: {of: клиенты, on: дата, columns: {дата: date, сумма: money}}
  сделки: {columns: {день: date, сумма: money}, values: {доход: 'ставка(день, сумма)'}}
tables:
  ставка:
    {mode: slab, bands: [{from: 2019-01, to: 2019-03-14, rate: 5%}, {from: 2019-03-15, rate: 7%}]}
values: {передано: sum(покупки.сумма where клиенты.передан)}
pay: {с_оборота: {kind: variable, amount: передано + sum(сделки.доход)}}
""",
    # heads, places, and rows that are not alike
    "heads": """\
facts:
  employees: {manager: Руководитель, columns: {x: money, брак: {type: ratio, min: 0, max: 100%}}}
  deals: {columns: {сумма: {type: money, min: 0}, день: {type: date, in_period: true}}}
  parts: {of: deals, columns: {сумма: {type: ratio, min: 0, max: 100%}}}
values:
  без_брака: count(reports where reports.брак < 5%)
  место: rank(x)
  за_место: if место < 4 then (if место = 2 then 9 else 7) else последним
  последним: if место = 4 then 5 else if место = 6 then 3 else 1
  разброс: max(deals.сумма) - min(deals.сумма)
  долей: count(parts where parts.сумма > 90%)
pay:
  л: {kind: variable, amount: if без_брака >= 2 then 3 else if без_брака = 1 then 2 else 1}
  м: {kind: variable, amount: if место = 1 then 10 else за_место}
  р: {kind: variable, amount: 'if count(deals) > 1 and разброс > 0 then 1 else 0'}
  д: {kind: variable, amount: if долей > 1 then 1 else 0}
""",
    # titles, open ends, limits of the author's and of constructs, parts that are missing, the period
    "edges": """\
parameters: {доля: 5}
facts:
  employees:
    x: {type: money, min: 0, max: 1_000}
    y: {type: money, missing: allow}
    план: {type: count, above: 0, title: План}
    сдан: flag
    день: date
  deals: {columns: {сумма: money, первый: flag}, values: {крупный: сумма > 5}}
tables:
  Т:
    mode: lookup
    gives: money
    title: Таблица
    beyond: last
    bands: [{to: 10, value: 0}, {to: 20, value: 0}, {to: 30, value: 1}]
  М: {mode: marginal, bands: [{below: 100, rate: 1%}, {from: 100, rate: 2%}]}
  Л: {mode: interpolate, gives: money, below: first, bands: [{from: 0, value: 0}, {from: 50, value: 5}]}
  Р:
    mode: matrix
    gives: ratio
    title: Сетка
    rows: [0, 10]
    columns: [{below: 5}, {from: 5}]
    values: [[1, 2], [1, 3]]
rules: {Б: {hit: sum, title: Баллы, rules: [{when: x > 7, value: 1}, {when: сдан, value: "max(x, 3)"}]}}
kpis:
  К: {weight: 100%, title: Работа, plan: план, actual: count(deals where deals.первый), cap: 120%, floor: 0%}
stop_factors: {С: {title: Срыв, lines: [т], rules: [{when: сдан, factor: 50%}], otherwise: 100%}}
values:
  постоянно: if_missing(доля, 3) + (if доля > 3 then 1 else 0)
  частное: 'if_missing(x / y, 7)'
  больше: if x > y then 2 else 1
  предел: 'min(max(x - 5, 0), 500)'
  спорно: 'max(x, x / count(deals))'
  крупных: count(deals where deals.крупный) + count(deals where доля > 3)
  весна: if period.month > 3 then 1 else 2
  давно: if день < 2020-02-15 then 1 else 2
  всё: x > 1 or y > 2 and not сдан
pay:
  п: {kind: variable, amount: больше * 2 + предел, factors: [частное]}
  ч: {kind: variable, amount: 3 * (постоянно + крупных + весна + давно)}
  т: {kind: variable, amount: "Т(x) + М(x) + Л(x) + Б + x * Р(x, план)", when: всё}
  к: {kind: variable, amount: 100, factors: [К.score], max: 90, min: 10}
  с: {kind: variable, amount: спорно}
  право: {kind: entitlement, when: x > 9}
""",
    # nothing but the month decides
    "period": """\
facts: {employees: {}}
pay: {п: {kind: variable, amount: if period.month > 3 then 1 else 2}}
""",
    # a table that several rows of facts ask, and rows without anything in them
    "empty": """\
facts: {employees: {x: {type: money, missing: allow}}, deals: {columns: {день: {type: date, missing: allow}}}}
pay: {п: {kind: variable, amount: 'if count(deals) > 1 then 5 else if_missing(x, 2)'}}
""",
    # rows that nobody has, flags that matter together, points between which a table runs, limits in rules
    "parts": """\
facts:
  company: {values: {всего: count(deals)}}
  employees:
    {x: {type: money, min: 0}, доля: {type: ratio, min: 0%}, a: flag, b: flag}
  deals: {columns: {сумма: money}}
tables:
  Л: {mode: interpolate, gives: money, bands: [{from: 0, value: 0}, {from: 5, value: 5}, {from: 7, value: 6}]}
  О: {mode: interpolate, gives: money, below: first, beyond: last, bands: [{from: 0, value: 3}]}
rules: {Б: {hit: sum, rules: [{when: x > 7, value: "min(x, 90)"}, {when: b, value: 3}]}}
stop_factors: {С: {lines: [п], rules: [{when: a, factor: "min(доля, 50%)"}], otherwise: 100%}}
values: {ничего: if company.всего = 0 then 1 else 2, вместе: if a or b then 2 else 1}
pay:
  п: {kind: variable, amount: "Л(min(x, 7)) + О(x) + Б + ничего"}
  в: {kind: variable, amount: 10 * вместе}
  баллы: {kind: entitlement, points: 2 * count(deals)}
""",
}


def list_told() -> Told:
    """Return for each scheme what makes all that is told of it."""
    return {name: partial(_tell, text) for name, text in SCHEMES.items()}


def _tell(scheme: str) -> Mapping[str, str]:
    document = read_document(scheme)
    proposed = propose_suite_tests(Suite(document, ()), open_nothing, Language.EN)
    tested = read_document(f"{scheme}{proposed}")
    wrong = read_document(scheme + _EXPECTED.sub("7.77", proposed))
    ran = run_all(Suite(tested, (tested.tests,)), open_nothing)
    failed = run_all(Suite(wrong, (wrong.tests[:3],)), open_nothing)
    coverage = measure_coverage(tested, settlements_of(ran))
    targets = find_forks(settlements_of(ran)[0].program).targets()
    return {
        "points": "\n".join(map(repr, targets)),
        "proposed": proposed,
        "reached": "\n".join(map(_tell_reached, ran)),
        "failed": "\n".join(repr(replace(each.trial, program=None)) for each in failed),
        "unreached": "\n".join(map(repr, coverage.unreached)),
    }


def _tell_reached(ran: Ran) -> str:
    """Return what a test comes to, and the rows at which it reaches each point."""
    assert ran.settlement is not None, ran.trial.problems
    reached = reach_points(find_forks(ran.settlement.program), ran.settlement)
    places = sorted(f"{point!r} {sorted(rows)}" for point, rows in reached.items())
    return "\n".join((ran.trial.name, str(ran.trial.passed), *places))


if __name__ == "__main__":
    write_told(KEPT, list_told())
