"""What was read from the user's sheets by all schemes, what was left out, and the control sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_number, plural
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import ColumnRead, LeftOut, RowsOfOthers, RowsSkipped, SheetReceipt
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.source import CellRef, column_letters
from kpicalc.report.document import Block, Cell, Document, Heading, KeyValues, Paragraph, TableBlock, TableRow

# What fits on two lines of a screen; twelve digits tell any two files apart.
_RANGES = 8
_DIGEST = 12
_SUMS = 8
_SCHEMES = 4


def show_receipt_briefly(
    sheets: Sequence[SheetRead], language: Language, most: int | None = _SUMS
) -> Document:
    """Show a line for each sheet and a line with its control sums, or the first of them."""
    blocks: list[Block] = [Heading(phrase("receipt.title", language), level=2)]
    for sheet in sheets:
        blocks.append(Paragraph("; ".join(_sheet_parts(sheet, language))))
        blocks.extend(Paragraph(text) for text in _brief_sums(sheet.receipt.columns, language, most))
    return Document(tuple(blocks))


def show_receipt_in_lines(sheets: Sequence[SheetRead], language: Language) -> Document:
    """Show a line for each sheet; of its control sums only how many the total of the sheet confirms."""
    lines = ("; ".join((*_sheet_parts(each, language), *_proved(each, language))) for each in sheets)
    title = Heading(phrase("receipt.title", language), level=2)
    return Document((title, *map(Paragraph, lines)))


def _proved(sheet: SheetRead, language: Language) -> Iterator[str]:
    columns = sheet.receipt.columns
    proved = sum(each.total is not None and each.printed_total == each.total for each in columns)
    if proved:
        yield phrase("receipt.proved", language, count=proved)


def show_receipt_in_full(sheets: Sequence[SheetRead], language: Language) -> Document:
    """Show each sheet with its reader, digest, rows, and every column with its control sum."""
    blocks: list[Block] = []
    for sheet in sheets:
        blocks.append(Heading(_name_sheet(sheet.receipt), level=2))
        blocks.append(KeyValues(tuple(_sheet_pairs(sheet, language))))
        headings = (
            Cell(phrase("receipt.column", language)),
            Cell(phrase("receipt.heading", language)),
            Cell(phrase("receipt.field", language)),
            Cell(phrase("receipt.total", language), Kind.NUMBER),
            Cell(phrase("receipt.printed", language)),
            Cell(phrase("receipt.converted", language), Kind.COUNT),
        )
        columns = TableBlock(headings, tuple(_column_row(each, language) for each in sheet.receipt.columns))
        blocks.append(columns)
    return Document(tuple(blocks))


def show_left_out(left_out: Sequence[LeftOut], language: Language) -> Document:
    """Show a line for each file and sheet that was not read, with the reason."""
    lines = (phrase(f"left_out.{each.reason}", language, place=str(each.place)) for each in left_out)
    return Document(tuple(map(Paragraph, lines)))


def list_rows(rows: Sequence[int]) -> str:
    """Write row numbers with runs joined: "3, 5–9"; a long list is cut with "…".

    >>> list_rows((7, 3, 5, 6, 9, 8))
    '3, 5–9'
    """
    runs = [
        [row for _, row in run]
        for _, run in groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0])
    ]
    written = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return ", ".join(written[:_RANGES]) + (" …" if len(written) > _RANGES else "")


def _name_sheet(receipt: SheetReceipt) -> str:
    return str(CellRef(receipt.file, receipt.sheet))


def _sheet_parts(sheet: SheetRead, language: Language) -> Iterator[str]:
    receipt = sheet.receipt
    few = len(sheet.schemes) <= _SCHEMES
    schemes = _list_schemes(sheet) if few else f" ({plural(len(sheet.schemes), 'count.schemes', language)})"
    rows = plural(receipt.rows_read, "count.rows", language) + schemes
    yield phrase("receipt.sheet", language, place=_name_sheet(receipt), rows=rows)
    encoding = _other_encoding(receipt.reader)
    if encoding:
        yield phrase("receipt.encoding", language, encoding=encoding)
    if receipt.skipped:
        yield phrase("receipt.skipped", language, skipped=_list_skipped(receipt, language))
    for role in receipt.roles:
        if not role.obvious:
            yield phrase(f"receipt.taken.{role.role}", language, heading=role.heading)
    if receipt.hidden_rows:
        yield phrase("receipt.hidden", language, rows=list_rows(receipt.hidden_rows))
    converted = [f"{each.heading} {each.from_text}" for each in receipt.columns if each.from_text]
    if converted:
        yield phrase("receipt.from_text", language, columns=", ".join(converted))
    for unit in dict.fromkeys(each.unit for each in receipt.columns if each.unit):
        columns = ", ".join(each.heading for each in receipt.columns if each.unit == unit)
        yield phrase(f"receipt.unit.{unit}", language, columns=columns)


def _list_schemes(sheet: SheetRead) -> str:
    listed = ", ".join(f"{scheme} {rows}" for scheme, rows in sheet.schemes)
    return f" ({listed})" if listed else ""


def _other_encoding(reader: str) -> str:
    """Return the encoding of a text file where it is not UTF-8: it was found by its letters, or named."""
    kind, _, rest = reader.partition(" ")
    encoding = rest.partition(" ")[0]
    return encoding if kind == "csv" and not encoding.startswith("utf-8") else ""


def _list_skipped(receipt: SheetReceipt, language: Language) -> str:
    return ", ".join(_show_skipped(each, language) for each in receipt.skipped)


def _show_skipped(skipped: RowsSkipped, language: Language) -> str:
    """Name the reason and the rows, and for a pattern of the scheme also how many of them hold numbers."""
    reason = phrase(f"skipped.{skipped.reason}", language)
    if skipped.pattern:
        reason += f" `{skipped.pattern}`"
        if skipped.figures:
            reason += f", {phrase('receipt.with_figures', language, count=skipped.figures)}"
    return f"{list_rows(skipped.rows)} ({reason})"


def _brief_sums(columns: Sequence[ColumnRead], language: Language, most: int | None) -> Iterator[str]:
    """Yield the sums that the total of the sheet confirms, then the others; those over `most` are counted."""
    summed = [each for each in columns if each.total is not None]
    proved = [each for each in summed if each.printed_total == each.total]
    others = [each for each in summed if each.printed_total != each.total]
    for key, group in (("receipt.sums_agree", proved), ("receipt.sums", others)):
        if group:
            shown = ", ".join(_brief_sum(each, language) for each in group[:most])
            rest = 0 if most is None else len(group) - most
            more = phrase("receipt.more_sums", language, count=rest) if rest > 0 else ""
            yield f"{phrase(key, language)}: {shown}{more}"


def _brief_sum(column: ColumnRead, language: Language) -> str:
    total = "" if column.total is None else format_number(column.total, language)
    said = phrase("receipt.sum", language, name=column.heading, total=total)
    agreement = "" if column.printed_total == column.total else _say_agreement(column, language)
    return f"{said} ({agreement})" if agreement else said


def _say_agreement(column: ColumnRead, language: Language) -> str:
    if column.printed_total is None:
        return ""
    if column.printed_total == column.total:
        return phrase("receipt.agrees", language)
    return phrase("receipt.agrees_with_rest", language, printed=column.printed_total)


def _sheet_pairs(sheet: SheetRead, language: Language) -> Iterator[tuple[str, str]]:
    receipt = sheet.receipt
    yield phrase("receipt.reader", language), receipt.reader
    yield phrase("receipt.sha256", language), f"{receipt.sha256[:_DIGEST]}…"
    yield phrase("receipt.header", language), str(receipt.header_row)
    for role in receipt.roles:
        yield phrase(f"role_read.{role.role}", language), f"{column_letters(role.column)} {role.heading}"
    yield phrase("receipt.rows", language), f"{receipt.rows_read}{_list_schemes(sheet)}"
    if receipt.skipped:
        yield phrase("receipt.left_out", language), _list_skipped(receipt, language)
    if receipt.hidden_rows:
        yield phrase("receipt.hidden_rows", language), list_rows(receipt.hidden_rows)


def _column_row(column: ColumnRead, language: Language) -> TableRow:
    total = "" if column.total is None else format_number(column.total, language)
    return TableRow(
        (
            Cell(column_letters(column.column)),
            Cell(column.heading),
            Cell(f"{column.name} (unit: {column.unit})" if column.unit else column.name),
            Cell(total, Kind.NUMBER),
            Cell(_say_agreement(column, language)),
            Cell(str(column.from_text or ""), Kind.COUNT),
        )
    )


_OTHERS = "other_scheme"


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet as all schemes together read it; `schemes` has each and its rows where they share them."""

    receipt: SheetReceipt
    schemes: tuple[tuple[str, int], ...] = ()


