"""Names pass: every name, call and aggregate of a formula is tied to what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kpicalc.compiler.asking import ask, ask_versions, numbered_tables, picked_by_texts, table_asked
from kpicalc.compiler.calls import (
    complete_call,
    counts_days,
    means_history,
    names_reports,
    over_reports,
    place_among_rows,
)
from kpicalc.compiler.draft import Definition, Draft, Requirement
from kpicalc.compiler.scope import Scope, resolve_name
from kpicalc.compiler.terms import UNREADABLE, unreadable
from kpicalc.formula.functions import (
    AGGREGATES,
    FUNCTIONS,
    NAMES,
    TABLE_FUNCTIONS,
    WRITTEN_WINDOWS,
    written_functions,
)
from kpicalc.formula.printer import print_formula
from kpicalc.formula.rewrite import NO_ANSWER, rewrite_parts
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.expr import Aggregate, Call, Compare, Expr, Name, Reference, Text, children, references
from kpicalc.model.figure import Section, section_of
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Key, Role
from kpicalc.model.spelling import find_look_alike, find_nearest

if TYPE_CHECKING:
    from kpicalc.compiler.history import HistoryCalls

_MakeCalls = Callable[[], "HistoryCalls"]
# These mean rows always; min and max also compare two values.
_ROWS_ONLY = frozenset(AGGREGATES) - frozenset(FUNCTIONS)
_UNKNOWN = frozenset({Problem.NAME_UNKNOWN, Problem.NAME_MISSPELT})


def resolve_names(draft: Draft, scope: Scope, calls: _MakeCalls) -> HistoryCalls | None:
    """Replace each formula of the draft by one without open names.

    `calls` makes what says the meaning of calls that see earlier periods; it is returned where it was needed.
    """
    texts = frozenset(each.key for each in draft.inputs if each.kind is Kind.TEXT)
    resolver = _Resolver(scope, draft, texts, calls)
    draft.definitions = [replace(each, expr=resolver.resolve_of(each)) for each in draft.definitions]
    draft.requirements = [replace(each, expr=resolver.resolve_of(each)) for each in draft.requirements]
    draft.problems.extend(resolver.problems)
    unasked = {each.name for each in draft.inputs if each.grain == EMPLOYEES and each.kind is not Kind.MONEY}
    for home, name, found in resolver.named:
        if found.name not in unasked and _may_mean_group(scope, home, found, name):
            label = Label(scope.doubled[found.name].span, "group_here")
            draft.problems.append(error(Problem.GROUP_OR_VALUE, name.span, label, name=found.name))
    draft.definitions.extend(resolver.resolve_states())
    draft.definitions.extend(resolver.asked.values())
    draft.tables = {
        name: table
        for written, table in draft.tables.items()
        for name, table in numbered_tables(draft.versions.get(written, ()), table).items()
    }
    return resolver.calls


def _may_mean_group(scope: Scope, home: Definition | Requirement, found: Reference, name: Name) -> bool:
    """Say whether a name that a group shares may mean the group: not in what the group is made of."""
    group = scope.doubled[found.name]
    seen = EMPLOYEES in scope.chain(home.grain) if len(name.path) == 1 else found.grain == EMPLOYEES
    made_of = (each.name for each in references(group.expr))
    within = any(f"{home.name}.".startswith(f"{each}.") for each in made_of)
    return seen and found.grain in scope.chain(EMPLOYEES) and not within


class _Resolver:
    def __init__(
        self, scope: Scope, draft: Draft, texts: frozenset[Key], calls: Callable[[], HistoryCalls]
    ) -> None:
        self.scope = scope
        self.tables = draft.tables
        self.versions = draft.versions
        self.bounded = draft.bounded
        self.texts = texts
        self.make_calls = calls
        self.calls: HistoryCalls | None = None
        self.problems: list[Diagnostic] = []
        self.asked: dict[Key, Definition] = {}
        self.plain, self.of_checks = scope, scope.for_checks()
        self.home: Definition | Requirement
        self.named: list[tuple[Definition | Requirement, Name, Reference]] = []

    def resolve_of(self, home: Definition | Requirement) -> Expr:
        """Resolve the formula of a value, or one inside a construct."""
        self.home = home
        self.scope = self.of_checks if section_of(home.name) is Section.CHECKS else self.plain
        return self.resolve(home.expr, home.grain)

    def resolve(self, expr: Expr, grain: str) -> Expr:
        """Resolve a formula that belongs to a row of `grain`."""
        match expr:
            case Name():
                found = resolve_name(self.scope, grain, expr)
                return self._note(expr, found) if isinstance(found, Reference) else self._refuse(found, expr)
            case Call(function=function) if function in {UNREADABLE, NO_ANSWER}:
                return rewrite_parts(expr, lambda part: self.resolve(part, grain))
            case Compare(sign="=" | "!="):
                return rewrite_parts(expr, lambda part: self._compared(expr, part, grain))
            case Call(function=function) if means_history(expr) and function not in self.tables:
                return self._over_periods(expr, grain)
            case Call() if names_reports(self.scope, expr):
                return self._over_reports(expr, grain)
            case Call() if self._is_aggregate(expr, grain):
                return self._aggregate(expr, grain)
            case Call(function=function) if function in WRITTEN_WINDOWS and function not in self.tables:
                return self._window(expr, grain)
            case Call(function=function) if function in TABLE_FUNCTIONS and function not in self.tables:
                return self._ask_table(expr, grain)
            case Call():
                return self._call(expr, grain)
            case _:
                return rewrite_parts(expr, lambda part: self.resolve(part, grain))

    def _compared(self, compare: Compare, side: Expr, grain: str) -> Expr:
        """Resolve a side of a comparison; an unknown name beside a column of texts lacks its quotes."""
        other = compare.right if side is compare.left else compare.left
        if isinstance(side, Name) and isinstance(other, Name):
            found, beside = (resolve_name(self.scope, grain, each) for each in (side, other))
            bare = isinstance(found, Diagnostic) and found.code in _UNKNOWN and len(side.path) == 1
            if bare and isinstance(beside, Reference) and beside.key in self.texts:
                name = ".".join(side.path)
                return self._refuse(error(Problem.NAME_UNKNOWN, side.span, name=name, hint="text"), side)
        return self.resolve(side, grain)

    def _note(self, name: Name, found: Reference) -> Reference:
        """Keep a name that a group has too, to ask at the end; a column is asked within its bounds."""
        if found.name in self.scope.doubled:
            self.named.append((self.home, name, found))
        kept = self.bounded.get(found.key)
        return found if kept is None else replace(kept, span=found.span)

    def _refuse(self, problem: Diagnostic, expr: Expr) -> Expr:
        self.problems.append(problem)
        return unreadable(expr.span)

    def _over_reports(self, call: Call, grain: str) -> Expr:
        found = over_reports(self.scope, call, grain)
        if isinstance(found, Diagnostic):
            return self._refuse(found, call)
        return rewrite_parts(found, lambda part: self.resolve(part, EMPLOYEES))

    def _over_periods(self, call: Call, grain: str) -> Expr:
        """Say what a call means that sees earlier periods; where it is a whole value, it is named so."""
        home = self.home
        whole = isinstance(home, Definition) and home.role is Role.VALUE and home.expr is call
        self.calls = self.calls or self.make_calls()
        found = self.calls.expand(call, grain, home.name if whole else "")
        return self._refuse(found, call) if isinstance(found, Diagnostic) else self.resolve(found, grain)

    def resolve_states(self) -> Iterator[Definition]:
        """Yield the values that calls made which see earlier periods; they may make more of them."""
        done: set[Key] = set()
        while (
            waiting := [] if self.calls is None else [each for each in self.calls.states if each not in done]
        ):
            for key in waiting:
                done.add(key)
                state = self.calls.states[key]  # type: ignore[union-attr] # else nothing waits
                yield replace(state, expr=self.resolve_of(state))

    def _window(self, call: Call, grain: str) -> Expr:
        found = place_among_rows(self.scope, call, grain)
        if isinstance(found, Diagnostic):
            return self._refuse(found, call)
        return rewrite_parts(found, lambda part: self.resolve(part, grain))

    def _is_aggregate(self, call: Call, grain: str) -> bool:
        if call.of_values or call.function in self.tables or call.function not in AGGREGATES:
            return False
        meant = call.function in _ROWS_ONLY or [*map(type, call.arguments)] == [Name]
        return meant or bool(call.condition or self._rows(call, grain))

    def _rows(self, call: Call, grain: str) -> frozenset[str]:
        """The grains below that a call names, outside the aggregates inside it."""
        below = self.scope.below(grain)
        found: set[str] = set()
        parts = list(children(call))
        while parts:
            part = parts.pop()
            owner = self.scope.grain_named(part.path[0]) if isinstance(part, Name) else None
            if owner in below:
                found.add(owner)
            if not (isinstance(part, Call) and _means_rows(part)):
                parts.extend(children(part))
        return frozenset(found)

    def _aggregate(self, call: Call, grain: str) -> Expr:
        rows = self._rows(call, grain)
        deepest = [each for each in rows if rows.issubset(self.scope.chain(each))]
        if not deepest:
            return self._refuse(self._no_rows(call, grain, rows), call)
        body = call.arguments[0] if len(call.arguments) == 1 else None
        counted = self._counted(body, grain)
        if AGGREGATES[call.function].counts_rows:
            if counted is None:
                return self._refuse(error(Problem.COUNT_OF_VALUES, call.span, table=deepest[0]), call)
            return self._fold(call, grain, counted, None)
        if body is None or counted is not None:
            return self._refuse(
                error(Problem.AGGREGATE_ARGUMENT_COUNT, call.span, function=call.function), call
            )
        return self._fold(call, grain, deepest[0], body)

    def _no_rows(self, call: Call, grain: str, rows: frozenset[str]) -> Diagnostic:
        below = self.scope.below(grain)
        if not below:
            return error(Problem.AGGREGATE_WITHOUT_ROWS, call.span, function=call.function, grain=grain)
        code = Problem.AGGREGATE_OF_TWO_TABLES if rows else Problem.AGGREGATE_WITHOUT_TABLE
        return error(code, call.span, function=call.function, tables=tuple(sorted(rows or below)))

    def _counted(self, body: Expr | None, grain: str) -> str | None:
        """The table below whose rows are meant by its bare name."""
        lone = body.path[0] if isinstance(body, Name) and len(body.path) == 1 else ""
        owner = self.scope.grain_named(lone)
        return owner if owner in self.scope.below(grain) else None

    def _fold(self, call: Call, grain: str, rows: str, body: Expr | None) -> Expr:
        condition = None if call.condition is None else self.resolve(call.condition, rows)
        resolved = None if body is None else self.resolve(body, rows)
        return Aggregate(call.function, rows, grain, resolved, condition, call.span)

    def _call(self, call: Call, grain: str) -> Expr:
        if call.condition is not None:
            return self._refuse(error(Problem.WHERE_MISPLACED, call.span, function=call.function), call)
        if call.function in self.tables:
            return self._ask_table(call, grain)
        if counts_days(call):
            return self._ask(complete_call(self.scope, grain, call), call, grain)
        arguments = tuple(self.resolve(each, grain) for each in call.arguments)
        problem = self._wrong_call(call)
        return replace(call, arguments=arguments) if problem is None else self._refuse(problem, call)

    def _wrong_call(self, call: Call) -> Diagnostic | None:
        function = FUNCTIONS.get(call.function)
        if function is None:
            known = sorted({*self.tables, *NAMES})
            if (look_alike := find_look_alike(call.function, known)) is not None:
                return error(Problem.NAME_OF_OTHER_ALPHABET, call.span, name=call.function, known=look_alike)
            nearest = find_nearest(call.function, known)
            if nearest is None:
                functions = tuple(sorted({each.name for each in written_functions()}))
                return error(Problem.FUNCTION_UNKNOWN, call.span, name=call.function, functions=functions)
            return error(Problem.FUNCTION_MISSPELT, call.span, name=call.function, nearest=nearest)
        given = len(call.arguments)
        if given < function.least or (function.most is not None and given > function.most):
            wanted = ", ".join(function.parameters)
            return error(
                Problem.ARGUMENT_COUNT, call.span, function=call.function, wanted=wanted, given=given
            )
        # A mode of rounding is one of the known words, written out.
        function = FUNCTIONS[call.function]
        if not function.words or len(call.arguments) != function.most:
            return None
        mode = call.arguments[-1]
        if isinstance(mode, Text) and mode.value not in function.words:
            return error(Problem.ROUNDING_MODE_UNKNOWN, mode.span, mode=mode.value, modes=function.words)
        return None

    def _ask_table(self, call: Call, grain: str) -> Expr:
        """Ask a table, itself or through a function; where rows pick its numbers it is a value of its own."""
        found = ask(self.tables, call)
        if isinstance(found, Diagnostic):
            return self._refuse(found, call)
        table = self.tables[name := table_asked(call)]
        versions = self.versions.get(name) or picked_by_texts(table)
        if not versions:
            return rewrite_parts(found, lambda part: self.resolve(part, grain))
        key = grain, print_formula(call)
        if key not in self.asked:
            made = ask_versions(versions, call, grain)
            if isinstance(made, Diagnostic):
                return self._refuse(made, call)
            self.asked |= {each.key: replace(each, expr=self.resolve(each.expr, grain)) for each in made}
        return Reference(*key, call.span)

    def _ask(self, found: Expr | Diagnostic, call: Call, grain: str) -> Expr:
        if isinstance(found, Diagnostic):
            return self._refuse(found, call)
        return rewrite_parts(found, lambda part: self.resolve(part, grain))


def _means_rows(call: Call) -> bool:
    single = call.function in AGGREGATES and len(call.arguments) == 1
    return call.function in _ROWS_ONLY or call.condition is not None or single
