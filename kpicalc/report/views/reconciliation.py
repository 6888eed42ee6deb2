"""Our pay against a statement paid elsewhere, as a report: sums, who differs, on which line, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_money, format_number, format_period, plural
from kpicalc.i18n.sentence import phrase
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.reconciliation import Cause, ReconciledFigure, ReconciledPerson, Reconciliation
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
from kpicalc.report.views.wording import NOTHING, name_employee


def show_reconciliation(found: Reconciliation, language: Language) -> Document:
    """Show what was read, the sums of both, and everybody who differs, the greatest difference first."""
    period = format_period(found.period, language)
    blocks: list[Block] = [Heading(phrase("reconcile.title", language, period=period))]
    blocks.extend(_show_sheets(found, language))
    blocks.append(KeyValues(tuple(_show_sums(found, language))))
    if found.people:
        blocks.append(Heading(phrase("reconcile.people", language), level=2))
        headings = (
            Cell(phrase("reconcile.employee", language)),
            *(
                Cell(phrase(f"reconcile.{key}", language), Kind.MONEY)
                for key in ("ours", "theirs", "difference")
            ),
            Cell(phrase("reconcile.why", language)),
        )
        people = TableBlock(headings, tuple(_show_person(each, language) for each in found.people))
        blocks.append(people)
    else:
        blocks.append(Paragraph(phrase("reconcile.alike", language), Tone.STRONG))
    if found.by_name:
        pairs = ", ".join(f"{ours} = {theirs}" for ours, theirs in found.by_name)
        blocks.append(Paragraph(phrase("reconcile.by_name", language, pairs=pairs), Tone.WARNING))
    return Document(tuple(blocks))


def tell_cause(cause: Cause, language: Language) -> str:
    """Say what explains a difference."""
    params = {
        name: format_number(value, language) if isinstance(value, Decimal) else value
        for name, value in cause.params
    }
    return phrase(f"reconcile.cause.{cause.key}", language, **params)


def difference_of_figure(figure: ReconciledFigure | ReconciledPerson) -> Decimal:
    """Return what the statement has more than we do; below 0 what it has less."""
    return CONTEXT.subtract(figure.theirs or ZERO, figure.ours or ZERO)


def tell_causes(person: ReconciledPerson, language: Language) -> str:
    """Say all that explains what a person differs by."""
    if person.theirs is None or person.ours is None:
        return phrase("reconcile.only_ours" if person.theirs is None else "reconcile.only_theirs", language)
    return "; ".join(tell_cause(each, language) for each in person.causes)


def _show_sheets(found: Reconciliation, language: Language) -> Iterator[Block]:
    for sheet in found.sheets:
        people = plural(sheet.people, "count.employees", language)
        total = phrase("reconcile.total", language)
        matched = ", ".join(
            heading if heading == label else f"{heading} → {label or total}"
            for heading, label in sheet.matched
        )
        read = phrase("reconcile.read", language, place=str(sheet.place), people=people, columns=matched)
        yield Paragraph(read, Tone.MUTED)
        if sheet.unmatched:
            rest = ", ".join(sheet.unmatched)
            yield Paragraph(phrase("reconcile.unmatched", language, columns=rest), Tone.MUTED)


def _show_sums(found: Reconciliation, language: Language) -> Iterator[tuple[str, str]]:
    for each in found.sums:
        ours, theirs = (format_money(amount, each.currency, language) for amount in (each.ours, each.theirs))
        gap = CONTEXT.subtract(each.theirs, each.ours)
        yield phrase("reconcile.ours", language), ours
        yield phrase("reconcile.theirs", language), theirs
        yield phrase("reconcile.difference", language), _signed(gap, each.currency, language)
    yield phrase("reconcile.same", language), str(found.alike)
    yield phrase("reconcile.unlike", language), str(len(found.people))


def _show_person(person: ReconciledPerson, language: Language) -> TableRow:
    figures = (_money(each, person.currency, language) for each in (person.ours, person.theirs))
    gap = _signed(difference_of_figure(person), person.currency, language)
    cells = (
        Cell(name_employee(person.number, person.name)),
        *(Cell(each, Kind.MONEY) for each in (*figures, gap)),
        Cell(tell_causes(person, language)),
    )
    return TableRow(cells, tuple(_tell_line(each, person.currency, language) for each in person.lines))


def _tell_line(line: ReconciledFigure, currency: str, language: Language) -> str:
    ours, theirs = (_money(each, currency, language) for each in (line.ours, line.theirs))
    gap = _signed(difference_of_figure(line), currency, language)
    cell = "" if line.cell is None else str(replace(line.cell, file="")).removeprefix("!")
    told = phrase("reconcile.line", language, line=line.label, ours=ours, theirs=theirs, difference=gap)
    return f"{told} ({cell})" if cell else told


def _money(amount: Decimal | None, currency: str, language: Language) -> str:
    return NOTHING if amount is None else format_money(amount, currency, language)


def _signed(amount: Decimal, currency: str, language: Language) -> str:
    return f"{'+' if amount > 0 else ''}{format_money(amount, currency, language)}"
