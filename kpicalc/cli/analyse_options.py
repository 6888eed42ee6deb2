"""What can be typed after `kpicalc analyse`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kpicalc.i18n.catalogue import Language


class AnalysisFormat(StrEnum):
    """What is printed."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class AnalyseOptions:
    """What was typed after `kpicalc analyse`; `range` and `at` are still text."""

    scheme: Annotated[Path, typer.Argument(metavar="SCHEME", help="help.analyse_scheme", show_default=False)]
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="help.analyse_period")] = None
    range: Annotated[list[str] | None, typer.Option(metavar="NAME=LOW..HIGH", help="help.range")] = None
    at: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="help.at")] = None
    witness: Annotated[bool, typer.Option("--witness", help="help.witness")] = False
    format: Annotated[AnalysisFormat, typer.Option(help="help.analyse_format")] = AnalysisFormat.TEXT
    out: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="help.analyse_out")] = None
    lang: Annotated[Language | None, typer.Option(help="help.lang")] = None
