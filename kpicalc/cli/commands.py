"""The commands in the order of `--help`, and the options of all; the work of each is loaded when it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from enum import StrEnum
from functools import partial
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from kpicalc.cli.outcome import ExitCode, Refusal, refuse_afar
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.stored_text import list_languages
from kpicalc.model.dataclass import dataclass, find_face

# The languages that have texts, also those that were added as a folder.
SpokenLanguage = StrEnum("SpokenLanguage", {each.upper(): each for each in list_languages()})  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class CommonOptions:
    """What may stand after every command, and before it."""

    lang: Annotated[SpokenLanguage | None, typer.Option(help="help.lang")] = None
    debug: Annotated[bool, typer.Option("--debug", help="help.debug", hidden=True)] = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it is called, `module:class` of its options, and `module:function` of its work.

    Both are loaded for the command that was typed. The function takes the options and the language, and
    returns the exit code, or why it could not go on. The facts of one that takes `months` may be a closed
    month of the book.
    """

    name: str
    options_place: str
    work: str
    months: bool = False

    @property
    def options(self) -> type[Any]:
        """The class of the options."""
        found: type[Any] = find_face("COMMANDS of cli/commands.py", self.options_place)
        return found


COMMANDS: tuple[Command, ...] = (
    Command("compute", "kpicalc.cli.options:ComputeOptions", "kpicalc.cli.compute:compute_pay"),
    Command("partition", "kpicalc.cli.options:PartitionOptions", "kpicalc.cli.partition:partition_facts"),
    Command("explain", "kpicalc.cli.options:ExplainOptions", "kpicalc.cli.explain:explain_amount"),
    Command("close", "kpicalc.cli.month_options:CloseOptions", "kpicalc.cli.close:close_period"),
    Command("correct", "kpicalc.cli.month_options:CorrectOptions", "kpicalc.cli.correct:correct_month"),
    Command("months", "kpicalc.cli.month_options:MonthsOptions", "kpicalc.cli.months:list_months"),
    Command("show", "kpicalc.cli.month_options:ShowOptions", "kpicalc.cli.show:show_period"),
    Command("reopen", "kpicalc.cli.month_options:ReopenOptions", "kpicalc.cli.months:reopen_month"),
    Command("forget", "kpicalc.cli.month_options:ForgetOptions", "kpicalc.cli.forget:forget_employee"),
    Command("verify", "kpicalc.cli.month_options:VerifyOptions", "kpicalc.cli.verify:verify_months"),
    Command("export", "kpicalc.cli.month_options:ExportOptions", "kpicalc.cli.moved_months:unpack_month"),
    Command("import", "kpicalc.cli.month_options:ImportOptions", "kpicalc.cli.moved_months:take_month"),
    Command("sheets", "kpicalc.cli.options:SheetsOptions", "kpicalc.cli.sheets:write_sheets"),
    Command("progress", "kpicalc.cli.options:ProgressOptions", "kpicalc.cli.progress:tell_progress"),
    Command(
        "compare",
        "kpicalc.cli.deciding_options:CompareOptions",
        "kpicalc.cli.compare:compare_pay",
        months=True,
    ),
    Command(
        "simulate",
        "kpicalc.cli.deciding_options:SimulateOptions",
        "kpicalc.cli.simulate:simulate_month",
        months=True,
    ),
    Command(
        "calibrate",
        "kpicalc.cli.deciding_options:CalibrateOptions",
        "kpicalc.cli.calibrate:find_numbers",
        months=True,
    ),
    Command("diff", "kpicalc.cli.deciding_options:DiffOptions", "kpicalc.cli.diff:review_schemes"),
    Command("batch", "kpicalc.cli.month_options:BatchOptions", "kpicalc.cli.batch:run_batch"),
    Command(
        "reconcile", "kpicalc.cli.deciding_options:ReconcileOptions", "kpicalc.cli.reconcile:reconcile_pay"
    ),
    Command("budget", "kpicalc.cli.deciding_options:BudgetOptions", "kpicalc.cli.budget:budget_months"),
    Command(
        "audit", "kpicalc.cli.deciding_options:AuditOptions", "kpicalc.cli.audit:audit_schemes", months=True
    ),
    Command("plan", "kpicalc.cli.deciding_options:PlanOptions", "kpicalc.cli.plan:set_plans"),
    Command("validate", "kpicalc.cli.options:ValidateOptions", "kpicalc.cli.validate:validate_schemes"),
    Command("analyse", "kpicalc.cli.options:AnalyseOptions", "kpicalc.cli.analyse:analyse_scheme"),
    Command("test", "kpicalc.cli.options:TrialOptions", "kpicalc.cli.test:run_scheme_tests"),
    Command("rule", "kpicalc.cli.options:RuleOptions", "kpicalc.cli.rule:show_rule"),
    Command("functions", "kpicalc.cli.options:FunctionsOptions", "kpicalc.cli.functions:list_functions"),
    Command("init", "kpicalc.cli.options:InitOptions", "kpicalc.cli.init:begin_project"),
    Command("template", "kpicalc.cli.options:TemplateOptions", "kpicalc.cli.template:write_blank_form"),
    Command("document", "kpicalc.cli.options:DocumentOptions", "kpicalc.cli.document:write_document"),
    Command("fmt", "kpicalc.cli.options:FormatOptions", "kpicalc.cli.fmt:format_schemes"),
    Command("schema", "kpicalc.cli.options:SchemaOptions", "kpicalc.cli.schema:give_schema"),
)


