"""Sheets made of lines of text: those of text files are written and read, others are made in memory.

In a workbook a cell is a number, a day (`2026-03-05`), a length of time (`[10:30]`), a percent (`12%`), a
truth value or an error where it looks so, else a text; `'` before it makes it one, and behind it may stand a
number format in braces. A row may begin with signs and a blank: `+` for each level of an outline, `~` where
it is hidden, `×` where a cell of it is struck out, `^` where its first cell is merged over all, `‖`
where it is merged over that below, `·` where it is merged over itself alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path

from kpicalc.facts.number_format import read_format
from kpicalc.facts.read_csv import read_csv
from kpicalc.facts.read_openpyxl import SlowSheet, slow_blocks, slow_head
from kpicalc.facts.workbook import Broken, Merge, Percent, Raw, RowBlock, Sheet, ShownFormat, Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, rename_files
from kpicalc.model.history import ClosedPeriod, History
from kpicalc.model.kind import Kind
from kpicalc.model.period import parse_period
from kpicalc.model.program import COMPANY, EMPLOYEES

_HEAD = re.compile(r"^\[(.+)\]$", re.MULTILINE)
_SIGNS = re.compile(r"([+~×^‖·]+) ")
_NUMBER, _PERCENT = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?"), re.compile(r"(-?[\d.]+)%")
_LENGTH, _ERROR = re.compile(r"\[(\d+):(\d\d)\]"), re.compile(r"#[A-Z/0]+[!?A]")
_FORMAT = re.compile(r"\{(.+)\}$")


def cut_parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands below each name in brackets."""
    _, *parts = _HEAD.split(text)
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        yield name, body.removeprefix("\n").removesuffix("\n")


def make_workbook(text: str, folder: Path) -> Checked[Workbook]:
    """Make the workbook of all files and sheets of a text, in order, with the closed periods of it."""
    sheets: list[Sheet] = []
    closed: list[ClosedPeriod] = []
    problems: list[Diagnostic] = []
    for name, body in cut_parts(text):
        lines = body.split("\n")
        if " closed" in name:
            closed.append(_make_closed(name.split(), lines))
            continue
        made = _make_sheet(*name.split("!"), lines=lines, folder=folder)
        problems += made.diagnostics
        sheets += [] if made.value is None else [_cut_up(made.value)]
    workbook = Workbook(tuple(sheets), history=History(tuple(closed)))
    return Checked(None if problems else workbook, tuple(problems))


# Files are read in blocks of thousands of rows, all of one here: what goes on from block to block is seen so.
_BLOCK = 2


def _cut_up(sheet: Sheet) -> Sheet:
    """Let a sheet be read in blocks of a few rows."""
    return replace(sheet, read_after=lambda row: chain.from_iterable(map(_cut, sheet.read_after(row))))


def _cut(block: RowBlock) -> Iterator[RowBlock]:
    for start in range(0, len(block.numbers), _BLOCK):
        rows = slice(start, start + _BLOCK)
        numbers = block.numbers[rows]
        ragged = {number: fields for number, fields in block.ragged.items() if number in numbers}
        yield RowBlock(numbers, [cells[rows] for cells in block.columns], ragged)


def _make_closed(words: list[str], lines: list[str]) -> ClosedPeriod:
    """Make a closed period of employees: `2026-02 closed SCHEME CURRENCY`, `apart` in another department.

    With `company` it is one of the company, whose row has no number and no name.
    """
    heads, *rows = [line.split(";") for line in lines]
    keys, names, *columns = zip(*rows, strict=True) if rows else [()] * len(heads)
    parted = [head.partition(" ")[::2] for head in heads[2:]]
    period = parse_period(words[0])
    assert period is not None
    grain = COMPANY if "company" in words else EMPLOYEES
    return ClosedPeriod(
        words[2],
        period,
        {grain: keys},
        {grain: names},
        {(grain, name): Kind(kind) for name, kind in parted},
        {
            (grain, name): [Decimal(each) if each else None for each in column]
            for (name, _), column in zip(parted, columns, strict=True)
        },
        "apart" in words,
        words[3],
    )


