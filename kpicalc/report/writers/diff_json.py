"""Two states of schemes as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kpicalc import __version__
from kpicalc.model.scheme_diff import Diff
from kpicalc.report.writers.comparison_json import write_comparison
from kpicalc.report.writers.plain import PlainRecords
from kpicalc.report.writers.problems_json import dump

FORMAT = 1


def write_diff(diff: Diff) -> Iterator[bytes]:
    """Yield the document; figures are texts."""
    pay = None if diff.pay is None else json.loads(b"".join(write_comparison(diff.pay)))
    yield dump(
        {
            "kpicalc": {"format": FORMAT, "version": __version__},
            "base": diff.base,
            "head": diff.head,
            "schemes": PlainRecords("", frozenset(), {}).describe(diff.schemes),
            "pay": pay,
        }
    ).encode()
