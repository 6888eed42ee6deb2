"""What can be typed after the commands that decide with numbers."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from kpicalc.cli.options import (
    AnswerFormat,
    EmployeeNumbers,
    Encoding,
    FactsFiles,
    FactsPeriod,
    OneScheme,
    ResultFormat,
    SchemePaths,
    TablesOut,
)
from kpicalc.model.dataclass import dataclass

# Enough for a quantile of 5 % to stand still to a few tenths of a percent.
_DRAWS = 10_000

OneCurrency = Annotated[str, typer.Option(metavar="CODE", help="help.currency", show_default=False)]


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """What was typed after `kpicalc compare`."""

    old: Annotated[Path, typer.Argument(metavar="OLD", help="help.compare_old", show_default=False)]
    new: Annotated[Path, typer.Argument(metavar="NEW", help="help.compare_new", show_default=False)]
    facts: FactsFiles
    period: FactsPeriod = None
    employee: EmployeeNumbers = dataclasses.field(default_factory=list)
    by: Annotated[list[str], typer.Option(metavar="COLUMN", help="help.compare_by")] = dataclasses.field(
        default_factory=list
    )
    choose: Annotated[
        str, typer.Option(metavar="employee|max|new", help="help.compare_choose", show_default=False)
    ] = ""
    format: AnswerFormat = ResultFormat.TEXT
    out: TablesOut = dataclasses.field(default_factory=list)
    encoding: Encoding = ""


@dataclass(frozen=True, slots=True)
class SimulateOptions:
    """What was typed after `kpicalc simulate`."""

    facts: FactsFiles
    set: Annotated[list[str], typer.Option(metavar="FACT=FORMULA", help="help.set")] = dataclasses.field(
        default_factory=list
    )
    scenarios: Annotated[list[Path], typer.Option(metavar="FILE", help="help.scenarios")] = dataclasses.field(
        default_factory=list
    )
    vary: Annotated[list[str], typer.Option(metavar="FACT=RANGE", help="help.vary")] = dataclasses.field(
        default_factory=list
    )
    draw: Annotated[list[str], typer.Option(metavar="FACT=SHAPE", help="help.draw")] = dataclasses.field(
        default_factory=list
    )
    past: Annotated[list[str], typer.Option(metavar="MONTHS", help="help.past")] = dataclasses.field(
        default_factory=list
    )
    times: Annotated[int, typer.Option(min=1, max=1_000_000, metavar="N", help="help.times")] = _DRAWS
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="help.seed")] = 1
    tornado: Annotated[str, typer.Option(metavar="PART", help="help.tornado", show_default=False)] = ""
    employee: EmployeeNumbers = dataclasses.field(default_factory=list)
    currency: OneCurrency = ""
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    format: AnswerFormat = ResultFormat.TEXT
    out: TablesOut = dataclasses.field(default_factory=list)
    encoding: Encoding = ""


@dataclass(frozen=True, slots=True)
class CalibrateOptions:
    """What was typed after `kpicalc calibrate`; without facts one person who meets all plans is paid."""

    scheme: OneScheme
    solve: Annotated[list[str], typer.Option(metavar="NUMBER", help="help.solve", show_default=False)]
    so_that: Annotated[list[str], typer.Option(metavar="AIM", help="help.so_that", show_default=False)] = (
        dataclasses.field(default_factory=list)
    )
    mix: Annotated[str, typer.Option(metavar="FIXED:VARIABLE", help="help.mix", show_default=False)] = ""
    target: Annotated[str, typer.Option(metavar="AMOUNT", help="help.target", show_default=False)] = ""
    facts: Annotated[list[Path], typer.Option(metavar="PATH", help="help.calibrate_facts")] = (
        dataclasses.field(default_factory=list)
    )
    between: Annotated[list[str], typer.Option(metavar="LOW..HIGH", help="help.between")] = dataclasses.field(
        default_factory=list
    )
    round: Annotated[list[str], typer.Option(metavar="STEP", help="help.calibrate_round")] = (
        dataclasses.field(default_factory=list)
    )
    employee: Annotated[
        str, typer.Option(metavar="ID", help="help.calibrate_employee", show_default=False)
    ] = ""
    period: FactsPeriod = None
    format: AnswerFormat = ResultFormat.TEXT
    out: TablesOut = dataclasses.field(default_factory=list)
    encoding: Encoding = ""


@dataclass(frozen=True, slots=True)
class BudgetOptions:
    """What was typed after `kpicalc budget`."""

    facts: FactsFiles
    by: Annotated[list[str], typer.Option(metavar="COLUMN", help="help.budget_by")] = dataclasses.field(
        default_factory=list
    )
    of: Annotated[str, typer.Option(metavar="FORMULA", help="help.budget_of", show_default=False)] = ""
    at_most: Annotated[
        str, typer.Option("--at-most", metavar="PART", help="help.budget_at_most", show_default=False)
    ] = ""
    cap: Annotated[list[str], typer.Option(metavar="AMOUNT", help="help.budget_cap")] = dataclasses.field(
        default_factory=list
    )
    fund: Annotated[str, typer.Option(metavar="AMOUNT", help="help.budget_fund", show_default=False)] = ""
    floor: Annotated[str, typer.Option(metavar="PART", help="help.budget_floor", show_default=False)] = ""
    greatest: Annotated[bool, typer.Option("--greatest", help="help.budget_greatest")] = False
    year: Annotated[int | None, typer.Option(min=1900, max=2199, metavar="YYYY", help="help.budget_year")] = (
        None
    )
    season: Annotated[str, typer.Option(metavar="WEIGHTS", help="help.budget_season", show_default=False)] = (
        ""
    )
    growth: Annotated[str, typer.Option(metavar="PART", help="help.budget_growth", show_default=False)] = ""
    currency: OneCurrency = ""
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    format: AnswerFormat = ResultFormat.TEXT
    out: TablesOut = dataclasses.field(default_factory=list)
    encoding: Encoding = ""


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """What was typed after `kpicalc audit`; `alike` is still text."""

    facts: FactsFiles
    alike: Annotated[str, typer.Option(metavar="PART", help="help.audit_alike", show_default=False)] = ""
    currency: OneCurrency = ""
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    format: AnswerFormat = ResultFormat.TEXT
    out: TablesOut = dataclasses.field(default_factory=list)
    encoding: Encoding = ""


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What was typed after `kpicalc plan`; `want` is still text."""

    facts: Annotated[list[Path], typer.Argument(metavar="MONTHS", help="help.plan_facts", show_default=False)]
    of: Annotated[str, typer.Option(metavar="FACT", help="help.plan_of", show_default=False)] = ""
    funnel: Annotated[str, typer.Option(metavar="A > B > C", help="help.plan_funnel", show_default=False)] = (
        ""
    )
    want: Annotated[str, typer.Option(metavar="NUMBER", help="help.plan_want", show_default=False)] = ""
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    format: AnswerFormat = ResultFormat.TEXT
    out: TablesOut = dataclasses.field(default_factory=list)
    encoding: Encoding = ""


