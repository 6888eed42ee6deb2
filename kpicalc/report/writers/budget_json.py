"""The budget of a month as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kpicalc import __version__
from kpicalc.model.budget import MonthBudget
from kpicalc.report.writers.plain import Json, PlainRecords

FORMAT = 1
_MONEY = frozenset({"total", "amount", "claims", "most", "base", "cap", "saved", "fund", "floors"})
_OF_PEOPLE = frozenset({"now", "floor", "then", "each"})


def write_budget(budget: MonthBudget) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts."""
    described = PlainRecords(budget.currency, _MONEY | _OF_PEOPLE, {}).describe(budget)
    document: Json = {
        "kpicalc": {"format": FORMAT, "version": __version__},
        **(described if isinstance(described, dict) else {}),
    }
    yield json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
