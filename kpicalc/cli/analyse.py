"""`kpicalc analyse`: the work itself is loaded when the command runs."""

from __future__ import annotations

from kpicalc.cli.analyse_options import AnalyseOptions
from kpicalc.i18n.catalogue import Language


def analyse(options: AnalyseOptions, language: Language) -> int:
    """Analyse a scheme; return the exit code."""
    from kpicalc.cli.analysis import run_analysis  # noqa: PLC0415 - heavy: kept out of --help

    return run_analysis(options, language)
