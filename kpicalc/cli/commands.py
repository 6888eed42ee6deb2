"""The commands, in the order in which `--help` lists them; the work of each is loaded when it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from inspect import Parameter, Signature
from pkgutil import resolve_name
from typing import Any, get_type_hints

import typer

from kpicalc.cli.deciding_options import (
    AuditOptions,
    BudgetOptions,
    CalibrateOptions,
    DiffOptions,
    PlanOptions,
    ReconcileOptions,
    SimulateOptions,
)
from kpicalc.cli.month_options import (
    BatchOptions,
    CloseOptions,
    CorrectOptions,
    ExportOptions,
    ImportOptions,
    MonthsOptions,
    ReopenOptions,
    ShowOptions,
    VerifyOptions,
)
from kpicalc.cli.options import (
    AnalyseOptions,
    CommonOptions,
    CompareOptions,
    ComputeOptions,
    DocumentOptions,
    ExplainOptions,
    FormatOptions,
    FunctionsOptions,
    InitOptions,
    PartitionOptions,
    ProgressOptions,
    RuleOptions,
    SchemaOptions,
    SheetsOptions,
    TemplateOptions,
    TrialOptions,
    ValidateOptions,
)
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.i18n.catalogue import Language


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it is called, the class of its options, and `module:function` of its work.

    The function takes the options and the language, and returns the exit code, or why it could not go on.
    The facts of one that takes `months` may be a closed month of the book.
    """

    name: str
    options: type[Any]
    work: str
    months: bool = False


COMMANDS: tuple[Command, ...] = (
    Command("compute", ComputeOptions, "kpicalc.cli.compute:compute_pay"),
    Command("partition", PartitionOptions, "kpicalc.cli.partition:partition_facts"),
    Command("explain", ExplainOptions, "kpicalc.cli.explain:explain_amount"),
    Command("close", CloseOptions, "kpicalc.cli.close:close_period"),
    Command("correct", CorrectOptions, "kpicalc.cli.correct:correct_month"),
    Command("months", MonthsOptions, "kpicalc.cli.months:list_months"),
    Command("show", ShowOptions, "kpicalc.cli.show:show_period"),
    Command("reopen", ReopenOptions, "kpicalc.cli.months:reopen_month"),
    Command("verify", VerifyOptions, "kpicalc.cli.verify:verify_months"),
    Command("export", ExportOptions, "kpicalc.cli.moved_months:unpack_month"),
    Command("import", ImportOptions, "kpicalc.cli.moved_months:take_month"),
    Command("sheets", SheetsOptions, "kpicalc.cli.sheets:write_sheets"),
    Command("progress", ProgressOptions, "kpicalc.cli.progress:tell_progress"),
    Command("compare", CompareOptions, "kpicalc.cli.compare:compare_pay", months=True),
    Command("simulate", SimulateOptions, "kpicalc.cli.simulate:simulate_month", months=True),
    Command("calibrate", CalibrateOptions, "kpicalc.cli.calibrate:find_numbers", months=True),
    Command("diff", DiffOptions, "kpicalc.cli.diff:review_schemes"),
    Command("batch", BatchOptions, "kpicalc.cli.batch:run_batch"),
    Command("reconcile", ReconcileOptions, "kpicalc.cli.reconcile:reconcile_pay"),
    Command("budget", BudgetOptions, "kpicalc.cli.budget:budget_month", months=True),
    Command("audit", AuditOptions, "kpicalc.cli.audit:audit_schemes", months=True),
    Command("plan", PlanOptions, "kpicalc.cli.plan:set_plans"),
    Command("validate", ValidateOptions, "kpicalc.cli.validate:validate_schemes"),
    Command("analyse", AnalyseOptions, "kpicalc.cli.analyse:analyse_scheme"),
    Command("test", TrialOptions, "kpicalc.cli.test:run_scheme_tests"),
    Command("rule", RuleOptions, "kpicalc.cli.rule:show_rule"),
    Command("functions", FunctionsOptions, "kpicalc.cli.functions:list_functions"),
    Command("init", InitOptions, "kpicalc.cli.init:begin_project"),
    Command("template", TemplateOptions, "kpicalc.cli.template:write_blank_form"),
    Command("document", DocumentOptions, "kpicalc.cli.document:write_document"),
    Command("fmt", FormatOptions, "kpicalc.cli.fmt:format_schemes"),
    Command("schema", SchemaOptions, "kpicalc.cli.schema:give_schema"),
)


def run_command(command: Command, options: Any, language: Language) -> ExitCode:
    """Do the work of a command; tell why where it could not begin or go on."""
    work = resolve_name(command.work)
    if command.months:
        from kpicalc.cli.closed_facts import work_on_facts  # noqa: PLC0415 - kept out of --help

        ended = work_on_facts(work, options, language)
    else:
        ended = work(options, language)
    if not isinstance(ended, Refusal):
        return ended
    from kpicalc.cli.console import tell_refusal  # noqa: PLC0415 - heavy: kept out of --help

    return tell_refusal(ended, language)


def make_callback(command: Command) -> Callable[..., None]:
    """Return a function that typer reads as having a parameter for each option of a command.

    The language is the one asked for after the command, else that of the program.
    """

    def run(context: typer.Context, *, lang: Any = None, debug: bool = False, **typed: Any) -> None:
        del debug  # `main` has looked for it before anything could fail
        language = Language(lang) if lang else context.obj
        raise typer.Exit(run_command(command, command.options(**typed), language))

    context = Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context)
    taken = [*_signature_of(command.options), *_signature_of(CommonOptions)]
    run.__signature__ = Signature([context, *taken])  # type: ignore[attr-defined] # functions take any attribute
    return run


def leave_unread(context: typer.Context) -> None:
    """Stand in for a command that was not typed: only its name and its help are seen."""
    context.fail(str(context.command_path))


def _signature_of(options: type[Any]) -> list[Parameter]:
    hints = get_type_hints(options, include_extras=True)
    return [
        Parameter(
            field.name,
            Parameter.KEYWORD_ONLY,
            default=Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(options)
    ]
