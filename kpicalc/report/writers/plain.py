"""Values, places, problems and receipts as plain data for other programs: one way to write each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import repeat
from typing import Any

from kpicalc import __version__
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text, sentence
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, ToldShare
from kpicalc.model.facts import ColumnRead, RoleRead, RowsSkipped, SheetReceipt
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, SHOWN, minor_unit
from kpicalc.model.period import Period
from kpicalc.model.source import CellRef, Place, Span, column_letters

Json = dict[str, object]

# Of every document but those that say another number themselves; it changes where what is written does.
FORMAT = 1


def begin_document() -> Json:
    """Begin a document with its format and the program that wrote it."""
    return {"kpicalc": {"format": FORMAT, "version": __version__}}


def dump_document(document: object) -> str:
    """Write a JSON document over several lines, its letters as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def encode_document(told: Json) -> Iterator[bytes]:
    """Yield a document that begins with its format, as UTF-8."""
    yield dump_document(begin_document() | told).encode()


@dataclass(frozen=True, slots=True)
class PlainRecords:
    """How records become plain data: by the names of their fields, but for those kept out of their `repr`.

    The fields named in `money` hold amounts of the currency. `shapes` describe the records that are told in
    another form than their own.
    """

    currency: str
    money: frozenset[str]
    shapes: Mapping[type, Callable[[Any, PlainRecords], object]]

    def describe_fields(self, record: object) -> Json:
        """Describe a record by all its fields."""
        described = self.describe(record)
        return described if isinstance(described, dict) else {}

    def describe(self, value: object, name: str = "") -> object:
        """Describe a record, several of them, or the value of a field."""
        shape = self.shapes.get(type(value))
        if shape is not None:
            return shape(value, self)
        match value:
            case Decimal() if name in self.money:
                return write_amount(value, self.currency) if self.currency else write_number(value)
            case tuple():
                return [self.describe(part, name) for part in value]
            case Period():
                return str(value)
            case CellRef() | Span():
                return describe_place(value)
            case _ if is_dataclass(value):
                names = [field.name for field in fields(value) if field.repr]
                return {name: self.describe(getattr(value, name), name) for name in names}
            case _:
                return to_plain(value)


def to_plain(value: object) -> object:
    """Return one value as plain data: figures and days as text."""
    match value:
        case Decimal():
            return write_number(value)
        case ToldShare(value=share):
            return write_number(share)
        case date():
            return value.isoformat()
        case tuple():
            return [to_plain(part) for part in value]
        case None | bool() | int():
            return value
        case _:
            return str(value)


def write_amount(amount: Decimal, currency: str) -> str:
    """Write an amount with all minor digits of its currency; further digits are kept.

    >>> write_amount(Decimal("1400"), "RUB"), write_amount(Decimal("0.125"), "RUB")
    ('1400.00', '0.125')
    """
    padded = _pad_minor_digits(amount, minor_unit(currency))
    return write_number(amount) if padded is None else f"{padded:f}"


def write_number(value: Decimal) -> str:
    """Write a number without exponent and without needless zeros; one that does not end with 50 digits.

    >>> write_number(Decimal("1E+3")), write_number(Decimal("0.50"))
    ('1000', '0.5')
    """
    text = f"{SHOWN.plus(value):f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_numbers(values: Sequence[Value]) -> list[str]:
    """Write a block of numbers as `write_number` does; all of them have to be numbers.

    >>> write_numbers([Decimal("0.25"), Decimal("1E+3"), Decimal("-0.0")])
    ['0.25', '1000', '0']
    """
    texts = map(str, map(SHOWN.plus, values))  # type: ignore[arg-type]
    return [
        text
        if (text[-1] != "0" or "." not in text) and "E" not in text
        else write_number(value)  # type: ignore[arg-type]
        if "E" in text
        else text.rstrip("0").rstrip(".")
        for text, value in zip(texts, values, strict=True)
    ]


def write_plainly(value: Value, kind: Kind, currency: str) -> str | bool | None:
    """Write a value for JSON: figures as text, flags as they are, None for what is not computed."""
    match value:
        case Fault():
            return None
        case Decimal():
            return write_amount(value, currency) if kind is Kind.MONEY else write_number(value)
        case bool() | str():
            return value
        case _:
            return value.isoformat()


