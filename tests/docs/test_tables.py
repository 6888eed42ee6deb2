"""The tables of the book are those of the program: keys of pay lines, values that constructs leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kpicalc.model.figure import Figure
from kpicalc.scheme.constructs.lines import LineSpec
from kpicalc.scheme.constructs.pay import LINES
from kpicalc.scheme.spec import field_of

BOOK = Path(__file__).resolve().parents[2] / "docs" / "language"
REQUIRED, OPTIONAL = "●", "○"
# Steps on the way to a value that the table names: nobody asks for them.
STEPS = {
    *(Figure.COUNTED, Figure.STOP, Figure.THRESHOLD, Figure.SHARE, Figure.PRESENT),
    *(Figure.DROP_BELOW, Figure.WEIGHTS, Figure.MIN, Figure.MAX, Figure.FLOOR, Figure.CAP, Figure.LIMIT),
    *(Figure.PERCENT, Figure.RECOVER, Figure.BEFORE, Figure.UNEARNED, Figure.CLAIM, Figure.CLAIMS),
}


def rows_of(chapter: str, head: str) -> Iterator[list[str]]:
    """Yield the rows of the table of a chapter that begins with a head."""
    lines = (BOOK / chapter).read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(head))
    for line in lines[at + 2 :]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def mark(part: type[LineSpec], key: str) -> str:
    """Return how the table marks a key of a part."""
    if key not in part.known_keys():
        return ""
    return REQUIRED if field_of(part, key)[1].is_required() else OPTIONAL


def test_keys_of_pay_lines_stand_with_their_kinds() -> None:
    rows = {key: marks for row in rows_of("09-pay.md", "| key | `fixed`") for key, marks in _by_key(row)}

    assert rows == {
        key: [mark(part, key) for part in LINES] for key in {k for part in LINES for k in part.known_keys()}
    }


def _by_key(row: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield from ((key, row[1:]) for key in re.findall(r"`(\w+)`", row[0]))


def test_values_that_constructs_leave_are_listed() -> None:
    named = {
        name.rstrip("1")
        for row in rows_of("05-values.md", "| value | of |")
        for name in re.findall(r"`<[a-z-]+>\.(\w+)`|`limits\.<name>\.(\w+)`", row[0])
        for name in name
        if name
    }

    assert named == {figure.value for figure in Figure} - {figure.value for figure in STEPS}
