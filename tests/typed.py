"""The program run in the process of a test as it runs when something is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from typer.testing import CliRunner, Result

from kpicalc.cli.app import build_app
from kpicalc.i18n.catalogue import Language

__all__ = ["Result", "run_typed"]


def run_typed(
    language: Language, typed: Sequence[str], columns: int | None = None, **settings: Any
) -> Result:
    """Run the program with arguments; like it, read the options of the typed command only."""
    runner = CliRunner() if columns is None else CliRunner(env={"COLUMNS": str(columns)})
    return runner.invoke(build_app(language, typed), list(typed), **settings)
