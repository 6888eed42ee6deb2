"""The compiler: a scheme and a period become a program; the order of the passes is the table of contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kpicalc.compiler.check import check_kinds
from kpicalc.compiler.constructs.calendar import choose_period, translate_calendar, translate_period
from kpicalc.compiler.constructs.checks import translate_checks
from kpicalc.compiler.constructs.columns import translate_column_bounds
from kpicalc.compiler.constructs.facts import (
    translate_facts,
    translate_hierarchy,
    translate_links,
    translate_orders,
    translate_values,
)
from kpicalc.compiler.constructs.goals import translate_goals
from kpicalc.compiler.constructs.indexes import translate_indexes
from kpicalc.compiler.constructs.kpis import translate_kpis
from kpicalc.compiler.constructs.lines import TOTAL
from kpicalc.compiler.constructs.parameters import translate_parameters
from kpicalc.compiler.constructs.pay import translate_adjustments, translate_earnings
from kpicalc.compiler.constructs.rules import check_stopped_lines, translate_rules, translate_stop_factors
from kpicalc.compiler.constructs.tables import translate_tables
from kpicalc.compiler.draft import Draft, Findings, find_constants
from kpicalc.compiler.late_additions import expect_texts, hold_shares, show_named_factors
from kpicalc.compiler.lint import lint_scheme
from kpicalc.compiler.order import needs_in_order, order_steps
from kpicalc.compiler.resolve import resolve_names
from kpicalc.compiler.scope import Scope, open_scope
from kpicalc.compiler.terms import unreadable
from kpicalc.model.diagnostic import (
    Checked,
    Diagnostic,
    advice,
    error,
    has_errors,
    place_in_text,
    tell_of_keys,
)
from kpicalc.model.expr import Expr, children
from kpicalc.model.outline import Regulation
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.program import Program, Step
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.formula_words import call_values

if TYPE_CHECKING:
    from kpicalc.compiler.history import HistoryCalls

# A sum of 100 pay lines is 100 levels deep; every formula below the limit is safe to walk by recursion.
LEVELS_LIMIT = 120


def refuse_deep_formulas(draft: Draft) -> None:
    """Refuse the definitions that have too many levels; nothing more is said of them."""
    for position, each in enumerate(draft.definitions):
        if _is_too_deep(each.expr):
            draft.problems.append(
                error(Problem.TOO_MANY_PARTS, each.span, name=each.name, limit=LEVELS_LIMIT)
            )
            draft.definitions[position] = replace(each, expr=unreadable(each.expr.span))


def _is_too_deep(expr: Expr) -> bool:
    layer: list[Expr] = [expr]
    for _ in range(LEVELS_LIMIT):
        layer = [part for each in layer for part in children(each)]
        if not layer:
            return False
    return True


# Problems of reading a formula, and of names that are nowhere.
_OF_THE_PARSER = ("KPI16", "KPI17", "KPI18", "KPI19")
_BY_THEMSELVES = frozenset(
    {
        Problem.NAME_UNKNOWN,
        Problem.NAME_OF_OTHER_ALPHABET,
        Problem.NAME_MISSPELT,
        Problem.FUNCTION_MISSPELT,
        Problem.FUNCTION_UNKNOWN,
    }
)


def compile_scheme(document: SchemeDocument, period: Period) -> Checked[Program]:
    """Translate a scheme into named formulas, resolve names, check kinds, order, lint.

    Every pass runs as far as it can, so that all problems come in one go, in the order of the file; with an
    error among them there is no program.
    """
    draft = Draft(str(document.currency))
    period = choose_period(draft, document, period)
    draft.history = {str(name): spec for name, spec in document.history.items()}
    _translate_constructs(draft, document, period)
    refuse_deep_formulas(draft)
    scope = open_scope(draft)
    _resolve_with_history(draft, scope, document, period)
    order = needs_in_order(draft)
    kinds = check_kinds(draft, order)
    hold_shares(draft)
    lint_scheme(Findings(draft, document, kinds, find_constants(draft, order.keys)))
    show_named_factors(draft, scope, kinds)
    expect_texts(draft)
    told = _of_formulas(draft.problems) if document.partial else draft.problems
    # Put the problems in the order of the file; a formula that stands in two places is told of once.
    keys = (*(each.key for each in draft.inputs), *(each.key for each in draft.definitions))
    names = (*document.history, *(name for _, name in keys))
    told = sorted(dict.fromkeys(told), key=place_in_text)
    problems = call_values(document.keys, names, tell_of_keys(document.keys, told))
    if has_errors(problems):
        return Checked(None, problems)
    return Checked(_make_program(draft, document, period, order_steps(draft, order, kinds)), problems)


def _resolve_with_history(draft: Draft, scope: Scope, document: SchemeDocument, period: Period) -> None:
    """Resolve names; only a scheme that sees earlier periods needs what makes columns of them."""

    def see_earlier_periods() -> HistoryCalls:
        from kpicalc.compiler.history import HistoryCalls  # noqa: PLC0415 - few schemes look back
        from kpicalc.compiler.past_columns import PastColumns  # noqa: PLC0415

        return HistoryCalls(draft, scope, PastColumns(draft, document.period, period, document.keys))

    calls = resolve_names(draft, scope, see_earlier_periods)
    if calls is None and not document.history:
        return
    from kpicalc.compiler.past_columns import find_kinds, unused_history  # noqa: PLC0415 - see above

    used, streaks = (set[str](), set[str]()) if calls is None else (calls.columns.used, calls.streaks)
    draft.problems.extend(unused_history(document, used, streaks))
    if calls is not None:
        find_kinds(draft, calls.columns)


def _translate_constructs(draft: Draft, document: SchemeDocument, period: Period) -> None:
    translate_period(draft, period, document.scheme.span)
    translate_calendar(draft, document, period)
    translate_parameters(draft, document, period.dating_day)
    translate_facts(draft, document, period)
    translate_column_bounds(draft, document)
    translate_orders(draft, document)
    translate_hierarchy(draft, document)
    translate_links(draft, document)
    translate_tables(draft, document, period.dating_day)
    translate_values(draft, document)
    translate_rules(draft, document)
    translate_goals(draft, document)
    translate_kpis(draft, document)
    translate_indexes(draft, document)
    translate_stop_factors(draft, document)
    translate_earnings(draft, document)
    translate_adjustments(draft, document)
    check_stopped_lines(draft, document)
    translate_checks(draft, document)
    # Tell that the regulation is to be reviewed before the end of the period that is computed.
    review_by = document.review_by
    if review_by is not None and review_by < period.last_day:
        place = document.place("review_by")
        draft.problems.append(advice(Problem.REVIEW_OVERDUE, place, day=review_by, last=period.last_day))


def _of_formulas(problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what is wrong in a formula by itself, whatever stands beside it.

    A name with a point may be one that a refused field gives.
    """
    for each in problems:
        named = each.code in _BY_THEMSELVES and "." not in str(dict(each.params)["name"])
        if named or each.code.startswith(_OF_THE_PARSER):
            yield each


def _make_program(draft: Draft, document: SchemeDocument, period: Period, steps: tuple[Step, ...]) -> Program:
    return Program(
        scheme=str(document.scheme),
        title=str(document.title),
        currency=str(document.currency),
        period=period,
        applies_to=document.applies_to,
        grains=draft.grains,
        inputs=tuple(draft.inputs),
        steps=steps,
        tables=draft.tables,
        kpis=tuple(draft.kpis),
        indexes=tuple(draft.indexes),
        factors=tuple(draft.factors),
        pay_lines=tuple(draft.pay_lines),
        total=TOTAL,
        digest=document.digest,
        rules=tuple(draft.rules),
        cautions=tuple(draft.cautions),
        keys=document.keys,
        checks=tuple(draft.checks),
        regulation=Regulation(document.approved, document.review_by, document.owner),
    )
