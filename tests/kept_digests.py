"""What is told of many texts, kept as a digest for each view of each; the texts themselves to be compared."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

_SET = re.compile(r"frozenset\(\{([^{}]*)\}\)")

Told = Mapping[str, Callable[[], Mapping[str, str]]]


def read_digests(kept: Path) -> dict[str, str]:
    """Return the line that was kept of each."""
    lines = kept.read_text(encoding="utf-8").splitlines()
    return {name: rest for name, _, rest in (line.partition(" ") for line in lines)}


def make_digests(told: Mapping[str, str]) -> str:
    """Return the line that is kept: a digest for each view."""
    return " ".join(f"{view}:{sha256(text.encode()).hexdigest()[:6]}" for view, text in told.items())


def order_sets(shown: str) -> str:
    """Put the members of sets in an order: it is another one in each process."""
    return _SET.sub(lambda found: ", ".join(sorted(found[1].split(", "))), shown)


def write_told(kept: Path, told: Told) -> None:
    """Write anew what was kept; where the command names a folder, the texts there instead."""
    texts = {name: tell() for name, tell in told.items()}
    for folder in map(Path, sys.argv[1:]):
        for name, views in texts.items():
            for view, text in views.items():
                (folder / f"{name}.{view}.txt").write_text(text, encoding="utf-8")
    if not sys.argv[1:]:
        lines = (f"{name} {make_digests(views)}\n" for name, views in texts.items())
        kept.write_text("".join(lines), encoding="utf-8")
