"""What can be typed after the commands that run many jobs, or compare with other programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kpicalc.cli.options import Encoding, FactsPeriod, ResultFormat, SchemePaths
from kpicalc.report.formats import RunFormat


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What was typed after `kpicalc batch`; `workers` is 0 for as many as there are processors."""

    jobs: Annotated[Path, typer.Argument(metavar="JOBS", help="help.batch_jobs", show_default=False)]
    period: Annotated[list[str] | None, typer.Option(metavar="PERIOD", help="help.batch_period")] = None
    scheme: SchemePaths = None
    out: Annotated[list[Path] | None, typer.Option(metavar="PATTERN", help="help.batch_out")] = None
    resume: Annotated[bool, typer.Option("--resume", help="help.batch_resume")] = False
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.batch_dry_run")] = False
    workers: Annotated[
        int, typer.Option(min=0, max=256, metavar="N", help="help.batch_workers", show_default=False)
    ] = 0
    report: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="help.batch_report")] = None
    format: Annotated[RunFormat, typer.Option(help="help.batch_format", show_default=False)] = RunFormat.TEXT


@dataclass(frozen=True, slots=True)
class ReconcileOptions:
    """What was typed after `kpicalc reconcile`; `column` and `tolerance` are still text."""

    facts: Annotated[list[Path], typer.Argument(metavar="FACTS", help="help.facts", show_default=False)]
    against: Annotated[
        Path, typer.Option("--against", metavar="FILE", help="help.reconcile_against", show_default=False)
    ]
    column: Annotated[list[str] | None, typer.Option(metavar="HEADING=LINE", help="help.column")] = None
    tolerance: Annotated[str, typer.Option(metavar="AMOUNT", help="help.tolerance")] = "0"
    scheme: SchemePaths = None
    period: FactsPeriod = None
    format: Annotated[ResultFormat, typer.Option(help="help.analyse_format")] = ResultFormat.TEXT
    out: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="help.reconcile_out")] = None
    encoding: Encoding = None
