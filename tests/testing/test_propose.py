"""Proposed tests: they pass as they stand, and reach what no other test did."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.kind import Kind
from kpicalc.model.source import Span
from kpicalc.model.trial import Coverage
from kpicalc.scheme.load import read_scheme
from kpicalc.testing.batch import look_at_all, settle_candidates
from kpicalc.testing.candidates import first_candidate, is_tied
from kpicalc.testing.forks import find_forks
from kpicalc.testing.propose import propose_suite_tests
from kpicalc.testing.trials import Suite, run_suite
from kpicalc.testing.write_tests import write_value
from tests.engine.builders import compile_text
from tests.testing.builders import SELLER, open_nothing, read_document, say, with_tests

SPAN = Span("s.yaml", 1, 1, 1, 1)
ROOT = Path(__file__).resolve().parents[2]


def propose(scheme: str, language: Language = Language.EN) -> str:
    document = read_document(scheme)
    return propose_suite_tests(Suite(document, (document.tests,)), open_nothing, language)


def covered_by_proposals(scheme: str) -> Coverage:
    """Put what is proposed under the scheme; all of it passes. Return what it reaches."""
    proposed = propose(scheme)
    document = read_document(f"{scheme}{proposed}")
    trials = run_suite(Suite(document, (document.tests,)), open_nothing, coverage=True)
    assert [each.name for each in trials.trials if not each.passed] == []
    assert trials.coverage is not None
    told = [line for line in proposed.splitlines() if line.startswith("# no facts were found")]
    assert len(told) == len(trials.coverage.unreached)
    return trials.coverage


def test_every_band_gets_a_test() -> None:
    text = propose(SELLER)

    assert text.startswith("# s.yaml\n# the expectations are what kpicalc computed")
    assert text.count("- name:") == 4
    assert "just below 100%" in text
    assert "      employees: {план: 100_000, факт: 100_000}\n    expect:\n      премия: 10_000\n" in text
    assert 'like: "proposed 1: table `К`: band 100% <= x"' in text
    assert covered_by_proposals(SELLER).percent == 100


def test_what_is_reached_already_is_not_proposed() -> None:
    tests = "- name: а\n  given: {employees: {план: 100, факт: 80}}\n  expect: {total: 8_000}\n"
    document = with_tests(SELLER, tests)

    text = propose_suite_tests(Suite(document, (document.tests,)), open_nothing, Language.RU)

    assert text.count("- name:") == 3
    assert "ступень 80%" not in text
    assert "ровно 80%" not in text


def test_nothing_is_proposed_where_nothing_is_missing() -> None:
    scheme = "facts: {employees: {x: money}}\npay: {п: {kind: variable, amount: x}}\n"

    assert propose(scheme) == "# s.yaml\n# the tests reach everything that can be reached\n"


@pytest.mark.parametrize(
    "scheme",
    [
        # thresholds behind a quotient, a sum, a product and the inverse of a fact
        """
        facts:
          employees: {план: {type: money, above: 0}, факт: {type: money, min: 0}, дни: {type: days, above: 0}}
        values:
          а: if план / факт >= 125% then 1 else 0
          б: if факт * 3 + план > 2_000_000 then 1 else 0
          в: if факт / дни < 7_777.77 then 1 else 0
        pay: {п: {kind: variable, amount: 10 * а + 20 * б + 30 * в}}
        """,
        # several facts at once: the index of three KPIs, and all of a set
        """
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
        """
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
        """
        facts:
          employees: {x: {type: money, min: 0}}
        values: {всего: company.сумма_x}
        pay:
          приз: {kind: prize, best: x, among: company, above: 10, ties: split, amount: 100}
        """,
        # rows that must fit each other, days of the scheme
        """
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
        """
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
    ],
)
def test_facts_are_found_for_every_kind_of_fork(scheme: str) -> None:
    text = dedent(scheme).lstrip("\n").replace("values: {всего: company.сумма_x}\n", "")

    assert say(covered_by_proposals(text).unreached) == []


def test_what_cannot_be_reached_is_told() -> None:
    scheme = "facts: {employees: {x: {type: money, min: 0, max: 5}}}\n"
    scheme += "pay: {п: {kind: variable, amount: if x > 10 then 1 else x}}\n"

    assert "# no facts were found for: п: `x > 10` holds\n" in propose(scheme)


def test_facts_that_cannot_be_bound_propose_nothing() -> None:
    text = """
