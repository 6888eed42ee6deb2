"""`kpicalc test`: the work itself is loaded when the command runs."""

from __future__ import annotations

from kpicalc.cli.trial_options import TrialOptions
from kpicalc.i18n.catalogue import Language


def test(options: TrialOptions, language: Language) -> int:
    """Run the tests of schemes; return the exit code."""
    from kpicalc.cli.trials import run_trials  # noqa: PLC0415 - heavy: kept out of --help

    return run_trials(options, language)
