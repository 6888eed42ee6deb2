"""What can be typed after each command; typer reads it from the annotations of the fields."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kpicalc.cli.completions import propose_codes, propose_employees, propose_lines, propose_templates
from kpicalc.i18n.catalogue import Language
from kpicalc.model.dataclass import dataclass
from kpicalc.model.period import PeriodLength
from kpicalc.report.formats import CsvDialect, ProblemFormat, RunFormat, SheetFormat, TrialFormat

# Two screens of people: enough for most companies, and Excel still opens the form at once.
_ROWS = 1000

SchemePaths = Annotated[list[Path], typer.Option(metavar="PATH", help="help.scheme")]
FactsPeriod = Annotated[str | None, typer.Option(metavar="PERIOD", help="help.period")]
Encoding = Annotated[str, typer.Option(metavar="ENCODING", help="help.encoding", show_default=False)]
BookPath = Annotated[Path | None, typer.Option(metavar="FILE", help="help.book", show_default=False)]
Overwrite = Annotated[bool, typer.Option("--force", help="help.force")]


class ResultFormat(StrEnum):
    """What a command prints: a report to be read, or all of it for programs."""

    TEXT = "text"
    JSON = "json"


FactsFiles = Annotated[list[Path], typer.Argument(metavar="FACTS", help="help.facts", show_default=False)]
AnswerFormat = Annotated[ResultFormat, typer.Option(help="help.analyse_format")]
TablesOut = Annotated[list[Path], typer.Option(metavar="FILE", help="help.tables_out")]
DialectOfCsv = Annotated[CsvDialect, typer.Option(help="help.csv_dialect", show_default=False)]
EmployeeNumbers = Annotated[
    list[str],
    typer.Option(metavar="ID", help="help.employee", autocompletion=propose_employees),
]
PayOut = Annotated[list[Path], typer.Option(metavar="FILE", help="help.out")]
AllowPartial = Annotated[bool, typer.Option("--allow-partial", help="help.allow_partial")]
HandOffFiles = Annotated[list[str], typer.Option(metavar="PROFILE=FILE", help="help.hand_off")]
HandOffFields = Annotated[list[str], typer.Option(metavar="NAME=VALUE", help="help.field")]
AmountsAreNet = Annotated[bool, typer.Option("--amounts-are-net", help="help.amounts_are_net")]
WithAdvice = Annotated[bool, typer.Option("--advice", help="help.advice")]
OneScheme = Annotated[Path, typer.Argument(metavar="SCHEME", help="help.analyse_scheme", show_default=False)]


@dataclass(frozen=True, slots=True)
class ComputeOptions:
    """What was typed after `kpicalc compute`; `receipt` is None for the short form."""

    facts: FactsFiles
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    employee: EmployeeNumbers = dataclasses.field(default_factory=list)
    summary: Annotated[bool, typer.Option("--summary", help="help.summary")] = False
    details: Annotated[bool, typer.Option("--details", help="help.details")] = False
    out: PayOut = dataclasses.field(default_factory=list)
    csv_dialect: DialectOfCsv = CsvDialect.EXCEL_RU
    format: Annotated[RunFormat, typer.Option(help="help.run_format", show_default=False)] = RunFormat.TEXT
    allow_partial: AllowPartial = False
    receipt: Annotated[
        bool | None, typer.Option("--receipt/--no-receipt", help="help.receipt", show_default=False)
    ] = None
    encoding: Encoding = ""
    hand_off: HandOffFiles = dataclasses.field(default_factory=list)
    field: HandOffFields = dataclasses.field(default_factory=list)
    annotate: Annotated[Path | None, typer.Option(metavar="FILE", help="help.annotate")] = None
    formulas: Annotated[bool, typer.Option("--formulas", help="help.formulas")] = False
    amounts_are_net: AmountsAreNet = False
    workers: Annotated[int, typer.Option(min=0, metavar="N", help="help.workers", show_default=False)] = 0
    cluster: Annotated[str, typer.Option(metavar="ADDRESS", help="help.cluster", show_default=False)] = ""
    worker_memory: Annotated[
        str, typer.Option(metavar="SIZE", help="help.worker_memory", show_default=False)
    ] = ""
    book: BookPath = None
    force: Overwrite = False
    advice: WithAdvice = False


@dataclass(frozen=True, slots=True)
class PartitionOptions:
    """What was typed after `kpicalc partition`."""

    facts: FactsFiles
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="help.partition_to")]
    parts: Annotated[int, typer.Option("--parts", min=1, max=99999, metavar="N", help="help.partition_parts")]
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    encoding: Encoding = ""


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    """What was typed after `kpicalc explain`; `line` is "" for the total."""

    fact: Annotated[Path, typer.Argument(metavar="FACTS", help="help.fact", show_default=False)]
    employee: Annotated[
        str,
        typer.Argument(
            metavar="EMPLOYEE", help="help.person", show_default=False, autocompletion=propose_employees
        ),
    ]
    line: Annotated[
        str,
        typer.Argument(metavar="LINE", help="help.line", show_default=False, autocompletion=propose_lines),
    ] = ""
    full: Annotated[bool, typer.Option("--full", help="help.full")] = False
    why_not: Annotated[str, typer.Option(metavar="LINE", help="help.why_not", show_default=False)] = ""
    to_next: Annotated[bool, typer.Option("--to-next", help="help.to_next")] = False
    names: Annotated[bool, typer.Option("--names", help="help.names")] = False
    facts: Annotated[list[Path], typer.Option(metavar="PATH", help="help.more_facts")] = dataclasses.field(
        default_factory=list
    )
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    encoding: Encoding = ""
    book: BookPath = None


@dataclass(frozen=True, slots=True)
class ProgressOptions:
    """What was typed after `kpicalc progress`."""

    facts: FactsFiles
    as_of: Annotated[str, typer.Option("--as-of", metavar="DAY", help="help.progress_as_of")]
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    employee: EmployeeNumbers = dataclasses.field(default_factory=list)
    details: Annotated[bool, typer.Option("--details", help="help.progress_details")] = False
    format: AnswerFormat = ResultFormat.TEXT
    out: Annotated[list[Path], typer.Option(metavar="FILE", help="help.progress_out")] = dataclasses.field(
        default_factory=list
    )
    to: Annotated[Path | None, typer.Option("--to", metavar="FOLDER", help="help.progress_to")] = None
    sheets: Annotated[SheetFormat, typer.Option(help="help.progress_sheets")] = SheetFormat.HTML
    encoding: Encoding = ""


@dataclass(frozen=True, slots=True)
class SheetsOptions:
    """What was typed after `kpicalc sheets`."""

    facts: FactsFiles
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="help.sheets_to", show_default=False)]
    format: Annotated[SheetFormat, typer.Option(help="help.sheets_format")] = SheetFormat.HTML
    book: Annotated[bool, typer.Option("--book", help="help.sheets_book")] = False
    to_next: Annotated[bool, typer.Option("--to-next", help="help.sheets_to_next")] = False
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    employee: Annotated[
        list[str],
        typer.Option(metavar="ID", help="help.sheets_employee", autocompletion=propose_employees),
    ] = dataclasses.field(default_factory=list)
    csv_dialect: DialectOfCsv = CsvDialect.EXCEL_RU
    allow_partial: AllowPartial = False
    encoding: Encoding = ""


@dataclass(frozen=True, slots=True)
class ValidateOptions:
    """What was typed after `kpicalc validate`; `format` is None for the one that fits the surroundings."""

    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="help.checked", show_default=False)] = (
        dataclasses.field(default_factory=list)
    )
    format: Annotated[ProblemFormat | None, typer.Option(help="help.problem_format")] = None
    strict: Annotated[bool, typer.Option("--strict", help="help.strict")] = False
    advice: WithAdvice = False
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="help.checked_period")] = None


@dataclass(frozen=True, slots=True)
class AnalyseOptions:
    """What was typed after `kpicalc analyse`; `range` and `at` are still text."""

    scheme: OneScheme
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="help.analyse_period")] = None
    range: Annotated[list[str], typer.Option(metavar="NAME=LOW..HIGH", help="help.range")] = (
        dataclasses.field(default_factory=list)
    )
    at: Annotated[list[str], typer.Option(metavar="NAME=VALUE", help="help.at")] = dataclasses.field(
        default_factory=list
    )
    people: Annotated[list[Path], typer.Option(metavar="FACTS", help="help.people")] = dataclasses.field(
        default_factory=list
    )
    witness: Annotated[bool, typer.Option("--witness", help="help.witness")] = False
    format: AnswerFormat = ResultFormat.TEXT
    out: Annotated[list[Path], typer.Option(metavar="FILE", help="help.analyse_out")] = dataclasses.field(
        default_factory=list
    )


@dataclass(frozen=True, slots=True)
class TrialOptions:
    """What was typed after `kpicalc test`; without paths the schemes of the project are taken."""

    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="help.trials", show_default=False)] = (
        dataclasses.field(default_factory=list)
    )
    coverage: Annotated[bool, typer.Option("--coverage", help="help.coverage")] = False
    generate: Annotated[bool, typer.Option("--generate", help="help.generate")] = False
    format: Annotated[TrialFormat, typer.Option(help="help.trial_format", show_default=False)] = (
        TrialFormat.TEXT
    )


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """What was typed after `kpicalc rule`; `code` is "" for the list of all codes."""

    code: Annotated[
        str,
        typer.Argument(metavar="CODE", help="help.code", show_default=False, autocompletion=propose_codes),
    ] = ""


@dataclass(frozen=True, slots=True)
class FunctionsOptions:
    """What was typed after `kpicalc functions`: nothing of its own."""


@dataclass(frozen=True, slots=True)
class InitOptions:
    """What was typed after `kpicalc init`; what is None is asked for, or has a default."""

    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="help.init_folder", show_default=False)] = (
        Path()
    )
    template: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="help.init_template", autocompletion=propose_templates),
    ] = None
    name: Annotated[str | None, typer.Option(metavar="NAME", help="help.init_name")] = None
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="help.init_currency")] = None
    period: Annotated[PeriodLength | None, typer.Option(help="help.init_period")] = None
    keys: Annotated[Language, typer.Option("--keys", help="help.init_keys")] = Language.EN
    no_input: Annotated[bool, typer.Option("--no-input", help="help.no_input")] = False
    force: Overwrite = False


@dataclass(frozen=True, slots=True)
class TemplateOptions:
    """What was typed after `kpicalc template`; without `schemes` those of the project are taken."""

    schemes: Annotated[
        list[Path],
        typer.Argument(metavar="SCHEME", help="help.template_schemes", show_default=False),
    ] = dataclasses.field(default_factory=list)
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="help.template_out")] = Path(
        "facts.xlsx"
    )
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="help.template_period")] = None
    rows: Annotated[int, typer.Option(min=1, max=1_000_000, metavar="N", help="help.template_rows")] = _ROWS
    force: Overwrite = False


@dataclass(frozen=True, slots=True)
class DocumentOptions:
    """What was typed after `kpicalc document`."""

    scheme: Annotated[Path, typer.Argument(metavar="SCHEME", help="help.document_scheme", show_default=False)]
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="help.document_out")]
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="help.document_period")] = None
    force: Overwrite = False


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """What was typed after `kpicalc fmt`; without `paths` the schemes of the project are meant."""

    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="help.fmt_paths", show_default=False)
    ] = dataclasses.field(default_factory=list)
    check: Annotated[bool, typer.Option("--check", help="help.fmt_check")] = False
    diff: Annotated[bool, typer.Option("--diff", help="help.fmt_diff")] = False
    keys: Annotated[Language | None, typer.Option("--keys", help="help.fmt_keys")] = None


@dataclass(frozen=True, slots=True)
class SchemaOptions:
    """What was typed after `kpicalc schema`; without `out` it is printed."""

    tests: Annotated[bool, typer.Option("--tests", help="help.schema_tests")] = False
    batch: Annotated[bool, typer.Option("--batch", help="help.schema_batch")] = False
    keys: Annotated[Language, typer.Option("--keys", help="help.schema_keys")] = Language.EN
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="help.schema_out")] = None