def join_receipts(read: Iterable[tuple[str, SheetReceipt]]) -> tuple[SheetRead, ...]:
    """Join the receipts of each sheet, given with the names of their schemes."""
    groups: dict[tuple[str, str, str], dict[str, SheetReceipt]] = {}
    for scheme, receipt in read:
        groups.setdefault((receipt.file, receipt.sheet, receipt.grain), {})[scheme] = receipt
    return tuple(_join_receipts(group) for group in groups.values())


def _join_receipts(group: dict[str, SheetReceipt]) -> SheetRead:
    receipts = list(group.values())
    columns = tuple(sorted(_join_columns(receipts), key=lambda each: each.column))
    roles = tuple(dict.fromkeys(role for each in receipts for role in each.roles))
    if not any(each.reason == _OTHERS for receipt in receipts for each in receipt.skipped):
        # All schemes read the same rows: the company, the teams, or the rows of a single scheme.
        return SheetRead(replace(receipts[0], columns=columns, roles=roles))
    joined = replace(
        receipts[0],
        columns=columns,
        roles=roles,
        rows_read=sum(each.rows_read for each in receipts),
        skipped=_left_by_all(receipts),
        hidden_rows=tuple(sorted({row for each in receipts for row in each.hidden_rows})),
    )
    schemes = tuple((scheme, each.rows_read) for scheme, each in group.items())
    return SheetRead(joined, schemes if len(schemes) > 1 else ())


