"""Does a unit that the sheet shows fit the type of a column, the currency of the scheme, what is declared?"""

from __future__ import annotations

from kpicalc.facts.column_place import ColumnPlace
from kpicalc.facts.refusals import Refusal, refuse
from kpicalc.facts.units import Measured, UnitMark
from kpicalc.model.kind import Kind

_TIMES = frozenset({Measured.MINUTES, Measured.HOURS, Measured.DAYS, Measured.MONTHS})
# A salary may be called one of a month; a bare number may be anything.
_FITTING = {
    Kind.MONEY: frozenset({Measured.MONEY, Measured.MONTHS}),
    Kind.RATIO: frozenset({Measured.PERCENT}),
    Kind.COUNT: _TIMES | {Measured.COUNT},
    Kind.HOURS: frozenset({Measured.HOURS}),
    Kind.DAYS: frozenset({Measured.DAYS}),
    Kind.NUMBER: frozenset(Measured),
}
COUNTED = frozenset({Kind.MONEY, Kind.COUNT, Kind.NUMBER})
"""The kinds of columns whose numbers may be counted in thousands."""


def find_contradiction(found: str, mark: UnitMark, place: ColumnPlace) -> Refusal | None:
    """Refuse a unit that a cell or a heading shows, when it says something else than the scheme does."""
    spec, declared = place.spec, place.writing.unit
    if mark.measured is not None and mark.measured not in _FITTING[spec.kind]:
        return refuse("KPI489", found=found, kind=str(spec.kind))
    if spec.kind is Kind.MONEY and mark.measured is Measured.MONEY and place.currency not in mark.currencies:
        return refuse("KPI488", found=found, currency=place.currency)
    if mark.factor is None or mark.factor is declared:
        return None
    if spec.kind not in COUNTED:
        return refuse("KPI489", found=found, kind=str(spec.kind))
    if declared is None:
        return refuse("KPI490", found=found, unit=str(mark.factor))
    return refuse("KPI491", found=found, declared=f"unit: {declared}")
