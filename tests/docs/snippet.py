"""A runnable example of the documentation: a scheme, its facts, and the figures it must give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from kpicalc.model.fault import Fault, Value
from tests.golden.worked_case import figure, read_as_texts, settle

_BLOCK = re.compile(r"^```yaml run\n(?P<scheme>.*?)^---\n(?P<case>.*?)^```", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^```yaml run", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Snippet:
    """One block; `line` is where it begins, `expect` has the figures by employee (or `company`) and name."""

    page: str
    line: int
    scheme: str
    period: str
    facts: Mapping[str, Sequence[Mapping[str, str]]]
    expect: Mapping[str, Mapping[str, str]]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@cache
def read_snippets(page: Path) -> list[Snippet]:
    """Return the runnable blocks of a page; every one must have its facts and figures."""
    text = page.read_text(encoding="utf-8")
    found = list(_snippets(page.name, text))
    assert len(found) == len(_FENCE.findall(text)), f"{page.name}: a block has no line `---` with facts"
    return found


def differences(snippet: Snippet, folder: Path) -> list[str]:
    """Compute a snippet with its files in a folder; return what differs from the figures it shows."""
    settlement, problems = settle(snippet.scheme, snippet.facts, folder, snippet.period)
    if settlement is None:
        return problems
    found = [
        (f"{employee}.{name}", wanted, figure(settlement, name, "" if employee == "company" else employee))
        for employee, figures in snippet.expect.items()
        for name, wanted in figures.items()
    ]
    return [
        f"{name}: expected {wanted}, got {value}"
        for name, wanted, value in found
        if not _equal(wanted, value)
    ]


def _snippets(page: str, text: str) -> Iterator[Snippet]:
    for block in _BLOCK.finditer(text):
        case = read_as_texts(block["case"])
        line = text.count("\n", 0, block.start()) + 1
        period = case.get("period", "2026-03")
        yield Snippet(page, line, block["scheme"], period, case["facts"], case["expect"])


def _equal(wanted: str, value: Value) -> bool:
    """Compare a figure: a number, `true` or `false`, a text, a date, or the code of its problem."""
    if isinstance(value, Fault):
        return wanted in {cause.code for cause in value.causes}
    if isinstance(value, bool):
        return wanted == str(value).lower()
    return Decimal(wanted) == value if isinstance(value, Decimal) else wanted == str(value)
