"""Parameters: constants of the company, from date to date, or one for each role, grade or product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from kpicalc.compiler.draft import Draft, Topic, titled_construct
from kpicalc.compiler.scope import SINGULARS
from kpicalc.compiler.terms import choose, compare, read, unreadable
from kpicalc.formula.rewrite import no_answer
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error, warning
from kpicalc.model.expr import Day, Expr, Flag, Name, Number, Text, walk
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.plain_text import clean_text
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.parameters import DatedFormula
from kpicalc.scheme.document import ChosenParameterSpec, ColumnSpec, SchemeDocument, ValueSpec
from kpicalc.scheme.words import Word, parse_written_number


@dataclass(frozen=True, slots=True)
class Demand:
    """Where a dated value stands, the kind it must have, the first day of the period, and its place."""

    grain: str
    kind: Kind | None
    first_day: date
    span: Span


def value_in_force(draft: Draft, name: str, values: tuple[DatedFormula, ...], demand: Demand) -> Expr:
    """Return the last value that has begun; the others are only checked."""
    begun = unreadable(demand.span)
    for since, formula in values:
        expr = read(draft, formula)
        if since is None or since <= demand.first_day:
            begun = expr
        draft.demand(Topic.FIGURE, expr, demand.kind, name, demand.grain)
    first = values[0][0]
    if first is not None and first > demand.first_day:
        draft.problems.append(
            error(Problem.PARAMETER_NOT_BEGUN, demand.span, name=name, first=first, day=demand.first_day)
        )
    return begun


# So many choices in one formula at most: longer lists go on in a formula of their own.
_AT_ONCE = 20

_PERIOD = "period"

_Choice = tuple[Expr, Expr]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the choice depends on: its name as written, the table it belongs to, and how it is declared.

    Of a role the `rows` are the table that is written.
    """

    name: Name
    grain: str
    declared: ColumnSpec | ValueSpec | None
    rows: str = ""


def choose_parameter(
    draft: Draft, document: SchemeDocument, named: tuple[Word, ChosenParameterSpec], first_day: date
) -> None:
    """Add a parameter whose value depends on a column; no match without `otherwise` is a fault."""
    name, spec = named
    by = read(draft, spec.by)
    if not isinstance(by, Name):
        draft.problems.append(
            error(Problem.PARAMETER_CHOSEN_BY_FORMULA, spec.by.span, name=str(name), by=spec.by.text)
        )
        return
    asked = _asked_of(draft, document, spec, by)
    draft.problems.extend(_unlikely_keys(name, spec, asked))
    for grain in _grains_beside(document, asked.grain):
        path = (grain, *by.path[1:]) if by.path[0] in {asked.grain, asked.rows} else by.path
        _choose_at(draft, named, replace(asked, grain=grain, name=replace(by, path=path)), first_day)


def _choose_at(draft: Draft, named: tuple[Word, ChosenParameterSpec], asked: _Asked, first_day: date) -> None:
    """Add the parameter to a table whose rows are asked."""
    name, spec = named
    by, demand = asked.name, Demand(asked.grain, spec.type, first_day, spec.span)
    choices = [
        (compare("=", by, _read_key(draft, key, _kind_of_keys(asked, spec)), key.span), value)
        for key, values in spec.values.items()
        for value in [value_in_force(draft, str(name), values, demand)]
    ]
    last: Expr = no_answer(Problem.PARAMETER_WITHOUT_VALUE, str(name), name.span)
    if spec.otherwise is not None:
        last = value_in_force(draft, str(name), spec.otherwise, demand)
    _define_choices(draft, named, asked.grain, (choices, last))


def _asked_of(draft: Draft, document: SchemeDocument, spec: ChosenParameterSpec, by: Name) -> _Asked:
    """Find what a parameter depends on; by the period, with values of the employee, it is his."""
    asked = _find_asked(document, by)
    of_employee = by.path[0] == _PERIOD and _names_employees(draft, document, spec)
    return replace(asked, grain=EMPLOYEES) if of_employee else asked


