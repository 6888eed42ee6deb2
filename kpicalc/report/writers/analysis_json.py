"""Analyses, audits and reconciliations as one JSON document each: amounts are texts, never floats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpicalc import __version__
from kpicalc.model.analysis import Analysis, CurveStudy, LineBounds, Witness
from kpicalc.model.audit import Correlation, Gaming, PayAudit, UnequalPay
from kpicalc.model.kind import Kind
from kpicalc.model.money import minor_unit
from kpicalc.model.reconciliation import Reconciliation
from kpicalc.model.source import CellRef, Span
from kpicalc.report.writers.plain import (
    Json,
    PlainRecords,
    describe_place,
    encode_document,
    to_plain,
    write_amount,
    write_number,
)

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
        "points": _write_points(curve.points, plain),
        **{each: plain.describe(getattr(study, each)) for each in ("cliffs", "zones")},
        **({"people": _write_points(study.people, plain)} if study.people else {}),
    }


def _write_points(points: Sequence[tuple[Decimal, Decimal]], plain: PlainRecords) -> list[list[object]]:
    return [[to_plain(at), write_amount(pay, plain.currency)] for at, pay in points]


# What is told in another form than that of its record.
_SHAPES: Mapping[type, Callable[[Any, PlainRecords], object]] = {
    Analysis: _describe_analysis,
    LineBounds: _describe_bounds,
    Witness: _describe_witness,
    CurveStudy: _describe_curve,
}


_OF_AUDITS = frozenset({"pay", "amount", "rest", "now", "then"})


def write_audit(audit: PayAudit) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, coefficients with what they are exactly."""
    shapes = {
        Correlation: lambda each, _: {"value": str(each.value), "exact": each.exact},
        Span: lambda each, _: describe_place(each),
        CellRef: lambda each, _: describe_place(each),
    }
    plain = PlainRecords(audit.currency, _OF_AUDITS, shapes)
    yield from encode_document(
        {
            "period": str(audit.period),
            "currency": audit.currency,
            "people": audit.people,
            "alike": plain.describe(audit.alike),
            "groups": audit.groups,
            "unequal": audit.unequal,
            "overtaken": audit.overtaken,
            "pairs": [_describe_pair(each, plain) for each in audit.pairs],
            "schemes": [
                {
                    **plain.describe_fields(each),
                    "gaming": [_describe_gaming(one, plain) for one in each.gaming],
                }
                for each in audit.schemes
            ],
        }
    )


def _describe_pair(pair: UnequalPay, plain: PlainRecords) -> Json:
    """Describe a pair; lines that a cause moves by their titles and amounts, rules by their places."""
    causes = [
        {
            **plain.describe_fields(each),
            "lines": [
                {"line": line, "amount": plain.describe(amount, "amount")} for line, amount in each.lines
            ],
            "rules": [{"name": name, "place": describe_place(place)} for name, place in each.rules],
        }
        for each in pair.causes
    ]
    return {
        **plain.describe_fields(pair),
        "difference": plain.describe(pair.difference, "amount"),
        "causes": causes,
    }


def _describe_gaming(gaming: Gaming, plain: PlainRecords) -> Json:
    """Describe a trick: pay of each month as it is and then, and what it brings."""
    sums = {name: [plain.describe(each, name) for each in getattr(gaming, name)] for name in ("now", "then")}
    in_money = PlainRecords(plain.currency if gaming.kind is Kind.MONEY else "", frozenset({"amounts"}), {})
    amounts = [in_money.describe(each, "amounts") for each in gaming.amounts]
    return {
        **plain.describe_fields(gaming),
        **sums,
        "amounts": amounts,
        "gain": plain.describe(gaming.gain, "amount"),
    }


_BOTH_SIDES = frozenset({"ours", "theirs"})


def write_reconciliation(found: Reconciliation) -> Iterator[bytes]:
    """Yield the document; figures are texts."""
    plain = PlainRecords("", frozenset(), {})
    yield from encode_document(
        {
            "status": "differs" if found.people else "equal",
            "period": str(found.period),
            "sheets": plain.describe(found.sheets),
            "sums": [PlainRecords(each.currency, _BOTH_SIDES, {}).describe(each) for each in found.sums],
            "alike": found.alike,
            "people": [_describe_difference(each) for each in found.people],
            "by_name": plain.describe(found.by_name),
        }
    )


def _describe_difference(person: object) -> object:
    currency = getattr(person, "currency", "")
    described = PlainRecords(currency, _BOTH_SIDES, {}).describe(person)
    causes: list[Json] = [
        {"cause": each.key, **{name: to_plain(value) for name, value in each.params}}
        for each in getattr(person, "causes", ())
    ]
    return {**described, "causes": causes} if isinstance(described, dict) else described
