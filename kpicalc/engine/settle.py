"""Values to a settlement and a run: who is paid, who cannot be, and what it adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from typing import cast

from kpicalc.engine.checks import find_failed_checks
from kpicalc.engine.evaluate import evaluate
from kpicalc.engine.faults import find_warnings
from kpicalc.model.diagnostic import Diagnostic, Severity, tell_of_keys
from kpicalc.model.facts import BLOCK_ROWS, Facts, WholeNumbers
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import LineTotal, Run, Segment, Settlement, Values
from kpicalc.model.source import CellRef

Place = tuple[Settlement, int]
Choose = Callable[[Sequence[Place]], Sequence[Place]]
_Pairs = tuple[tuple[Program, Facts], ...]


def settle(program: Program, facts: Facts, *, keep_all: bool = True) -> Settlement:
    """Evaluate one scheme; employees with a fault in any line are unpaid.

    Without `keep_all` only pay is kept of what is computed; breakdowns compute the rest again.
    """
    return settle_values(program, facts, evaluate(program, facts, keep_all=keep_all))


def settle_values(program: Program, facts: Facts, values: Values) -> Settlement:
    """Say of evaluated facts who is unpaid: whoever has a fault in any line."""
    columns = [values.columns[EMPLOYEES, line.variable] for line in program.pay_lines]
    faulty = [
        column for line, column in zip(program.pay_lines, columns, strict=True) if _faulty(values, line)
    ]
    unpaid = {row for column in faulty for row, value in enumerate(column) if isinstance(value, Fault)}
    return Settlement(program, facts, values, tuple(sorted(unpaid)))


def narrow_pairs(pairs: _Pairs, choose: Choose) -> _Pairs:
    """Return what is to be computed for the rows that are chosen; everything where none is.

    Of a scheme whose rows depend on no others these are those rows alone, of another one all of them.
    """
    chosen = _pick_rows(_uncomputed(pairs), choose)
    return tuple((each.program, _narrow_facts(each, each.rows)) for each in chosen) or pairs


def _uncomputed(pairs: _Pairs) -> list[Settlement]:
    """Return settlements that know who is in the facts and nothing else."""
    return [Settlement(program, facts, Values({}, {}, frozenset()), ()) for program, facts in pairs]


def _pick_rows(settlements: Sequence[Settlement], choose: Choose) -> list[Settlement]:
    """Return the settlements that have rows which are chosen, with those alone."""
    rows: dict[int, list[int]] = {}
    for settlement, row in choose([(each, row) for each in settlements for row in each.rows]):
        rows.setdefault(id(settlement), []).append(row)
    return [replace(each, shown=tuple(rows[id(each)])) for each in settlements if id(each) in rows]


def _narrow_facts(settlement: Settlement, rows: Sequence[int]) -> Facts:
    facts, steps = settlement.facts, settlement.program.steps
    if any(step.aggregates or step.running for step in steps):
        return facts
    return replace(facts, frames={**facts.frames, EMPLOYEES: facts.frames[EMPLOYEES].take(rows)})


def join_settlements(period: Period, settlements: Sequence[Settlement]) -> Run:
    """Join the settlements of one period into a run, with totals and the problems behind unpaid rows."""
    totals = tuple(total for each in settlements for total in total_lines(each))
    problems = dict.fromkeys(problem for each in settlements for problem in _problems_of(each))
    # A scheme may pay for other days than the month it was asked for: those of the 26th to the 25th.
    periods = {each.program.period for each in settlements}
    return Run(periods.pop() if len(periods) == 1 else period, tuple(settlements), totals, tuple(problems))


def _problems_of(settlement: Settlement) -> tuple[Diagnostic, ...]:
    causes: list[Diagnostic] = []
    for line in settlement.program.pay_lines:
        if _faulty(settlement.values, line):
            column = settlement.values.columns[EMPLOYEES, line.variable]
            causes.extend(cause for row in settlement.unpaid for cause in _faults_of(column[row]))
    found = (*causes, *find_failed_checks(settlement), *find_warnings(settlement))
    return tell_of_keys(settlement.program.keys, found)


def narrow_run(run: Run, wanted: Iterable[tuple[Settlement, int]]) -> Run:
    """Return the run as far as it speaks of some employees: their rows, totals and problems, nobody else's.

    The receipts speak of whole sheets and are left out.
    """
    rows: dict[int, set[int]] = {}
    for settlement, row in wanted:
        rows.setdefault(id(settlement), set()).add(row)
    return join_settlements(
        run.period, [_narrow_rows(each, rows[id(each)]) for each in run.settlements if id(each) in rows]
    )


def omit_others(
    problems: tuple[Diagnostic, ...], everybody: Sequence[Settlement], some: Sequence[Settlement]
) -> tuple[Diagnostic, ...]:
    """Return problems without remarks on the rows of people other than some.

    Errors stay, whoever they are about: they hold back pay.
    """
    if everybody is some or all(each.severity is Severity.ERROR for each in problems):
        return problems
    others = frozenset(_rows_of_people(everybody)).difference(_rows_of_people(some))
    return tuple(
        each
        for each in problems
        if each.severity is Severity.ERROR or not others.intersection(_rows_told(each))
    )


def omit_unchosen(
    problems: tuple[Diagnostic, ...], pairs: _Pairs, choose: Choose | None
) -> tuple[Diagnostic, ...]:
    """Return problems without remarks on the rows of people who are not chosen; all where nobody is."""
    everybody = [] if choose is None else _uncomputed(pairs)
    some = everybody if choose is None else _pick_rows(everybody, choose) or everybody
    return omit_others(problems, everybody, some)


def _rows_of_people(settlements: Iterable[Settlement]) -> Iterator[CellRef]:
    """Yield the places of the rows of the people that are shown, and of what was sold by them."""
    for settlement in settlements:
        people = frozenset(settlement.rows)
        for name, frame in settlement.facts.frames.items():
            if frame.origin is None:
                continue
            if name == EMPLOYEES:
                yield from map(frame.origin.row, settlement.rows)
            elif settlement.program.grains[name].parent == EMPLOYEES:
                yield from (
                    frame.origin.row(row) for row, owner in enumerate(frame.parents) if owner in people
                )


def _rows_told(problem: Diagnostic) -> Iterator[CellRef]:
    for each in (problem.primary, *problem.others):
        if each is not None and isinstance(each.place, CellRef):
            yield replace(each.place, column=0)


def _narrow_rows(settlement: Settlement, rows: set[int]) -> Settlement:
    unpaid = tuple(row for row in settlement.unpaid if row in rows)
    facts = replace(settlement.facts, receipts=())
    return replace(settlement, facts=facts, unpaid=unpaid, shown=tuple(sorted(rows)))


def total_lines(settlement: Settlement) -> tuple[LineTotal, ...]:
    """Return the sum of each money line, and of the totals, over the employees who are paid."""
    program = settlement.program
    lines = [
        (line.name, line.label, line.variable, line.kind is LineKind.RETRO)
        for line in program.pay_lines
        if line.kind.traits.money
    ]
    return tuple(
        LineTotal(program.scheme, name, label, *_sum_of_paid(settlement, variable, only_some=some))
        for name, label, variable, some in [*lines, ("", "", program.total, False)]
    )


def _faulty(values: Values, line: PayLine) -> bool:
    return (EMPLOYEES, line.variable) in values.faulty


def _sum_of_paid(settlement: Settlement, variable: str, *, only_some: bool) -> tuple[Decimal, int]:
    """Return what a line comes to and how many people it pays; of `only_some` those who have an amount."""
    unpaid = frozenset(settlement.unpaid)
    column = settlement.values.columns[EMPLOYEES, variable]
    everybody = settlement.shown is None and not unpaid
    paid = column if everybody else [column[row] for row in settlement.rows if row not in unpaid]
    with localcontext(CONTEXT):
        people = sum(map(bool, paid)) if only_some else _count_people(settlement, unpaid)
        return sum(_add_blocks(paid), ZERO), people


def _add_blocks(paid: Sequence[Value]) -> Iterator[Decimal]:
    """Yield what each block of amounts comes to, told by whole numbers where these are known."""
    for start in range(0, len(paid), BLOCK_ROWS):
        rows = range(start, min(start + BLOCK_ROWS, len(paid)))
        whole = paid.whole_numbers(rows) if isinstance(paid, WholeNumbers) else None
        if whole is None:
            # Who is paid has no fault in any line, so all of these are amounts.
            yield sum(cast("Sequence[Decimal]", paid[start : rows.stop]), ZERO)
        else:
            yield Decimal(sum(whole[0])).scaleb(-whole[1])


def _count_people(settlement: Settlement, unpaid: frozenset[int]) -> int:
    """Return how many people are paid: a person may have several rows, each for its own days."""
    if not settlement.program.grains[EMPLOYEES].segmented:
        return len(settlement.rows) - len(unpaid)
    keys = settlement.facts.frames[EMPLOYEES].keys
    return len({keys[row] for row in settlement.rows if row not in unpaid})


def _faults_of(value: Value) -> tuple[Diagnostic, ...]:
    return value.causes if isinstance(value, Fault) else ()


def segment_of(settlement: Settlement, row: int) -> Segment | None:
    """Return the days of the period for which a row pays, None where the scheme knows no segments."""
    program = settlement.program
    grain = program.grains[EMPLOYEES]
    if not grain.segmented:
        return None
    columns = settlement.facts.frames[EMPLOYEES].columns
    first, last = (columns[name][row] for name in cast("tuple[str, str]", grain.valid))
    period = program.period
    return Segment(
        max(first, period.first_day) if isinstance(first, date) else period.first_day,
        min(last, period.last_day) if isinstance(last, date) else period.last_day,
    )


def people_in_parts(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Return the rows of each person, by number, who has more than one."""
    listed = [place for place in places if place[0].program.grains[EMPLOYEES].segmented]
    counts = Counter(map(_number, listed))
    people: dict[str, list[Place]] = {}
    for place in listed:
        if counts[_number(place)] > 1:
            people.setdefault(_number(place), []).append(place)
    return people


def sum_of_person(places: Sequence[Place]) -> Value | None:
    """Return what the rows of a person come to; a Fault where one has no total, None in two currencies."""
    if len({settlement.program.currency for settlement, _ in places}) > 1:
        return None
    totals = [settlement_total(settlement, row) for settlement, row in places]
    faults = [each for each in totals if isinstance(each, Fault)]
    with localcontext(CONTEXT):
        return faults[0] if faults else sum(cast("list[Decimal]", totals), ZERO)


def settlement_total(settlement: Settlement, row: int) -> Value:
    """Return what one row comes to; a Fault where it has no total."""
    if row in settlement.unpaid:
        return settlement.held.get(row, Fault(()))
    return settlement.values.columns[EMPLOYEES, settlement.program.total][row]


def _number(place: Place) -> str:
    settlement, row = place
    return settlement.facts.frames[EMPLOYEES].keys[row]
