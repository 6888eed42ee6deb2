"""The budget of a month, and that of a year, as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kpicalc import __version__
from kpicalc.model.budget import MonthBudget
from kpicalc.model.year_budget import YearBudget
from kpicalc.report.writers.plain import Json, PlainRecords

FORMAT = 1
_MONEY = frozenset({"total", "amount", "claims", "most", "base", "cap", "saved", "fund", "floors"})
_OF_PEOPLE = frozenset({"now", "floor", "then", "each"})
_OF_MONTHS = frozenset({"amount", "base", "planned", "expected", "paid", "fund", "left", "left_so_far"})


def write_budget(budget: MonthBudget) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts."""
    yield from _write(budget, PlainRecords(budget.currency, _MONEY | _OF_PEOPLE, {}))


def write_year(budget: YearBudget) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts."""
    yield from _write(budget, PlainRecords(budget.currency, _OF_MONTHS, {}))


def _write(budget: MonthBudget | YearBudget, plain: PlainRecords) -> Iterator[bytes]:
    described = plain.describe(budget)
    document: Json = {
        "kpicalc": {"format": FORMAT, "version": __version__},
        **(described if isinstance(described, dict) else {}),
    }
    yield json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
