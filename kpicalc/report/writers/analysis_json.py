"""An analysis as one JSON document: amounts are texts, so that no reader makes binary fractions of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from kpicalc import __version__
from kpicalc.model.analysis import Analysis, Bound, CurveStudy, LineBounds, Mix, Witness
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import minor_unit
from kpicalc.report.writers.plain import write_amount, write_number, write_plainly

FORMAT = 1

Json = dict[str, object]


def write_analysis(analysis: Analysis) -> Iterator[bytes]:
    """Yield the document as UTF-8 with sorted keys; the same analysis always gives the same bytes."""
    document: Json = {
        "kpicalc": {"schema": f"analysis/{FORMAT}", "version": __version__},
        "scheme": analysis.scheme,
        "title": analysis.title,
        "currency": analysis.currency,
        "minor_unit": write_number(minor_unit(analysis.currency)),
        "period": str(analysis.period),
        "lines": [_bounds(each, analysis.currency) for each in analysis.lines],
        "total": _bounds(analysis.total, analysis.currency),
        "mixes": [_mix(each, analysis.currency) for each in analysis.mixes],
        "curves": [_curve(each, analysis.currency) for each in analysis.curves],
        "assumed": [
            {"fact": name, "least": _number(least), "greatest": _number(greatest)}
            for name, least, greatest in analysis.assumed
        ],
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1)
    yield text.encode("utf-8", "backslashreplace") + b"\n"


def _bounds(bounds: LineBounds, currency: str) -> Json:
    counted = not bounds.money
    return {
        "line": bounds.line,
        "label": bounds.label,
        "kind": None if bounds.kind is None else str(bounds.kind),
        "lowest": _bound(bounds.lowest, "" if counted else currency),
        "highest": _bound(bounds.highest, "" if counted else currency),
    }


def _bound(bound: Bound, currency: str) -> Json:
    return {
        "value": _amount(bound.value, currency),
        "tight": bound.tight,
        "reached": _amount(bound.reached, currency),
        "grows_with": list(bound.grows_with),
        "witness": None if bound.witness is None else _witness(bound.witness),
    }


def _witness(witness: Witness) -> Json:
    rows = [
        {"table": row.grain, "values": {name: _scalar(value) for name, value in row.values}}
        for row in witness.rows
    ]
    return {"rows": rows, "parents": list(witness.parents)}


def _mix(mix: Mix, currency: str) -> Json:
    return {
        "level": mix.level,
        "attainment": _number(mix.attainment),
        "fixed": write_amount(mix.fixed, currency),
        "variable": write_amount(mix.variable, currency),
        "total": write_amount(mix.total, currency),
        "leverage": _number(mix.leverage),
        "witness": _witness(mix.witness),
    }


def _curve(study: CurveStudy, currency: str) -> Json:
    curve = study.curve
    return {
        "fact": {
            "table": curve.driver[0],
            "name": curve.driver[1],
            "label": curve.label,
            "kind": str(curve.kind),
        },
        "plan": _number(curve.whole),
        "lower_is_better": curve.lower_is_better,
        "exact": curve.exact,
        "last": write_number(curve.last),
        "reference": _witness(curve.reference),
        "pieces": [
            {
                "start": write_number(piece.start),
                "end": _number(piece.end),
                "pay_at_start": write_amount(piece.pay_at_start, currency),
                "pay_before_end": write_amount(piece.pay_before_end, currency),
            }
            for piece in curve.pieces
        ],
        "points": [[write_number(at), write_amount(pay, currency)] for at, pay in curve.points],
        **_findings(study, currency),
    }


def _findings(study: CurveStudy, currency: str) -> Json:
    return {
        "cliffs": [
            {
                "at": write_number(cliff.at),
                "before": write_amount(cliff.before, currency),
                "after": write_amount(cliff.after, currency),
            }
            for cliff in study.cliffs
        ],
        "zones": [
            {
                "kind": str(zone.kind),
                "start": write_number(zone.start),
                "end": _number(zone.end),
                "pay_at_start": write_amount(zone.pay_at_start, currency),
                "pay_at_end": write_amount(zone.pay_at_end, currency),
            }
            for zone in study.zones
        ],
    }


def _amount(amount: Decimal | None, currency: str) -> str | None:
    if amount is None:
        return None
    return write_amount(amount, currency) if currency else write_number(amount)


def _number(number: Decimal | None) -> str | None:
    return None if number is None else write_number(number)


def _scalar(value: Scalar | None) -> str | bool | None:
    return None if value is None else write_plainly(value, Kind.NUMBER, "")
