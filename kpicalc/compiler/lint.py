"""Lint pass: what is legal to write but would pay wrongly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from kpicalc.compiler.constants import Constants, constant_of, overflows
from kpicalc.compiler.constructs.indexes import members_of_indexes
from kpicalc.compiler.draft import Draft, Requirement, Topic
from kpicalc.compiler.goal_shares import find_shares_not_one
from kpicalc.compiler.slips import (
    LEAST_POINTS,
    mend_precedence,
    never_in_a_period,
    refuse_argument,
    refuse_comparison_with_itself,
    refuse_percent_points,
)
from kpicalc.formula.infer import KindInference
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, Label, error, warning
from kpicalc.model.expr import Binary, Expr, Lookup, Number, Unary, walk
from kpicalc.model.figure import Figure, figure_of, name_figure, owner_of
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, COUNTING, ONE, ZERO
from kpicalc.model.program import Key, Table
from kpicalc.scheme.document import CoefficientTable, SchemeDocument
from kpicalc.scheme.words import Quantity

# Limits that are shares of something.
_SHARES = frozenset({Figure.LIMIT, Figure.RECOVER, Figure.DROP_BELOW})
# A table whose highest bare bound is this much, 1000 %, is taken for one in percents.
LEAST_TOP = Decimal(10)
# A rate of money above this is likely to be a percent whose sign is forgotten; double pay is not rare.
MOST_TIMES = Decimal(2)

# Equal weights that miss 1 by less than this were rounded.
_ROUNDED_OFF = Decimal("0.02")

# The upper ends of a limit, with the lower ones.
_LOWER_ENDS = {Figure.MAX: Figure.MIN, Figure.CAP: Figure.FLOOR}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the passes before have found out about a scheme."""

    draft: Draft
    document: SchemeDocument
    kinds: Mapping[Key, Kind]
    constants: Constants

    def numbers_of(self, *topics: Topic) -> Iterator[tuple[Requirement, Decimal]]:
        """The requirements of some topics whose formulas are constants, with their values."""
        for topic in topics:
            for each in self.draft.requirements:
                value = constant_of(self.constants, each.expr)
                if each.topic is topic and value is not None:
                    yield each, value

    def weights(self) -> dict[str, Decimal]:
        """The weights and shares that are constants, by the name of the KPI or goal."""
        found = self.numbers_of(Topic.FIGURE)
        return {owner_of(each.name): value for each, value in found if each.figure is Figure.WEIGHT}

    def limits(self) -> dict[str, tuple[Expr, Decimal]]:
        """The formulas and values of all limits that are constants, by name: `премия.max`, `выручка.stop`."""
        return {each.name: (each.expr, value) for each, value in self.numbers_of(Topic.LIMIT)}

    def parts(self) -> Iterator[Expr]:
        """Every part of every formula."""
        exprs = [each.expr for each in self.draft.definitions] + [
            each.expr for each in self.draft.requirements
        ]
        for expr in exprs:
            yield from walk(expr)

    def inference(self) -> KindInference:
        """What tells the kind of any part; clashes are passed over, for the kinds pass has told them."""
        return KindInference(
            lambda reference: self.kinds.get(reference.key),
            self.draft.tables,
            _say_nothing,
        )


def lint_scheme(findings: Findings) -> None:
    """Run every check; each is a function of the findings that yields what it sees."""
    for check in _CHECKS:
        findings.draft.problems.extend(check(findings))


def find_weights_not_one(findings: Findings) -> Iterator[Diagnostic]:
    """Weights of an index that are constants add up to exactly 1."""
    weights = findings.weights()
    for index, members in members_of_indexes(findings.document):
        known = [weights[kpi] for kpi in members if kpi in weights]
        total = COUNTING.plus(reduce(CONTEXT.add, known, ZERO))
        if len(known) == len(members) and total != ONE:
            yield error("KPI310", index.span, index=str(index), total=total, **_meant_part(known, total))


def _meant_part(weights: list[Decimal], total: Decimal) -> dict[str, object]:
    """Return the fraction that equal weights were rounded from, with the hint that names it."""
    near = abs(COUNTING.subtract(total, ONE)) < _ROUNDED_OFF
    if len(set(weights)) > 1 or not near:
        return {}
    return {"hint": "equal", "mend": f"1/{len(weights)}"}


