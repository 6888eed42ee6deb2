"""Our pay against a statement paid elsewhere: people put beside each other, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from itertools import chain
from pathlib import Path
from typing import Any, cast

from kpicalc.api.explain_differences import explain_differences
from kpicalc.api.run import Request, compute, employee_rows, tell_nobody
from kpicalc.api.statement_columns import find_wrong_columns, join_titles, kind_key, list_compared_columns
from kpicalc.compiler.passes import compile_scheme
from kpicalc.facts.join import normalise_name, twin_forms
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.read_statement import (
    ReadStatement,
    read_statement,
)
from kpicalc.i18n.catalogue import Language
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, error, has_errors
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.reconciliation import (
    TOTAL,
    ReconciledFigure,
    ReconciledPerson,
    ReconciledSum,
    Reconciliation,
    StatementPerson,
)
from kpicalc.model.result import Run, Settlement
from kpicalc.model.writing import RowRules
from kpicalc.report.views.wording import title_value
from kpicalc.scheme.load import read_scheme

# A scheme that reads nothing of its people: the columns of a statement are put into it.
_PLAIN = """\
kpicalc: 1
scheme: statement
currency: RUB
facts: {employees: {x: money}}
pay: {pay: {kind: fixed, amount: x}}
"""


@dataclass(frozen=True, slots=True)
class StatementRequest:
    """A statement to compare with: its file, headings declared for lines, and what counts as none.

    `language` is that in which lines are called which the program adds by itself.
    """

    file: Path
    declared: tuple[tuple[str, str], ...] = ()
    tolerance: Decimal = ZERO
    language: Language = Language.EN


@dataclass(frozen=True, slots=True)
class OurPerson:
    """One of our people: the total and the amount of each line by its title."""

    number: str
    name: str
    currency: str
    total: Decimal
    lines: Mapping[str, Decimal]


def reconcile_statement(
    request: Request, statement: StatementRequest, on_progress: Callable[[str], None] = tell_nobody
) -> Checked[Reconciliation]:
    """Compute the facts and compare with the statement; left out where anybody cannot be paid or read."""
    checked = compute(replace(request, pay_only=False), on_progress)
    if checked.value is None:
        return Checked(None, checked.diagnostics)
    run = checked.value
    ours = list_our_people(run, statement.language)
    read = _read(statement, request, run, ours)
    problems = checked.diagnostics + tuple(map(_of_statement, read.diagnostics))
    if has_errors(problems):
        return Checked(None, problems)
    assert read.value is not None  # noqa: S101 - else an error says why
    pairs = _pair(ours, read.value.people)
    problems += tuple(_find_repeated(read.value.people))
    if has_errors(problems):
        return Checked(None, problems)
    return Checked(_compare(run.period, pairs, read.value, statement.tolerance), problems)


def _of_statement(problem: Diagnostic) -> Diagnostic:
    """Return a problem of a statement: what helps where a person stands twice is not what helps in facts."""
    if problem.code != Problem.ROW_KEY_REPEATED:
        return problem
    return replace(problem, params=(*problem.params, ("hint", "statement")))


def list_our_people(run: Run, language: Language) -> list[OurPerson]:
    """Return everybody who is paid, one with several rows once."""
    people: dict[str, OurPerson] = {}
    titles = join_titles(run, language)
    for settlement, row in employee_rows(run):
        person = _our_person(settlement, row, titles, language)
        known = people.get(person.number)
        people[person.number] = person if known is None else _add_rows(known, person)
    return list(people.values())


def _our_person(settlement: Settlement, row: int, titles: Mapping[str, str], language: Language) -> OurPerson:
    program, frame = settlement.program, settlement.facts.frames[EMPLOYEES]
    lines: dict[str, Decimal] = {}
    for line in (each for each in program.pay_lines if each.kind.traits.money):
        value = settlement.values.columns[EMPLOYEES, line.variable][row]
        amount = value if isinstance(value, Decimal) else ZERO
        keys = (titles[title_value(line.name, line.label, language)], kind_key(line.kind))
        lines |= {key: CONTEXT.add(lines.get(key, ZERO), amount) for key in keys}
    total = settlement.values.columns[EMPLOYEES, program.total][row]
    paid = total if isinstance(total, Decimal) else ZERO
    return OurPerson(frame.keys[row], frame.labels[row], program.currency, paid, lines)


def _add_rows(one: OurPerson, other: OurPerson) -> OurPerson:
    keys = dict.fromkeys((*one.lines, *other.lines))
    lines = {each: CONTEXT.add(one.lines.get(each, ZERO), other.lines.get(each, ZERO)) for each in keys}
    return replace(one, total=CONTEXT.add(one.total, other.total), lines=lines)


def _read(
    statement: StatementRequest, request: Request, run: Run, ours: Sequence[OurPerson]
) -> Checked[ReadStatement]:
    workbook = read_workbook((statement.file,), request.encoding, request.settings)
    if workbook.value is None:
        return Checked(None, workbook.diagnostics)
    document = read_scheme(_PLAIN, "statement").value
    assert document is not None  # noqa: S101 - the text is our own
    program = compile_scheme(document, run.period).value
    assert program is not None  # noqa: S101 - likewise
    columns = tuple(list_compared_columns(run, dict(statement.declared), statement.language))
    wrong = tuple(find_wrong_columns(statement.file, statement.declared, run, workbook.value))
    if wrong:
        return Checked(None, wrong)
    currencies = {form: each.currency for each in ours for form in _forms(each.number, each.name)}
    first = next((each.currency for each in ours), "RUB")
    # What the schemes say of rows in their lists of people: it holds for the statement, too.
    rules = [each.program.grains[EMPLOYEES].rows for each in run.settlements]
    skip = dict.fromkeys(chain.from_iterable(each.skip for each in rules))
    keep = dict.fromkeys(chain.from_iterable(each.keep for each in rules))
    people = replace(program.grains[EMPLOYEES], rows=RowRules(skip=tuple(skip), keep=tuple(keep)))
    read = read_statement(
        workbook.value,
        replace(program, currency=first, grains={**program.grains, EMPLOYEES: people}),
        columns,
        lambda number, name: next(filter(None, map(currencies.get, _forms(number, name))), None),
    )
    return Checked(read.value, workbook.diagnostics + read.diagnostics)


def _forms(number: str, name: str) -> Iterator[str]:
    """Yield what a person is known by: the number, zeros in front apart, then the name."""
    yield f"number {twin_forms([number])[0]}"
    if name != number:
        yield f"name {normalise_name(name)}"


# What the statement alone has is told by it alone, so there is one of the two in each pair.
_Pair = tuple[OurPerson | None, StatementPerson | None]


def _pair(ours: Sequence[OurPerson], theirs: Sequence[StatementPerson]) -> list[_Pair]:
    """Put the people of both beside each other: by number, then by a name that is left once on each side."""
    by_number = {next(_forms(each.number, "")): each for each in theirs}
    pairs: list[_Pair] = []
    left: list[OurPerson] = []
    met: set[int] = set()
    for person in ours:
        found = by_number.get(next(_forms(person.number, "")))
        if found is None:
            left.append(person)
        else:
            met.add(id(found))
            pairs.append((person, found))
    rest = [each for each in theirs if id(each) not in met]
    named = _once((each.name, each) for each in rest)
    wanted = _once((each.name, each) for each in left)
    for person in left:
        name = normalise_name(person.name)
        found = named.get(name) if name in wanted else None
        pairs.append((person, found))
        if found is not None:
            met.add(id(found))
    return [*pairs, *((None, each) for each in rest if id(each) not in met)]


def _once(named: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """Return what has a name that stands once."""
    found: dict[str, list[object]] = {}
    for name, each in named:
        found.setdefault(normalise_name(name), []).append(each)
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def _find_repeated(people: Iterable[StatementPerson]) -> Iterator[Diagnostic]:
    """Yield people who stand on two sheets of the statement; of one sheet the reader tells."""
    first: dict[str, StatementPerson] = {}
    for each in people:
        known = first.setdefault(next(_forms(each.number, "")), each)
        if known is not each:
            yield error(
                Problem.STATEMENT_PERSON_TWICE,
                each.cell,
                Label(known.cell),
                number=each.number,
                name=each.name,
            )


def _compare(
    period: Period, pairs: Sequence[_Pair], read: ReadStatement, tolerance: Decimal
) -> Reconciliation:
    people: list[ReconciledPerson] = []
    sums: dict[str, list[Decimal]] = {}
    fallback = next((one.currency for one, _ in pairs if one is not None), "")
    for one, other in pairs:
        person = _compare_person(one, other, fallback)
        for at, amount in enumerate((person.ours, person.theirs)):
            sums.setdefault(person.currency, [ZERO, ZERO])[at] = CONTEXT.add(
                sums[person.currency][at] if person.currency in sums else ZERO, amount or ZERO
            )
        if _differs(person, tolerance):
            people.append(replace(person, lines=tuple(_unlike(person.lines, tolerance))))
    explained = sorted(explain_differences(people), key=lambda each: -abs(difference_of_pay(each)))
    renamed = tuple(
        (one.number, other.number)
        for one, other in pairs
        if one is not None
        and other is not None
        and twin_forms([one.number]) != twin_forms([other.number])
        and other.number != other.name
    )
    totals = tuple(ReconciledSum(currency, *both) for currency, both in sums.items())
    return Reconciliation(period, read.sheets, totals, len(pairs) - len(people), tuple(explained), renamed)


def difference_of_pay(person: ReconciledPerson) -> Decimal:
    """Return what the statement pays more than we do; below 0 what it pays less."""
    return CONTEXT.subtract(person.theirs or ZERO, person.ours or ZERO)


def _compare_person(one: OurPerson | None, other: StatementPerson | None, currency: str) -> ReconciledPerson:
    if one is not None and other is not None:
        total = other.figures.get(TOTAL)
        lines = tuple(
            ReconciledFigure(title, title.strip(), one.lines.get(title), figure.amount, figure.cell)
            for title, figure in other.figures.items()
            if title != TOTAL
        )
        cell = other.cell if total is None else total.cell
        return ReconciledPerson(one.number, one.name, one.currency, one.total, _total_of(other), cell, lines)
    if one is not None:
        return ReconciledPerson(one.number, one.name, one.currency, one.total, None)
    alone = cast("StatementPerson", other)
    return ReconciledPerson(alone.number, alone.name, currency, None, _total_of(alone), alone.cell)


def _total_of(person: StatementPerson) -> Decimal:
    """Return what the statement pays a person: its total, else the sum of its lines."""
    total = person.figures.get(TOTAL)
    return (
        reduce(CONTEXT.add, (each.amount for each in person.figures.values()), ZERO)
        if total is None
        else total.amount
    )


def _differs(person: ReconciledPerson, tolerance: Decimal) -> bool:
    if person.ours is None or person.theirs is None:
        return True
    return abs(difference_of_pay(person)) > tolerance or any(_unlike(person.lines, tolerance))


def _unlike(lines: Iterable[ReconciledFigure], tolerance: Decimal) -> Iterator[ReconciledFigure]:
    for line in lines:
        if abs(CONTEXT.subtract(line.theirs or ZERO, line.ours or ZERO)) > tolerance:
            yield line
