"""What can be typed after `kpicalc validate` and `kpicalc rule`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kpicalc.i18n.catalogue import Language
from kpicalc.report.problems.format import ProblemFormat


@dataclass(frozen=True, slots=True)
class ValidateOptions:
    """What was typed after `kpicalc validate`; `format` is None for the one that fits the surroundings."""

    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="help.checked", show_default=False)
    ] = None
    format: Annotated[ProblemFormat | None, typer.Option(help="help.problem_format")] = None
    strict: Annotated[bool, typer.Option("--strict", help="help.strict")] = False
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="help.checked_period")] = None
    lang: Annotated[Language | None, typer.Option(help="help.lang")] = None


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """What was typed after `kpicalc rule`; `code` is "" for the list of all codes."""

    code: Annotated[str, typer.Argument(metavar="CODE", help="help.code", show_default=False)] = ""
    lang: Annotated[Language | None, typer.Option(help="help.lang")] = None
