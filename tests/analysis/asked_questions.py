"""Questions to one month of two schemes, good ones and such as are refused, with all that is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from kpicalc.analysis.audit.audit import audit_pay
from kpicalc.analysis.budget import plan_budget
from kpicalc.analysis.calibrate.calibrate import calibrate_scheme
from kpicalc.analysis.calibrate.measure import Ground
from kpicalc.analysis.what_if.simulate import simulate_pay
from kpicalc.api.run import Request, compute, employee_rows
from kpicalc.model.budget import BudgetQuestion
from kpicalc.model.calibration import Unknown
from kpicalc.model.money import ZERO
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.result import Settlement
from kpicalc.model.what_if import Draw, PastMonth, Scenario, Shape, Shock, Sweep, WhatIf
from kpicalc.scheme.more_formulas import typed_source
from tests.analysis.plain_records import tell_plainly
from tests.kept_digests import Told

MARCH = Period(2026, 3, PeriodLength.MONTH)
_SELLERS = """\
kpicalc: 1
scheme: sellers
title: Sellers of goods
currency: RUB
applies_to: {Role: seller}
parameters:
  rate: {2025-01: 4%, 2026-01: 5%}
  salary: {value: 10_000, type: money}
  top: 1.2
  part: 0.5
facts:
  employees:
    plan: {type: money, above: 0}
    sales: {type: money, min: 0, max: 90_000}
    calls: {type: count, min: 0}
    share: {type: ratio, min: 0%, max: 100%, missing: 10%}
    late: {type: flag, missing: false}
    role: {type: text, column: Role}
    dept: {type: text, column: Dept}
  deals:
    key: Deal
    columns: {amount: {type: money, min: -500}, day: {type: date, in_period: true}, sort: text}
tables:
  level:
    mode: lookup
    bands: [{value: 0.5}, {from: 80%, value: 0.8}, {from: 100%, value: 1}, {from: 110%, value: top}]
kpis:
  result: {weight: 100%, plan: plan, actual: sales}
pay:
  base: {kind: fixed, amount: salary}
  fee: {kind: variable, amount: sales * rate * level(sales / plan), title: Fee}
  called: {kind: variable, amount: if calls >= 10 then 500 else 0, when: not late}
  shared: {kind: variable, amount: share * 1_000 * part}
  dealt: {kind: variable, amount: 'sum(deals.amount where amount >= 100) * 2%'}
limits: {total: {max: 60_000}}
"""
_DRIVERS = """\
kpicalc: 1
scheme: drivers
currency: RUB
applies_to: {Role: driver}
parameters: {rate: 3%, fuel: {value: 100, type: money}}
facts:
  employees:
    sales: {type: money, min: 0}
    hours: {type: hours, min: 0, max: 200}
pay:
  ride: {kind: variable, amount: sales * rate + fuel}
  time: {kind: variable, amount: 100 * hours / 8}
"""
_FACTS = {
    "employees.csv": """\
ID;Name;Role;Plan;Sales;Calls;Share;Late;Dept;Hours
1;Ann;seller;40000;40000;12;50%;no;North;
2;Bob;seller;40000;32000;10;;no;South;
3;Cid;seller;50000;20000;9;100%;yes;South;
4;Dan;driver;;30000;;;;;160
5;Eve;driver;;0;;;;;8
""",
    "deals.csv": """\
ID;Deal;Amount;Day;Sort
1;D1;100;2026-03-01;new
1;D2;-50;2026-03-31;old
2;D3;700.50;2026-03-15;old
""",
}
_SHOCKS = """
sales = sales * 1.1
sales = if sales > 30_000 then sales + 1_000 else 0
1.sales = 50_000
 Ann . sales  = 100 / 3
