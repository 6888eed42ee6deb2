"""`kpicalc fmt`: the work itself is loaded when the command runs."""

from __future__ import annotations

from kpicalc.cli.editor_options import FormatOptions
from kpicalc.i18n.catalogue import Language


def fmt(options: FormatOptions, language: Language) -> int:
    """Make the layout of schemes even; return the exit code."""
    from kpicalc.cli.formatting import run_formatting  # noqa: PLC0415 - heavy: kept out of --help

    return run_formatting(options, language)
