"""The facts section: what a row of each sheet is, its columns and values, what ties and orders rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from kpicalc.compiler.constructs.columns import HOURS_OF_DAY, refuse_bounds_by_row, run_inputs
from kpicalc.compiler.draft import Draft, Topic, titled_construct
from kpicalc.compiler.terms import missing_name, read, rounded
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Name
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.period import Pace, Period
from kpicalc.model.plain_text import clean_text
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Grain, Input, Role
from kpicalc.model.writing import UNSAID, HoursForm, Split
from kpicalc.scheme.constructs.bands import TableNumber, quantities
from kpicalc.scheme.constructs.facts import ColumnSpec, FactTable, Lack
from kpicalc.scheme.document import SchemeDocument, ValueSpec
from kpicalc.scheme.scalars import foreign_amount
from kpicalc.scheme.words import Quantity, Word

# Other days than those of work may be more than the period has: of leave that is left, overdue, of a term.
_WORKED = re.compile(
    r"(?:кол(?:-?во|ичество) )?(?:дн(?:и|ей)|days)|.*(?:отработ|рабочи|явк|worked|working|attend).*"
)
_NOT_WORKED = re.compile(
    "проср|отпуск|стаж|срок|отсроч|ожидан|до |overdue|leave|vacation|term|since|until|left"
)
# What is paid early is overdue by less than no days; leave may be taken before it is earned.
_EITHER_SIGN = re.compile(
    "проср|срок|отсроч|до |остат|сальдо|баланс|отклон|разниц|корр|overdue|late|delay|term|until|left|balance"
    "|devia|differ|varian|adjust"
)


def translate_facts(draft: Draft, document: SchemeDocument, period: Period) -> None:
    """Add the grains, company first, and their inputs; links must form a tree under the company."""
    start = document.scheme.span
    draft.grains[COMPANY] = Grain(COMPANY, None, start)
    if EMPLOYEES not in document.facts:
        draft.problems.append(error(Problem.EMPLOYEES_NOT_READ, start))
        draft.grains[EMPLOYEES] = Grain(EMPLOYEES, COMPANY, start)
    for name, table in document.facts.items():
        _add_grain(draft, name, table, document)
        # A derived table has no sheet, so nothing can be read from one.
        for key in ("sheet", "columns"):
            if table.derived and key in table.key_spans:
                draft.problems.append(
                    error(Problem.DERIVED_TABLE_WITH_SHEET, table.place(key), table=str(name), key=key)
                )
        _check_growth(draft, name, table, document)
        for column, spec in table.columns.items():
            draft.problems.extend(
                problem
                for bound in quantities(spec.bounds.values())
                if (problem := foreign_amount(bound, draft.currency))
            )
            given = _limit_time(_input_of(name, column, spec), spec, table, period)
            draft.inputs += run_inputs(given, spec, period) if spec.columns else (given,)
    _check_tree(draft)


def _add_grain(draft: Draft, name: Word, table: FactTable, document: SchemeDocument) -> None:
    parent = _parent_of(draft, name, table, document)
    sheet = "" if name == EMPLOYEES and table.sheet is None else str(table.sheet or name)
    draft.grains[str(name)] = Grain(
        str(name),
        parent,
        name.span,
        sheet,
        tuple(map(str, table.key)),
        tuple(map(str, table.link)),
        table.derived,
        table.title or name,
        tuple(map(str, table.name)),
        writing=UNSAID if table.reading is None else table.reading.writing,
        rows=table.row_rules,
        growth=table.grows,
    )


def _parent_of(draft: Draft, name: Word, table: FactTable, document: SchemeDocument) -> str | None:
    if name == COMPANY:
        if table.of is not None:
            path = f"{COMPANY} → {table.of} → {COMPANY}"
            draft.problems.append(error(Problem.TABLES_IN_CIRCLE, table.of.span, path=path))
        return None
    if table.of is None:
        above_employees = TEAMS if TEAMS in document.facts else COMPANY
        return {EMPLOYEES: above_employees, TEAMS: COMPANY}.get(name, EMPLOYEES)
    if table.of not in {*document.facts, COMPANY}:
        draft.problems.append(
            missing_name(Problem.PARENT_TABLE_UNKNOWN, table.of, {*document.facts, COMPANY})
        )
        return COMPANY
    return str(table.of)


def _check_growth(draft: Draft, name: Word, table: FactTable, document: SchemeDocument) -> None:
    """Rows come in the course of a period only below employees; working days are those of a calendar."""
    if table.grows is not None and name in {COMPANY, TEAMS, EMPLOYEES}:
        draft.problems.append(error(Problem.GROWTH_TABLE_UNFIT, table.place("grows"), table=str(name)))
    parts: Iterable[tuple[Word, FactTable | ColumnSpec]] = ((name, table), *table.columns.items())
    for called, part in parts:
        if document.calendar is None and part.grows is not None and part.grows.pace is Pace.WORKING_DAYS:
            draft.problems.append(error(Problem.CALENDAR_MISSING, part.place("grows"), name=str(called)))


def _check_tree(draft: Draft) -> None:
    """Tell each circle of tables once, and cut it where it closes."""
    for name in draft.grains:
        seen = [name]
        while (parent := draft.grains[seen[-1]].parent) is not None and parent not in seen:
            seen.append(parent)
        if parent is not None:
            path = " → ".join([*seen[seen.index(parent) :], parent])
            last = draft.grains[seen[-1]]
            draft.problems.append(error(Problem.TABLES_IN_CIRCLE, draft.grains[parent].span, path=path))
            draft.grains[last.name] = replace(last, parent=COMPANY)


def _input_of(grain: Word, name: Word, spec: ColumnSpec) -> Input:
    headings = tuple(map(str, spec.column)) or (name.replace("_", " "),)
    return Input(
        str(grain),
        str(name),
        spec.type,
        headings,
        spec.title or headings[0],
        name.span,
        _amount_of_bound(spec.min),
        _amount_of_bound(spec.max),
        _amount_of_bound(spec.above),
        _amount_of_bound(spec.below),
        spec.one_of,
        spec.fallback,
        spec.optional,
        spec.in_period,
        spec.decided_by,
        spec.writing,
        tuple(map(clean_text, spec.others)),
        growth=spec.grows,
        influenced=spec.influenced,
    )


def _limit_time(given: Input, spec: ColumnSpec, table: FactTable, period: Period) -> Input:
    """Let nobody have less than no hours and days, or more than the period has, unless the scheme says so."""
    if given.grain != EMPLOYEES or given.kind not in {Kind.HOURS, Kind.DAYS}:
        return given
    names = [each.replace("_", " ").casefold() for each in (given.name, given.label, *given.headings)]
    if spec.min is None and spec.above is None and not any(map(_EITHER_SIGN.search, names)):
        given = replace(given, minimum=ZERO)
    said = given.writing if table.reading is None else given.writing.over(table.reading.writing)
    if spec.max is not None or spec.below is not None or said.hours is HoursForm.DECIMAL:
        return given
    if given.kind is Kind.HOURS:
        return replace(given, available=Decimal(HOURS_OF_DAY * period.days))
    worked = any(map(_WORKED.fullmatch, names)) and not any(map(_NOT_WORKED.search, names))
    return replace(given, available=Decimal(period.days)) if worked else given


def _amount_of_bound(bound: TableNumber | None) -> Decimal | None:
    return bound.value if isinstance(bound, Quantity) else None


MANAGER = "manager"


def translate_hierarchy(draft: Draft, document: SchemeDocument) -> None:
    """Read the column that names an employee's superior as the text `manager`; a blank cell names nobody."""
    for grain, table in document.facts.items():
        if not table.manager:
            continue
        if grain != EMPLOYEES:
            draft.problems.append(
                error(Problem.MANAGER_TABLE_UNFIT, table.place("manager"), table=str(grain))
            )
            continue
        headings = tuple(map(str, table.manager))
        place = table.manager[0].span
        draft.inputs.append(Input(EMPLOYEES, MANAGER, Kind.TEXT, headings, headings[0], place, optional=True))
        draft.grains[EMPLOYEES] = replace(draft.grains[EMPLOYEES], superior=MANAGER)


