"""All that is made of facts, as lines: the rows with their values, what is left out and why, the problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path
from unittest import mock

from kpicalc.api.compile_file import compile_text
from kpicalc.api.run import load_facts
from kpicalc.facts.find_period import find_period
from kpicalc.facts.other_periods import drop_other_periods
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.facts import Facts, Frame, SheetReceipt
from kpicalc.model.fault import Fault
from kpicalc.model.program import Program
from tests.facts.builders import MARCH, show
from tests.facts.corpus.cells import tell_cells, tell_hours
from tests.facts.corpus.corpus import Case, shorten
from tests.facts.corpus.headings import (
    tell_headings,
    tell_signs,
    tell_stages,
    tell_titles,
    tell_wanted,
)
from tests.facts.corpus.sheets import make_workbook
from tests.facts.corpus.statements import tell_statement
from tests.facts.corpus.texts import tell_format, tell_text, tell_words
from tests.facts.corpus.workbooks import tell_workbook


def tell_case(case: Case, folder: Path) -> Mapping[str, Sequence[str]]:
    """Return what is told of each filling of a case."""
    tell = _TOLD[case.asked]
    words = case.title.partition(" |")[0].split() if "." in case.title.split()[0] else []
    with ExitStack() as stack:
        for name, number in zip(words[::2], words[1::2], strict=True):
            whole = name if name.startswith("tests.") else f"kpicalc.facts.{name}"
            stack.enter_context(mock.patch(whole, int(number)))
        return shorten({each: list(tell(*case.fill(each), folder)) for each in case.fillings})


@cache
def _compile(text: str) -> Program:
    compiled = compile_text(text, "scheme.yaml", MARCH)
    assert compiled.value is not None, (text, show(compiled.diagnostics))
    return compiled.value


def _tell(text: str, schemes: tuple[str, ...], folder: Path) -> Iterator[str]:
    programs = tuple(map(_compile, schemes))
    made = make_workbook(text, folder)
    assert made.value is not None, show(made.diagnostics)
    chosen = drop_other_periods(made.value, MARCH, programs)
    yield from map(_tell_problem, chosen.diagnostics)
    if chosen.value is None:
        return
    yield from (f"left out {each.place}: {each.reason}" for each in chosen.value.left_out)
    loaded = load_facts(programs, chosen.value)
    told: dict[Diagnostic, None] = dict.fromkeys(loaded.diagnostics)
    for program, facts in loaded.value or ():
        yield from _tell_facts(program.scheme if len(programs) > 1 else "", facts)
        told |= dict.fromkeys(_find_causes(facts))
    yield from map(_tell_problem, told)


def _tell_period(text: str, _: tuple[str, ...], folder: Path) -> Iterator[str]:
    made = make_workbook(text, folder)
    assert made.value is not None, show(made.diagnostics)
    found = find_period(made.value)
    yield from map(_tell_problem, found.diagnostics)
    yield from () if found.value is None else [f"{found.value[0]} of {found.value[1]}"]


def _tell_encoding(text: str, _: tuple[str, ...], folder: Path) -> Iterator[str]:
    made = make_workbook(text, folder)
    yield from map(_tell_problem, made.diagnostics)
    for sheet in () if made.value is None else made.value.sheets:
        yield f"{sheet.reader}: {'; '.join(str(cell) for row in sheet.head for cell in row)}"


def _tell_receipts(text: str, schemes: tuple[str, ...], folder: Path) -> Iterator[str]:
    """Yield the receipts to the last field, where each value stands, and whether names alone tied rows."""
    programs = tuple(map(_compile, schemes))
    made = make_workbook(text, folder)
    assert made.value is not None, show(made.diagnostics)
    loaded = load_facts(programs, made.value)
    yield from map(_tell_problem, loaded.diagnostics)
    for program, facts in loaded.value or ():
        yield f"{program.scheme}: {'by name ' * facts.by_name}{facts.digest}"
        yield from map(str, facts.receipts)
        for frame in facts.frames.values():
            for name in frame.columns:
                cells = (frame.cell(name, row) for row in range(frame.size))
                yield f"{frame.grain}.{name}: {', '.join(map(str, cells))}"


_TOLD = {
    "facts": _tell,
    "receipts": _tell_receipts,
    "small": _tell,
    "period": _tell_period,
    "encoding": _tell_encoding,
    "workbook": tell_workbook,
    "statement": tell_statement,
    "text": tell_text,
    "format": tell_format,
    "words": tell_words,
    "hours": tell_hours,
    "cells": tell_cells,
    "headings": tell_headings,
    "stages": tell_stages,
    "titles": tell_titles,
    "signs": tell_signs,
    "wanted": tell_wanted,
}


def _find_causes(facts: Facts) -> Iterator[Diagnostic]:
    """Yield why values cannot be had: of those that only may be asked for it is told nowhere else."""
    columns = chain.from_iterable(frame.columns.values() for frame in facts.frames.values())
    for value in chain.from_iterable(columns):
        yield from value.causes if isinstance(value, Fault) else ()


def _tell_facts(scheme: str, facts: Facts) -> Iterator[str]:
    for frame in facts.frames.values():
        if frame.origin is not None or frame.taken:
            yield from _tell_rows(f"{scheme} {frame.grain}".strip(), frame, facts)
    yield from chain.from_iterable(map(_tell_receipt, facts.receipts))
    yield from (f"left row {each.place} {each.key} {each.day}" for each in facts.left_rows)
    if facts.opening is not None:
        yield from _tell_rows("opening", facts.opening, facts)


def _tell_rows(called: str, frame: Frame, facts: Facts) -> Iterator[str]:
    yield f"{called}: {', '.join(frame.columns)}"
    yield from (f"cut: {name}" for name in sorted(frame.cut))
    above = next((each for each in facts.frames.values() if frame.parents and each.grain != "company"), None)
    for row in range(frame.size):
        who = [frame.keys[row]] if frame.keys else []
        who += [frame.labels[row]] if frame.labels and frame.labels[row] != frame.keys[row] else []
        if above is not None and frame.parents[row] < len(above.keys) and above is not frame:
            who += [f"of {above.keys[frame.parents[row]]}"]
        if frame.superiors:
            who += [f"below {frame.superiors[row]}"]
        values = [_show(column[row]) + _tell_past(frame, name, row) for name, column in frame.columns.items()]
        yield f"{frame.row_place(row)} {' '.join(who)}: {'; '.join(values)}"


def _tell_past(frame: Frame, column: str, row: int) -> str:
    past = frame.past(column, row)
    if past is not None:
        return f" of {past.key} in {past.period} {past.scheme}.{past.name}"
    return f" at {frame.taken[column][row]}" if row in frame.taken.get(column, {}) else ""


def _show(value: object) -> str:
    if isinstance(value, Fault):
        return f"!{' + '.join(each.code for each in value.causes)}"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _tell_receipt(receipt: SheetReceipt) -> Iterator[str]:
    place = f"{receipt.file}{'!' * bool(receipt.sheet)}{receipt.sheet}"
    roles = ", ".join(f"{each.role} {each.column}{'?' * (not each.obvious)}" for each in receipt.roles)
    yield f"{receipt.grain} of {place}: {receipt.rows_read} rows below {receipt.header_row}, {roles}"
    for each in receipt.columns:
        if each.total is not None or each.printed_total is not None:
            printed = "" if each.printed_total is None else f", printed {_show(each.printed_total)}"
            texts = f", {each.from_text} from texts" if each.from_text else ""
            yield f"{each.name} «{each.heading}» {each.column}: {each.total}{printed}{texts}{each.unit}"
    for gone in receipt.skipped:
        rows = ", ".join(map(str, gone.rows))
        yield f"{gone.reason}: {rows}" + f", {gone.figures} with figures" * bool(gone.figures) + gone.pattern
    if receipt.hidden_rows:
        yield f"hidden: {', '.join(map(str, receipt.hidden_rows))}"


def _tell_problem(problem: Diagnostic) -> str:
    labels = [each for each in (problem.primary, *problem.others) if each is not None]
    places = [f"{each.place}{' ' * bool(each.note)}{each.note}" for each in labels]
    params = ", ".join(f"{name} {value}" for name, value in problem.params)
    return f"{problem.code} {problem.severity} {' + '.join(places)}: {params}".replace("\n", "⏎")
