"""Who people are in a workbook: position, department and days, as far as the sheets tell them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kpicalc.engine.world import World
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, TEAMS, Input
from kpicalc.model.result import Settlement
from kpicalc.model.source import Span

_POSITIONS = ("Должность", "Позиция", "Position", "Job title")
_DEPARTMENTS = ("Отдел", "Подразделение", "Department")
_DAYS = ("отработ", "дней", "дни", "worked", "days")
_NORMS = ("норм", "norm", "план", "plan", "празд", "holiday")
_MADE = "(output)"
_NOWHERE = Span("", 0, 0, 0, 0)


def columns_called(headings: tuple[str, ...]) -> tuple[Input, ...]:
    """Return a column for each heading: one that is not in the sheet is no problem."""
    return tuple(
        Input(EMPLOYEES, f"{_MADE} {each}", Kind.TEXT, (each,), each, _NOWHERE, optional=True, spare=True)
        for each in headings
    )


def output_columns() -> tuple[Input, ...]:
    """Return what is read of the sheet of employees for the workbook alone."""
    return (*columns_called(_POSITIONS), *columns_called(_DEPARTMENTS))


def headings_called(typed: Sequence[str]) -> tuple[str, ...]:
    """Return the headings that are meant by words: a position or a department in either language, or itself.

    >>> headings_called(["department", "Grade"])
    ('Отдел', 'Подразделение', 'Department', 'Grade')
    """
    known = ((_POSITIONS, "position"), (_DEPARTMENTS, "department"))
    found: list[str] = []
    for word in typed:
        folded = word.casefold()
        same = next(
            (each for each, name in known if folded == name or folded in {one.casefold() for one in each}),
            (word,),
        )
        found += same
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Person:
    """What the sheets say of an employee; "" or None where they do not."""

    number: str
    name: str
    position: str
    department: str
    days: Decimal | None


class SchemePeople:
    """The employees of one scheme."""

    def __init__(self, settlement: Settlement) -> None:
        program, self._frame = settlement.program, settlement.facts.frames[EMPLOYEES]
        world = World(program, settlement.facts)
        held = {each.name: each for each in program.inputs if each.grain == EMPLOYEES}
        known = {name: each for name, each in held.items() if name in self._frame.columns}

        def column(name: str) -> Sequence[Value]:
            return world.whole_column((EMPLOYEES, name))

        texts = [each for each in known.values() if each.kind is Kind.TEXT]
        self._positions = [column(each.name) for each in texts if _is_called(each, _POSITIONS)]
        self._departments = [column(each.name) for each in texts if _is_called(each, _DEPARTMENTS)]
        days = [each for each in known.values() if _counts_days(each)]
        self._days = column(days[0].name) if days else None
        self.days_label = days[0].label if days else ""
        teams = settlement.facts.frames.get(TEAMS)
        self._teams = teams if teams is not None and program.grains[EMPLOYEES].parent == TEAMS else None

    def person(self, row: int) -> Person:
        """Return the employee in a row."""
        number, label = self._frame.keys[row], self._frame.labels[row]
        department = _first(self._departments, row)
        if not department and self._teams is not None:
            team = self._frame.parents[row]
            department = self._teams.labels[team] or self._teams.keys[team]
        days = None if self._days is None else self._days[row]
        return Person(
            number,
            "" if label == number else label,
            _first(self._positions, row),
            department,
            days if isinstance(days, Decimal) else None,
        )


def _first(columns: Sequence[Sequence[Value]], row: int) -> str:
    return next((value for column in columns if isinstance(value := column[row], str) and value), "")


def _is_called(given: Input, headings: tuple[str, ...]) -> bool:
    wanted = {each.casefold() for each in headings}
    return any(each.casefold() in wanted for each in given.headings)


def _counts_days(given: Input) -> bool:
    called = given.label.casefold()
    measured = given.kind in {Kind.DAYS, Kind.HOURS}
    return measured and any(each in called for each in _DAYS) and not any(each in called for each in _NORMS)
