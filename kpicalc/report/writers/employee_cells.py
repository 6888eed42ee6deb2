"""What the JSON of employees is made of: texts of many rows at once, what is the same written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import repeat
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import cast

from kpicalc.engine.breakdown import without_factors
from kpicalc.engine.column import Column
from kpicalc.engine.kinds import tell_kinds
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import Expr, Operand, Reference
from kpicalc.model.facts import Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.outline import PayLine
from kpicalc.model.program import EMPLOYEES, Program, Role, Variable
from kpicalc.model.result import Settlement
from kpicalc.model.source import CellRef, column_letters
from kpicalc.report.writers.plain import write_amounts, write_numbers, write_plainly

# A part of the text: the same for all rows, or one for each of them.
Part = str | Sequence[str]

# Other letters than ASCII stay as they are.
quote = JSONEncoder(ensure_ascii=False).encode
quote_text = encode_basestring


def fill_rows(parts: Iterable[Part], size: int) -> Iterator[bytes]:
    """Yield the text of each row as UTF-8, its parts put together; no text of a column has lines.

    >>> list(fill_rows(["a ", ["1", "2"], "%"], 2))
    [b'a 1%', b'a 2%']
    """
    # To put bytes together takes a quarter of what it takes for texts of other letters than ASCII. Many
    # columns stand in several places.
    listed = _join_neighbours(parts)
    columns = {id(each): each for each in listed if not isinstance(each, str)}
    encoded = {key: encode_text("\n".join(each)).split(b"\n") for key, each in columns.items()}
    filled = [
        repeat(encode_text(each), size) if isinstance(each, str) else encoded[id(each)] for each in listed
    ]
    return map(b"".join, zip(*filled, strict=True))


def encode_text(text: str) -> bytes:
    """Return a text of JSON as UTF-8; a lone surrogate is written as the escape that JSON has for it."""
    return text.encode("utf-8", "backslashreplace")


def choose_rows(chosen: Iterable[tuple[Sequence[int], Iterable[Part]]], size: int) -> Iterator[Part]:
    """Yield the parts of all rows where some are written one way and some another: by their places.

    >>> list(choose_rows([((0, 2), ["a"]), ((1,), ["b", ["1", "2", "3"]])], 3))
    [['a', 'b2', 'a']]
    """
    texts = [""] * size
    for places, parts in chosen:
        if len(places) == size:
            yield from parts
            return
        pieces = [
            repeat(each) if isinstance(each, str) else [each[at] for at in places]
            for each in _join_neighbours(parts)
        ]
        for at, written in zip(places, map("".join, zip(*pieces, strict=False)), strict=False):
            texts[at] = written
    yield texts


def chain_parts(several: Iterable[Iterable[Part]]) -> Iterator[Part]:
    """Yield the parts of several texts with a comma between them."""
    for number, parts in enumerate(several):
        if number:
            yield ", "
        yield from parts


def _join_neighbours(parts: Iterable[Part]) -> list[Part]:
    """Return the parts, those that are the same for all rows as one where they stand side by side."""
    joined: list[Part] = []
    for each in parts:
        if joined and isinstance(each, str) and isinstance(joined[-1], str):
            joined[-1] += each
        else:
            joined.append(each)
    return joined


class FigureTexts:
    """Writes the figures of a block; a column that is shown several times is written once."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._written: dict[tuple[int, Kind], tuple[Sequence[Value], Sequence[Part]]] = {}
        # By the number as an object, which is kept: a score is the attainment, a part the score.
        self._numbers: dict[int, str] = {}
        self._kept: list[Sequence[Value]] = []

    def of(self, column: Column, kind: Kind) -> Iterator[Part]:
        """Yield the kind of a column, and its values: codes of problems beside what is not computed."""
        yield f'"kind": "{kind}", "value": '
        values = column.values
        if column.constant or _is_one_object(values):
            yield self._write(values[0], kind)
            return
        place = id(values), kind
        if place not in self._written:
            self._written[place] = values, self._write_all(values, kind)
        yield from self._written[place][1]

    def _write_all(self, values: Sequence[Value], kind: Kind) -> tuple[Part, ...]:
        if set(map(type, values)) != {Decimal}:
            return ([self._write(each, kind) for each in values],)
        if kind is Kind.MONEY:
            return '"', write_amounts(values, self._currency, ""), '"'
        listed, known = list(values), self._numbers
        objects = list(map(id, listed))
        texts = list(map(known.get, objects))
        if None in texts:
            self._kept.append(listed)
            fresh = [each for each, text in zip(listed, texts, strict=True) if text is None]
            known.update(zip(map(id, fresh), write_numbers(fresh), strict=True))
            texts = list(map(known.get, objects))
        return '"', cast("list[str]", texts), '"'

    def _write(self, value: Value, kind: Kind) -> str:
        written = quote(write_plainly(value, kind, self._currency))
        if isinstance(value, Fault):
            return f'{written}, "fault": {quote([cause.code for cause in value.causes])}'
        return written


def _is_one_object(values: Sequence[Value]) -> bool:
    return values[0] is values[-1] and len(set(map(id, values))) == 1


