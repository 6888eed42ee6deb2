"""Indexes of too many parts: what weighs little in a long list moves nobody."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.analysis.proofs.subject import Subject
from kpicalc.compiler.constructs.indexes import DEFAULT_INDEX
from kpicalc.model.diagnostic import Diagnostic, advice
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Word

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