2.deals.amount = 1_000
D1.amount = amount * 2
amount = -600
deals.amount = amount + 1
calls = calls + 0.5
share = 1.5
4.hours = 250
hours = hours * 2
late = not late
rate = rate * 2
rate = 8%
rate[2025-01] = 8%
salary = salary + 1
part = part / 3
fuel = fuel * 2
level = 1
pay.fee.title = 1
tables.level.bands.2.value = 2
salse = 1
 salry  = 1
rat = 1
nobody.sales = 1
Anne.sales = 1
role = "x"
id = 1
result = 1
total = 1
sales = sales *
sales = unknown + 1
sales = calls
sales = 1 / (calls - 10)
plan = 0
sales = 0 - 1
plan = plan * 2; sales = sales * 2
sales = 1_000; 1.sales = 2_000
rate = 6%; rate = rate + 1%; sales = sales + 1
day = period.last_day
sort = "old"
"""
_HALF, _TENTH = Decimal("0.5"), Decimal("0.1")
_SWEEPS = (
    ("sales", "0.8", "1.2", "0.2", None),
    ("sales", "0", "90000", "45000", False),
    ("share", "0", "1.2", "0.6", None),
    ("share", "0.5", "1", "0.5", True),
    ("rate", "0.04", "0.06", "0.01", None),
    ("rate", "0.5", "1.5", "0.5", True),
    ("part", "0.5", "1", "0.5", None),
    ("part", "1", "2", "1", False),
    ("amount", "1", "2", "1", None),
    ("1.sales", "0.5", "1", "0.5", None),
    ("calls", "0", "20000", "1", False),
    ("rate", "0", "0.401", "0.001", None),
    ("role", "1", "2", "1", None),
    ("nothing", "1", "2", "1", None),
    ("rate[2025-01]", "1", "2", "1", None),
    ("salry", "1", "2", "1", None),
)
_SHAPES: tuple[tuple[Shape, tuple[str, ...]], ...] = (
    (Shape.UNIFORM, ("0.8", "1.2")),
    (Shape.TRIANGLE, ("0.5", "1", "3")),
    (Shape.NORMAL, ("1", "0.3")),
    (Shape.PAST, ()),
)
_PAST = (
    PastMonth(
        Period(2026, 1, PeriodLength.MONTH),
        {
            ("RUB", "sales"): {"1": Decimal(100), "2": Decimal(99_000), "9": Decimal(7)},
            ("RUB", "calls"): {"1": Decimal(3), "2": None, "9": Decimal(11)},
            ("USD", "sales"): {"3": Decimal(5)},
        },
    ),
    PastMonth(
        Period(2026, 2, PeriodLength.MONTH), {("RUB", "sales"): {"1": Decimal(50_000), "4": Decimal(1)}}
    ),
)
_AIMS: Mapping[str, tuple[object, ...]] = {
    "rate": (
        "sum(employees.total) = 40_000",
        "base = 1",
        "total = 20_000",
        "total > 1",
        "not late",
        "late",
        "fee = sales * 7%",
        "fee / (calls - 10) = 1",
        "1 = fee / (calls - 10)",
        "base = 10_000",
    ),
    "salary": ("total = 12_345.67", "total = 0", "sum(employees.base) = 30_000.01", "total = 100_000"),
    "part": ("shared = 123.45", "shared = 0", "sum(employees.shared) = total"),
}
_BUDGETS = (
    BudgetQuestion(by=("dept",), caps=(Decimal(13_500), Decimal("11844.01"), ZERO), fund=Decimal(50_000)),
    BudgetQuestion(by=("nothing", "Dept"), fund=Decimal(39_000), floor=_HALF),
    BudgetQuestion(fund=Decimal("38796.01")),
    BudgetQuestion(fund=Decimal(10), floor=Decimal("0.9"), caps=(Decimal(99_999),)),
    BudgetQuestion(base=typed_source("sum(employees.sales)", "--of"), part=_TENTH, fund=Decimal(1_000_000)),
    BudgetQuestion(base=typed_source("sum(employees.plan)", "--of")),
    BudgetQuestion(base=typed_source("sales", "--of")),
    BudgetQuestion(base=typed_source("no such", "--of")),
)


def list_asked() -> Told:
    """Return what is asked, each with its answers by view."""
    asked: Mapping[str, Callable[[], Iterator[object]]] = {
        "scenarios": _ask_scenarios,
        "sweeps": _ask_sweeps,
        "draws": _ask_draws,
        "aims": _ask_aims,
        "budgets": _ask_budgets,
    }
    return {f"asked.{name}": partial(_answer, ask) for name, ask in asked.items()}


def _answer(ask: Callable[[], Iterator[object]]) -> dict[str, str]:
    with TemporaryDirectory() as folder, chdir(folder):
        for name, text in {"sellers.yaml": _SELLERS, "drivers.yaml": _DRIVERS, **_FACTS}.items():
            Path(name).write_text(text, encoding="utf-8")
        return {"answers": "\n".join(map(tell_plainly, ask()))}


def _places() -> list[tuple[Settlement, int]]:
    facts, schemes = (tuple(sorted(Path().glob(each))) for each in ("*.csv", "*.yaml"))
    run = compute(Request(facts, schemes, MARCH))
    assert run.value is not None, run.diagnostics
    return list(employee_rows(run.value))


def _ask_scenarios() -> Iterator[object]:
    places = _places()
    for line in _SHOCKS.strip("\n").split("\n"):
        pairs = [each.partition(" = ") for each in line.split("; ")]
        shocks = tuple(
            Shock(typed_source(target, f"--set {at}"), typed_source(formula, f"--to {at}"))
            for at, (target, _, formula) in enumerate(pairs)
        )
        yield simulate_pay(places, MARCH, WhatIf((Scenario(line, shocks),)))


def _ask_sweeps() -> Iterator[object]:
    places = _places()
    for name, low, high, step, share in _SWEEPS:
        sweep = Sweep(typed_source(name, "--vary"), Decimal(low), Decimal(high), Decimal(step), share)
        yield simulate_pay(places, MARCH, WhatIf(sweeps=(sweep,)))
    yield simulate_pay(places, MARCH, WhatIf(tornado=_TENTH))
    yield from (audit_pay(places, MARCH, alike) for alike in (ZERO, _HALF))


def _ask_draws() -> Iterator[object]:
    places = _places()
    for shape, written in _SHAPES:
        numbers = tuple(map(Decimal, written))
        for names in (("sales",), ("calls", "sales"), ("1.sales",), ("share",), ("amount",), ("hours",)):
            for common, pooled in ((False, False), (True, False), (False, True)):
                draws = tuple(
                    Draw(
                        typed_source(name, "--draw"),
                        shape,
                        tuple(map(Decimal, numbers)),
                        None,
                        common,
                        pooled,
                    )
                    for name in names
                )
                yield simulate_pay(places, MARCH, WhatIf(draws=draws, times=7, past=_PAST))


def _ask_aims() -> Iterator[object]:
    settlement = next(each for each, _ in _places() if each.program.scheme == "sellers")
    ground = Ground(_SELLERS, "sellers.yaml", MARCH, settlement.facts, 1)
    for name, aims in _AIMS.items():
        for aim in aims:
            unknown = Unknown(name, typed_source(str(aim), "--so-that"))
            yield calibrate_scheme(ground, (unknown,), 3)
    both = (
        Unknown("rate", typed_source("fee = 2_000", "--so-that"), (ZERO, _HALF), Decimal("0.001")),
        Unknown("salary", typed_source("total = 15_000", "--so-that"), (ZERO, Decimal(9_000))),
    )
    yield calibrate_scheme(ground, both, 3)
    yield calibrate_scheme(ground, both[:1], 3)


def _ask_budgets() -> Iterator[object]:
    places = _places()
    yield from (plan_budget(places, MARCH, each) for each in _BUDGETS)
