"""Two sets of schemes over the same facts, as a report: the changes, who gains, who loses, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import (
    format_money,
    format_number,
    format_percent,
    format_period,
    plural,
)
from kpicalc.i18n.sentence import phrase
from kpicalc.model.comparison import (
    ChangeStep,
    Choice,
    LineDifference,
    PayComparison,
    PersonDifference,
    SchemePair,
    ToldChange,
    pay_by_choice,
)
from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Shown,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.views.comparison_pictures import draw_pair, title_pair
from kpicalc.report.views.steps import tell_even
from kpicalc.report.views.wording import (
    NOTHING,
    name_employee,
    name_place,
    name_section,
    name_step,
    title_value,
)

# The easiest ways of a person to lose nothing.
_SHOWN_STEPS = 3
# A tenth of a percent: whether pay falls by 2.6 % or by 2.62 % decides nothing.
_SHOWN_SHARE = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class _Teller:
    """How the figures of a pair are told."""

    currency: str
    language: Language
    choice: Choice | None = None

    def say(self, key: str, **params: object) -> str:
        return phrase(f"comparison.{key}", self.language, **params)

    def money(self, amount: Decimal | None) -> str:
        return NOTHING if amount is None else format_money(amount, self.currency, self.language)

    def signed(self, amount: Decimal) -> str:
        return f"{'+' if amount > 0 else ''}{self.money(amount)}"

    def share(self, amount: Decimal, whole: Decimal) -> Cell:
        if not whole:
            return Cell(NOTHING, Kind.RATIO)
        share = CONTEXT.divide(amount, whole).quantize(_SHOWN_SHARE, ROUND_HALF_UP)
        return Cell(
            f"{'+' if share > 0 else ''}{format_percent(share, self.language)}", Kind.RATIO, raw=share
        )

    def show_pair(self, pair: SchemePair) -> Iterator[Block]:
        yield Heading(title_pair(pair), level=2)
        if not pair.steps and not any(map(difference_of, pair.people)):
            people = plural(len(pair.people), "count.employees", self.language)
            yield Paragraph(
                self.say("alike", people=people, amount=self.money(_total(pair, "old"))), Tone.MUTED
            )
            return
        yield KeyValues(tuple(self.tell_sums([pair])))
        yield from self._show_steps(pair.steps)
        yield Heading(self.say("people"), level=3)
        ordered = sorted(pair.people, key=difference_of)
        paid = () if self.choice is None else ("paid",)
        headings = ("employee", "old", "new", "difference", "percent", *paid)
        yield self.table(headings, self._person_rows(ordered, pair))
        yield Heading(self.say("lines"), level=3)
        headings = ("line", "old", "new", "difference")
        yield self.table(headings, self._line_rows(pair), drawn="difference")

    def group_row(self, name: str, people: Sequence[PersonDifference]) -> TableRow:
        differences = [difference_of(each) for each in people]
        old, new = _sum(each.old for each in people), _sum(each.new for each in people)
        counts = [len(people), sum(each > 0 for each in differences), sum(each < 0 for each in differences)]
        count, gain, lose = (
            Cell(format_number(Decimal(each), self.language), Kind.COUNT, raw=Decimal(each))
            for each in counts
        )
        change = CONTEXT.subtract(new, old)
        texts = (self.money(old), self.money(new), self.signed(change))
        money = [Cell(text, Kind.MONEY, raw=raw) for text, raw in zip(texts, (old, new, change), strict=True)]
        return TableRow((Cell(name or self.say("no_group")), count, *money, gain, lose))

    def tell_sums(self, pairs: Sequence[SchemePair]) -> Iterator[tuple[str, str]]:
        old, new = (_sum(_total(pair, side) for pair in pairs) for side in ("old", "new"))
        change = CONTEXT.subtract(new, old)
        yield self.say("old"), self.money(old)
        yield self.say("new"), self.money(new)
        yield self.say("difference"), f"{self.signed(change)} ({self.share(change, old).text})"
        differences = [difference_of(each) for pair in pairs for each in pair.people]
        for key, chosen in (
            ("gain", [each for each in differences if each > 0]),
            ("lose", [each for each in differences if each < 0]),
        ):
            sums = f" ({self.signed(_sum(chosen))})" if chosen else ""
            yield self.say(key), f"{format_number(Decimal(len(chosen)), self.language)}{sums}"
        same = sum(not each for each in differences)
        yield self.say("same"), format_number(Decimal(same), self.language)
        if self.choice is not None:
            people = [each for pair in pairs for each in pair.people]
            paid = _sum(pay_by_choice(each, self.choice) for each in people)
            kept = sum(pay_by_choice(each, self.choice) != each.new for each in people)
            told = self.say("transition_told", more=self.signed(CONTEXT.subtract(paid, new)), kept=kept)
            yield self.say(f"transition.{self.choice}"), f"{self.money(paid)} ({told})"

    def _show_steps(self, steps: Sequence[ChangeStep]) -> Iterator[Block]:
        yield Heading(self.say("changes"), level=3)
        if not steps:
            yield Paragraph(self.say("no_changes"), Tone.MUTED)
            return
        rows = [row for step in steps for row in self._step_rows(step)]
        yield self.table(("change", "old", "new", "all_pay"), rows, figures=1, drawn="all_pay")

    def _step_rows(self, step: ChangeStep) -> Iterator[TableRow]:
        effect = Cell(self.signed(step.amount), Kind.MONEY, raw=step.amount)
        for texts in (texts for change in step.changes for texts in self._tell_change(change)):
            yield TableRow((*map(Cell, texts), effect))
            # What several words do together is told once.
            effect = Cell("", Kind.MONEY)

    def _tell_change(self, change: ToldChange) -> Iterator[tuple[str, str, str]]:
        """Yield where something differs, what is written there before and after."""
        if change.was:
            renamed = f"{name_section(change.section, self.language)}: {self.say('renamed')}"
            yield renamed, change.was, change.name
        for word in change.words:
            yield name_place(change, word, self.language), word.old or NOTHING, word.new or NOTHING

    def _person_rows(self, people: Iterable[PersonDifference], pair: SchemePair) -> Iterator[TableRow]:
        for person in people:
            change = difference_of(person)
            figures = (self.money(person.old), self.money(person.new), self.signed(change))
            named = Cell(name_employee(person.number, person.name))
            share = self.share(change, person.old)
            details = tuple(
                f"{name_step(step, self.language)}: {self.signed(part)}"
                for step, part in zip(pair.steps, person.parts, strict=True)
                if part
            )
            sought = person.even or ()
            alone = [each for each in sought if each.beside is None][:_SHOWN_STEPS]
            both = [each for each in sought if each.beside is not None]
            even = tuple(tell_even(step, self.currency, self.language) for step in (*alone, *both))
            even = (self.say("never_even"),) if person.even == () else even
            paid = [] if self.choice is None else [pay_by_choice(person, self.choice)]
            chosen = [Cell(self.money(each), Kind.MONEY, raw=each) for each in paid]
            raws = (person.old, person.new, change)
            money = [Cell(text, Kind.MONEY, raw=raw) for text, raw in zip(figures, raws, strict=True)]
            yield TableRow((named, *money, share, *chosen), (*details, *even))

    def _line_rows(self, pair: SchemePair) -> Iterator[TableRow]:
        """Yield the sums of each line over all people, and the total."""
        lines: dict[str, list[LineDifference]] = {}
        for person in pair.people:
            for line in person.lines:
                lines.setdefault(line.name, []).append(line)
        for name, same in lines.items():
            sums = tuple(_sum_known(getattr(each, side) for each in same) for side in ("old", "new"))
            if any(sums):
                yield self._line_row(title_value(name, same[0].label, self.language), sums)
        totals = tuple(_total(pair, side) for side in ("old", "new"))
        yield self._line_row(self.say("total"), totals, strong=True)

    def _line_row(self, label: str, sums: tuple[Decimal | None, ...], *, strong: bool = False) -> TableRow:
        change = CONTEXT.subtract(sums[1] or ZERO, sums[0] or ZERO)
        money = [*((self.money(each), each) for each in sums), (self.signed(change), change)]
        return TableRow(
            (Cell(label), *(Cell(text, Kind.MONEY, raw=raw) for text, raw in money)), strong=strong
        )

    def table(
        self,
        headings: Sequence[str],
        rows: Iterable[TableRow],
        figures: int | None = None,
        drawn: str = "",
    ) -> TableBlock:
        """Return a table with figures from the second column on, unless told; one may be drawn."""
        texts = len(headings) - figures if figures is not None else 1
        cells = (
            Cell(self.say(key), Kind.MONEY if at >= texts else Kind.TEXT) for at, key in enumerate(headings)
        )
        return TableBlock(tuple(cells), tuple(rows), drawn=headings.index(drawn) if drawn else 0)


def show_comparison(comparison: PayComparison, language: Language) -> tuple[Shown, ...]:
    """Return the report, and pictures of what changes."""
    pictures = (each for pair in comparison.pairs for each in draw_pair(pair, language))
    return show_differences(comparison, language), *pictures


def show_differences(comparison: PayComparison, language: Language) -> Document:
    """Show what changed in each scheme, what it costs, and each person's pay by both."""
    period = format_period(comparison.period, language)
    blocks: list[Block] = [Heading(phrase("comparison.title", language, period=period))]
    for pair in comparison.pairs:
        blocks.extend(_Teller(pair.old.currency, language, comparison.choice).show_pair(pair))
    if len(comparison.pairs) > 1:
        blocks.append(Heading(phrase("summary.all", language), level=2))
        for currency in dict.fromkeys(pair.old.currency for pair in comparison.pairs):
            own = [pair for pair in comparison.pairs if pair.old.currency == currency]
            blocks.append(KeyValues(tuple(_Teller(currency, language, comparison.choice).tell_sums(own))))
    if comparison.grouped_by:
        blocks.extend(_show_groups(comparison, language))
    if comparison.one_sided:
        blocks.append(Heading(phrase("comparison.one_sided", language), level=2))
        for each in comparison.one_sided:
            named = name_employee(each.number, each.name)
            text = phrase(f"comparison.only_{each.side}", language, employee=named, scheme=each.scheme)
            blocks.append(Paragraph(text, Tone.WARNING))
    if comparison.left_out:
        people = plural(comparison.left_out, "count.employees", language)
        blocks.append(Paragraph(phrase("comparison.left_out", language, people=people), Tone.MUTED))
    return Document(tuple(blocks))