def run_command(command: Command, options: Any, language: Language) -> ExitCode:
    """Do the work of a command; tell why where it could not begin or go on."""
    work: Callable[..., ExitCode | Refusal] = find_face("COMMANDS of cli/commands.py", command.work)
    if command.months:
        from kpicalc.cli.closed_facts import work_on_facts  # noqa: PLC0415 - kept out of --help

        work = partial(work_on_facts, work)
    ended = refuse_afar(_list_near(options)) or work(options, language)
    if not isinstance(ended, Refusal):
        return ended
    from kpicalc.cli.console import tell_refusal  # noqa: PLC0415 - heavy: kept out of --help

    return tell_refusal(ended, language, getattr(options, "format", None) or "")


def _list_near(options: Any) -> Iterator[Path]:
    """Yield the paths that were typed, but those of facts, which may lie in a store."""
    typed = (getattr(options, each.name) for each in fields(options) if each.name not in _FACTS)
    for value in typed:
        yield from (
            each for each in (value if isinstance(value, list) else [value]) if isinstance(each, Path)
        )


# What the options are called that name facts.
_FACTS = frozenset({"facts", "fact", "people"})


def make_callback(command: Command) -> Callable[..., None]:
    """Return a function that typer reads as having a parameter for each option of a command.

    The language is the one asked for after the command, else that of the program.
    """

    def run(context: typer.Context, *, lang: Any, debug: bool, **typed: Any) -> None:
        del debug  # `main` has looked for it before anything could fail
        language = Language(lang) if lang else context.obj
        raise typer.Exit(run_command(command, options(**typed), language))

    options = command.options
    context = Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context)
    taken = [*_signature_of(options), *_signature_of(CommonOptions)]
    run.__signature__ = Signature([context, *taken])  # type: ignore[attr-defined] # functions take any attribute
    return run


def leave_unread(context: typer.Context) -> None:
    """Stand in for a command that was not typed: only its name and its help are seen."""
    context.fail(str(context.command_path))


# Read once: typer would evaluate the same two texts for each of the commands.
leave_unread.__annotations__ = get_type_hints(leave_unread)


def _signature_of(options: type[Any]) -> list[Parameter]:
    hints = get_type_hints(options, include_extras=True)
    return [
        Parameter(
            field.name,
            Parameter.KEYWORD_ONLY,
            default=_default_of(field),
            annotation=hints[field.name],
        )
        for field in fields(options)
    ]


def _default_of(option: Field[Any]) -> Any:
    if option.default_factory is not MISSING:
        return option.default_factory()
    return Parameter.empty if option.default is MISSING else option.default
