"""Proposed tests: they pass as they stand, and reach what no other test did."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

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
from tests.kept_digests import make_digests, read_digests
from tests.testing.builders import SELLER, open_nothing, read_document, with_tests
from tests.testing.told_proposals import KEPT, list_told

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


TOLD = list_told()


@pytest.mark.parametrize("name", TOLD)
def test_facts_are_found_for_every_kind_of_fork(name: str) -> None:
    """Where it is not as kept: `python -m tests.testing.told_proposals FOLDER` shows what is told now."""
    assert make_digests(TOLD[name]()) == read_digests(KEPT)[name]


def test_a_missing_fact_of_the_company_is_proposed_as_missing() -> None:
    scheme = "facts: {company: {x: {type: money, missing: allow}}, employees: {y: money}}\n"
    coverage = covered_by_proposals(f"{scheme}pay: {{п: {{kind: fixed, amount: 'y + if_missing(x, 2)'}}}}\n")

    assert coverage.unreached == ()


def test_what_cannot_be_reached_is_told() -> None:
    scheme = "facts: {employees: {x: {type: money, min: 0, max: 5}}}\n"
    scheme += "pay: {п: {kind: variable, amount: if x > 10 then 1 else x}}\n"

    left = "# no facts were found for: п: `x > 10` holds\n"
    rest = "tests: [{name: а, given: {employees: {x: 5}}, expect: {п: 5}}]\n"
    assert left in propose(scheme)
    assert propose(f"{scheme}{rest}") == f"# s.yaml\n{left}"


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
