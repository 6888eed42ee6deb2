"""The program run in the process of a test as it runs when something is typed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from kpicalc.cli.app import build_app
from kpicalc.cli.commands import COMMANDS
from kpicalc.i18n.catalogue import Language

__all__ = ["Result", "run_typed"]

# To read the options takes longer than many a run: that is done once for each app, and not at each run.
pytest.MonkeyPatch().setattr("typer.testing._get_command", cache(get_command))


def run_typed(
    language: Language, typed: Sequence[str], columns: int | None = None, **settings: Any
) -> Result:
    """Run the program with arguments; like it, read the options of the typed command only."""
    runner = CliRunner() if columns is None else CliRunner(env={"COLUMNS": str(columns)})
    named = frozenset(each.name for each in COMMANDS if each.name in typed)
    return runner.invoke(_app_of(language, named), list(typed), **settings)


@cache
def _app_of(language: Language, named: frozenset[str]) -> Any:
    return build_app(language, tuple(named))
