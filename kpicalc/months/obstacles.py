"""What stands against an act: a month that is closed already, or is not, or whose turn it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from kpicalc.model.diagnostic import Diagnostic, error, tell_of_keys, warning
from kpicalc.model.fault import Fault
from kpicalc.model.month import MonthRecord
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run
from kpicalc.model.source import FilePlace
from kpicalc.months.month_records import closed_periods, find_record, last_word

# The clocks of machines in one network may differ so much.
_APART = timedelta(minutes=5)


def find_clock_behind(records: Sequence[MonthRecord], now: str, book: Path) -> tuple[Diagnostic, ...]:
    """Warn where the clock stands before the newest record; once that is accepted, the next goes by it."""
    try:
        newest, ours = (datetime.fromisoformat(each) for each in (records[-1].signature.at, now))
    except (IndexError, ValueError):
        return ()
    if newest - ours <= _APART:
        return ()
    told = {"at": records[-1].signature.at, "now": now, "record": records[-1].number}
    return (warning(Problem.CLOCK_BEHIND, FilePlace(str(book)), **told),)


def find_closed(records: Sequence[MonthRecord], period: Period, book: Path) -> tuple[Diagnostic, ...]:
    """Return the problem that a month is closed already."""
    record = last_word(records, period)
    if record is None:
        return ()
    return (
        error(
            Problem.MONTH_CLOSED,
            FilePlace(str(book)),
            period=period,
            written=str(period),
            who=record.signature.who,
            at=record.signature.at,
            record=record.number,
        ),
    )


def find_open(records: Sequence[MonthRecord], period: Period, book: Path) -> tuple[Diagnostic, ...]:
    """Return the problem that a month is not closed, with those that are."""
    if find_record(records, period) is not None:
        return ()
    known = ", ".join(map(str, closed_periods(records))) or "–"
    return (error(Problem.MONTH_NOT_CLOSED, FilePlace(str(book)), period=period, known=known),)


def find_later(later: Iterable[MonthRecord], period: Period, book: Path) -> tuple[Diagnostic, ...]:
    """Return the problem that later months are closed, which rest on this one."""
    first = next(iter(later), None)
    if first is None:
        return ()
    return (error(Problem.LATER_MONTH_CLOSED, FilePlace(str(book)), period=period, later=first.period),)


def find_lost_values(run: Run) -> Iterator[Diagnostic]:
    """Warn of values that could not be computed and that later months ask for: nothing is left of them."""
    for settled in run.settlements:
        variables = {each.key: each for each in settled.program.variables()}
        pasts = ((each.grain, each.past.name) for each in settled.program.inputs if each.past is not None)
        known = settled.values.faulty & settled.values.columns.keys()
        for key in dict.fromkeys(key for key in pasts if key in known):
            column = settled.values.columns[key]
            rows = settled.rows if key[0] == EMPLOYEES else range(len(column))
            lost = [value for value in map(column.__getitem__, rows) if isinstance(value, Fault)]
            causes = [value.causes[0] for value in lost if not value.missing]
            if causes:
                told = {"name": key[1], "count": len(causes), "why": causes[0]}
                found = warning(Problem.VALUE_LOST, variables[key].span, **told)
                yield from tell_of_keys(settled.program.keys, (found,))


def find_out_of_turn(records: Sequence[MonthRecord], period: Period, book: Path) -> tuple[Diagnostic, ...]:
    """Warn where months of this length go on in another way: one is left out, a later one is closed."""
    closed = [each for each in closed_periods(records) if each.length is period.length and each != period]
    if not closed:
        return ()
    last = max(closed)
    if (period.first_day - last.last_day).days == 1:
        return ()
    place = FilePlace(str(book))
    return (warning(Problem.MONTH_OUT_OF_TURN, place, period=period, last=last),)
