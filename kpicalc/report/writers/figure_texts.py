"""Columns of figures as the texts of JSON values, all of a block at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpicalc.engine.column import Column
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.report.writers.plain import write_amounts, write_numbers, write_plainly
from kpicalc.report.writers.row_texts import Part, quote


class FigureTexts:
    """Writes the figures of a block; a column that is shown several times is written once."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._written: dict[tuple[int, Kind], tuple[Sequence[Value], Part]] = {}
        # By the number as an object: a score is the attainment, a part the score.
        self._numbers: dict[int, tuple[Value, str]] = {}

    def of(self, column: Column, kind: Kind) -> Iterator[Part]:
        """Yield the kind of a column, and its values: codes of problems beside what is not computed."""
        yield f'"kind": "{kind}", "value": '
        values = column.values
        if column.constant or _is_one_object(values):
            yield self._write(values[0], kind)
            return
        place = id(values), kind
        if place not in self._written:
            self._written[place] = values, self._write_all(values, kind)
        yield self._written[place][1]

    def _write_all(self, values: Sequence[Value], kind: Kind) -> list[str]:
        if set(map(type, values)) != {Decimal}:
            return [self._write(each, kind) for each in values]
        if kind is Kind.MONEY:
            return [f'"{text}"' for text in write_amounts(values, self._currency, "")]
        known = self._numbers
        fresh = [each for each in values if id(each) not in known]
        texts = zip(fresh, write_numbers(fresh), strict=True)
        known.update({id(each): (each, f'"{text}"') for each, text in texts})
        return [known[id(each)][1] for each in values]

    def _write(self, value: Value, kind: Kind) -> str:
        written = quote(write_plainly(value, kind, self._currency))
        if isinstance(value, Fault):
            return f'{written}, "fault": {quote([cause.code for cause in value.causes])}'
        return written


def _is_one_object(values: Sequence[Value]) -> bool:
    return values[0] is values[-1] and len(set(map(id, values))) == 1
