"""`kpicalc init`: the work itself is loaded when the command runs."""

from __future__ import annotations

from kpicalc.cli.start_options import InitOptions
from kpicalc.i18n.catalogue import Language


def init(options: InitOptions, language: Language) -> int:
    """Write a first scheme; return the exit code."""
    from kpicalc.cli.beginning import begin_project  # noqa: PLC0415 - heavy: kept out of --help

    return begin_project(options, language)