def translate_links(draft: Draft, document: SchemeDocument) -> None:
    """Add to the tables what ties their rows: `split`, `valid` and `on`."""
    for name, table in document.facts.items():
        grain = draft.grains[str(name)]
        draft.grains[str(name)] = replace(
            grain,
            split=_split_of(draft, name, table),
            valid=_days_of_validity(draft, name, table),
            on=str(table.on or ""),
            segmented=table.segments is not None,
            holes=table.segments is not None and table.segments.holes is Lack.ALLOW,
        )
        if table.segments is not None and name != EMPLOYEES:
            draft.problems.append(
                error(Problem.SEGMENTS_TABLE_UNFIT, table.place("segments"), table=str(name))
            )
    for name, table in document.facts.items():
        if table.on is not None:
            _check_column(draft, (name, table), ("on", table.on), Kind.DATE)
        _check_owner(draft, draft.grains[str(name)], table)


def _split_of(draft: Draft, name: Word, table: FactTable) -> Split | None:
    spec = table.split
    if spec is None:
        return None
    for word in spec.deal:
        _check_column(draft, (name, table), ("split", word), None)
    _check_column(draft, (name, table), ("split", spec.share), Kind.RATIO)
    if spec.share in table.columns:
        draft.problems.extend(refuse_bounds_by_row(table.columns[spec.share]))
    return Split(tuple(map(str, spec.deal)), str(spec.share), spec.overlay)


