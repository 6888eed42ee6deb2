"""What a run leaves to the book: its named values by grain, its pay line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import cast

from kpicalc.facts.packed import PackedNumbers
from kpicalc.model.facts import BLOCK_ROWS, Frame
from kpicalc.model.fault import Value
from kpicalc.model.kind import NUMERIC
from kpicalc.model.month import KeptColumn, KeptFile, KeptRows, MonthContent, PaidAmount, PaidLine
from kpicalc.model.outline import LineKind
from kpicalc.model.program import COMPANY, EMPLOYEES, Variable
from kpicalc.model.result import Run, Settlement, Values
from kpicalc.months.column_texts import write_column, write_cut_numbers, write_exact_numbers
from kpicalc.months.month_digests import number_parts


def make_content(run: Run, files: tuple[KeptFile, ...]) -> MonthContent:
    """Return all that is kept of a run: of grains whose rows have keys, every value there is."""
    settled = run.settlements
    return MonthContent(
        files,
        tuple(rows for each in settled for rows in _rows_of(each)),
        list_named_values(run),
        tuple(line for each in settled for line in _lines_of(each)),
    )


def list_named_values(run: Run) -> tuple[KeptColumn, ...]:
    """Return the named values of a run, as the book would keep them."""
    return tuple(column for each in run.settlements for column in _columns_of(each))


def _kept_frames(settlement: Settlement) -> dict[str, Frame]:
    """Return the frames whose rows can be found again: the company has one row, others have keys."""
    frames = settlement.facts.frames
    return {grain: frame for grain, frame in frames.items() if frame.keys or grain == COMPANY}


def _rows_of(settlement: Settlement) -> Iterator[KeptRows]:
    for grain, frame in _kept_frames(settlement).items():
        # The company has one row, which nothing needs to tell from others.
        named = grain != COMPANY
        keys = tuple(frame.keys) if named else ("",) * frame.size
        labels = tuple(frame.labels) if named else keys
        yield KeptRows(settlement.program.scheme, grain, keys, labels)


def _columns_of(settlement: Settlement) -> Iterator[KeptColumn]:
    """Yield the facts and values of a scheme; what a line pays is kept as pay."""
    program, frames, values = settlement.program, _kept_frames(settlement), settlement.values
    paid = {(EMPLOYEES, line.variable) for line in program.pay_lines if line.variable == line.name}
    for each in program.inputs:
        frame = None if each.shown_only else frames.get(each.grain)
        packed = None if frame is None else frame.columns.get(each.name)
        if frame is not None and packed is not None:
            text = _write_facts(packed, frame.size)
            yield KeptColumn(program.scheme, each.grain, each.name, each.kind, text)
    for variable in program.variables():
        column = values.columns.get(variable.key) if variable.grain in frames else None
        if column is not None and variable.key not in paid:
            written = _writer_for(variable, values)(column)
            yield KeptColumn(program.scheme, variable.grain, variable.name, variable.kind, written)


def _writer_for(variable: Variable, values: Values) -> Callable[..., bytes]:
    """Return what writes the column of a variable quickest: the engine knows which numbers are plain."""
    if variable.kind not in NUMERIC or variable.key in values.faulty:
        return write_column
    return write_cut_numbers if variable.key in values.cut else write_exact_numbers


def _write_facts(packed: Sequence[Value], size: int) -> bytes:
    """Write a column as it was read: numbers are packed as the text that is kept."""
    if isinstance(packed, PackedNumbers):
        text = packed.text()
        if text is not None:
            return text.encode()
    return write_column(
        value for start in range(0, size, BLOCK_ROWS) for value in packed[start : start + BLOCK_ROWS]
    )


def _lines_of(settlement: Settlement) -> Iterator[PaidLine]:
    program, columns = settlement.program, settlement.values.columns
    for line in program.pay_lines:
        column = columns[EMPLOYEES, line.variable]
        money = line.kind.traits.money
        plain = set(map(type, column)) == {Decimal}
        amounts = cast("Sequence[Decimal]", column) if plain else tuple(map(_amount, column))
        if line.kind is LineKind.RETRO:
            # It is a line of those only whose month was corrected.
            amounts = tuple(each or None for each in amounts)
        currency = program.currency if money else ""
        yield PaidLine(program.scheme, line.name, line.label, line.kind, currency, amounts)


def _amount(value: Value) -> Decimal | None:
    """Return what is paid or counted; a right that holds counts as one."""
    if isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, Decimal) else None


def list_paid(run: Run) -> tuple[PaidAmount, ...]:
    """Return what a run pays, person by person and line by line, as the book would keep it."""
    return tuple(amount for each in run.settlements for amount in _paid_in(each))


def _paid_in(settlement: Settlement) -> Iterator[PaidAmount]:
    frame = settlement.facts.frames[EMPLOYEES]
    shown = frozenset(settlement.rows)
    people = [
        (key, "" if label == key else label, part)
        for key, label, part in zip(frame.keys, frame.labels, number_parts(frame.keys), strict=True)
    ]
    for line in _lines_of(settlement):
        for row, ((key, name, part), amount) in enumerate(zip(people, line.amounts, strict=True)):
            if amount is not None and row in shown:
                named = (line.scheme, key, name, part, line.name, line.label, line.kind, line.currency)
                yield PaidAmount(*named, amount)