@dataclass(frozen=True, slots=True)
class ReconcileOptions:
    """What was typed after `kpicalc reconcile`; `column` and `tolerance` are still text."""

    facts: FactsFiles
    against: Annotated[
        Path, typer.Option("--against", metavar="FILE", help="help.reconcile_against", show_default=False)
    ]
    column: Annotated[list[str], typer.Option(metavar="HEADING=LINE", help="help.column")] = (
        dataclasses.field(default_factory=list)
    )
    tolerance: Annotated[str, typer.Option(metavar="AMOUNT", help="help.tolerance")] = "0"
    scheme: SchemePaths = dataclasses.field(default_factory=list)
    period: FactsPeriod = None
    format: AnswerFormat = ResultFormat.TEXT
    out: Annotated[list[Path], typer.Option(metavar="FILE", help="help.reconcile_out")] = dataclasses.field(
        default_factory=list
    )
    encoding: Encoding = ""


@dataclass(frozen=True, slots=True)
class DiffOptions:
    """What was typed after `kpicalc diff`; `max_increase` is still text."""

    revisions: Annotated[
        str, typer.Argument(metavar="BASE..HEAD", help="help.diff_revisions", show_default=False)
    ]
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="help.diff_paths", show_default=False)
    ] = dataclasses.field(default_factory=list)
    facts: Annotated[list[Path], typer.Option(metavar="FACTS", help="help.diff_facts")] = dataclasses.field(
        default_factory=list
    )
    period: FactsPeriod = None
    max_increase: Annotated[
        str | None, typer.Option("--max-increase", metavar="PERCENT", help="help.max_increase")
    ] = None
    no_bounds: Annotated[bool, typer.Option("--no-bounds", help="help.no_bounds")] = False
    format: AnswerFormat = ResultFormat.TEXT
    out: Annotated[list[Path], typer.Option(metavar="FILE", help="help.diff_out")] = dataclasses.field(
        default_factory=list
    )
