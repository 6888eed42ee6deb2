"""The audit of a month as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kpicalc import __version__
from kpicalc.model.audit import Correlation, Gaming, PayAudit, UnequalPay
from kpicalc.model.kind import Kind
from kpicalc.model.source import CellRef, Span
from kpicalc.report.writers.plain import Json, PlainRecords, describe_place

FORMAT = 1
_MONEY = frozenset({"pay", "amount", "rest", "now", "then"})


def write_audit(audit: PayAudit) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, coefficients with what they are exactly."""
    shapes = {
        Correlation: lambda each, _: {"value": str(each.value), "exact": each.exact},
        Span: lambda each, _: describe_place(each),
        CellRef: lambda each, _: describe_place(each),
    }
    plain = PlainRecords(audit.currency, _MONEY, shapes)
    document: Json = {
        "kpicalc": {"format": FORMAT, "version": __version__},
        "period": str(audit.period),
        "currency": audit.currency,
        "people": audit.people,
        "groups": audit.groups,
        "unequal": audit.unequal,
        "overtaken": audit.overtaken,
        "pairs": [_describe_pair(each, plain) for each in audit.pairs],
        "schemes": [
            {**_fields(each, plain), "gaming": [_describe_gaming(one, plain) for one in each.gaming]}
            for each in audit.schemes
        ],
    }
    yield json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _fields(record: object, plain: PlainRecords) -> Json:
    described = plain.describe(record)
    return described if isinstance(described, dict) else {}


def _describe_pair(pair: UnequalPay, plain: PlainRecords) -> Json:
    """Describe a pair; lines that a cause moves by their titles and amounts, rules by their places."""
    causes = [
        {
            **_fields(each, plain),
            "lines": [
                {"line": line, "amount": plain.describe(amount, "amount")} for line, amount in each.lines
            ],
            "rules": [{"name": name, "place": describe_place(place)} for name, place in each.rules],
        }
        for each in pair.causes
    ]
    return {
        **_fields(pair, plain),
        "difference": plain.describe(pair.difference, "amount"),
        "causes": causes,
    }


def _describe_gaming(gaming: Gaming, plain: PlainRecords) -> Json:
    """Describe a trick: pay of each month as it is and then, and what it brings."""
    sums = {name: [plain.describe(each, name) for each in getattr(gaming, name)] for name in ("now", "then")}
    in_money = PlainRecords(plain.currency if gaming.kind is Kind.MONEY else "", frozenset({"amounts"}), {})
    amounts = [in_money.describe(each, "amounts") for each in gaming.amounts]
    return {
        **_fields(gaming, plain),
        **sums,
        "amounts": amounts,
        "gain": plain.describe(gaming.gain, "amount"),
    }
