"""All tests of a scheme, in its file or beside it: compiled once for each period, run, and their reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.remember import remember
from kpicalc.facts.assign import assign_employees
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.workbook import Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.history import NO_HISTORY, History
from kpicalc.model.period import Period, period_after, period_in_cycle
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement
from kpicalc.model.trial import Coverage, Point, SchemeTrials, Trial
from kpicalc.scheme.constructs.trials import Rows, TrialSpec, WrittenRow
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.periods import periods_to_check
from kpicalc.scheme.words import Word
from kpicalc.testing.expectations import read_expectations
from kpicalc.testing.forks import find_forks
from kpicalc.testing.given import read_given
from kpicalc.testing.reach import reach_points
from kpicalc.testing.run_trial import Ran, TrialFacts, bind_given, run_trial

# Opens the files that a test names.
OpenFiles = Callable[[TrialSpec], Checked[Workbook]]
Given = Mapping[Word, Rows]

# A row that is paid by another scheme is no problem of a test.
_OTHER_SCHEME = Problem.EMPLOYEE_WITHOUT_SCHEME


@dataclass(frozen=True, slots=True)
class Sources:
    """What a test builds on: its facts with those of the test it is like, its period, and what is past."""

    given: Given
    period: Period
    history: History = NO_HISTORY


@dataclass(slots=True)
class _Programs:
    """The scheme compiled for each period that a test asks for."""

    document: SchemeDocument
    compiled: dict[Period, Checked[Program]] = field(default_factory=dict)

    def at(self, period: Period) -> Checked[Program]:
        if period not in self.compiled:
            self.compiled[period] = compile_scheme(self.document, period)
        return self.compiled[period]


def run_trials(document: SchemeDocument, specs: Sequence[TrialSpec], open_files: OpenFiles) -> Iterator[Ran]:
    """Run the tests of a scheme in order."""
    programs = _Programs(document)
    sources = gather_sources(document, specs)
    followed = {each.after for each in specs if each.after}
    histories: dict[str, History] = {}
    for spec in specs:
        source = sources.get(str(spec.name))
        history = histories.get(spec.after, NO_HISTORY)
        problems = tuple(source_problems(document, specs, spec))
        if source is None or problems:
            yield Ran(Trial(str(spec.name), spec.name.span, None, (), problems), None)
            continue
        program = programs.at(source.period)
        if program.value is None:
            yield Ran(Trial(str(spec.name), spec.name.span, None, (), program.diagnostics), None)
        else:
            facts = _bind_trial(
                program.value, spec, Sources(source.given, source.period, history), open_files
            )
            ran = run_trial(program.value, spec, facts)
            if str(spec.name) in followed and ran.settlement is not None:
                left = remember(ran.settlement)
                histories[str(spec.name)] = History((*history.periods, left), spec.span.file)
            yield ran


def check_trials(
    document: SchemeDocument, specs: Sequence[TrialSpec], compiled: Sequence[Program] = ()
) -> tuple[Diagnostic, ...]:
    """Tell what is wrong with tests as they are written, without running them.

    `compiled` is what the scheme is compiled to already, for some period: names are the same in all.
    """
    programs = _Programs(document)
    sources = gather_sources(document, specs)
    found: list[Diagnostic] = []
    for spec in specs:
        found += source_problems(document, specs, spec)
        source = sources.get(str(spec.name))
        if source is not None:
            program = compiled[0] if compiled else programs.at(source.period).value
            found += () if program is None else _check_trial(program, spec, source.given)
    return tuple(dict.fromkeys(found))


def gather_sources(document: SchemeDocument, specs: Sequence[TrialSpec]) -> dict[str, Sources]:
    """Return what each test builds on; one that is like a test that is not there is left out."""
    usual = periods_to_check(document)[-1]
    found: dict[str, Sources] = {}
    for spec in specs:
        base = Sources({}, usual) if spec.like is None else found.get(str(spec.like))
        if base is not None:
            # Put changes into given facts: a single row column by column, a list of rows as a whole.
            changes = spec.given or {}
            given = dict(base.given)
            for table, rows in changes.items():
                before = base.given.get(table, ())
                alone = len(before) == 1 and len(rows) == 1
                given[table] = (_merge_rows(before[0], rows[0]),) if alone else rows
            following = (spec.after and period_after(document.period, base.period)) or base.period
            found[str(spec.name)] = Sources(given, spec.period or following)
    return found


def source_problems(
    document: SchemeDocument, specs: Sequence[TrialSpec], spec: TrialSpec
) -> Iterator[Diagnostic]:
    """Tell a test that is like none above it, or whose period is not one of the scheme."""
    above = {str(each.name) for each in specs[: specs.index(spec)]}
    if spec.like is not None and str(spec.like) not in above:
        yield error(Problem.TEST_BASE_UNKNOWN, spec.like.span, name=str(spec.like))
    if spec.period is not None and period_in_cycle(document.period, spec.period) is None:
        place, wanted = spec.place("period"), document.period.length
        yield error(Problem.TEST_PERIOD_LENGTH, place, period=spec.period, wanted=wanted)


def _merge_rows(before: WrittenRow, after: WrittenRow) -> WrittenRow:
    kept = {name: value for name, value in before.items() if name not in after}
    return {**kept, **after}


def _check_trial(program: Program, spec: TrialSpec, given: Given) -> Iterator[Diagnostic]:
    if spec.given_files:
        yield from read_expectations(program, spec, None).diagnostics
        return
    tables = read_given(program, given, spec.name.span)
    yield from tables.diagnostics
    people = None if tables.value is None else [row.key for row in tables.value[EMPLOYEES]]
    rows = (
        None
        if tables.value is None
        else {name: [each.key for each in of] for name, of in tables.value.items()}
    )
    yield from read_expectations(program, spec, people, rows).diagnostics


def _bind_trial(
    program: Program, spec: TrialSpec, source: Sources, open_files: OpenFiles
) -> Checked[TrialFacts]:
    if not spec.given_files:
        return bind_given(program, spec, source.given, source.history)
    workbook = open_files(spec)
    if workbook.value is None:
        return Checked(None, workbook.diagnostics)
    rows = assign_employees((program,), workbook.value)
    if rows.value is None:
        return Checked(None, rows.diagnostics)
    bound = bind_facts(program, workbook.value, rows.value.people[program.scheme])
    told = tuple(each for each in rows.diagnostics if each.code != _OTHER_SCHEME)
    facts = None if bound.value is None else TrialFacts(bound.value, {})
    return Checked(facts, told + bound.diagnostics)


@dataclass(frozen=True, slots=True)
class Suite:
    """A scheme and its tests, file by file: a test may build on one above it in the same file."""

    document: SchemeDocument
    files: tuple[tuple[TrialSpec, ...], ...]


def run_suite(suite: Suite, open_files: OpenFiles, *, coverage: bool) -> SchemeTrials:
    """Run all tests of a scheme; with `coverage` also tell what they reach."""
    ran = list(run_all(suite, open_files))
    document = suite.document
    return SchemeTrials(
        scheme=str(document.scheme),
        title=str(document.title),
        file=document.file,
        trials=tuple(each.trial for each in ran),
        coverage=measure_coverage(document, settlements_of(ran)) if coverage else None,
    )


def run_all(suite: Suite, open_files: OpenFiles) -> list[Ran]:
    """Run the tests of each file in order."""
    return [ran for specs in suite.files for ran in run_trials(suite.document, specs, open_files)]


def settlements_of(ran: list[Ran]) -> list[Settlement]:
    """Return the settlements of the tests that were computed."""
    return [each.settlement for each in ran if each.settlement is not None]


def measure_coverage(document: SchemeDocument, settlements: Iterable[Settlement]) -> Coverage:
    """Put together what the settlements of all tests reach; each may be of another period."""
    usual = compile_scheme(document, periods_to_check(document)[-1]).value
    points: dict[Point, None] = {} if usual is None else dict.fromkeys(find_forks(usual).points())
    reached: set[Point] = set()
    for settlement in settlements:
        forks = find_forks(settlement.program)
        points.update(dict.fromkeys(forks.points()))
        reached.update(reach_points(forks, settlement).keys() & points.keys())
    ordered = sorted(points, key=lambda point: (point.span, point.key, point.params))
    return Coverage(tuple(ordered), frozenset(reached))
