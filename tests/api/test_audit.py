"""The audit of a month: figures worked by hand."""

from __future__ import annotations

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


def audited(folder: Path, scheme: str = "", people: str = PEOPLE, deals: str = DEALS) -> PayAudit:
    table = "deals: {columns: {amount: {type: money, min: 0}}, " + FEE + "}"
    whole = scheme or SCHEME.replace("deals: {amount: {type: money, min: 0}}", table)
    (folder / "seller.yaml").write_text(whole, encoding="utf-8")
    (folder / "employees.csv").write_text(people, encoding="utf-8")
    facts = [folder / "employees.csv"]
    if deals:
        (folder / "deals.csv").write_text(deals, encoding="utf-8")
        facts.append(folder / "deals.csv")
    found = audit_month(Request(tuple(facts), (folder / "seller.yaml",), parse_period("2026-03")))
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
