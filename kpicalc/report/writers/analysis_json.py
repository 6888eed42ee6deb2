"""An analysis as one JSON document: amounts are texts, so that no reader makes binary fractions of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kpicalc import __version__
from kpicalc.model.analysis import Analysis, CurveStudy, LineBounds, Witness
from kpicalc.model.money import minor_unit
from kpicalc.report.writers.plain import Json, PlainRecords, to_plain, write_amount, write_number

FORMAT = 1

# The fields that hold amounts of the currency; all other figures are numbers.
_MONEY = frozenset(
    {
        *("value", "reached", "fixed", "variable", "total", "before", "after"),
        *("pay_at_start", "pay_before_end", "pay_at_end"),
    }
)


def write_analysis(analysis: Analysis) -> Iterator[bytes]:
    """Yield the document as UTF-8 with sorted keys; the same analysis always gives the same bytes."""
    described = PlainRecords(analysis.currency, _MONEY, _SHAPES).describe(analysis)
    text = json.dumps(described, ensure_ascii=False, sort_keys=True, indent=1)
    yield text.encode("utf-8", "backslashreplace") + b"\n"


def _describe_analysis(analysis: Analysis, plain: PlainRecords) -> Json:
    return {
        "kpicalc": {"schema": f"analysis/{FORMAT}", "version": __version__},
        "scheme": analysis.scheme,
        "title": analysis.title,
        "currency": analysis.currency,
        "minor_unit": write_number(minor_unit(analysis.currency)),
        "period": str(analysis.period),
        **{name: plain.describe(getattr(analysis, name)) for name in ("lines", "total", "mixes", "curves")},
        **({"checks": plain.describe(analysis.checks)} if analysis.checks else {}),
        "assumed": [
            {"fact": name, "least": to_plain(least), "greatest": to_plain(greatest)}
            for name, least, greatest in analysis.assumed
        ],
    }


def _describe_bounds(bounds: LineBounds, plain: PlainRecords) -> Json:
    # An entitlement is a count, or 1 where it is given, and no money.
    sides = PlainRecords(plain.currency if bounds.money else "", plain.money, plain.shapes)
    kind = None if bounds.kind is None else str(bounds.kind)
    lowest, highest = sides.describe(bounds.lowest), sides.describe(bounds.highest)
    return {"line": bounds.line, "label": bounds.label, "kind": kind, "lowest": lowest, "highest": highest}


def _describe_witness(witness: Witness, _: PlainRecords) -> Json:
    rows = [
        {"table": row.grain, "values": {name: to_plain(value) for name, value in row.values}}
        for row in witness.rows
    ]
    return {"rows": rows, "parents": list(witness.parents)}


def _describe_curve(study: CurveStudy, plain: PlainRecords) -> Json:
    curve = study.curve
    table, name = curve.driver
    own = ("lower_is_better", "exact", "last", "reference", "pieces")
    return {
        "fact": {"table": table, "name": name, "label": curve.label, "kind": str(curve.kind)},
        "plan": to_plain(curve.whole),
        **{each: plain.describe(getattr(curve, each)) for each in own},
        "points": [[to_plain(at), write_amount(pay, plain.currency)] for at, pay in curve.points],
        **{each: plain.describe(getattr(study, each)) for each in ("cliffs", "zones")},
    }


# What is told in another form than that of its record.
_SHAPES: Mapping[type, Callable[[Any, PlainRecords], object]] = {
    Analysis: _describe_analysis,
    LineBounds: _describe_bounds,
    Witness: _describe_witness,
    CurveStudy: _describe_curve,
}
