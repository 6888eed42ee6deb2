"""A reconciliation as one JSON document."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc import __version__
from kpicalc.model.reconciliation import Reconciliation
from kpicalc.report.writers.plain import Json, PlainRecords, to_plain
from kpicalc.report.writers.problems_json import dump

FORMAT = 1
_MONEY = frozenset({"ours", "theirs"})


def write_reconciliation(found: Reconciliation) -> Iterator[bytes]:
    """Yield the document; figures are texts."""
    plain = PlainRecords("", frozenset(), {})
    yield dump(
        {
            "kpicalc": {"format": FORMAT, "version": __version__},
            "status": "differs" if found.people else "equal",
            "period": str(found.period),
            "sheets": plain.describe(found.sheets),
            "sums": [PlainRecords(each.currency, _MONEY, {}).describe(each) for each in found.sums],
            "alike": found.alike,
            "people": [_describe(each) for each in found.people],
            "by_name": plain.describe(found.by_name),
        }
    ).encode()


def _describe(person: object) -> object:
    currency = getattr(person, "currency", "")
    described = PlainRecords(currency, _MONEY, {}).describe(person)
    causes: list[Json] = [
        {"cause": each.key, **{name: to_plain(value) for name, value in each.params}}
        for each in getattr(person, "causes", ())
    ]
    return {**described, "causes": causes} if isinstance(described, dict) else described
