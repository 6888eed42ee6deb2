"""`kpicalc rule`: the work itself is loaded when the command runs."""

from __future__ import annotations

from kpicalc.cli.check_options import RuleOptions
from kpicalc.i18n.catalogue import Language


def rule(options: RuleOptions, language: Language) -> int:
    """Show the page of a problem code; return the exit code."""
    from kpicalc.cli.rule_page import run_rule  # noqa: PLC0415 - kept out of --help

    return run_rule(options, language)
