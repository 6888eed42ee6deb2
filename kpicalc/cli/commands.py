"""The commands, in the order in which `--help` lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kpicalc.cli.analyse import analyse
from kpicalc.cli.analyse_options import AnalyseOptions
from kpicalc.cli.check_options import RuleOptions, ValidateOptions
from kpicalc.cli.compute import compute
from kpicalc.cli.editor_options import FormatOptions, SchemaOptions
from kpicalc.cli.explain import explain
from kpicalc.cli.fmt import fmt
from kpicalc.cli.init import init
from kpicalc.cli.options import ComputeOptions, ExplainOptions
from kpicalc.cli.rule import rule
from kpicalc.cli.schema import schema
from kpicalc.cli.start_options import InitOptions, TemplateOptions
from kpicalc.cli.template import template
from kpicalc.cli.test import test
from kpicalc.cli.trial_options import TrialOptions
from kpicalc.cli.validate import validate
from kpicalc.i18n.catalogue import Language


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it is called, the class of its options, and what it does with them."""

    name: str
    options: type[Any]
    action: Callable[[Any, Language], int]


COMMANDS: tuple[Command, ...] = (
    Command("compute", ComputeOptions, compute),
    Command("explain", ExplainOptions, explain),
    Command("validate", ValidateOptions, validate),
    Command("analyse", AnalyseOptions, analyse),
    Command("test", TrialOptions, test),
    Command("rule", RuleOptions, rule),
    Command("init", InitOptions, init),
    Command("template", TemplateOptions, template),
    Command("fmt", FormatOptions, fmt),
    Command("schema", SchemaOptions, schema),
)
