"""Numbers found for a scheme as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction

from kpicalc import __version__
from kpicalc.model.calibration import Calibration
from kpicalc.model.source import Span
from kpicalc.report.writers.plain import Json, PlainRecords, describe_place

FORMAT = 1


def write_calibration(calibration: Calibration) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, an exact number is a fraction."""
    shapes = {Span: lambda place, _: describe_place(place), Fraction: lambda exact, _: str(exact)}
    described = PlainRecords("", frozenset(), shapes).describe(calibration)
    document: Json = {
        "kpicalc": {"format": FORMAT, "version": __version__},
        **(described if isinstance(described, dict) else {}),
    }
    yield json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
