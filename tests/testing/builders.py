"""Schemes with tests for the tests of the tests, and what came of them in a short form."""

from __future__ import annotations

from textwrap import indent

from kpicalc.facts.workbook import Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.result import Settlement
from kpicalc.model.source import Span
from kpicalc.model.trial import Coverage, Point, Trial
from kpicalc.scheme.constructs.trials import TrialSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load import read_scheme
from kpicalc.testing.trials import check_trials, measure_coverage, run_trials

HEAD = """\
kpicalc: 1
scheme: seller
currency: RUB
"""

SELLER = """\
facts: {employees: {план: {type: money, above: 0}, факт: {type: money, min: 0}}}
values: {выполнение: факт / план}
tables: {К: {mode: lookup, bands: [{from: 0%, value: 0.5}, {from: 80%, value: 0.8}, {from: 100%, value: 1}]}}
pay: {премия: {kind: variable, amount: 10_000 * К(выполнение)}}
"""


def read_document(text: str) -> SchemeDocument:
    """Read a scheme given without its head; there must be no problem."""
    checked = read_scheme(HEAD + text, "s.yaml")
    assert checked.value is not None, checked.diagnostics
    assert checked.diagnostics == ()
    return checked.value


def with_tests(scheme: str, tests: str) -> SchemeDocument:
    """Read a scheme with tests, which are given as the items of the list."""
    return read_document(f"{scheme}tests:\n{indent(tests, '  ')}")


def open_nothing(_: TrialSpec) -> Checked[Workbook]:
    """Stand in for files where no test names any."""
    raise AssertionError


def run(scheme: str, tests: str) -> list[Trial]:
    """Run tests that name no files."""
    document = with_tests(scheme, tests)
    return [each.trial for each in run_trials(document, document.tests, open_nothing)]


def run_one(scheme: str, test: str) -> Trial:
    """Run the one test."""
    (trial,) = run(scheme, test)
    return trial


def settle_tests(document: SchemeDocument) -> list[Settlement]:
    """Return what the tests of a scheme were computed to."""
    ran = run_trials(document, document.tests, open_nothing)
    return [each.settlement for each in ran if each.settlement is not None]


def check(scheme: str, tests: str) -> list[str]:
    """Return `code line:column` of what is wrong with tests as they are written."""
    document = with_tests(scheme, tests)
    return short(check_trials(document, document.tests))


def cover(scheme: str, tests: str) -> Coverage:
    """Return what tests reach."""
    document = with_tests(scheme, tests)
    return measure_coverage(document, settle_tests(document))


def one(scheme: str, given: str) -> Coverage:
    """Return what one test reaches; what it expects does not matter."""
    return cover(scheme, f"- name: а\n  given: {given}\n  expect: {{total: 0}}\n")


def scheme_of(facts: str, amount: str, rest: str = "") -> str:
    """Return a scheme with one pay line."""
    return f"facts: {{employees: {{{facts}}}}}\n{rest}pay: {{п: {{kind: variable, amount: {amount}}}}}\n"


def short(problems: tuple[Diagnostic, ...]) -> list[str]:
    """Return `code line:column` of each problem; lines count from the first below the head."""
    return [f"{each.code} {_position(each)}" for each in problems]


def say(points: tuple[Point, ...] | frozenset[Point]) -> list[str]:
    """Return the kind and the parameters of each point in a line."""
    return [f"{each.key.removeprefix('point.')}: {_params(each)}" for each in points]


def _params(point: Point) -> str:
    return ", ".join(value for _, value in point.params)


def _position(problem: Diagnostic) -> str:
    assert problem.primary is not None
    place = problem.primary.place
    return f"{place.line - 3}:{place.column}" if isinstance(place, Span) else str(place)
