"""A simulation as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kpicalc import __version__
from kpicalc.model.what_if import QUANTILES, Simulation
from kpicalc.report.writers.plain import Json, PlainRecords, to_plain

FORMAT = 1
_MONEY = frozenset({"now", "total", "least", "greatest", "mean", "down", "up"})


def write_simulation(simulation: Simulation) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, what is told of people stands in their order."""
    plain = PlainRecords(simulation.currency, _MONEY, {})
    described = plain.describe(simulation)
    document: Json = {
        "kpicalc": {"format": FORMAT, "version": __version__},
        "total": plain.describe(simulation.total, "total"),
        "levels_of_quantiles": to_plain(QUANTILES),
        **(described if isinstance(described, dict) else {}),
    }
    yield json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
