"""Pay as a list, a row for each person and line: what every program can read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from kpicalc.model.month import PaidAmount

COLUMNS = ("scheme", "employee", "name", "part", "line", "label", "kind", "currency", "amount")
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


def write_pay_list(amounts: Iterable[PaidAmount]) -> Iterator[bytes]:
    """Yield the list as UTF-8; texts that look like formulas are written so that they are none."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in amounts:
        texts = (
            each.scheme,
            each.employee,
            each.name,
            each.part,
            each.line,
            each.label,
            each.kind,
            each.currency,
        )
        writer.writerow((*map(_calm, map(str, texts)), format(each.amount, "f")))
    yield buffer.getvalue().encode("utf-8", "replace")


def _calm(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
