"""What texts around tables say: headings, words of stages, titles with periods, rows of signs and units."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

from kpicalc.api.compile_file import compile_text
from kpicalc.facts import headings
from kpicalc.facts.column_place import UnitColumn, is_done, is_undone, tell_stage
from kpicalc.facts.find_period import named_periods, read_periods
from kpicalc.facts.head_rows import (
    find_unit_row,
    heading_text,
    read_column_sign,
    read_numbering,
    read_unit_row,
)
from kpicalc.facts.workbook import Raw
from tests.facts.builders import MARCH
from tests.facts.corpus.sheets import read_cell


def tell_headings(text: str, _: tuple[str, ...], __: Path) -> Iterator[str]:
    """Yield the forms in which a heading compares, and what it may stand above."""
    text = text.removesuffix("\n")
    forms = (headings.normalise_heading(text), headings.trim_unit(text), headings.heading_skeleton(text))
    yield f"forms: {'; '.join(forms)}; {headings.input_slot(text)} {headings.is_input_slot(text)}"
    yield f"deal: {headings.rank_identifier(text)}"
    yield f"person: {headings.is_sure_person(text)}, perhaps a superior {headings.is_ambiguous(text)}"
    fitting = [each for each in ("План", "a1b", "deals north", "a / b") if headings.fits_name(text, each)]
    yield f"fits: {', '.join(fitting)}"


def tell_stages(text: str, _: tuple[str, ...], __: Path) -> Iterator[str]:
    """Yield what texts below a heading say of their rows: `done: нет; …`."""
    says, _between, written = text.removesuffix("\n").partition(": ")
    texts = written.split("; ")
    column = UnitColumn(1, says, {each: array("l", [at]) for at, each in enumerate(texts)})
    yield f"undone: {'; '.join(column.find_undone())}"
    for each in texts:
        yield f"text «{each}»: {is_undone(each)} {is_done(each)} {tell_stage(each, says)}"


def tell_titles(text: str, _: tuple[str, ...], __: Path) -> Iterator[str]:
    """Yield the periods that a title names, with their days."""
    read = read_periods(text.removesuffix("\n"))
    yield f"read: {', '.join(f'{each} {each.first_day} {each.last_day}' for each in read)}"
    yield f"named: {', '.join(map(str, named_periods([text])))}"


def tell_signs(text: str, _: tuple[str, ...], __: Path) -> Iterator[str]:
    """Yield what a row below the headings says: `1;2;кг`."""
    row: list[Raw] = [read_cell(each) for each in text.removesuffix("\n").split(";")]
    yield f"numbering: {read_numbering(row).name} {[read_column_sign(each) for each in row]}"
    yield f"units: {read_unit_row(row)}"
    again: list[Raw] = ["руб.", *[""] * (len(row) - 1)]
    tables: dict[str, list[list[Raw]]] = {
        "below a blank": [[""], row],
        "above another": [row, again],
        "numbered": [[1, 2, 3], row],
    }
    for called, rows in tables.items():
        yield f"unit row {called}: {dict(find_unit_row(rows))}"
    yield f"texts: {'; '.join(map(heading_text, row))}"


def tell_wanted(_: str, schemes: tuple[str, ...], __: Path) -> Iterator[str]:
    """Yield the columns that a scheme looks for in each of its tables, and those that choose its people."""
    for text in schemes:
        program = compile_text(text, "scheme.yaml", MARCH).value
        assert program is not None
        for grain in program.grains.values():
            for each in headings.list_wanted(program, grain):
                yield f"{grain.name} {each.slot}: {each}"
        for each in headings.list_audience(program):
            yield f"chosen by {each.slot}: {each}"
