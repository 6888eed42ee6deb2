"""A comparison of schemes as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kpicalc import __version__
from kpicalc.model.comparison import PayComparison, SchemePair, ToldChange
from kpicalc.report.writers.plain import Json, PlainRecords

FORMAT = 1
_MONEY = frozenset({"old", "new", "amount", "parts"})


def write_comparison(comparison: PayComparison) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, `parts` of a person stand in the order of the steps."""
    document: Json = {
        "kpicalc": {"format": FORMAT, "version": __version__},
        "period": str(comparison.period),
        "choice": None if comparison.choice is None else str(comparison.choice),
        "pairs": [_describe_pair(each) for each in comparison.pairs],
        "one_sided": PlainRecords("", frozenset(), {}).describe(comparison.one_sided),
        "left_out": comparison.left_out,
        "grouped_by": comparison.grouped_by,
    }
    yield json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _describe_change(change: ToldChange) -> Iterator[Json]:
    """Yield each value that differs with the keys that lead to it; a renamed entry first its names."""
    entry = [change.section, change.name] if change.name else [change.section]
    if change.was:
        yield {"path": entry, "kind": "renamed", "old": change.was, "new": change.name}
    for word in change.words:
        yield {"path": [*entry, *word.path], "kind": str(change.kind), "old": word.old, "new": word.new}


def _describe_pair(pair: SchemePair) -> Json:
    plain = PlainRecords(pair.old.currency, _MONEY, {})
    return {
        "old": plain.describe(pair.old),
        "new": plain.describe(pair.new),
        "steps": [
            {
                "changes": [each for change in step.changes for each in _describe_change(change)],
                "amount": plain.describe(step.amount, "amount"),
            }
            for step in pair.steps
        ],
        "people": plain.describe(pair.people),
    }