def find_negative_weights(findings: Findings) -> Iterator[Diagnostic]:
    """A weight is a share of the index, so it is not below 0, whatever the others add up to."""
    for each, value in findings.numbers_of(Topic.FIGURE):
        if each.figure is Figure.WEIGHT and value < ZERO:
            weight = _written(each.expr, value)
            yield error("KPI319", each.expr.span, name=owner_of(each.name), weight=weight)


def find_overflows(findings: Findings) -> Iterator[Diagnostic]:
    """Constants that come to a number beyond all digits."""
    for part in findings.parts():
        if overflows(findings.constants, part):
            yield error("KPI318", part.span, formula=print_formula(part))


def find_crossed_bounds(findings: Findings) -> Iterator[Diagnostic]:
    """No cell can hold a number that is above the upper bound of its column or below the lower one."""
    for table in findings.document.facts.values():
        for name, column in table.columns.items():
            lows = [(each.value, each is column.above) for each in (column.min, column.above) if each]
            highs = [(each.value, each is column.below) for each in (column.max, column.below) if each]
            if lows and highs and not _is_room(max(lows), min(highs, key=lambda end: (end[0], not end[1]))):
                yield error("KPI320", column.span, name=str(name))


def _is_room(low: tuple[Decimal, bool], high: tuple[Decimal, bool]) -> bool:
    """Say whether a number lies between two ends, each of which may be left out itself."""
    return low[0] < high[0] or (low[0] == high[0] and not low[1] and not high[1])


def find_goals_not_one(findings: Findings) -> Iterator[Diagnostic]:
    """Shares of a goal that are constants leave something for those without one, else they add up to 1."""
    weights = findings.weights()
    yield from find_shares_not_one(findings.document, weights)


def find_stop_above_threshold(findings: Findings) -> Iterator[Diagnostic]:
    """The threshold below which everything stops is not above the one below which one KPI scores 0."""
    limits = findings.limits()
    for kpi in findings.document.kpis:
        names = [name_figure(str(kpi), figure) for figure in (Figure.STOP, Figure.THRESHOLD)]
        if not set(names) <= set(limits):
            continue
        (stop, stops_at), (threshold, scores_at) = (limits[name] for name in names)
        if stops_at > scores_at:
            label = Label(threshold.span, "threshold_here")
            written = {"stop": _written(stop, stops_at), "threshold": _written(threshold, scores_at)}
            yield warning("KPI311", stop.span, label, kpi=str(kpi), **written)


def find_shares_outside(findings: Findings) -> Iterator[Diagnostic]:
    """Factors of stop-factors, limits of deductions and shares of recoveries lie between 0 and 1."""
    factors = {each.name for each in findings.draft.factors}
    for each, value in findings.numbers_of(Topic.FACTOR, Topic.LIMIT):
        if (each.name in factors or each.figure in _SHARES) and not ZERO <= value <= ONE:
            yield error("KPI307", each.expr.span, name=each.name, value=_written(each.expr, value))


def find_negative_deductibles(findings: Findings) -> Iterator[Diagnostic]:
    """A deductible is taken off the base, so it is not below 0."""
    for each, value in findings.numbers_of(Topic.DEDUCTIBLE):
        if value < ZERO:
            yield error("KPI335", each.expr.span, name=each.name, value=_written(each.expr, value))


def find_crossed_limits(findings: Findings) -> Iterator[Diagnostic]:
    """A lower limit is not above the upper one."""
    limits = findings.limits()
    for name, (upper, most) in limits.items():
        end = figure_of(name)
        if end not in _LOWER_ENDS:
            continue
        stem = owner_of(name)
        lower, least = limits.get(name_figure(stem, _LOWER_ENDS[end]), (upper, most))
        if least > most:
            label = Label(upper.span, "upper_limit_here")
            written = {"least": _written(lower, least), "most": _written(upper, most)}
            yield error("KPI308", lower.span, label, name=stem, **written)


def find_precedence_slips(findings: Findings) -> Iterator[Diagnostic]:
    """Sums of which only the last part is divided: `fact - plan / 100%`, `K1 + K2 + K3 + K4 / 4`."""
    for part in findings.parts():
        mend = mend_precedence(part)
        if mend is not None:
            yield warning("KPI312", part.span, formula=print_formula(part), mend=print_formula(mend))


