"""Advice on how a scheme is built: told only where it is asked for, since nothing of it is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.analysis.proofs.crowded_indexes import indexes_of
from kpicalc.analysis.proofs.sightings import Overview, go_through
from kpicalc.model.diagnostic import Diagnostic, advice, place_in_text
from kpicalc.model.domain import Interval
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.scheme.constructs.lines import EarnedSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Word

ON_REQUEST = frozenset(
    {
        Problem.INDEX_OF_FEW_KPIS,
        Problem.KPI_WITHOUT_OWNER,
        Problem.FACTORS_MANY,
        Problem.FACTORS_TAKE_ALL,
    }
)
FEWEST_KPIS = 3
MOST_FACTORS = 5


def advise(program: Program, document: SchemeDocument) -> tuple[Diagnostic, ...]:
    """Return the advice on a scheme compiled without errors, in the order of the file."""
    overview = go_through(program)
    found = [*_few_kpis(document), *_without_owner(document)]
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
        if not spec.owner:
            yield advice(Problem.KPI_WITHOUT_OWNER, name.span, kpi=str(name))


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
