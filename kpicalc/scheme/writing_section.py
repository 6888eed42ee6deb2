"""How cells are written: the keys of a column, of `reading` on a table, and of kpicalc.yaml."""

from __future__ import annotations

from typing import Annotated

from kpicalc.model.writing import DayOrder, DecimalMark, HoursForm, PercentScale, TimeOfDay, Unit, Writing
from kpicalc.scheme.fields import choice
from kpicalc.scheme.spec import Spec


class WritingSpec(Spec):
    """What is declared of cells."""

    decimal: Annotated[DecimalMark, choice(DecimalMark)] | None = None
    dates: Annotated[DayOrder, choice(DayOrder)] | None = None
    time: Annotated[TimeOfDay, choice(TimeOfDay)] | None = None
    hours: Annotated[HoursForm, choice(HoursForm)] | None = None
    scale: Annotated[PercentScale, choice(PercentScale)] | None = None
    unit: Annotated[Unit, choice(Unit)] | None = None

    @property
    def writing(self) -> Writing:
        """What is declared, without its places."""
        return Writing(self.decimal, self.dates, self.time, self.hours, self.scale, self.unit)
