"""`kpicalc functions`: the functions of formulas, family by family."""

from __future__ import annotations

from kpicalc.cli.console import tell
from kpicalc.cli.options import FunctionsOptions
from kpicalc.cli.outcome import ExitCode
from kpicalc.i18n.catalogue import Language
from kpicalc.report.views.reference import show_functions


def list_functions(_options: FunctionsOptions, language: Language) -> ExitCode:
    """Do what `kpicalc functions` was asked to."""
    tell(show_functions(language))
    return ExitCode.OK
