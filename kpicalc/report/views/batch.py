"""A batch as a report: what became of each job, and the control totals of each currency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_money, format_number, format_period, plural
from kpicalc.i18n.sentence import phrase
from kpicalc.model.batch import JobOutcome, JobState, JobTotal, PlannedJob, add_totals
from kpicalc.model.kind import Kind
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
from kpicalc.report.views.wording import NOTHING

# Files of a job that are named, the others are counted.
_SHOWN = 2


def show_batch(outcomes: Sequence[JobOutcome], language: Language) -> Document:
    """Show a row for each job and currency, then the sums of all and how many jobs are not done."""
    headings = (
        Cell(phrase("batch.job", language)),
        Cell(phrase("batch.period", language)),
        Cell(phrase("summary.employees", language), Kind.COUNT),
        Cell(phrase("summary.amount", language), Kind.MONEY),
        Cell(phrase("batch.state", language)),
    )
    rows = tuple(row for each in outcomes for row in _show_job(each, language))
    blocks: list[Block] = [Heading(phrase("batch.title", language)), TableBlock(headings, rows)]
    blocks.append(Heading(phrase("batch.all", language), level=2))
    sums: list[tuple[str, str]] = []
    sums.append((phrase("batch.jobs", language), _count(outcomes, language)))
    for total in add_totals(each for outcome in outcomes for each in outcome.totals):
        people = plural(total.people, "count.employees", language)
        amount = format_money(total.amount, total.currency, language)
        sums.append((phrase("summary.total", language), f"{amount} ({people})"))
    blocks.append(KeyValues(tuple(sums)))
    untold = sum(each.warnings for each in outcomes if each.state is JobState.UNCHANGED)
    if untold:
        told = plural(untold, "count.warnings", language)
        blocks.append(Paragraph(phrase("batch.untold", language, warnings=told), Tone.MUTED))
    missing = [each.name for each in outcomes if not each.state.done]
    if missing:
        named = ", ".join(dict.fromkeys(missing))
        blocks.append(Paragraph(phrase("batch.missing", language, jobs=named), Tone.WARNING))
    return Document(tuple(blocks))


def show_batch_plan(jobs: Sequence[PlannedJob], language: Language) -> Document:
    """Show what would be read and written for each job, and which would be left as they are."""
    keys = ("batch.job", "batch.period", "batch.facts", "batch.schemes", "batch.outputs", "batch.state")
    rows = []
    for each in jobs:
        period = NOTHING if each.period is None else format_period(each.period, language)
        state = phrase("batch.unchanged" if each.done else "batch.planned", language)
        files = (_name_files(group) for group in (each.facts, each.schemes, each.outputs))
        rows.append(TableRow(tuple(map(Cell, (each.name, period, *files, state)))))
    table = TableBlock(tuple(Cell(phrase(key, language)) for key in keys), tuple(rows))
    return Document((Heading(phrase("batch.plan_title", language)), table))


def _name_files(names: tuple[str, ...]) -> str:
    """Name a few files, and count the others."""
    if not names:
        return NOTHING
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" … +{rest}" if rest > 0 else "")


def _show_job(outcome: JobOutcome, language: Language) -> Iterator[TableRow]:
    period = NOTHING if outcome.period is None else format_period(outcome.period, language)
    state = phrase(f"batch.{outcome.state}", language)
    named = (Cell(outcome.name), Cell(period))
    if not outcome.totals:
        blank = (Cell(NOTHING, Kind.COUNT), Cell(NOTHING, Kind.MONEY))
        yield TableRow((*named, *blank, Cell(state)), strong=not outcome.state.done)
    for total in outcome.totals:
        yield TableRow((*named, *_show_total(total, language), Cell(state)))


def _show_total(total: JobTotal, language: Language) -> tuple[Cell, Cell]:
    people = format_number(Decimal(total.people), language)
    return Cell(people, Kind.COUNT), Cell(format_money(total.amount, total.currency, language), Kind.MONEY)


def _count(outcomes: Sequence[JobOutcome], language: Language) -> str:
    """Count the jobs by what became of them."""
    counts = {state: sum(each.state is state for each in outcomes) for state in JobState}
    return ", ".join(
        f"{phrase(f'batch.{state}', language)}: {count}" for state, count in counts.items() if count
    )