def find_percent_points(findings: Findings) -> Iterator[Diagnostic]:
    """Tables whose bands are written in percent points (80) but which are asked with a ratio (0.8)."""
    inference = findings.inference()
    for part in findings.parts():
        if not isinstance(part, Lookup):
            continue
        table = findings.draft.tables[part.table]
        yield from _asked_with_a_share(inference, table, part.axis)
        yield from _bare_among_percents(findings, table.name)
        if table.columns is not None and part.base is not None:
            yield from _asked_with_a_share(inference, table.columns, part.base)


def _asked_with_a_share(inference: KindInference, table: Table, axis: Expr) -> Iterator[Diagnostic]:
    points = table.axis_kind is Kind.NUMBER and _top(table) >= LEAST_TOP
    if points and inference.kind_of(axis) is Kind.RATIO:
        label = Label(table.span, "table_here")
        yield error("KPI313", axis.span, label, table=table.name, top=_top(table))


def _bare_among_percents(findings: Findings, name: str) -> Iterator[Diagnostic]:
    """One axis with percents (100%) and bare numbers as large as percents (120)."""
    for bounds in _axes_written(findings.document, name):
        if any(each.percent for each in bounds):
            bare = [each for each in bounds if not each.percent and each.value >= LEAST_POINTS]
            written = [(each.span, print_formula(Number(each.value, False, each.span))) for each in bare]  # noqa: FBT003 - no percent
            yield from (error("KPI317", span, points=text, mend=f"{text}%") for span, text in written)


def _axes_written(document: SchemeDocument, name: str) -> Iterator[list[Quantity]]:
    spec = next(each for written, each in document.tables.items() if written == name)
    axes = (spec.bands,) if isinstance(spec, CoefficientTable) else (spec.rows.bounds, spec.columns.bounds)
    yield from ([bound for part in axis for bound in part.bounds()] for axis in axes)


def find_percents_without_sign(findings: Findings) -> Iterator[Diagnostic]:
    """Rates of money written as bare numbers (5) where percents (5%) are likely to be meant."""
    inference = findings.inference()
    for each in findings.draft.requirements:
        match each.expr:
            case Binary(left=base, right=Number(value=rate, percent=False) as number) if (
                each.topic is Topic.SHARE_OF_MONEY and rate > MOST_TIMES
            ):
                if inference.kind_of(base) is Kind.MONEY:
                    mend = f"{print_formula(number)}%"
                    yield error("KPI337", number.span, name=each.name, times=rate, mend=mend)


def find_vain_periods(findings: Findings) -> Iterator[Diagnostic]:
    """Conditions on the period that no period of the scheme can meet."""
    for part in findings.parts():
        asked = never_in_a_period(findings.document.period, part)
        if asked is not None:
            name, possible, number = asked
            yield warning("KPI321", number.span, name=name, possible=possible)


def find_vain_parts(findings: Findings) -> Iterator[Diagnostic]:
    """Comparisons and arguments that cannot be meant as they are written."""
    inference = findings.inference()
    for part in findings.parts():
        seen = (
            refuse_comparison_with_itself(part),
            *refuse_percent_points(inference, part),
            refuse_argument(findings.constants, part),
        )
        yield from (problem for problem in seen if problem is not None)


def _say_nothing(code: str, expr: Expr, /, **params: object) -> None:
    """Pass over a clash of kinds: the kinds pass has told it."""


def _written(expr: Expr, value: Decimal) -> str:
    """Show a constant as it is written, with its value where the formula does not say it."""
    shown = print_formula(expr)
    return shown if isinstance(expr, Number | Unary) else f"{shown} = {value.normalize():f}"


def _top(table: Table) -> Decimal:
    return max((band.lower for band in table.bands if band.lower is not None), default=ZERO)


_CHECKS: tuple[Callable[[Findings], Iterator[Diagnostic]], ...] = (
    find_weights_not_one,
    find_negative_weights,
    find_overflows,
    find_crossed_bounds,
    find_vain_periods,
    find_goals_not_one,
    find_stop_above_threshold,
    find_shares_outside,
    find_negative_deductibles,
    find_crossed_limits,
    find_precedence_slips,
    find_percent_points,
    find_percents_without_sign,
    find_vain_parts,
)
