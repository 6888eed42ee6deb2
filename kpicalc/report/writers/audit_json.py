"""The audit of a month, and pay reconciled with a statement, each as one JSON document."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.model.audit import Correlation, Gaming, PayAudit, UnequalPay
from kpicalc.model.kind import Kind
from kpicalc.model.reconciliation import Reconciliation
from kpicalc.model.source import CellRef, Span
from kpicalc.report.writers.plain import Json, PlainRecords, describe_place, encode_document, to_plain

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