facts:
  employees: {}
  clients: {key: Клиент, columns: {с: date, по: date}, valid: {from: с, to: по}}
  deals: {of: clients, on: дата, columns: {дата: {type: date}, сумма: money}}
pay: {п: {kind: variable, amount: sum(clients.всего)}}
""".replace("sum(clients.всего)", "sum(deals.сумма)")
    program = compile_text(text)
    candidate = first_candidate(program)
    wrong = candidate.put(("deals", "дата", 0), program.period.last_day)

    assert settle_candidates(program, [candidate]) is not None
    assert settle_candidates(program, [wrong]) is None
    assert list(look_at_all(find_forks(program), [wrong])) == []


def test_candidates_that_cannot_be_paid_are_left_out() -> None:
    program = compile_text("facts: {employees: {x: money}}\npay: {п: {kind: variable, amount: 1 / x * x}}")
    candidate = first_candidate(program)
    zero = candidate.put(("employees", "x", 0), Decimal(0))

    assert [each.candidate for each in look_at_all(find_forks(program), [zero, candidate])] == [candidate]


def test_a_refused_fact_leaves_its_candidate_out() -> None:
    program = compile_text("facts: {employees: {x: money, y: money}}\npay: {п: {kind: variable, amount: x}}")
    candidate = first_candidate(program)

    assert list(look_at_all(find_forks(program), [candidate.put(("employees", "y", 0), None)])) == []


@pytest.mark.parametrize(
    ("scheme", "tied"),
    [
        ("pay: {п: {kind: variable, amount: x}}", False),
        ("values: {р: rank(x)}\npay: {п: {kind: variable, amount: x, when: р = 1}}", True),
    ],
)
def test_people_are_computed_apart_where_they_depend_on_each_other(scheme: str, *, tied: bool) -> None:
    assert is_tied(compile_text(f"facts: {{employees: {{x: money}}}}\n{scheme}")) is tied


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (True, Kind.FLAG, "true"),
        (False, Kind.FLAG, "false"),
        (Decimal("0.125"), Kind.RATIO, "12.5%"),
        (Decimal("-0.5"), Kind.NUMBER, "-0.5"),
        (Decimal("1E+6"), Kind.MONEY, "1_000_000"),
        ('к "1"', Kind.TEXT, '"к \\"1\\""'),
    ],
)
def test_values_are_written_by_the_grammar_of_schemes(value: object, kind: Kind, expected: str) -> None:
    assert write_value(value, kind) == expected  # type: ignore[arg-type] # the table holds values


@pytest.mark.parametrize("name", ["internet-marketer", "retail-shop"])
def test_proposals_for_our_own_schemes_pass(name: str) -> None:
    text = (ROOT / "schemes" / f"{name}.yaml").read_text(encoding="utf-8")
    text = re.split(r"^(?:tests|тесты):", text, flags=re.MULTILINE)[0]
    read = read_scheme(text, "s.yaml").value
    assert read is not None
    proposed = propose_suite_tests(Suite(read, ()), open_nothing, Language.RU)
    document = read_scheme(f"{text}\n{proposed}", "s.yaml").value
    assert document is not None

    trials = run_suite(Suite(document, (document.tests,)), open_nothing, coverage=True)

    assert all(each.passed for each in trials.trials)
    assert trials.coverage is not None
    assert trials.coverage.percent == 100