def write_amounts(amounts: Sequence[Value], currency: str, fault: str) -> list[str]:
    """Write a block of amounts as `write_amount` does, and `fault` for what is not computed."""
    unit = minor_unit(currency)
    try:
        padded = list(map(CONTEXT.quantize, amounts, repeat(unit)))  # type: ignore[arg-type]
    except (TypeError, InvalidOperation):
        padded = []
    if padded == amounts:
        texts = list(map(str, padded))
        zero = str(unit - unit)
        return [zero if text == f"-{zero}" else text for text in texts] if f"-{zero}" in texts else texts
    return [write_amount(each, currency) if isinstance(each, Decimal) else fault for each in amounts]


def write_whole_amounts(numbers: Sequence[int], places: int, point: str) -> list[str]:
    """Write amounts in whole numbers of the minor unit, of which `places` digits are a fraction.

    >>> write_whole_amounts([140000, -5, 0], 2, "."), write_whole_amounts([7, -12], 0, ".")
    (['1400.00', '-0.05', '0.00'], ['7', '-12'])
    """
    if not places:
        return list(map(str, numbers))
    whole = 10**places
    ends = _ends_of(places, point)
    if min(numbers, default=0) < 0:
        return [f"{'-' * (each < 0)}{abs(each) // whole}{ends[abs(each) % whole]}" for each in numbers]
    return [f"{each // whole}{ends[each % whole]}" for each in numbers]


@cache
def _ends_of(places: int, point: str) -> list[str]:
    return [f"{point}{each:0{places}}" for each in range(10**places)]


def _pad_minor_digits(amount: Decimal, unit: Decimal) -> Decimal | None:
    try:
        padded = CONTEXT.quantize(amount, unit)
    except InvalidOperation:
        return None
    return CONTEXT.plus(padded) if padded == amount else None


def describe_place(place: Place | None) -> Json | None:
    """Describe a place by its parts; a cell also by its address."""
    match place:
        case None:
            return None
        case Span(file, line, column, end_line, end_column):
            return {
                "file": file,
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
            }
        case CellRef(file, sheet, row, column):
            address = f"{column_letters(column)}{row or ''}"
            return {"file": file, "sheet": sheet, "cell": address}
        case _:
            return {"file": place.file}


def describe_diagnostic(diagnostic: Diagnostic) -> Json:
    """Describe a problem: code, parameters, places, and its sentence in each language."""
    primary = diagnostic.primary
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "params": {name: to_plain(value) for name, value in diagnostic.params},
        "place": None if primary is None else describe_place(primary.place),
        "labels": [{"note": each.note, "place": describe_place(each.place)} for each in diagnostic.others],
        "sentence": {str(language): sentence(diagnostic, language) for language in Language},
        "help": {str(language): help_text(diagnostic, language) for language in Language},
    }


def describe_receipt(receipt: SheetReceipt) -> Json:
    """Describe what was read from a sheet and what was left out."""
    return {
        "file": receipt.file,
        "sheet": receipt.sheet,
        "sha256": receipt.sha256,
        "reader": receipt.reader,
        "grain": receipt.grain,
        "header_row": receipt.header_row,
        "rows_read": receipt.rows_read,
        "skipped": [_describe_skipped(each) for each in receipt.skipped],
        "hidden_rows": list(receipt.hidden_rows),
        "roles": [_describe_role(each) for each in receipt.roles],
        "columns": [_describe_column(each) for each in receipt.columns],
    }


def _describe_skipped(skipped: RowsSkipped) -> Json:
    said: Json = {"reason": skipped.reason, "rows": list(skipped.rows)}
    if skipped.pattern:
        said |= {"pattern": skipped.pattern, "rows_with_figures": skipped.figures}
    return said


def _describe_role(role: RoleRead) -> Json:
    return {"role": role.role, "heading": role.heading, "column": column_letters(role.column)}


def _describe_column(column: ColumnRead) -> Json:
    return {
        "name": column.name,
        "heading": column.heading,
        "column": column_letters(column.column),
        "control_sum": to_plain(column.total),
        "printed_total": to_plain(column.printed_total),
        "numbers_from_text": column.from_text,
    }
