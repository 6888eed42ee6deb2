"""What would change the pay of a person, in sentences and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from kpicalc.i18n.format import begin_large
from kpicalc.model.kind import Kind
from kpicalc.model.next_step import NextStep
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
from kpicalc.report.views.wording import Wording


def say_step(step: NextStep, kind: Kind, wording: Wording) -> str:
    """Say how much of a fact is missing, or is too much, and what the value would come to."""
    return wording.say(
        "step.more" if step.missing > 0 else "step.less",
        fact=_name_fact(step),
        then=wording.write(step.then, step.kind),
        now=wording.write(step.now, step.kind),
        missing=wording.write(abs(step.missing), step.kind),
        paid=wording.write(step.paid_then, kind),
        before=wording.write(step.paid_now, kind),
    )


def _name_fact(step: NextStep) -> str:
    """Name a fact as its column is headed; of several rows it is told which one is meant."""
    label = begin_large(step.label)
    if not step.of_row or step.cell is None:
        return label
    whole = PurePath(step.cell.file).name
    return f"{label} ({str(replace(step.cell, file=whole)).removeprefix(f'{whole}!')})"


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
