"""What a run comes to: the sums of each scheme, and who has no total."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_date, format_money, format_number, format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.outline import NO_REGULATION, CheckOutline, Regulation
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import LineTotal, Run, Settlement
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.views.wording import name_employee, title_value

# Whoever has more to pay anew looks at the problems, not at names.
_NAMED = 50


def show_summary(run: Run, language: Language) -> Document:
    """Show the sums of a run by scheme and line, the sum of all schemes, and the unpaid employees."""
    blocks: list[Block] = [Heading(title_run(run, language)), *show_schemes(run, language)]
    if len(run.settlements) > 1:
        blocks.append(Heading(phrase("summary.all", language), level=2))
        blocks.append(KeyValues(tuple(show_sums(run, language))))
    return Document(tuple(blocks))


def title_run(run: Run, language: Language) -> str:
    """Return the title of all that is said of a run."""
    return phrase("summary.title", language, period=format_period(run.period, language))


def show_schemes(run: Run, language: Language) -> Iterator[Block]:
    """Yield the sums of each line, scheme after scheme."""
    for settlement in run.settlements:
        yield from _show_scheme(run, settlement, language)


def _show_scheme(run: Run, settlement: Settlement, language: Language) -> Iterator[Block]:
    program = settlement.program
    yield Heading(program.title, level=2)
    if program.regulation != NO_REGULATION:
        yield Paragraph(_word_regulation(program.regulation, language), Tone.MUTED)
    headings = (
        Cell(phrase("summary.line", language)),
        Cell(phrase("summary.employees", language), Kind.COUNT),
        Cell(phrase("summary.amount", language), Kind.MONEY),
    )
    limits = {line.name for line in program.pay_lines if not line.kind.traits.written}
    own = (total for total in run.totals if total.scheme == program.scheme)
    totals = [total for total in own if total.amount or total.line not in limits]
    yield TableBlock(headings, tuple(_total_row(total, program.currency, language) for total in totals))
    if program.checks:
        yield _show_checks(settlement, language)
    if settlement.unpaid:
        named = _name_unpaid(settlement)
        yield Paragraph(phrase("summary.unpaid", language, employees=named), Tone.WARNING)


def _word_regulation(regulation: Regulation, language: Language) -> str:
    """Say when the regulation was approved, by when it is to be reviewed, and who keeps it."""
    days = {"approved": regulation.approved, "review_by": regulation.review_by}
    said = [
        phrase(f"summary.{key}", language, day=format_date(day, language))
        for key, day in days.items()
        if day is not None
    ]
    if regulation.owner:
        said.append(phrase("breakdown.owner", language, owner=regulation.owner))
    return " · ".join(said)


def _show_checks(settlement: Settlement, language: Language) -> TableBlock:
    """Show of each check of the scheme how many rows keep it, and how many do not."""
    headings = (
        Cell(phrase("breakdown.checks", language)),
        Cell(phrase("summary.kept", language), Kind.COUNT),
        Cell(phrase("summary.failed", language), Kind.COUNT),
    )
    return TableBlock(
        headings, tuple(_check_row(settlement, each, language) for each in settlement.program.checks)
    )


def _check_row(settlement: Settlement, check: CheckOutline, language: Language) -> TableRow:
    values = settlement.values.columns[check.grain, check.name]
    shown = settlement.rows if check.grain == EMPLOYEES else range(len(values))
    kept = sum(1 for row in shown if values[row] is True)
    counts = (Cell(format_number(Decimal(each), language), Kind.COUNT) for each in (kept, len(shown) - kept))
    failed = kept < len(shown)
    return TableRow((Cell(title_value(check.name, check.label, language)), *counts), strong=failed)


def _total_row(total: LineTotal, currency: str, language: Language) -> TableRow:
    label = (
        title_value(total.line, total.label, language) if total.line else phrase("summary.total", language)
    )
    amount = format_money(total.amount, currency, language)
    cells = (
        Cell(label),
        Cell(format_number(Decimal(total.employees), language), Kind.COUNT),
        Cell(amount, Kind.MONEY),
    )
    return TableRow(cells, strong=not total.line)


def _name_unpaid(settlement: Settlement) -> str:
    frame = settlement.facts.frames[EMPLOYEES]
    named = [name_employee(frame.keys[row], frame.labels[row]) for row in settlement.unpaid[:_NAMED]]
    rest = len(settlement.unpaid) - len(named)
    return ", ".join(named) + (f" … +{rest}" if rest else "")


def show_sums(run: Run, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the sum of all schemes in each currency, with its name."""
    currencies = {each.program.scheme: each.program.currency for each in run.settlements}
    sums: dict[str, Decimal] = {}
    for total in run.totals:
        if not total.line:
            currency = currencies[total.scheme]
            sums[currency] = CONTEXT.add(sums.get(currency, ZERO), total.amount)
    for currency, amount in sums.items():
        yield phrase("summary.total", language), format_money(amount, currency, language)
