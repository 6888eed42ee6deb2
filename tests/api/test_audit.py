"""The audit of a month: figures worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.api import Request, audit_month
from kpicalc.model.audit import Gaming, PayAudit, StandingKind, Trick
from kpicalc.model.period import parse_period

D = Decimal
SCHEME = """\
kpicalc: 1
scheme: seller
title: Sellers
currency: USD
facts:
  employees:
    grade: {type: text, one_of: [junior, senior]}
    plan: {type: money, above: 0}
    sales: {type: money, min: 0}
  deals: {amount: {type: money, min: 0}}
parameters:
  salary: {by: grade, values: {junior: 500, senior: 650}}
kpis:
  revenue: {weight: 100%, plan: plan, actual: sales, threshold: 80%, cap: 120%}
pay:
  base: {kind: fixed, amount: salary, title: Salary}
  bonus: {kind: variable, amount: 1_000, factors: [index], title: Bonus}
  fees: {kind: variable, amount: "sum(deals.fee)", title: Fees}
"""
# 100 for each deal of 1 000 or more.
FEE = "values: {fee: 'if amount >= 1_000 then 100 else 0'}"
PEOPLE = """\
ID,Name,Grade,Plan,Sales
1,Ann,junior,1000,1000
2,Bob,senior,2000,2000
3,Cid,junior,1000,1100
4,Dan,junior,1000,700
5,Eve,senior,1000,1500
"""
DEALS = "ID,Amount\n1,2500\n4,600\n4,700\n"


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> PayAudit:
    return audited(tmp_path_factory.mktemp("month"))


def audited(
    folder: Path, scheme: str = "", people: str = PEOPLE, deals: str = DEALS, alike: str = "0"
) -> PayAudit:
    table = "deals: {columns: {amount: {type: money, min: 0}}, " + FEE + "}"
    whole = scheme or SCHEME.replace("deals: {amount: {type: money, min: 0}}", table)
    (folder / "seller.yaml").write_text(whole, encoding="utf-8")
    (folder / "employees.csv").write_text(people, encoding="utf-8")
    facts = [folder / "employees.csv"]
    if deals:
        (folder / "deals.csv").write_text(deals, encoding="utf-8")
        facts.append(folder / "deals.csv")
    request = Request(tuple(facts), (folder / "seller.yaml",), parse_period("2026-03"))
    found = audit_month(request, alike=D(alike))
    assert found.value is not None, found.diagnostics
    return found.value


def gamed(audit: PayAudit) -> dict[Trick, Gaming]:
    return {each.trick: each for each in audit.schemes[0].gaming}


def test_equal_results_paid_differently_are_explained(audit: PayAudit) -> None:
    """Ann and Bob meet their plans: 500 + 1 000 + 100 of one deal, and 650 + 1 000 without one."""
    (equal,) = [each for each in audit.pairs if each.equal]

    assert (audit.groups, audit.unequal) == (1, 1)
    assert (equal.low.name, equal.high.name, equal.difference) == ("Ann", "Bob", D(50))
    assert [(each.label, each.low, each.high) for each in equal.results] == [("revenue", D(1), D(1))]
    (cause,) = equal.causes
    assert (cause.label, cause.low, cause.high, cause.amount) == ("grade", "junior", "senior", D(150))
    assert cause.lines == (("Salary", D(150)),)
    assert [(name, place.line) for name, place in cause.rules] == [("salary", 12)]
    assert equal.rest == D(-100)


def test_who_is_better_and_paid_less_is_told(audit: PayAudit) -> None:
    """Cid with 110 % has 500 + 1 100, Bob with 100 % has 650 + 1 000."""
    (pair,) = [each for each in audit.pairs if not each.equal]

    assert audit.overtaken == 1
    assert (pair.low.name, pair.high.name, pair.difference) == ("Cid", "Bob", D(50))
    assert [(each.label, each.amount) for each in pair.causes] == [("revenue", D(-100)), ("grade", D(150))]
    assert pair.rest == 0


def test_where_results_stop_to_count(audit: PayAudit) -> None:
    found = {(each.kind, each.formula): (each.people, each.of) for each in audit.schemes[0].standings}

    assert found[StandingKind.CAP, "120%"] == (1, 5)
    assert found[StandingKind.NOTHING, "revenue.attainment < 80%"] == (1, 5)


def test_who_is_topped_up_is_held_up(tmp_path: Path) -> None:
    """Dan and Eve earn nothing beside their salary; Eve is guaranteed nothing, and the others earn more."""
    least = '  least: {kind: guarantee, amount: 400, of: [bonus], when: grade = "junior"}\n'
    scheme = SCHEME.replace('  fees: {kind: variable, amount: "sum(deals.fee)", title: Fees}\n', least)
    found = audited(tmp_path, scheme.replace("  deals: {amount: {type: money, min: 0}}\n", ""), deals="")
    floors = [each for each in found.schemes[0].standings if each.kind is StandingKind.FLOOR]

    assert [(each.label, each.formula, each.people) for each in floors] == [("least", "400", 1)]


def test_what_more_of_a_fact_pays(audit: PayAudit) -> None:
    """5 % more sales bring nothing to Dan below the threshold (73.5 %) and to Eve above the cap."""
    slopes = {each.fact: (each.more, each.nothing, each.less) for each in audit.schemes[0].slopes}

    assert slopes["sales"] == (3, 2, 0)
    assert slopes["amount"] == (0, 2, 0)


def test_a_deal_split_in_two_pays_twice(audit: PayAudit) -> None:
    """2 500 as 1 250 and 1 250 are two fees; 600 and 700 as 1 300 are one."""
    found = gamed(audit)
    split, merged = found[Trick.SPLIT], found[Trick.MERGE]

    assert (split.person.name, split.amounts) == ("Ann", (D(2500), D(1250), D(1250)))
    assert (split.now, split.then, split.gain, split.people) == ((D(1600),), (D(1700),), D(100), 1)
    assert (merged.person.name, merged.amounts) == ("Dan", (D(700), D(600), D(1300)))
    assert (merged.now, merged.then) == ((D(500),), (D(600),))


def test_what_is_kept_for_the_next_month(audit: PayAudit) -> None:
    """Dan has 70 % in each of two months: with all of it kept he has 0 and 140 %, cut to 120 %."""
    later = gamed(audit)[Trick.PART_LATER]

    assert (later.person.name, later.amounts) == ("Dan", (D(700), D(0), D(1400)))
    assert (later.now, later.then, later.gain) == ((D(500), D(500)), (D(500), D(1700)), D(1200))
    assert Trick.LATER not in gamed(audit)


def test_results_within_a_part_of_each_other_count_as_equal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 95, 100 and 110 % one is beside the other within 5 and 9.1 %; 5 % of the greater count."""
    people = (
        "ID,Name,Grade,Plan,Sales\n1,Ann,junior,1000,950\n2,Bob,junior,1000,1000\n3,Cid,senior,1000,1100\n"
    )

    def near(part: str) -> tuple[int | None, int | None, list[tuple[str, str]]]:
        found = audited(tmp_path, people=people, deals="ID,Amount\n", alike=part)
        pairs = [(each.low.name, each.high.name) for each in found.pairs if each.equal]
        return found.groups, found.unequal, pairs

    assert near("0") == (0, 0, [])
    assert near("0.05") == (2, 1, [("Ann", "Bob")])
    assert near("0.1") == (3, 2, [("Bob", "Cid"), ("Ann", "Bob")])
    monkeypatch.setattr("kpicalc.analysis.audit.unequal._MOST_PEOPLE", 2)
    assert near("0.05") == (None, None, [])
    assert audited(tmp_path, people=people, deals="ID,Amount\n").overtaken is None


