"""Advice on how a scheme is built: indexes of too many parts; the rest told only where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.analysis.proofs.pay_norms import advise_on_norms
from kpicalc.analysis.proofs.sightings import Overview, go_through
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.compiler.constructs.indexes import DEFAULT_INDEX
from kpicalc.model.diagnostic import Diagnostic, ToldShare, advice, place_in_text
from kpicalc.model.domain import Interval
from kpicalc.model.expr import Number
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.scheme.constructs.lines import EarnedSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Word

# Practice: people keep three to five goals in mind, and a weight below a tenth moves nobody.
MOST_KPIS = 5
LEAST_WEIGHT = Decimal("0.1")


def find_crowded_indexes(subject: Subject) -> Iterator[Diagnostic]:
    """Advise on indexes of more than five KPIs; those whose weight is dropped do not count."""
    for index, members in indexes_of(subject.document):
        counted = [kpi for kpi in members if _weight(subject, kpi) != ZERO]
        if len(counted) > MOST_KPIS:
            yield advice(
                Problem.INDEX_OF_MANY_KPIS, index.span, index=str(index), count=len(counted), most=MOST_KPIS
            )


def find_small_weights(subject: Subject) -> Iterator[Diagnostic]:
    """Advise on KPIs that weigh less than a tenth of an index for everybody."""
    for kpi, spec in subject.document.kpis.items():
        weight = _weight(subject, kpi)
        if weight is not None and ZERO < weight < LEAST_WEIGHT:
            place = kpi.span if spec.weight is None else spec.weight.span
            yield advice(Problem.KPI_WEIGHT_SMALL, place, kpi=str(kpi), weight=weight, least=LEAST_WEIGHT)


def _weight(subject: Subject, kpi: Word) -> Decimal | None:
    """Return the weight of a KPI where it is the same for everybody."""
    variable = subject.variables.get((EMPLOYEES, f"{kpi}.weight"))
    return None if variable is None else subject.constant(variable.expr)


def indexes_of(document: SchemeDocument) -> Iterator[tuple[Word, tuple[Word, ...]]]:
    """Yield each index with its KPIs, also with those that have their weight from a goal."""
    weighted = tuple(name for name, spec in document.kpis.items() if spec.weight or spec.goal)
    if weighted and not document.indexes:
        yield Word(DEFAULT_INDEX, weighted[0].span), weighted
    for name, spec in document.indexes.items():
        yield name, weighted if spec.kpis is None else spec.kpis


ON_REQUEST = frozenset(
    {
        Problem.INDEX_OF_FEW_KPIS,
        Problem.KPI_WITHOUT_OWNER,
        Problem.FACTORS_MANY,
        Problem.FACTORS_TAKE_ALL,
        Problem.MIX_OUT_OF_NORM,
        Problem.WEIGHT_OFF_FUND,
        Problem.WEIGHT_AGAINST_IMPORTANCE,
    }
)
# Practice: one or two KPIs pay for a part of the work; more than five factors nobody can reckon.
FEWEST_KPIS = 3
MOST_FACTORS = 5


def advise(program: Program, document: SchemeDocument) -> tuple[Diagnostic, ...]:
    """Return the advice on a scheme compiled without errors, in the order of the file."""
    overview = go_through(program)
    found = [*_few_kpis(document), *_without_owner(document)]
    found += advise_on_norms(program, document, indexes_of(document))
    found += _of_importance(program, document)
    for name, spec in document.pay.items():
        if isinstance(spec, EarnedSpec):
            found += _of_factors(overview, name, spec)
    return tuple(sorted(found, key=place_in_text))


def _few_kpis(document: SchemeDocument) -> Iterator[Diagnostic]:
    for index, members in indexes_of(document):
        if len(members) < FEWEST_KPIS:
            shown = {"index": str(index), "count": len(members), "least": FEWEST_KPIS}
            yield advice(Problem.INDEX_OF_FEW_KPIS, index.span, **shown)


def _without_owner(document: SchemeDocument) -> Iterator[Diagnostic]:
    """Tell KPIs without an owner; one of a goal with an owner has that."""
    for name, spec in document.kpis.items():
        if not spec.owner and not any(_owned(document, str(link.goal)) for link in spec.goal):
            yield advice(Problem.KPI_WITHOUT_OWNER, name.span, kpi=str(name))


def _owned(document: SchemeDocument, goal: str) -> bool:
    """Say whether somebody answers for a goal or for one above it; no goal stands above itself."""
    spec = next(each for name, each in document.goals.items() if name == goal)
    return bool(spec.owner) or any(_owned(document, str(link.goal)) for link in spec.of)


def _of_importance(program: Program, document: SchemeDocument) -> Iterator[Diagnostic]:
    """Tell a KPI that weighs less than one which matters less; weights by role are not known here."""
    known = {each.name: each.expr.value for each in program.variables() if isinstance(each.expr, Number)}
    ranked = sorted(
        (spec.importance.value, name, weight)
        for name, spec in document.kpis.items()
        if spec.importance is not None
        for weight in (known.get(name_figure(name, Figure.WEIGHT)),)
        if weight is not None
    )
    for rank, name, own in ranked:
        heavier = [(weight, other) for later, other, weight in ranked if later > rank and weight > own]
        if heavier:
            weight, other = max(heavier, key=lambda each: each[0])
            shown = {"weight": ToldShare(own), "other": str(other), "more": ToldShare(weight)}
            yield advice(
                Problem.WEIGHT_AGAINST_IMPORTANCE,
                document.kpis[name].place("importance"),
                kpi=str(name),
                **shown,
            )


def _of_factors(overview: Overview, name: Word, spec: EarnedSpec) -> Iterator[Diagnostic]:
    """Tell a line with more factors than people can mind, and with two that take all when they are 0."""
    if len(spec.factors) > MOST_FACTORS:
        shown = {"line": str(name), "count": len(spec.factors), "most": MOST_FACTORS}
        yield advice(Problem.FACTORS_MANY, spec.place("factors"), **shown)
    harsh = [each.text for each in spec.factors if _goes_to_nothing(overview, each.text)]
    if len(harsh) > 1:
        place = spec.place("factors")
        yield advice(Problem.FACTORS_TAKE_ALL, place, line=str(name), factors=tuple(harsh))


def _goes_to_nothing(overview: Overview, factor: str) -> bool:
    """Say whether a factor falls with results as far as 0, without a step or a floor on the way."""
    domain = overview.enclosed.domains.get((EMPLOYEES, factor))
    return isinstance(domain, Interval) and domain.high is None and (domain.low is None or domain.low <= ZERO)
