"""Writes a table as 1C does for Russian Windows: cp1251, semicolons, decimal commas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from makers.cells import SUMMED, Table, column_texts, sum_of
from makers.sheet import Column


def write_csv(path: Path, table: Table) -> None:
    """Write a file with one line of headings and a line of totals."""
    path.parent.mkdir(exist_ok=True)
    lines = [";".join(column.single or column.heading for column in table.columns)]
    for row in table.rows:
        cells = zip(table.columns, row, strict=True)
        lines.append(";".join(_russian(column.kind, text) for column, text in cells))
    totals = [_total(column, column_texts(table, place)) for place, column in enumerate(table.columns)]
    lines.append(";".join(["Итого", *totals[1:]]))
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("cp1251"))


def _total(column: Column, texts: Sequence[str]) -> str:
    return _russian(column.kind, str(sum_of(column.kind, texts))) if column.kind in SUMMED else ""


def _russian(kind: str, text: str) -> str:
    if kind == "money" and text:
        return f"{Decimal(text):,.2f}".replace(",", "\xa0").replace(".", ",")
    if kind == "percent" and text:
        return text.replace(".", ",") + "%"
    return text.replace(".", ",") if kind in {"hours", "count"} else text