DATED = """\
kpicalc: 1
scheme: dealer
currency: USD
facts:
  employees: {plan: {type: money, above: 0, influenced: false}}
  deals:
    columns: {day: {type: date, in_period: true}, amount: {type: money, min: 0, influenced: true}}
    values: {early: if day <= 2026-03-10 then amount * 2% else 0}
tables:
  level: {mode: lookup, bands: [{from: 0%, value: 0.5}, {from: 100%, value: 1}, {from: 120%, value: 1.5}]}
pay:
  fee: {kind: variable, amount: sum(deals.amount) * 5% * level(sum(deals.amount) / plan)}
  soon: {kind: variable, amount: sum(deals.early)}
"""


@pytest.mark.parametrize(
    ("deals", "days", "then"),
    [
        # 950 of 1 000 at 2.5 % are 23.75. In the next month 1 200 at 7.5 % and 250 early ones are 95.
        ("1,2026-03-11,700\n1,2026-03-31,250\n", (31, 1), (D("17.50"), D(95))),
        # 1 100 at 5 % and 200 early ones are 59. In the month before 1 300 at 7.5 % and 200 early ones.
        ("1,2026-03-15,900\n1,2026-03-01,200\n", (1, 28), (D("22.50"), D("101.50"))),
        # Within the month: 500 early ones.
        ("1,2026-03-11,500\n", (11, 10), (D("22.50"),)),
        ("1,2026-03-20,1000\n", (), ()),
    ],
)
def test_a_deal_told_a_day_off(
    deals: str, days: tuple[int, ...], then: tuple[Decimal, ...], tmp_path: Path
) -> None:
    audit = audited(tmp_path, DATED, "ID,Name,Plan\n1,Ann,1000\n", "ID,Day,Amount\n" + deals)

    moved = gamed(audit).get(Trick.DAY)
    told = () if moved is None else tuple(each.day for each in moved.amounts if isinstance(each, date))
    assert (told, () if moved is None else moved.then) == (days, then)