def _find_asked(document: SchemeDocument, by: Name) -> _Asked:
    """Find the table and the declaration: a bare name is the employee's, or stands above him.

    A parameter has no row of its own: of a name that one table alone has, each row of that table is asked.
    """
    if by.path[0] == _PERIOD:
        return _Asked(by, COMPANY, None)
    owner = SINGULARS.get(by.path[0], by.path[0])
    roles = (str(role) for role, table in document.facts.items() if owner in {role, table.rows_of})
    table = next(roles, "")
    if len(by.path) > 1 and table:
        return _Asked(by, table, _declared_names(document, table).get(".".join(by.path[1:])), owner)
    name = ".".join(by.path)
    holders = [
        str(each)
        for each in document.facts
        if name in _declared_names(document, each) and _grains_beside(document, each)[0] == each
    ]
    alone = len(holders) == 1 and _depth(document, holders[0]) > _depth(document, EMPLOYEES)
    owner = holders[0] if alone else EMPLOYEES
    return _Asked(by, owner, _declared_names(document, owner).get(name))


def _names_employees(draft: Draft, document: SchemeDocument, spec: ChosenParameterSpec) -> bool:
    """Say whether a value is one of the employee: of months side by side the column of this one."""
    declared = _declared_names(document, EMPLOYEES)
    runs = {name for name, each in declared.items() if isinstance(each, ColumnSpec) and each.columns}
    # What has a point behind its name, and parameters that are the employee's own.
    owners = {EMPLOYEES, *runs, *map(str, document.kpis)}
    chosen = {str(name) for name, each in document.parameters.items() if _depends_on_rows(each)}
    dated = [*spec.values.values(), *([] if spec.otherwise is None else [spec.otherwise])]
    parts = (part for values in dated for _, formula in values for part in walk(read(draft, formula)))
    paths = [part.path for part in parts if isinstance(part, Name)]
    return any(
        SINGULARS.get(path[0], path[0]) in owners or ".".join(path) in {*declared, *chosen} for path in paths
    )


def _depends_on_rows(parameter: object) -> bool:
    return isinstance(parameter, ChosenParameterSpec) and not parameter.by.text.startswith(f"{_PERIOD}.")


def _declared_names(document: SchemeDocument, grain: str) -> Mapping[str, ColumnSpec | ValueSpec]:
    tables = [table for name, table in document.facts.items() if name == grain]
    columns = {str(name): spec for table in tables for name, spec in table.columns.items()}
    values = {str(name): spec for table in tables for name, spec in table.values.items()}
    of_employee = {str(name): spec for name, spec in document.values.items() if grain == EMPLOYEES}
    return {**columns, **values, **of_employee}


def _kind_of_keys(asked: _Asked, spec: ChosenParameterSpec) -> Kind:
    """Tell the kind of the keys: that of the column; of a formula what all keys look like."""
    if asked.declared is not None and asked.declared.type is not None:
        return asked.declared.type
    keys = [str(key) for key in spec.values]
    if all(key in {"true", "false"} for key in keys):
        return Kind.FLAG
    return Kind.NUMBER if all(parse_written_number(key) for key in keys) else Kind.TEXT


def _read_key(draft: Draft, key: Word, kind: Kind) -> Expr:
    """Read a key as the value of a cell."""
    number = parse_written_number(key) if kind in NUMERIC else None
    if number is not None:
        return Number(number.value, number.percent, key.span)
    if kind is Kind.TEXT:
        return Text(clean_text(str(key)), key.span)
    if kind is Kind.FLAG and key in {"true", "false"}:
        return Flag(key == "true", key.span)
    if kind is Kind.DATE and (day := _read_day(key)) is not None:
        return Day(day, key.span)
    draft.problems.append(error(Problem.PARAMETER_KEY_KIND, key.span, key=str(key), kind=kind))
    return unreadable(key.span)


def _read_day(key: str) -> date | None:
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None


def _unlikely_keys(name: Word, spec: ChosenParameterSpec, asked: _Asked) -> Iterator[Diagnostic]:
    """Compare the keys with what the column may be, where it says so."""
    declared = asked.declared
    if not isinstance(declared, ColumnSpec) or declared.type is not Kind.TEXT or not declared.one_of:
        return
    allowed, by = tuple(map(str, declared.one_of)), ".".join(asked.name.path)
    missing = tuple(each for each in allowed if each not in spec.values)
    if missing and spec.otherwise is None:
        yield warning(Problem.PARAMETER_VALUE_MISSING, spec.by.span, name=str(name), by=by, missing=missing)
    yield from find_unlikely_keys(str(name), spec.values, by, declared)


