"""Columns of texts that formulas compare with each other: what stands in both is written the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpicalc.facts.unpack import unpack
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.facts import Frame
from kpicalc.model.plain_text import text_look
from kpicalc.model.program import Input, Program
from kpicalc.model.source import CellRef


def find_unlike_texts(program: Program, frames: Mapping[str, Frame]) -> Iterator[Diagnostic]:
    """Yield each text of a column that only looks like one of the columns it is compared with."""
    columns = {each.key: _read_column(each, frames) for each in program.inputs if each.beside}
    order = list(columns)
    for at, (key, column) in enumerate(columns.items()):
        # Of two columns, the one that is named later is told.
        for other in column.spec.beside:
            if order.index(other) < at:
                yield from _differences(columns[key], columns[other])


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of texts: its frame, and the first row of each text."""

    spec: Input
    frame: Frame
    rows: dict[str, int]

    def place(self, text: str) -> CellRef | None:
        """Return where a text stands first."""
        return self.frame.cell(self.spec.name, self.rows[text])


def _read_column(spec: Input, frames: Mapping[str, Frame]) -> _Column:
    frame = frames[spec.grain]
    rows: dict[str, int] = {}
    for row, value in enumerate(unpack(frame, spec.name)):
        if isinstance(value, str):
            rows.setdefault(value, row)
    return _Column(spec, frame, rows)


def _differences(ours: _Column, theirs: _Column) -> Iterator[Diagnostic]:
    looks = {text_look(text): text for text in reversed(theirs.rows)}
    for text in ours.rows:
        like = looks.get(text_look(text), text)
        if text in theirs.rows or like == text or like in ours.rows or text in ours.spec.others:
            continue
        second = theirs.place(like)
        others = () if second is None else (Label(second),)
        yield error("KPI522", ours.place(text), *others, found=text, known=like, second=str(second or ""))
