"""Fixed and variable pay with all KPIs at threshold, at target, and where the scheme stops to pay more."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kpicalc.analysis.levels import set_levels
from kpicalc.lab.laboratory import Laboratory
from kpicalc.lab.witnesses import put_values
from kpicalc.model.analysis import Mix, Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.outline import PayShare
from kpicalc.model.program import Key

# Where nothing stops pay from growing, this stands for an excellent result.
_EXCELLENT = Decimal("1.2")
_GREATEST = Decimal(2)
_COARSE, _FINE = Decimal("0.1"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Level:
    """All KPIs at a level of their plans, the facts that bring them there, and what is paid."""

    level: Decimal
    facts: dict[Key, Decimal]
    fixed: Decimal
    total: Decimal

    @property
    def variable(self) -> Decimal:
        """All that is not fixed."""
        return self.total - self.fixed


@dataclass(frozen=True, slots=True)
class _Ladder:
    """A scheme whose KPIs all climb together from a row at which they stand at plan."""

    lab: Laboratory
    reference: Witness
    pinned: frozenset[Key]

    def levels(self, first: Decimal, last: Decimal, step: Decimal) -> list[_Level]:
        """Return the levels from one to another at which something is paid."""
        count = int((last - first) / step)
        wished = [first + step * at for at in range(count + 1)]
        reached = set_levels(self.lab, self.reference, wished, self.pinned)
        return self._paid(wished, reached)

    def at_rest(self) -> list[_Level]:
        """Return the reference itself, unless nothing is paid there."""
        return self._paid([ONE], [{}])

    def _paid(self, wished: Sequence[Decimal], reached: Sequence[dict[Key, Decimal]]) -> list[_Level]:
        program, outcomes = self.lab.program, self.lab.settle_changes(self.reference, reached)
        fixed_lines = [line for line in program.pay_lines if line.kind.traits.share is PayShare.FIXED]
        columns = [outcomes.named(line.variable) for line in fixed_lines]
        totals = outcomes.named(program.total)
        return [
            _Level(level, facts, sum((each for each in fixed if isinstance(each, Decimal)), ZERO), total)
            for level, facts, total, *fixed in zip(wished, reached, totals, *columns, strict=True)
            if isinstance(total, Decimal)
        ]

    def find_threshold(self, coarse: Sequence[_Level], tolerance: Decimal) -> list[_Level]:
        """Return the least level at which more is paid than at the worst, if not from the beginning."""
        more = [level for level in coarse if level.variable > coarse[0].variable + tolerance]
        if not more or not coarse[1].level < more[0].level <= ONE:
            return []
        fine = self.levels(more[0].level - _COARSE, more[0].level, _FINE)
        return [level for level in fine if level.variable > coarse[0].variable + tolerance][:1]

    def find_excellence(self, coarse: Sequence[_Level], tolerance: Decimal) -> list[_Level]:
        """Return the level above the plan from which nothing more is paid, else an excellent one."""
        short = [level for level in coarse if level.variable + tolerance < coarse[-1].variable]
        if not short or not ONE <= short[-1].level < _GREATEST - _COARSE:
            return self.levels(_EXCELLENT, _EXCELLENT, _FINE)
        fine = self.levels(short[-1].level, short[-1].level + _COARSE, _FINE)
        return [level for level in fine if level.variable + tolerance >= coarse[-1].variable][:1]

    def mix_of_level(self, name: str, level: _Level, at_target: Decimal) -> Mix:
        return Mix(
            level=name,
            attainment=level.level if self.lab.program.kpis else None,
            fixed=level.fixed,
            variable=level.variable,
            total=level.total,
            leverage=level.variable / at_target if at_target > ZERO else None,
            witness=put_values(self.reference, level.facts),
        )


def find_mixes(
    lab: Laboratory, reference: Witness, pinned: frozenset[Key], tolerance: Decimal
) -> tuple[Mix, ...]:
    """Return the mix of pay at threshold (if there is one), target and excellence.

    Fixed pay is that of the fixed and soft lines; all else is variable. Without KPIs only the pay at the
    reference is told, as target.
    """
    ladder = _Ladder(lab, reference, pinned)
    named: list[tuple[str, _Level]] = [("target", each) for each in ladder.at_rest()]
    if named and any(kpi.actual for kpi in lab.program.kpis):
        coarse = ladder.levels(ZERO, _GREATEST, _COARSE)
        named = [("threshold", each) for each in ladder.find_threshold(coarse, tolerance)] + named
        named += [("excellence", each) for each in ladder.find_excellence(coarse, tolerance)]
    at_target = next((level.variable for name, level in named if name == "target"), ZERO)
    return tuple(ladder.mix_of_level(name, level, at_target) for name, level in named)
