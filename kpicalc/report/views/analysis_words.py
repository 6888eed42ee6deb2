"""How the figures and facts of one analysis are written in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import NBSP, ROUNDED, format_money, format_number, format_percent, format_value
from kpicalc.i18n.sentence import phrase
from kpicalc.model.analysis import Analysis, Curve, Witness
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import EMPLOYEES, Input
from kpicalc.report.titles import title_value

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Figures:
    """The language and currency of an analysis, and its facts by grain and name."""

    language: Language
    currency: str
    inputs: Mapping[tuple[str, str], Input]

    def say(self, key: str, /, **params: object) -> str:
        """Return a phrase with its placeholders filled."""
        return phrase(key, self.language, **params)

    def title(self, name: str, label: str) -> str:
        """Return what a pay line is called; the total has no name."""
        return title_value(name, label, self.language) if name else self.say("summary.total")

    def money(self, amount: Decimal) -> str:
        """Write an amount."""
        return format_money(amount, self.currency, self.language)

    def change(self, amount: Decimal) -> str:
        """Write a difference of pay with its sign."""
        return ("+" if amount > 0 else "") + self.money(amount)

    def percent(self, ratio: Decimal) -> str:
        """Write a ratio in percent, to a hundredth of one; what does not fit is marked as rounded."""
        shown = CONTEXT.quantize(ratio, Decimal("0.0001"))
        return ("" if shown == ratio else ROUNDED) + format_percent(shown, self.language)

    def rounded(self, number: Decimal) -> str:
        """Write a number to two decimals."""
        return format_number(CONTEXT.quantize(number, _CENT), self.language)

    def value(self, value: Scalar | None, kind: Kind) -> str:
        """Write the value of a fact; a blank cell is said."""
        if value is None:
            return self.say("analysis.blank")
        return format_value(value, kind, self.language, self.currency)

    def place(self, curve: Curve, at: Decimal) -> str:
        """Write a value of the fact of a curve, for the actual of a KPI with its percent of the plan."""
        written = self.value(at, curve.kind)
        if not curve.whole or (curve.kind is Kind.RATIO and curve.whole == 1):
            return written
        return f"{written} ({self.percent(CONTEXT.divide(at, curve.whole))})".replace(" (", f"{NBSP}(")

    def facts(self, witness: Witness) -> Iterator[tuple[str, str]]:
        """Yield the name and the value of each fact of a witness, row after row."""
        for row in witness.rows:
            for name, value in row.values:
                given = self.inputs.get((row.grain, name))
                label = name if given is None else given.label
                kind = Kind.NUMBER if given is None else given.kind
                yield self._named(row.grain, label), self.value(value, kind)

    def _named(self, grain: str, label: str) -> str:
        return label if grain == EMPLOYEES else f"{grain}: {label}"


def figures_of(analysis: Analysis, language: Language) -> Figures:
    """Collect what is needed to write the figures of an analysis."""
    inputs = {(each.grain, each.name): each for each in analysis.facts}
    return Figures(language, analysis.currency, inputs)
