"""The facts that somebody could have: within the declared ranges, and no figures beyond all measure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpicalc.analysis.enclosure.box import Box, box_of
from kpicalc.model.domain import Interval, meet
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import ZERO
from kpicalc.model.program import Program

# Where the scheme does not say how great a figure can be, no greater one is made up: nobody has it.
_GREATEST = {
    Kind.MONEY: Decimal(1_000_000_000),
    Kind.HOURS: Decimal(8_784),
    Kind.DAYS: Decimal(366),
    Kind.RATIO: Decimal(10),
}
_OTHERWISE = Decimal(1_000_000)


def plausible_box(program: Program) -> Box:
    """Return the facts that the declarations allow, without figures that nobody would have.

    Where no least figure is declared none below 0 is made up, and no day is later than the period.
    """
    box = box_of(program)
    domains = dict(box.domains)
    past = Interval(None, Decimal(program.period.last_day.toordinal()), missing=True)
    for each in program.inputs:
        domain = domains[each.key]
        if each.kind is Kind.DATE:
            domains[each.key] = meet(domain, past)
        if each.kind in NUMERIC and isinstance(domain, Interval):
            low = ZERO if domain.low is None and (domain.high is None or domain.high > ZERO) else None
            most = _GREATEST.get(each.kind, _OTHERWISE)
            high = most if domain.high is None and (domain.low is None or domain.low < most) else None
            domains[each.key] = meet(domain, Interval(low, high, missing=True))
    return replace(box, domains=domains)
