"""The month that a workbook shows: its run, its people and who they are, what takes their pay apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal, localcontext

from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.engine.world import World
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Reference
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.outline import KpiOutline
from kpicalc.model.program import EMPLOYEES, TEAMS, Input
from kpicalc.model.result import Line, Run, Settlement
from kpicalc.model.source import Span
from kpicalc.report.book.sheets import FIRST_ROW, MOST_ROWS

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

    >>> headings_called(["DEPARTMENT", "Grade"])
    ('Отдел', 'Подразделение', 'Department', 'Grade')
    """
    known = ((_POSITIONS, "position"), (_DEPARTMENTS, "department"))
    found: list[str] = []
    for word in typed:
        folded = word.casefold()
        same = next(
            (each for each, name in known if folded in {one.casefold() for one in each}),
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
        grouped = program.grains[EMPLOYEES].parent == TEAMS
        self._teams = settlement.facts.frames[TEAMS] if grouped else None

    def person(self, row: int) -> Person:
        """Return the employee in a row."""
        number, label = self._frame.keys[row], self._frame.labels[row]
        department = _first(self._departments, row)
        if not department and self._teams is not None:
            department = self._teams.labels[self._frame.parents[row]]
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


# By the row of the employee.
_Column = Sequence[Value] | Mapping[int, Value] | None


@dataclass(frozen=True, slots=True)
class KpiColumns:
    """One KPI of all employees of a scheme; None in the place of a figure that it does not have."""

    label: str
    goal: str
    owner: str
    plan_kind: Kind
    actual_kind: Kind
    columns: tuple[_Column, ...]
    attainment: _Column
    score_kind: Kind

    def figures(self, row: int) -> tuple[Value | None, ...]:
        """Return plan, actual, attainment, weight, score and part of an employee."""
        return tuple(None if column is None else column[row] for column in self.columns)


def read_kpis(settlement: Settlement) -> tuple[KpiColumns, ...]:
    """Return the KPIs of a scheme."""
    titles = {each.name: each.label for each in settlement.program.kpis}
    return tuple(_columns_of(settlement, each, titles) for each in settlement.program.kpis)


def _compute(settlement: Settlement, name: str) -> Mapping[int, Value]:
    """Return a figure of those who are shown, where a run of a few people kept nothing but pay."""
    rows = list(settlement.rows)
    block = LookingBlock(world_of(settlement), EMPLOYEES, rows)
    with localcontext(CONTEXT):
        column = block.column(Reference(EMPLOYEES, name, settlement.program.grains[EMPLOYEES].span))
        return dict(zip(rows, column.listed(len(rows)), strict=True))


def _columns_of(settlement: Settlement, kpi: KpiOutline, titles: dict[str, str]) -> KpiColumns:
    kept = settlement.values.columns
    kinds = {each.name: each.kind for each in settlement.program.variables() if each.grain == EMPLOYEES}

    def column(name: str) -> _Column:
        if not name:
            return None
        return kept[EMPLOYEES, name] if (EMPLOYEES, name) in kept else _compute(settlement, name)

    figures = (kpi.plan, kpi.actual, kpi.attainment, kpi.weight, kpi.score, kpi.part)
    return KpiColumns(
        kpi.label,
        ", ".join(label for name, label in titles.items() if name in kpi.goals),
        kpi.owner,
        kinds.get(kpi.plan, Kind.NUMBER),
        kinds.get(kpi.actual, Kind.NUMBER),
        tuple(map(column, figures)),
        column(kpi.attainment),
        kpi.score_kind,
    )


Place = tuple[Settlement, int]
PaidLines = tuple[tuple[Line, ...], Value]
BreakDown = Callable[[], Iterable[tuple[Settlement, int, PaidLines]]]


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """What the workbook shows: the run, its people in order, and what takes their pay apart.

    `options` are what was typed, for the record; with `formulas` the workbook computes amounts itself.
    """

    run: Run
    places: Sequence[Place]
    break_down: BreakDown
    language: Language
    options: tuple[tuple[str, str], ...] = ()
    formulas: bool = False
    _people: dict[int, SchemePeople] = field(default_factory=dict)
    _lines: dict[tuple[int, int], int] = field(default_factory=dict)
    _kpis: dict[int, tuple[KpiColumns, ...]] = field(default_factory=dict)

    def say(self, key: str, /, **params: object) -> str:
        """Return a phrase of the workbook."""
        return phrase(f"book.{key}", self.language, **params)

    def person(self, settlement: Settlement, row: int) -> Person:
        """Return who an employee is."""
        if id(settlement) not in self._people:
            self._people[id(settlement)] = SchemePeople(settlement)
        return self._people[id(settlement)].person(row)

    def kpis(self, settlement: Settlement) -> tuple[KpiColumns, ...]:
        """Return the KPIs of a scheme with the figures of all its employees."""
        if id(settlement) not in self._kpis:
            self._kpis[id(settlement)] = read_kpis(settlement)
        return self._kpis[id(settlement)]

    def row_of_lines(self, settlement: Settlement, row: int) -> int | None:
        """Return where the lines of a person begin on the sheet of lines; None where it has no room."""
        if not self._lines:
            at = FIRST_ROW
            for owner, each in self.places:
                self._lines[id(owner), each] = at
                at += len(owner.program.pay_lines) + 1
        found = self._lines[id(settlement), row]
        last = found + len(settlement.program.pay_lines)
        return found if last < FIRST_ROW + MOST_ROWS else None

    @property
    def currencies(self) -> list[str]:
        """The currencies of the run, in the order of its schemes."""
        return list(dict.fromkeys(each.program.currency for each in self.run.settlements))

    def sheet_name(self, key: str, currency: str = "") -> str:
        """Return the name of a sheet; of several currencies each has its own."""
        named = self.say(f"sheet.{key}")
        return f"{named} {currency}" if currency and len(self.currencies) > 1 else named