def _days_of_validity(draft: Draft, name: Word, table: FactTable) -> tuple[str, str] | None:
    spec = table.valid or table.segments
    if spec is None:
        return None
    for word in (spec.from_, spec.to):
        _check_column(draft, (name, table), ("valid" if table.valid else "segments", word), Kind.DATE)
    if not table.key and table.valid:
        draft.problems.append(error(Problem.VALIDITY_WITHOUT_KEY, table.place("valid"), table=str(name)))
    return str(spec.from_), str(spec.to)


def _check_column(
    draft: Draft, named: tuple[Word, FactTable], written: tuple[str, Word], wanted: Kind | None
) -> None:
    """What is named must be a column of the table, of the wanted kind."""
    (name, table), (key, word) = named, written
    column = table.columns.get(word)
    if column is None or (wanted is not None and column.type is not wanted):
        fitting = [str(each) for each, spec in table.columns.items() if wanted in {None, spec.type}]
        params = {"key": key, "name": str(word), "table": str(name)}
        none = {} if fitting else {"hint": "none", "wanted": str(wanted or Kind.TEXT)}
        draft.problems.append(
            error(Problem.LINK_COLUMN_UNFIT, word.span, expected=tuple(fitting), **params, **none)
        )


def _check_owner(draft: Draft, grain: Grain, table: FactTable) -> None:
    """A date chooses among dated rows, and dated rows are chosen by a date."""
    parent = draft.grains.get(grain.parent or "")
    dated = parent is not None and parent.valid is not None
    if parent is not None and parent.segmented and not grain.on:
        return  # rows without a day are refused where a person has several rows
    if dated != bool(grain.on):
        place = table.place("on") if grain.on else grain.span
        draft.problems.append(
            error(Problem.VALIDITY_WITHOUT_DAY, place, table=grain.name, parent=grain.parent or grain.name)
        )


def translate_orders(draft: Draft, document: SchemeDocument) -> None:
    """Add the columns and values that put the rows of each table in order, for `before`."""
    for grain, table in document.facts.items():
        if not table.order:
            continue
        names = tuple(Name((str(word),), word.span) for word in table.order)
        draft.orders[str(grain)] = names
        for name in names:
            draft.demand(Topic.UNTOLD, name, None, name.path[0], str(grain))


def translate_values(draft: Draft, document: SchemeDocument) -> None:
    """Add the values of the scheme and of each table of facts."""
    for grain, table in document.facts.items():
        _define_values(draft, grain, table.values)
    _define_values(draft, EMPLOYEES, document.values)


def _define_values(draft: Draft, grain: str, values: Mapping[Word, ValueSpec]) -> None:
    for name, spec in values.items():
        expr = rounded(read(draft, spec.formula), spec.round, spec.formula.span)
        made = titled_construct(Role.VALUE, name, spec, str(grain))
        draft.define(made, str(name), expr, spec.type, whole=True)
