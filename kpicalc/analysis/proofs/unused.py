"""What is declared, but has no part in pay: columns, parameters, values, tables, KPIs and indexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpicalc.analysis.proofs.subject import Subject, formulas_of, tables_asked_by_number, words_of_formula
from kpicalc.compiler.constructs.indexes import DEFAULT_INDEX
from kpicalc.facts.headings import normalise_heading
from kpicalc.model.diagnostic import Diagnostic, warning
from kpicalc.model.expr import Expr, Lookup, Reference, walk
from kpicalc.model.figure import construct_of
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Input, Program, Role, formulas_in_table
from kpicalc.model.source import Span
from kpicalc.scheme.document import ChosenParameterSpec, DatedTable, SchemeDocument

_TABLES = "\0tables"

# Something declared: the grain it belongs to and its name; `продажи.plan` belongs to the KPI `продажи`.
_Item = tuple[str, str]
_Uses = dict[_Item, set[_Item]]

_INDEX: _Item = (EMPLOYEES, DEFAULT_INDEX)


def find_unused(subject: Subject) -> Iterator[Diagnostic]:
    """Name what no line of pay depends on, unless it is there to be read.

    Texts and dates are there to be read, and so is a value or a KPI without weight that has a title. Of a
    chain that leads nowhere only the end is named.
    """
    uses = _uses(subject)
    reached: set[_Item] = set()
    ahead = list(_roots(subject))
    while ahead:
        item = ahead.pop()
        if item not in reached:
            reached.add(item)
            ahead.extend(uses.get(item, ()))
    declared = _declared(subject)
    # What one column or value is in several roles is used where one of them is.
    used = {place for item, place in declared.items() if item in reached}
    unused = {item: place for item, place in declared.items() if place not in used}
    written = bool(subject.document.indexes)
    if not written and any((EMPLOYEES, str(kpi)) in reached for kpi in subject.document.kpis):
        unused.pop(_INDEX, None)  # nobody wrote it, and its KPIs are paid otherwise
    named_by_others = {used for item in unused for used in uses.get(item, ())}
    inputs = {each.key for each in subject.program.inputs}
    taken = {each.key for each in subject.program.inputs if each.past is not None}
    for item, place in unused.items():
        if item not in named_by_others | taken:
            hint = {"hint": "index"} if item == _INDEX and not written else {}
            yield warning(
                Problem.COLUMN_UNUSED if item in inputs else Problem.DECLARATION_UNUSED,
                place,
                name=item[1],
                **hint,
            )


def _uses(subject: Subject) -> _Uses:
    uses: _Uses = {}
    for (grain, name), variable in subject.variables.items():
        item = _item(grain, name)
        uses.setdefault(item, set()).update(set(_named(variable.expr, subject.program)) - {item})
    for given in subject.program.inputs:
        if given.past is not None:
            uses.setdefault(given.key, set()).add(_item(given.grain, given.past.name))
    for table in subject.program.tables.values():
        numbers = (_named(each, subject.program) for each in formulas_in_table(table))
        uses.setdefault((_TABLES, table.written_name), set()).update(
            item for found in numbers for item in found
        )
    return uses


def _named(expr: Expr, program: Program) -> Iterator[_Item]:
    for part in walk(expr):
        match part:
            case Reference(grain=grain, name=name):
                yield _item(grain, name)
            case Lookup(table=table):
                yield _TABLES, program.tables[table].written_name


def _item(grain: str, name: str) -> _Item:
    """Return the construct that a name belongs to; a name that is a formula, such as a past, is its own."""
    return grain, name if "(" in name else construct_of(name)


def _roots(subject: Subject) -> Iterator[_Item]:
    """What is paid, what is read by people, and what the reading of the facts itself needs."""
    program, document = subject.program, subject.document
    yield _item(EMPLOYEES, program.total)
    for line in program.pay_lines:
        yield from (_item(EMPLOYEES, name) for name in (line.variable, line.left, line.earned) if name)
    yield from (_item(EMPLOYEES, each.variable) for each in program.cautions)
    yield from (_item(each.grain, each.name) for each in program.checks)
    yield from (each.key for each in program.inputs if _is_read(each))
    # Columns that say which rows belong together, in which order, or whose row it is.
    headings = set(map(normalise_heading, subject.program.applies_to.headings()))
    for given in subject.program.inputs:
        if headings.intersection(map(normalise_heading, given.headings)):
            yield given.key
    for grain, table in subject.document.facts.items():
        names = [*table.order, *([table.split.share, *table.split.deal] if table.split else ())]
        yield from ((str(grain), str(name)) for name in names)
    yield from ((_TABLES, table) for table in tables_asked_by_number(document))
    later = _words_of_dated_values(document) | _expected(document)
    # The places of values, and of KPIs without a weight, that have a title for people.
    shown = {name.span for name, rules in document.rules.items() if rules.title}
    for section in (document.values, *(table.values for table in document.facts.values())):
        shown |= {name.span for name, value in section.items() if value.title}
    unweighted = (
        name.span for name, spec in document.kpis.items() if spec.title and not (spec.weight or spec.goal)
    )
    readable = frozenset(shown.union(unweighted))
    for item, place in _declared(subject).items():
        if item[1] in later or place in readable:
            yield item


def _is_read(given: Input) -> bool:
    """Texts and dates tell people what a row is; what somebody decides is kept in any case."""
    numeric = given.kind in NUMERIC or given.kind is Kind.FLAG
    return not numeric or given.in_period or bool(given.decided_by)


def _words_of_dated_values(document: SchemeDocument) -> frozenset[str]:
    """Return all words in parameters that change: another period may use what this one does not."""
    formulas = (
        formula
        for spec in document.parameters.values()
        for dated in (
            [*spec.values.values(), spec.otherwise or ()]
            if isinstance(spec, ChosenParameterSpec)
            else [spec.values]
        )
        if len(dated) > 1
        for _, formula in dated
    )
    of_tables = (
        formula
        for spec in document.tables.values()
        if isinstance(spec, DatedTable)
        for formula in formulas_of(spec)
    )
    return frozenset(word for formula in (*formulas, *of_tables) for word in words_of_formula(formula))


def _expected(document: SchemeDocument) -> frozenset[str]:
    """Return the first words of all figures that the tests of the scheme look at."""
    names = (
        name
        for trial in document.tests
        for written, value in trial.expect.items()
        for name in (written, *_names_within(value))
    )
    return frozenset(construct_of(name.removeprefix("company.")) for name in names)


def _names_within(expected: object) -> Iterator[str]:
    """Yield the keys of what is expected of a person or of the rows of a table."""
    if isinstance(expected, Mapping):
        for name, inner in expected.items():
            yield name
            yield from _names_within(inner)


def _declared(subject: Subject) -> dict[_Item, Span]:
    """Return everything that an author declares to be used, with its place."""
    found: dict[_Item, Span] = {}
    for given in subject.program.inputs:
        if not given.counted:
            found[given.key] = given.span
    for (grain, name), variable in subject.variables.items():
        written = construct_of(name) == name and "(" not in name
        if variable.role in {Role.PARAMETER, Role.VALUE, Role.INDEX} and written:
            found[grain, name] = variable.span
    for kpi in subject.document.kpis:
        found[EMPLOYEES, str(kpi)] = kpi.span
    for table in subject.document.tables:
        found[_TABLES, str(table)] = table.span
    return found