class EmployeeCells:
    """Writes the places of a block of employees: most stand in one sheet, so that only their rows differ."""

    def __init__(self, settlement: Settlement, rows: Sequence[int]) -> None:
        self._settlement = settlement
        self._rows = rows
        self._frame = settlement.facts.frames[EMPLOYEES]
        found = [] if self._frame.origin is None else list(map(self._frame.origin.find, rows))
        self._sheet = found[0][0] if found and all(each is found[0][0] for each, _ in found) else None
        self._numbers = [str(number or "") for _, number in found]
        self._written: dict[Reference, tuple[Part, ...]] = {}

    def own_rows(self) -> Iterator[Part]:
        """Yield the places of the rows themselves."""
        if self._sheet is None:
            yield [_write_place(self._frame.row_place(row)) for row in self._rows]
        else:
            yield from self._in_sheet(0)

    def of_input(self, operand: Reference) -> tuple[Part, ...]:
        """Return the cells of an input: of the employees' rows, or of the rows above that the name means."""
        if operand not in self._written:
            self._written[operand] = tuple(self._find(operand))
        return self._written[operand]

    def _find(self, operand: Reference) -> Iterator[Part]:
        frames, name = self._settlement.facts.frames, operand.name
        frame = frames.get(operand.grain)
        if frame is None or not _may_have_cells(frame, name):
            yield "null"
        elif frame is self._frame and self._sheet is not None and name not in frame.taken:
            column = self._sheet.columns.get(name)
            yield from ("null",) if column is None else self._in_sheet(column)
        else:
            yield list(map(self._cell_finder(operand), self._rows))

    def _in_sheet(self, column: int) -> Iterator[Part]:
        sheet = self._sheet
        if sheet is not None:
            place = f'"file": {quote(sheet.file)}, "sheet": {quote(sheet.sheet)}'
            yield f'{{{place}, "cell": "{column_letters(column)}'
            yield self._numbers
            yield '"}'

    def _cell_finder(self, operand: Reference) -> Callable[[int], str]:
        """Return what writes the cell for an employee's row; a row above is looked up once."""
        frame, written = self._settlement.facts.frames[operand.grain], dict[int | None, str]()

        def find(row: int) -> str:
            at = _row_above(self._settlement, operand.grain, row)
            if at not in written:
                written[at] = "null" if at is None else _write_place(frame.cell(operand.name, at))
            return written[at]

        return find


def _may_have_cells(frame: Frame, name: str) -> bool:
    sheets = () if frame.origin is None else frame.origin.sheets
    return name in frame.taken or any(name in each.columns for each in sheets)


def _write_place(place: CellRef | None) -> str:
    if place is None:
        return "null"
    cell = f"{column_letters(place.column)}{place.row or ''}"
    return f'{{"file": {quote(place.file)}, "sheet": {quote(place.sheet)}, "cell": "{cell}"}}'


def _row_above(settlement: Settlement, wanted: str, row: int) -> int | None:
    """Return the row of a table that an employee's row belongs to."""
    if wanted == EMPLOYEES:
        return row
    frames = settlement.facts.frames
    for grain in settlement.program.ancestors(EMPLOYEES):
        if grain not in frames:
            return None
        if grain == wanted:
            return row
        row = frames[grain].parents[row] if frames[grain].parents else 0
    return None


# Values and what pay lines and limits are made of.
_NAMED = frozenset({Role.VALUE, Role.PAY_LINE, Role.GROUP, Role.LIMIT})


class SchemeTexts:
    """Formulas and names of a scheme as texts of JSON."""

    def __init__(self, settlement: Settlement) -> None:
        program = settlement.program
        self.settlement = settlement
        self.program = program
        self.kind_of = tell_kinds(program)
        self.named = [(each, _head_value(each)) for each in _named_values(program)]
        # By the formula as an object: these are parts of the program, the same for every employee.
        self._formulas: dict[int, tuple[Expr, str]] = {}
        self._operands: dict[int, tuple[Operand, str, Kind]] = {}
        self._unstopped: dict[str, Expr] = {}

    def formula(self, expr: Expr) -> str:
        """Return a formula as text."""
        if id(expr) not in self._formulas:
            self._formulas[id(expr)] = expr, quote(print_formula(expr, None, EMPLOYEES))
        return self._formulas[id(expr)][1]

    def operand(self, operand: Operand) -> tuple[str, Kind]:
        """Return what an operand is called, and its kind."""
        if id(operand) not in self._operands:
            self._operands[id(operand)] = operand, self._head(operand), self.kind_of(operand)
        return self._operands[id(operand)][1:]

    def unstopped(self, line: PayLine, expr: Expr) -> Expr:
        """Return the formula of a line without its stop-factors."""
        if line.variable not in self._unstopped:
            self._unstopped[line.variable] = without_factors(expr, frozenset(line.stop_factors))
        return self._unstopped[line.variable]

    def _head(self, operand: Operand) -> str:
        if isinstance(operand, Reference):
            return f'"grain": {quote(operand.grain)}, "name": {quote(operand.name)}'
        return f'"formula": {self.formula(operand)}'


def _head_value(variable: Variable) -> str:
    parts = {"grain": variable.grain, "name": variable.name, "label": variable.label}
    return quote(parts)[1:-1]


def _named_values(program: Program) -> tuple[Variable, ...]:
    """Return the values of the scheme, the parameters that depend on the employee, and parts of lines."""
    lines, grains = {line.variable for line in program.pay_lines}, program.ancestors(EMPLOYEES)
    return tuple(
        each
        for each in program.variables()
        if each.grain in grains
        and each.name not in lines
        and (each.role in _NAMED or (each.role is Role.PARAMETER and each.grain == EMPLOYEES))
    )
