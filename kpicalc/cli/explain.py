"""`kpicalc explain`: the work itself is loaded when the command runs."""

from __future__ import annotations

from kpicalc.cli.options import ExplainOptions
from kpicalc.i18n.catalogue import Language


def explain(options: ExplainOptions, language: Language) -> int:
    """Explain one amount; return the exit code."""
    from kpicalc.cli.explanation import run_explanation  # noqa: PLC0415 - heavy: kept out of --help

    return run_explanation(options, language)