def difference_of(person: PersonDifference) -> Decimal:
    """Return what a person gains by the new scheme; below 0 what he loses."""
    return CONTEXT.subtract(person.new, person.old)


def _show_groups(comparison: PayComparison, language: Language) -> Iterator[Block]:
    """Yield the sums of each group over all schemes of a currency, the greatest loss first."""
    for currency in dict.fromkeys(pair.old.currency for pair in comparison.pairs):
        teller = _Teller(currency, language)
        groups: dict[str, list[PersonDifference]] = {}
        for pair in comparison.pairs:
            for person in pair.people if pair.old.currency == currency else ():
                groups.setdefault(person.group, []).append(person)
        ordered = sorted(groups.items(), key=lambda each: _sum(map(difference_of, each[1])))
        yield Heading(teller.say("groups", heading=comparison.grouped_by), level=2)
        rows = [teller.group_row(name, people) for name, people in ordered]
        headings = ("group", "count", "old", "new", "difference", "gain", "lose")
        yield teller.table(headings, rows, drawn="difference")


def _total(pair: SchemePair, side: str) -> Decimal:
    return _sum(getattr(each, side) for each in pair.people)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return reduce(CONTEXT.add, amounts, ZERO)


def _sum_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [each for each in amounts if each is not None]
    return _sum(known) if known else None
