"""The schemes to begin with, as they lie in the package: whole and commented, in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kpicalc.model.dataclass import dataclass

# From the most usual to the more special.
SCAFFOLDS = ("kpi-bonus", "commission", "soft-salary", "sales-team", "shop", "hourly")

_FOLDER = Path(__file__).parent / "scaffold"
_TITLE = re.compile(r"^title: (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scaffold:
    """A scheme to begin with: its name, what it is in one line, and its text."""

    name: str
    title: str
    text: str


def load_scaffolds(language: str) -> tuple[Scaffold, ...]:
    """Return the schemes to begin with in a language (`ru`, `en`)."""
    return tuple(_load_scaffold(language, name) for name in SCAFFOLDS)


def fit_scaffold(scaffold: Scaffold, **keys: str) -> Scaffold:
    r"""Return a scaffold with other values of top-level keys such as `scheme`, `currency`, `period`.

    >>> fit_scaffold(Scaffold("a", "A", "kpicalc: 1\ncurrency: RUB\n"), currency="EUR").text
    'kpicalc: 1\ncurrency: EUR\n'
    """
    lines = scaffold.text.splitlines(keepends=True)
    return replace(scaffold, text="".join(_fit_line(line, keys) for line in lines))


def _fit_line(line: str, keys: Mapping[str, str]) -> str:
    key = line.partition(":")[0]
    return f"{key}: {keys[key]}\n" if key in keys else line


def _load_scaffold(language: str, name: str) -> Scaffold:
    text = (_FOLDER / language / f"{name}.yaml").read_text(encoding="utf-8")
    (title,) = _TITLE.findall(text)
    return Scaffold(name, title, text)
