"""What can be typed after the commands of the book of months, and of many months and departments at once."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from kpicalc.cli.options import (
    AmountsAreNet,
    BookPath,
    DialectOfCsv,
    Encoding,
    FactsFiles,
    FactsPeriod,
    HandOffFields,
    HandOffFiles,
    Overwrite,
    PayOut,
    ResultFormat,
    SchemePaths,
)
from kpicalc.model.dataclass import dataclass
from kpicalc.report.formats import CsvDialect, RunFormat

Department = Annotated[str, typer.Option(metavar="NAME", help="help.department", show_default=False)]
ClosedPeriod = Annotated[str, typer.Argument(metavar="PERIOD", help="help.closed_period", show_default=False)]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="help.reason", show_default=False)]
Accepted = Annotated[
    list[str], typer.Option("--accept", metavar="CODE", help="help.accept", show_default=False)
]

OnlyTold = Annotated[bool, typer.Option("--dry-run", help="help.dry_run")]
RecordFormat = Annotated[ResultFormat, typer.Option(help="help.months_format", show_default=False)]
MonthVersion = Annotated[int, typer.Option(metavar="N", help="help.month_version", show_default=False)]
WhyDone = Annotated[str, typer.Option(metavar="TEXT", help="help.reason", show_default=False)]


@dataclass(frozen=True, slots=True)
class CloseOptions:
    """What was typed after `kpicalc close`."""

    facts: FactsFiles
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    out: PayOut = dataclasses.field(default_factory=list)
    csv_dialect: DialectOfCsv = CsvDialect.EXCEL_RU
    encoding: Encoding = ""
    hand_off: HandOffFiles = dataclasses.field(default_factory=list)
    field: HandOffFields = dataclasses.field(default_factory=list)
    amounts_are_net: AmountsAreNet = False
    accept: Accepted = dataclasses.field(default_factory=list)
    reason: Reason = ""
    department: Department = ""
    book: BookPath = None
    force: Overwrite = False


@dataclass(frozen=True, slots=True)
class CorrectOptions:
    """What was typed after `kpicalc correct`; without schemes those that closed the month are taken."""

    facts: Annotated[list[Path], typer.Argument(metavar="FACTS", help="help.mended", show_default=False)]
    scheme: Annotated[list[Path], typer.Option(metavar="PATH", help="help.correct_scheme")] = (
        dataclasses.field(default_factory=list)
    )
    period: FactsPeriod = None
    encoding: Encoding = ""
    accept: Accepted = dataclasses.field(default_factory=list)
    reason: Reason = ""
    department: Department = ""
    book: BookPath = None
    dry_run: OnlyTold = False


@dataclass(frozen=True, slots=True)
class MonthsOptions:
    """What was typed after `kpicalc months`."""

    check: Annotated[bool, typer.Option("--check", help="help.check_book")] = False
    format: RecordFormat = ResultFormat.TEXT
    book: BookPath = None


@dataclass(frozen=True, slots=True)
class ShowOptions:
    """What was typed after `kpicalc show`; without an employee everybody is shown."""

    period: ClosedPeriod
    employee: Annotated[
        str, typer.Argument(metavar="EMPLOYEE", help="help.shown_person", show_default=False)
    ] = ""
    out: Annotated[list[Path], typer.Option(metavar="FILE", help="help.show_out")] = dataclasses.field(
        default_factory=list
    )
    csv_dialect: DialectOfCsv = CsvDialect.EXCEL_RU
    version: MonthVersion = 0
    format: RecordFormat = ResultFormat.TEXT
    department: Department = ""
    book: BookPath = None


@dataclass(frozen=True, slots=True)
class ReopenOptions:
    """What was typed after `kpicalc reopen`."""

    period: ClosedPeriod
    reason: WhyDone
    department: Department = ""
    book: BookPath = None


@dataclass(frozen=True, slots=True)
class ForgetOptions:
    """What was typed after `kpicalc forget`."""

    employee: Annotated[
        str, typer.Argument(metavar="EMPLOYEE", help="help.forgotten_person", show_default=False)
    ]
    reason: WhyDone
    accept: Accepted = dataclasses.field(default_factory=list)
    dry_run: OnlyTold = False
    book: BookPath = None


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """What was typed after `kpicalc verify`; without a period every month is computed again."""

    period: Annotated[
        str, typer.Argument(metavar="PERIOD", help="help.closed_period", show_default=False)
    ] = ""
    all: Annotated[bool, typer.Option("--all", help="help.verify_all")] = False
    department: Department = ""
    book: BookPath = None


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What was typed after `kpicalc export`."""

    period: ClosedPeriod
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="help.export_folder", show_default=False)]
    version: MonthVersion = 0
    department: Department = ""
    book: BookPath = None


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What was typed after `kpicalc import`."""

    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="help.import_folder", show_default=False)]
    book: BookPath = None


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What was typed after `kpicalc batch`; `workers` is 0 for as many as there are processors."""

    jobs: Annotated[Path, typer.Argument(metavar="JOBS", help="help.batch_jobs", show_default=False)]
    period: Annotated[list[str], typer.Option(metavar="PERIOD", help="help.batch_period")] = (
        dataclasses.field(default_factory=list)
    )
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    out: Annotated[list[Path], typer.Option(metavar="PATTERN", help="help.batch_out")] = dataclasses.field(
        default_factory=list
    )
    resume: Annotated[bool, typer.Option("--resume", help="help.batch_resume")] = False
    close: Annotated[bool, typer.Option("--close", help="help.batch_close")] = False
    accept: Accepted = dataclasses.field(default_factory=list)
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.batch_dry_run")] = False
    workers: Annotated[
        int, typer.Option(min=0, max=256, metavar="N", help="help.batch_workers", show_default=False)
    ] = 0
    report: Annotated[list[Path], typer.Option(metavar="FILE", help="help.batch_report")] = dataclasses.field(
        default_factory=list
    )
    format: Annotated[RunFormat, typer.Option(help="help.batch_format", show_default=False)] = RunFormat.TEXT
