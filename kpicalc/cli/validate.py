"""`kpicalc validate`: the work itself is loaded when the command runs."""

from __future__ import annotations

from kpicalc.cli.check_options import ValidateOptions
from kpicalc.i18n.catalogue import Language


def validate(options: ValidateOptions, language: Language) -> int:
    """Check schemes; return the exit code."""
    from kpicalc.cli.validation import run_validation  # noqa: PLC0415 - heavy: kept out of --help

    return run_validation(options, language)
