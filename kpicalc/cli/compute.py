"""`kpicalc compute`: the work itself is loaded when the command runs."""

from __future__ import annotations

from kpicalc.cli.options import ComputeOptions
from kpicalc.i18n.catalogue import Language


def compute(options: ComputeOptions, language: Language) -> int:
    """Compute a period and print or write the result; return the exit code."""
    from kpicalc.cli.computation import run_computation  # noqa: PLC0415 - heavy: kept out of --help

    return run_computation(options, language)
