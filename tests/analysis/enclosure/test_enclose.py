"""An enclosure has every value that the engine gives, for random schemes over random facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.enclosure.enclose import Enclosed, enclose
from kpicalc.analysis.extremes.branches import divided_bound
from kpicalc.model.domain import Domain, holds
from kpicalc.model.fault import Fault, Value
from kpicalc.model.program import EMPLOYEES
from tests.analysis.enclosure.met_facts import box_around
from tests.properties.random_schemes import Case, cases
from tests.properties.settled import Settled, settle_case
from tests.tries import tries


@settings(max_examples=tries(30))
@given(cases())
def test_every_value_lies_in_its_domain(case: Case) -> None:
    settled = settle_case(case)
    # Rows at random keep no bounds, and the schemes say none: those of plans and factors do not count.
    unbounded = tuple(replace(each, minimum=None) for each in settled.program.inputs)
    for box in (
        box_of(replace(settled.program, inputs=unbounded)),
        box_around(settled.program, settled.facts),
    ):
        assert list(_strays(settled, enclose(settled.program, box))) == []


@settings(max_examples=tries(15))
@given(cases())
def test_no_pay_lies_beyond_a_divided_bound(case: Case) -> None:
    settled = settle_case(case)
    enclosed = enclose(settled.program, box_around(settled.program, settled.facts))
    names = [*(line.variable for line in settled.program.pay_lines), settled.program.total]
    for name in names:
        paid = [
            value
            for value in settled.settlement.values.columns[EMPLOYEES, name]
            if isinstance(value, Decimal)
        ]
        low, high = (divided_bound(enclosed, name, sign, None) for sign in (-1, 1))
        assert all((low is None or low <= value) and (high is None or value <= high) for value in paid)


def _strays(settled: Settled, enclosed: Enclosed) -> Iterator[tuple[str, str, object, Domain]]:
    """Yield the values outside their domains."""
    for (grain, name), column in settled.settlement.values.columns.items():
        domain = enclosed.of(grain, name)
        for value in column:
            if not _allows(domain, value):
                yield grain, name, value, domain


def _allows(domain: Domain, value: Value) -> bool:
    if isinstance(value, Fault):
        return domain.missing or not value.missing
    return holds(domain, value)