def find_unlikely_keys(name: str, keys: Iterable[Word], by: str, column: ColumnSpec) -> Iterator[Diagnostic]:
    """Warn of the keys that a column of few texts can never be."""
    allowed = tuple(map(str, column.one_of))
    for key in keys:
        if allowed and key not in allowed:
            told = {"name": name, "by": by, "key": str(key), "allowed": allowed}
            yield warning(Problem.PARAMETER_VALUE_UNREACHABLE, key.span, **told)


def _define_choices(
    draft: Draft,
    named: tuple[Word, ChosenParameterSpec],
    grain: str,
    chosen: tuple[list[_Choice], Expr],
) -> None:
    """Add the choice; what does not fit in one formula stands in others that it goes on with."""
    name, spec = named
    choices, last = chosen
    starts = range(0, len(choices), _AT_ONCE)
    for start in reversed(starts):
        for condition, value in reversed(choices[start : start + _AT_ONCE]):
            last = choose(condition, value, last, value.span)
        written = f"{name}.{start // _AT_ONCE}" if start else str(name)
        last = draft.define(
            titled_construct(Role.PARAMETER, name, spec, grain), written, last, spec.type, whole=True
        )


def translate_parameters(draft: Draft, document: SchemeDocument, first_day: date) -> None:
    """Add each parameter with the value that is in force on the first day of the period."""
    grains: dict[str, str] = {}
    for name, spec in document.parameters.items():
        if isinstance(spec, ChosenParameterSpec):
            choose_parameter(draft, document, (name, spec), first_day)
            continue
        for grain in _grains_beside(document, _grain_of(draft, document, str(name), grains)):
            expr = value_in_force(draft, name, spec.values, Demand(grain, spec.type, first_day, spec.span))
            made = titled_construct(Role.PARAMETER, name, spec, grain)
            draft.define(made, str(name), expr, spec.type, whole=True)


def _grains_beside(document: SchemeDocument, grain: str) -> tuple[str, ...]:
    """Return the table, or all roles of its rows: each row has the parameter in every role."""
    rows = {str(role): table.rows_of for role, table in document.facts.items() if table.rows_of}
    return tuple(role for role, of in rows.items() if of == rows.get(grain)) or (grain,)


def _grain_of(draft: Draft, document: SchemeDocument, name: str, known: dict[str, str]) -> str:
    """Return where a parameter is known: a formula over parameters of roles or products where they are."""
    if name not in known:
        known[name] = COMPANY  # a parameter that is made from itself is told elsewhere
        known[name] = _find_grain(draft, document, name, known)
    return known[name]


def _find_grain(draft: Draft, document: SchemeDocument, name: str, known: dict[str, str]) -> str:
    spec = next((each for word, each in document.parameters.items() if word == name), None)
    if spec is None:
        return COMPANY
    if isinstance(spec, ChosenParameterSpec):
        by = read(draft, spec.by)
        return _asked_of(draft, document, spec, by).grain if isinstance(by, Name) else COMPANY
    parts = (part for _, formula in spec.values for part in walk(read(draft, formula)))
    named = dict.fromkeys(part.path[0] for part in parts if isinstance(part, Name))
    found = [_grain_of(draft, document, each, known) for each in named]
    return max(found, key=lambda each: _depth(document, each), default=COMPANY)


def _depth(document: SchemeDocument, grain: str) -> int:
    """Return how deep a table lies: what stands above the employees, they, and what stands below them."""
    above = {str(name): str(each.of or "") for name, each in document.facts.items()}
    steps, usual = 0, {TEAMS: COMPANY}
    for _ in above:  # a circle of tables is told elsewhere
        if grain in {COMPANY, EMPLOYEES}:
            break
        grain = above.get(grain) or usual.get(grain, EMPLOYEES)
        steps += 1
    return steps if grain == COMPANY else steps + len(above)
