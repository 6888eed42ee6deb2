"""Writes what runs of the systems asked for, and what proves it: `python tests/golden/coverage.py`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from kpicalc.scheme.load import load_scheme

GOLDEN = Path(__file__).resolve().parent
ROOT = GOLDEN.parents[1]
PAGE = ROOT / "docs" / "coverage.md"

_HEAD = """\
# Coverage

The pay systems kpicalc was made for, row by row: the scheme that runs each, what it is written with,
what proves it. Every pay line of every example employee is worked by hand, arithmetic and rule beside it,
in `tests/golden/<scheme>/expected.csv`; the worked examples have published figures.

This page is written by `python tests/golden/coverage.py` from `tests/golden/coverage.yaml`.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing asked for; `later` says what is missing, and alone that it cannot be done yet."""

    title: str
    scheme: str
    construct: str
    lines: tuple[str, ...]
    worked: tuple[str, ...]
    tests: tuple[str, ...]
    later: str

    @property
    def runs(self) -> bool:
        """True when a scheme or a test shows it."""
        return bool(self.scheme or self.tests)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the founding documents."""

    title: str
    rows: tuple[Row, ...]


def main() -> None:
    """Write the page and say how much of it runs."""
    PAGE.write_text(render_page(), encoding="utf-8")
    rows = [row for part in read_parts() for row in part.rows]
    sys.stdout.write(f"{_share(rows)}\n")


def read_parts() -> tuple[Part, ...]:
    """Read the mapping kept beside the tests."""
    written = yaml.load((GOLDEN / "coverage.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - makes text only
    return tuple(Part(part["part"], tuple(map(_row, part["rows"]))) for part in written)


def render_page() -> str:
    """Return the page as it should stand in `docs`."""
    parts = read_parts()
    rows = [row for part in parts for row in part.rows]
    blocks = [_HEAD, f"{_share(rows)}: what is missing stands in the last column.\n"]
    blocks += ["\n".join(_table(part)) for part in parts]
    blocks.append("\n".join(_systems()))
    return "\n".join(blocks)


def hand_rows(system: str) -> list[dict[str, str]]:
    """Return the lines worked by hand of one system."""
    with (GOLDEN / system / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _row(written: dict[str, str | list[str]]) -> Row:
    text = {key: value for key, value in written.items() if isinstance(value, str)}
    lists = {key: tuple(value) for key, value in written.items() if not isinstance(value, str)}
    return Row(
        text["row"],
        text.get("scheme", ""),
        text.get("construct", ""),
        lists.get("lines", ()),
        lists.get("worked", ()),
        lists.get("test", ()),
        text.get("later", ""),
    )


def _share(rows: Sequence[Row]) -> str:
    running = [row for row in rows if row.runs]
    partly = sum(1 for row in running if row.later)
    return f"{len(running)} of {len(rows)} rows run, {partly} of them in part"


def _table(part: Part) -> Iterator[str]:
    yield f"## {part.title}\n"
    yield "| Row | Scheme | Written with | Proved by | Missing |"
    yield "|---|---|---|---|---|"
    for row in part.rows:
        scheme = f"[{row.scheme}](../schemes/{row.scheme}.yaml)" if row.scheme else "-"
        cells = (row.title, scheme, row.construct or "-", _proofs(row) or "-", row.later or "-")
        yield f"| {' | '.join(cells)} |"
    yield ""


def _proofs(row: Row) -> str:
    lines = ", ".join(f"`{line}`" for line in row.lines)
    by_hand = [f"[by hand](../tests/golden/{row.scheme}/expected.csv): {lines}"] if row.lines else []
    worked = [f"[{each}](../tests/golden/worked/{each}.yaml)" for each in row.worked]
    tests = [_link(each) for each in row.tests]
    return "; ".join(by_hand + worked + tests)


def _link(test: str) -> str:
    path, _, name = test.partition("::")
    return f"[{name}](../{path})"


def _systems() -> Iterator[str]:
    yield "## What is worked by hand\n"
    yield "| Scheme | Title | People | Amounts |"
    yield "|---|---|---|---|"
    for path in sorted((ROOT / "schemes").glob("*.yaml")):
        rows = hand_rows(path.stem)
        people = len({row["employee"] for row in rows})
        yield f"| [{path.stem}](../schemes/{path.name}) | {_title(path)} | {people} | {len(rows)} |"
    yield ""


def _title(path: Path) -> str:
    document = load_scheme(path).value
    assert document is not None
    return str(document.title)


if __name__ == "__main__":
    main()
