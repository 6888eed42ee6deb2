"""What can be typed after each command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kpicalc.i18n.catalogue import Language
from kpicalc.report.dialect import CsvDialect


@dataclass(frozen=True, slots=True)
class ComputeOptions:
    """What was typed after `kpicalc compute`; `receipt` is None for the short form."""

    facts: Annotated[list[Path], typer.Argument(metavar="FACTS", help="help.facts", show_default=False)]
    scheme: Annotated[Path | None, typer.Option(metavar="PATH", help="help.scheme")] = None
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="help.period")] = None
    employee: Annotated[list[str] | None, typer.Option(metavar="ID", help="help.employee")] = None
    summary: Annotated[bool, typer.Option("--summary", help="help.summary")] = False
    out: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="help.out")] = None
    csv_dialect: Annotated[CsvDialect, typer.Option(help="help.csv_dialect", show_default=False)] = (
        CsvDialect.EXCEL_RU
    )
    allow_partial: Annotated[bool, typer.Option("--allow-partial", help="help.allow_partial")] = False
    receipt: Annotated[
        bool | None, typer.Option("--receipt/--no-receipt", help="help.receipt", show_default=False)
    ] = None
    encoding: Annotated[str | None, typer.Option(metavar="ENCODING", help="help.encoding")] = None
    lang: Annotated[Language | None, typer.Option(help="help.lang")] = None


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    """What was typed after `kpicalc explain`; `line` is "" for the total."""

    fact: Annotated[Path, typer.Argument(metavar="FACTS", help="help.fact", show_default=False)]
    employee: Annotated[str, typer.Argument(metavar="EMPLOYEE", help="help.person", show_default=False)]
    line: Annotated[str, typer.Argument(metavar="LINE", help="help.line", show_default=False)] = ""
    facts: Annotated[list[Path] | None, typer.Option(metavar="PATH", help="help.more_facts")] = None
    scheme: Annotated[Path | None, typer.Option(metavar="PATH", help="help.scheme")] = None
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="help.period")] = None
    encoding: Annotated[str | None, typer.Option(metavar="ENCODING", help="help.encoding")] = None
    lang: Annotated[Language | None, typer.Option(help="help.lang")] = None
