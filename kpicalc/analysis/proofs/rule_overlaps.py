"""Rules of which one may hold, or all that agree, and that hold together all the same."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, islice
from typing import cast

from kpicalc.analysis.extremes.solve import Goals
from kpicalc.analysis.proofs.harm_search import HarmSearch
from kpicalc.analysis.proofs.missing_values import NoValue, find_no_value
from kpicalc.analysis.proofs.probes import show_probe
from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.compiler.terms import choose, compare, one, zero
from kpicalc.lab.behind import Behind
from kpicalc.model.diagnostic import Diagnostic, Label, warning
from kpicalc.model.domain import Domain, exactly
from kpicalc.model.expr import Binary, Expr, Number, Reference
from kpicalc.model.outline import RulesOutline, StopRule
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.rules import Hit

# A table of ten rules has 45 pairs; of a longer one the first pairs are looked for backwards, all by probes.
_MOST = 45


def find_overlapping_rules(subject: Subject, overview: Overview, search: HarmSearch) -> Iterator[Diagnostic]:
    """Name the rules that refuse a row together where one may hold, each time with facts that show it."""
    del overview
    for each in subject.program.rules:
        spec = next(spec for name, spec in subject.document.rules.items() if name == each.variable)
        if spec.hit in {Hit.UNIQUE, Hit.ANY} and len(each.rules) > 1:
            yield from _overlaps(subject, each, search, agree=spec.hit is Hit.ANY)


def _overlaps(
    subject: Subject, table: RulesOutline, search: HarmSearch, *, agree: bool
) -> Iterator[Diagnostic]:
    place = subject.variables[table.grain, table.variable].span
    ways = tuple(islice(_pairs(table, place, agree=agree), _MOST))
    # 2 less the number of rules that hold: 0 or below where several do.
    room: Expr = Number(Decimal(2), percent=False, span=place)
    for rule in table.rules:
        holds = choose(Reference(table.grain, rule.condition, place), one(place), zero(place), place)
        room = Binary("-", room, holds, place)
    gap = NoValue(Problem.SEVERAL_RULES_HOLD, place, ways, (table.grain, room))
    told: list[StopRule] = []

    def is_news(cause: Diagnostic) -> bool:
        return _holding(table, cause)[-1] not in told

    for _ in table.rules:
        found = find_no_value(subject, search, gap, is_news)
        if found is None:
            return
        *others, last = _holding(table, found.cause)
        told.append(last)
        behind = Behind(subject.program).facts_of((table.grain, table.variable))
        yield warning(
            Problem.RULES_MAY_OVERLAP,
            _place(subject, table, last),
            *(Label(_place(subject, table, each), "holds_too") for each in others),
            rules=tuple(each.label for each in (*others, last)),
            name=table.variable,
            row=show_probe(subject.program, search.usual, found.case.witness, behind),
        )


def _holding(table: RulesOutline, cause: Diagnostic) -> list[StopRule]:
    """Return the rules that hold together, of a row that is refused for it."""
    held = cast("tuple[str, ...]", dict(cause.params)["rules"])
    return [rule for rule in table.rules if rule.label in held]


def _place(subject: Subject, table: RulesOutline, rule: StopRule) -> Span:
    return subject.variables[table.grain, rule.condition].span


def _pairs(table: RulesOutline, place: Span, *, agree: bool) -> Iterator[Goals]:
    """Yield for every two rules what makes both hold, and differ where equal values are right."""
    gives = table.gives if agree else (None,) * len(table.rules)
    named = [
        (Reference(table.grain, rule.condition, place), value and Reference(table.grain, value, place))
        for rule, value in zip(table.rules, gives, strict=True)
    ]
    for (one_holds, one_gives), (other_holds, other_gives) in combinations(named, 2):
        both: list[tuple[Expr, Domain]] = [
            (one_holds, exactly(value=True)),
            (other_holds, exactly(value=True)),
        ]
        if one_gives and other_gives:
            both.append((compare("!=", one_gives, other_gives, place), exactly(value=True)))
        yield both
