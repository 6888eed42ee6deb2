"""Calls that see earlier periods: each becomes named formulas over columns that come from history."""

from __future__ import annotations

from dataclasses import field

from kpicalc.compiler.draft import Definition, Draft
from kpicalc.compiler.past_columns import Asked, PastColumns
from kpicalc.compiler.scope import Scope, resolve_name
from kpicalc.compiler.terms import BROUGHT, choose, number, one, read, total, zero
from kpicalc.formula.functions import HISTORY_FUNCTIONS
from kpicalc.formula.functions.missing import IF_MISSING, IS_MISSING
from kpicalc.formula.functions.rows import AVG, COUNT, GREATEST, LEAST, SUM
from kpicalc.formula.functions.tables import LAST, PREVIOUS, STREAK, YEAR_TO_DATE
from kpicalc.formula.printer import print_formula
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Binary, Call, Expr, Name, Number, Reference, references
from kpicalc.model.history import Absent
from kpicalc.model.kind import Kind
from kpicalc.model.period import begins_year
from kpicalc.model.problem import Problem
from kpicalc.model.program import Key, Role
from kpicalc.model.source import Span
from kpicalc.scheme.words import Formula

# So many periods back one may look: ten years of months.
_FARTHEST = 120
# What stands in the name of the value that a streak goes on from, where payment lets it begin anew.
_KEPT = "kept"


@dataclass(slots=True)
class HistoryCalls:
    """Says what calls of one scheme mean; the values that they make for it are in `states`."""

    draft: Draft
    scope: Scope
    columns: PastColumns
    states: dict[Key, Definition] = field(default_factory=dict)
    streaks: set[str] = field(default_factory=set)

    def expand(self, call: Call, grain: str, own: str) -> Expr | Diagnostic:
        """Return what a call at a grain means, its names still open.

        `own` is the name of the value that consists of the call alone, "" where there is none.
        """
        problem = _wrong_count(call)
        if problem is not None:
            return problem
        if call.function == BROUGHT:
            return self._brought(next(references(call)))
        state = _State((grain, own or print_formula(call)), call.span, made=not own)
        match call.function:
            case PREVIOUS.name:
                return self._previous(call, grain)
            case YEAR_TO_DATE.name:
                return self._year_to_date(state, call.arguments[0])
            case STREAK.name:
                return self._streak(state, call.arguments[0])
            case LAST.name:
                return error(Problem.LAST_ALONE, call.span)
            case _:
                return self._aggregate(call, grain)

    def _previous(self, call: Call, grain: str) -> Expr | Diagnostic:
        ago = _count(call.arguments[1]) if len(call.arguments) > 1 else 1
        value = self._value(call.arguments[0], grain)
        if ago is None or isinstance(value, Diagnostic):
            return error(Problem.PERIODS_BACK, call.arguments[1].span) if ago is None else value
        return self._with_first(value, self.columns.take(Asked(value.key, ago, call.span)))

    def _brought(self, line: Reference) -> Expr | Diagnostic:
        """Return what a line left; the last time somebody was there, however long ago, he left it."""
        state = _State(line.key, line.span, made=False)
        return self._goes_on(state, line.name, Absent.LAST, within_year=False)

    def _value(self, argument: Expr, grain: str) -> Reference | Diagnostic:
        """Return the value whose past is asked for; a formula becomes a value of its own."""
        if isinstance(argument, Name):
            return resolve_name(self.scope, grain, argument)
        name = print_formula(argument)
        self._define((grain, name), argument, argument.span)
        return Reference(grain, name, argument.span)

    def _with_first(self, value: Reference, found: Reference | Diagnostic) -> Expr | Diagnostic:
        """Let what the scheme says stand where the value has no past."""
        first = self._first(value.key)
        if isinstance(found, Diagnostic) or first is None:
            return found
        return Call(IF_MISSING.name, (found, read(self.draft, first)), found.span)

    def _first(self, key: Key) -> Formula | None:
        spec = self.columns.said_of(key)
        return None if spec is None else spec.first

    def _define(self, key: Key, expr: Expr, span: Span, kind: Kind | None = None) -> None:
        self.states.setdefault(key, Definition(*key, expr, key[1], Role.VALUE, span, kind))

    def _goes_on(self, state: _State, name: str, absent: Absent, *, within_year: bool) -> Expr | Diagnostic:
        """Return what a value goes on from: what it was, else what the scheme says, else 0."""
        asked = Asked((state.key[0], name), 1, state.span, absent, within_year, said=state.key)
        found = self.columns.take(asked)
        if isinstance(found, Diagnostic):
            return found
        first = self._first(state.key)
        nothing = zero(state.span) if first is None else read(self.draft, first)
        return Call(IF_MISSING.name, (found, nothing), state.span)

    def _year_to_date(self, state: _State, added: Expr) -> Expr | Diagnostic:
        before = self._goes_on(state, state.key[1], Absent.LAST, within_year=True)
        if isinstance(before, Diagnostic):
            return before
        # The column is there in the first period of a year too: so it is known what later ones ask for.
        first = begins_year(self.columns.period)
        return self._as_state(state, added if first else Binary("+", before, added, state.span))

    def _as_state(self, state: _State, expr: Expr, kind: Kind | None = None) -> Expr:
        if not state.made:
            return expr
        self._define(state.key, expr, state.span, kind)
        return Reference(*state.key, state.span)

    def _streak(self, state: _State, condition: Expr) -> Expr | Diagnostic:
        grain, name = state.key
        spec, span = self.columns.said_of(state.key), state.span
        payout = None if spec is None else spec.payout
        self.streaks.add(name)
        kept = name if payout is None else f"{name}.{_KEPT}"
        before = self._goes_on(state, kept, Absent.REFUSE, within_year=False)
        if isinstance(before, Diagnostic):
            return before
        expr = choose(condition, Binary("+", before, one(span), span), zero(span), span)
        if spec is not None and spec.skip is not None:
            expr = choose(read(self.draft, spec.skip), before, expr, span)
        if spec is not None and spec.broken_by is not None:
            # In any case: also in a period that is skipped.
            expr = choose(read(self.draft, spec.broken_by), zero(span), expr, span)
        if payout is not None:
            paid = choose(read(self.draft, payout), zero(span), Reference(grain, name, span), span)
            self._define((grain, kept), paid, span, Kind.COUNT)
        return self._as_state(state, expr, Kind.COUNT)

    def _aggregate(self, call: Call, grain: str) -> Expr | Diagnostic:
        """Return a sum, mean, extreme or number of values of the periods before this one."""
        asked, span = call.arguments[0], call.span
        if not isinstance(asked, Call) or call.function not in _FOLDS or call.condition is not None:
            return error(Problem.LAST_ALONE, span)
        problem = _wrong_count(asked)
        if problem is not None:
            return problem
        many, needed = _count(asked.arguments[1]), _count(asked.arguments[-1])
        if many is None or needed is None or needed > many:
            return error(Problem.PERIODS_BACK, asked.arguments[1].span)
        value = self._value(asked.arguments[0], grain)
        if isinstance(value, Diagnostic):
            return value
        found: list[Expr] = []
        for ago in range(1, many + 1):
            taken = self.columns.take(Asked(value.key, ago, asked.span, may_lack=ago > needed))
            if isinstance(taken, Diagnostic):
                return taken
            # What stands where nothing was before is none of the periods of which as many as there are count.
            found.append(taken if ago > needed else self._with_first(value, taken))  # type: ignore[arg-type]
        return _FOLDS[call.function](found, needed, span)


