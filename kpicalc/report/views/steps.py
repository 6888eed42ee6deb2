"""What would change the pay of a person, or let him lose nothing by a new scheme: in sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import begin_large, format_money, format_value
from kpicalc.i18n.sentence import phrase
from kpicalc.model.comparison import EvenStep, MovedFact
from kpicalc.model.grounds import NextStep
from kpicalc.model.kind import Kind
from kpicalc.model.source import CellRef
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
    Verbatim,
)
from kpicalc.report.views.wording import Wording, name_in_sheet


def say_step(step: NextStep, kind: Kind, wording: Wording) -> str:
    """Say how much of a fact is missing, or is too much, and what the value would come to."""
    return wording.say(
        "step.more" if step.missing > 0 else "step.less",
        fact=_name_fact(begin_large(step.label), step.cell if step.of_row else None),
        then=wording.write(step.then, step.kind),
        now=wording.write(step.now, step.kind),
        missing=wording.write(abs(step.missing), step.kind),
        paid=wording.write(step.paid_then, kind),
        before=wording.write(step.paid_now, kind),
    )


def _name_fact(label: str, cell: CellRef | None) -> str:
    """Name a fact as its column is headed; of several rows it is told which one is meant."""
    return label if cell is None else f"{label} ({name_in_sheet(cell)})"


def show_steps(title: str, called: str, steps: Sequence[NextStep], kind: Kind, wording: Wording) -> Document:
    """Show the nearest changes of each fact; `called` is the value that they change."""
    blocks: list[Block] = [Heading(title), Verbatim(called, Tone.STRONG)]
    if steps:
        headings = (
            wording.heading("step.fact"),
            wording.heading("step.now", Kind.NUMBER),
            wording.heading("step.then", Kind.NUMBER),
            wording.heading("step.change", Kind.NUMBER),
            wording.heading("step.paid", Kind.MONEY),
            wording.heading("step.gain", Kind.MONEY),
        )
        blocks.append(TableBlock(headings, tuple(_row(each, kind, wording) for each in steps)))
    blocks.append(Paragraph(wording.say("step.verified" if steps else "step.none"), Tone.MUTED))
    return Document(tuple(blocks))


def _row(step: NextStep, kind: Kind, wording: Wording) -> TableRow:
    cells = (
        Cell(begin_large(step.label)),
        Cell(wording.write(step.now, step.kind), Kind.NUMBER),
        Cell(wording.write(step.then, step.kind), Kind.NUMBER),
        Cell(_signed(step.missing > 0, wording.write(step.missing, step.kind)), Kind.NUMBER),
        Cell(wording.write(step.paid_then, kind), Kind.MONEY),
        Cell(_signed(step.gain > 0, wording.write(step.gain, kind)), Kind.MONEY),
    )
    details = [] if step.cell is None else [str(step.cell)]
    if step.jump:
        details.append(wording.say("step.jump"))
    return TableRow(cells, (" · ".join(details),) if details else ())


def _signed(more: bool, written: str) -> str:  # noqa: FBT001 - said by its place
    return f"+{written}" if more else written


def tell_even(step: EvenStep, currency: str, language: Language) -> str:
    """Tell another value of a fact, or of two, and what both schemes pay there."""
    old, new = (format_money(each, currency, language) for each in (step.old, step.new))
    now, then = _write_both(step, currency, language)
    fact = _name_fact(step.label, step.cell)
    if step.beside is None:
        return phrase("comparison.even", language, fact=fact, now=now, then=then, old=old, new=new)
    other_now, other_then = _write_both(step.beside, currency, language)
    other = _name_fact(step.beside.label, step.beside.cell)
    beside = {"other": other, "other_now": other_now, "other_then": other_then}
    return phrase("comparison.even_two", language, fact=fact, now=now, then=then, old=old, new=new, **beside)


def _write_both(moved: EvenStep | MovedFact, currency: str, language: Language) -> tuple[str, str]:
    now, then = (format_value(each, moved.kind, language, currency) for each in (moved.now, moved.then))
    return now, then
