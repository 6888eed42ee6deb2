"""One test run: the facts are bound as files would be, the scheme is computed, the figures are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from kpicalc.engine.explain import explain
from kpicalc.engine.lens import Lens, world_of
from kpicalc.engine.settle import join_settlements, settle
from kpicalc.facts.bind import bind_facts
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, Severity
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Fault, Value
from kpicalc.model.history import NO_HISTORY, History
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Explanation, Settlement
from kpicalc.model.source import CellRef, Place, Span
from kpicalc.model.trial import Comparison, Trial
from kpicalc.scheme.constructs.trials import Rows, TrialSpec
from kpicalc.scheme.words import Word
from kpicalc.testing.expectations import Expectation, read_expectations, whole_codes
from kpicalc.testing.given import make_sheets, read_given

# How many levels of an explanation are shown under a wrong figure.
DEPTH = 3

# So many digits of a number that does not end are enough to type.
_TYPED = CONTEXT.copy()
_TYPED.prec = 40


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """The facts of a test, and where their made-up cells are written."""

    facts: Facts
    places: Mapping[CellRef, Span]


@dataclass(frozen=True, slots=True)
class Ran:
    """A test that ran, and the settlement it ran on; None where it did not come to that."""

    trial: Trial
    settlement: Settlement | None


def bind_given(
    program: Program, spec: TrialSpec, given: Mapping[Word, Rows], history: History = NO_HISTORY
) -> Checked[TrialFacts]:
    """Bind the rows that stand in a test; problems of cells are told at the lines of the test."""
    tables = read_given(program, given, spec.name.span)
    if tables.value is None:
        return Checked(None, tables.diagnostics)
    book = make_sheets(program, tables.value, spec.span.file)
    bound = bind_facts(book.program, book.workbook, None, history)
    problems = tuple(place_diagnostic(each, book.places, spec.name.span) for each in bound.diagnostics)
    return Checked(None if bound.value is None else TrialFacts(bound.value, book.places), problems)


def run_trial(program: Program, spec: TrialSpec, bound: Checked[TrialFacts]) -> Ran:
    """Compute a test over its facts and compare what it lists."""
    if bound.value is None:
        written = read_expectations(program, spec, None).diagnostics
        return Ran(_judge_refused(program, spec, bound.diagnostics + written), None)
    settlement = settle(program, bound.value.facts)
    people = settlement.facts.frames[EMPLOYEES].keys
    keys = {name: frame.keys for name, frame in settlement.facts.frames.items()}
    expected = read_expectations(program, spec, people, keys)
    if expected.value is None:
        return Ran(_judge_refused(program, spec, bound.diagnostics + expected.diagnostics), None)
    comparisons = tuple(
        _compare_figure(settlement, spec, each, bound.value.places) for each in expected.value
    )
    problems = _problems_of_trial(settlement, bound)
    wanted = whole_codes(spec)
    codes = {each.code for each in problems}
    missed = tuple(each for each in wanted if each not in codes)
    # Faults of values are a matter of the names listed, unless the test speaks of problems as a whole.
    counted = problems if wanted else _only_errors(bound.diagnostics)
    named = {code for each in expected.value for code in each.codes}
    unexpected = [each for each in counted if each.code not in named.union(wanted)]
    behind = (
        place_diagnostic(each, bound.value.places, spec.name.span) for each in _causes_of_wrong(comparisons)
    )
    told = tuple(dict.fromkeys((*unexpected, *behind)))
    return Ran(Trial(str(spec.name), spec.name.span, program, comparisons, told, missed), settlement)


def _causes_of_wrong(comparisons: tuple[Comparison, ...]) -> Iterator[Diagnostic]:
    """Yield why figures are wrong that could not be computed."""
    for each in comparisons:
        if not each.passed and isinstance(each.actual, Fault):
            yield from each.actual.causes


def _judge_refused(program: Program, spec: TrialSpec, problems: tuple[Diagnostic, ...]) -> Trial:
    """Judge a test whose facts cannot be read at all: it may expect just that."""
    found = _only_errors(problems)
    wanted = whole_codes(spec)
    codes = {each.code for each in found}
    unexpected = tuple(each for each in found if each.code not in wanted)
    missed = tuple(each for each in wanted if each not in codes)
    return Trial(str(spec.name), spec.name.span, program, (), unexpected, missed)


def _only_errors(problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(each for each in problems if each.severity is Severity.ERROR)


def _problems_of_trial(settlement: Settlement, bound: Checked[TrialFacts]) -> tuple[Diagnostic, ...]:
    """Return the errors of the facts and those behind pay that cannot be computed."""
    assert bound.value is not None  # noqa: S101 - only asked after the facts were bound
    run = join_settlements(settlement.program.period, [settlement])
    place = settlement.program.grains[EMPLOYEES].span
    computed = tuple(place_diagnostic(each, bound.value.places, place) for each in run.diagnostics)
    return tuple(dict.fromkeys(_only_errors(bound.diagnostics + computed)))


def _compare_figure(
    settlement: Settlement, spec: TrialSpec, expected: Expectation, places: Mapping[CellRef, Span]
) -> Comparison:
    variable = expected.variable
    people = settlement.facts.frames[EMPLOYEES].keys
    row = 0 if expected.who is None else list(people).index(str(expected.who))
    actual = _value_expected(settlement, expected, row)
    passed = _is_met(expected, actual, ZERO if spec.tolerance is None else spec.tolerance.value)
    return Comparison(
        who="" if expected.who is None else str(expected.who),
        name=str(expected.name),
        label=variable.label,
        kind=variable.kind,
        expected=expected.value,
        codes=expected.codes,
        actual=actual,
        passed=passed,
        span=expected.name.span,
        explanation=None if passed else _explain_wrong(settlement, expected, row, places),
    )


def _value_expected(settlement: Settlement, expected: Expectation, row: int) -> Value:
    lens = Lens(world_of(settlement), EMPLOYEES, row)
    grain = expected.variable.grain
    if expected.row is not None:
        return Lens(lens.world, grain, expected.row).named(expected.variable.name)
    there = lens if grain == EMPLOYEES else Lens(lens.world, grain, lens.row_above(grain))
    return there.named(expected.variable.name)


def _is_met(expected: Expectation, actual: Value, tolerance: Decimal) -> bool:
    match actual, expected.value:
        case Fault(causes=causes), None:
            return {each.code for each in causes} == set(expected.codes)
        case Decimal(), Decimal() as wanted:
            return abs(_TYPED.subtract(_TYPED.plus(actual), wanted)) <= tolerance
        case _:
            return actual == expected.value


def _explain_wrong(
    settlement: Settlement, expected: Expectation, row: int, places: Mapping[CellRef, Span]
) -> Explanation | None:
    if expected.variable.grain != EMPLOYEES:
        return None
    return place_explanation(explain(settlement, row, expected.variable.name), places, DEPTH)


Places = Mapping[CellRef, Span]


def place_diagnostic(problem: Diagnostic, places: Places, test: Span) -> Diagnostic:
    """Return a problem with the places of the test in place of cells; what is nowhere belongs to the test."""
    primary = Label(test) if problem.primary is None else _move_label(problem.primary, places, test)
    others = tuple(_move_label(each, places, test) for each in problem.others)
    return replace(problem, primary=primary, others=others, params=_name_places(problem, places, test))


def place_explanation(explanation: Explanation, places: Places, depth: int) -> Explanation:
    """Return an explanation of so many levels, with the places of the test in place of cells.

    Of a value that cannot be computed only the way to the first thing that is missing is left, however long.
    """
    missing = [each for each in explanation.children if isinstance(each.value, Fault)][:1]
    branches = missing or (explanation.children if depth > 0 else ())
    below = depth if missing else depth - 1
    children = tuple(place_explanation(each, places, below) for each in branches)
    written = None if explanation.cell is None else places.get(explanation.cell)
    if written is None:
        return replace(explanation, children=children)
    return replace(explanation, children=children, cell=None, written=written)


def _move_label(label: Label, places: Places, test: Span) -> Label:
    return replace(label, place=_move_place(label.place, places, test))


def _name_places(problem: Diagnostic, places: Places, test: Span) -> tuple[tuple[str, object], ...]:
    """Name in the sentence, too, the places of the test in place of cells."""
    written = {str(each.place): str(_move_place(each.place, places, test)) for each in problem.others}
    return tuple((name, written.get(str(value), value)) for name, value in problem.params)


def _move_place(place: Place, places: Places, test: Span) -> Place:
    if not isinstance(place, CellRef) or not places:
        return place
    return places.get(place) or places.get(replace(place, column=0), test)