def _left_by_all(receipts: Sequence[SheetReceipt]) -> tuple[RowsSkipped, ...]:
    """Return the rows that no scheme read; "of another scheme" where none has a better reason."""
    # Where schemes share a sheet one of them reads nearly every row, and most are dropped at once.
    read = set[int]().union(*map(_surely_read, receipts))
    left = {row: each for each in receipts[0].skipped for row in set(each.rows) - read}
    for receipt in receipts[1:]:
        found = {row: each for each in receipt.skipped for row in _left_among(set(left), each.rows)}
        left = {row: found[row] if left[row].reason == _OTHERS else left[row] for row in left if row in found}
    groups: dict[tuple[str, str], list[int]] = {}
    for row in sorted(left):
        groups.setdefault((left[row].reason, left[row].pattern), []).append(row)
    figures = {(each.reason, each.pattern): each.figures for each in left.values()}
    return tuple(
        RowsSkipped(reason, tuple(rows), pattern, figures[reason, pattern])
        for (reason, pattern), rows in sorted(groups.items())
    )


def _surely_read(receipt: SheetReceipt) -> set[int]:
    """Return rows that are known to be a scheme's own and that it has not left out itself."""
    own = (each.rows.own for each in receipt.skipped if isinstance(each.rows, RowsOfOthers))
    rest = (each.rows for each in receipt.skipped if not isinstance(each.rows, RowsOfOthers))
    return set[int]().union(*own).difference(*rest)


def _left_among(rows: set[int], skipped: Sequence[int]) -> set[int]:
    return skipped.among(rows) if isinstance(skipped, RowsOfOthers) else rows.intersection(skipped)


def _join_columns(receipts: Sequence[SheetReceipt]) -> list[ColumnRead]:
    found: dict[int, list[ColumnRead]] = {}
    for receipt in receipts:
        for column in receipt.columns:
            found.setdefault(column.column, []).append(column)
    shared = not any(each.reason == _OTHERS for receipt in receipts for each in receipt.skipped)
    return [_join_column(each[:1] if shared else each) for each in found.values()]


def _join_column(parts: Sequence[ColumnRead]) -> ColumnRead:
    totals = [each.total for each in parts if each.total is not None]
    printed = [each.printed_total for each in parts if each.printed_total is not None]
    return replace(
        parts[0],
        total=sum(totals, ZERO) if totals else None,
        from_text=sum(each.from_text for each in parts),
        printed_total=printed[0] if printed else None,
    )