@dataclass(frozen=True, slots=True)
class _State:
    """A value that goes on from what it was; it is `made` where its call is a part of another formula."""

    key: Key
    span: Span
    made: bool


def _wrong_count(call: Call) -> Diagnostic | None:
    function = HISTORY_FUNCTIONS.get(call.function)
    given = len(call.arguments)
    if function is None or function.least <= given <= function.most:
        return None
    wanted = ", ".join(function.parameters)
    return error(Problem.ARGUMENT_COUNT, call.span, function=call.function, wanted=wanted, given=given)


def _count(expr: Expr) -> int | None:
    """Return a number of periods that is written out, None for anything else."""
    if not isinstance(expr, Number) or expr.percent or expr.value != int(expr.value):
        return None
    return int(expr.value) if 1 <= expr.value <= _FARTHEST else None


def _sum(found: list[Expr], needed: int, span: Span) -> Expr:
    sure, rest = found[:needed], found[needed:]
    return total([*sure, *(Call(IF_MISSING.name, (each, zero(span)), span) for each in rest)], span)


def _number(found: list[Expr], _: int, span: Span) -> Expr:
    there = (choose(Call(IS_MISSING.name, (each,), span), zero(span), one(span), span) for each in found)
    return total(there, span)


def _mean(found: list[Expr], needed: int, span: Span) -> Expr:
    size: Expr = number(needed, span)
    if needed < len(found):
        size = total([size, _number(found[needed:], 0, span)], span)
    return Binary("/", _sum(found, needed, span), size, span)


def _extreme(function: str, found: list[Expr], needed: int, span: Span) -> Expr:
    rest = (Call(IF_MISSING.name, (each, found[0]), span) for each in found[needed:])
    values = (*found[:needed], *rest)
    return Call(function, values, span, of_values=True) if len(values) > 1 else values[0]


def _greatest(found: list[Expr], needed: int, span: Span) -> Expr:
    return _extreme(GREATEST.name, found, needed, span)


def _least(found: list[Expr], needed: int, span: Span) -> Expr:
    return _extreme(LEAST.name, found, needed, span)


_FOLDS = {
    SUM.name: _sum,
    AVG.name: _mean,
    GREATEST.name: _greatest,
    LEAST.name: _least,
    COUNT.name: _number,
}