def _make_sheet(file: str, sheet: str = "", *, lines: list[str], folder: Path) -> Checked[Sheet]:
    """Make a sheet of a workbook, or write and read a text file: `a.csv in cp1251` in that encoding."""
    if sheet:
        name = sheet.removesuffix(" hidden")
        return Checked(replace(_make_plain_sheet(file, name, lines), hidden=name != sheet))
    name, _, encoding = file.partition(" in ")
    (folder / name).write_bytes("".join(f"{line}\n" for line in lines).encode(encoding or "utf-8"))
    read = read_csv(folder / name, name)
    return replace(read, diagnostics=tuple(rename_files(each, lambda _: name) for each in read.diagnostics))


def _make_plain_sheet(file: str, name: str, lines: list[str]) -> Sheet:
    rows: dict[int, dict[int, Raw]] = {}
    signs: dict[int, str] = {}
    formatted: dict[tuple[int, str], list[int]] = {}
    for number, line in enumerate(lines, start=1):
        found = _SIGNS.match(line)
        signs[number] = found[1] if found else ""
        texts = line[found.end() if found else 0 :].split(";")
        for column, text in enumerate(texts, start=1):
            if shown := _FORMAT.search(text):
                formatted.setdefault((column, shown[1]), []).append(number)
        cells = [read_cell(_FORMAT.sub("", each)) for each in texts]
        if any(cell != "" for cell in cells):
            rows[number] = {column: cell for column, cell in enumerate(cells, start=1) if cell != ""}
    width = max(max(row) for row in rows.values())
    marked = {sign: [number for number, each in signs.items() if sign in each] for sign in "+~×^‖·"}
    slow = SlowSheet(
        rows,
        tuple(marked["~"]),
        (
            *(Merge(number, 1, number, width) for number in marked["^"]),
            *(Merge(row, 1, row + down, 1) for sign, down in (("‖", 1), ("·", 0)) for row in marked[sign]),
        ),
        frozenset(marked["×"]),
        dict(_show_formats(formatted)),
    )
    return Sheet(
        file,
        name,
        file.partition(".")[0],
        "memory",
        "",
        hidden=False,
        head=slow_head(slow),
        read_after=lambda row: slow_blocks(slow, row),
        hidden_rows=slow.hidden_rows,
        struck_rows=slow.struck_rows,
        merges=slow.merges,
        levels={number: signs[number].count("+") for number in marked["+"]},
        formats=slow.formats,
    )


def _show_formats(
    formatted: Mapping[tuple[int, str], Sequence[int]],
) -> Iterator[tuple[int, tuple[ShownFormat, ...]]]:
    """Yield for each column the formats that show units, with their rows."""
    for column in dict.fromkeys(column for column, _ in formatted):
        codes = {code: rows for (at, code), rows in formatted.items() if at == column}
        marks = {code: mark for code in codes if (mark := read_format(code)) is not None}
        yield (
            column,
            tuple(ShownFormat(code, mark.mark, codes[code], mark.scaled) for code, mark in marks.items()),
        )


def read_cell(text: str) -> Raw:
    """Read what a cell of a line holds."""
    if text.startswith("'"):
        return text[1:]
    if text in {"TRUE", "FALSE"}:
        return text == "TRUE"
    if _NUMBER.fullmatch(text):
        return float(text) if {".", "e"} & {*text} else int(text)
    if found := _PERCENT.fullmatch(text):
        return Percent(float(found[1]) / 100)
    if found := _LENGTH.fullmatch(text):
        return timedelta(hours=int(found[1]), minutes=int(found[2]))
    try:
        return date.fromisoformat(text)
    except ValueError:
        return Broken(text) if _ERROR.fullmatch(text) else text.replace("␤", "\n")
