"""A small run of tests: one passed, one wrong figure, one with problems, one whose problem did not come."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kpicalc.model.trial import TrialRun
from kpicalc.scheme.load import read_scheme
from kpicalc.testing.trials import Suite, run_suite
from tests.testing.builders import open_nothing

TEXT = Path(__file__).with_name("trial_sample.yaml").read_text(encoding="utf-8")


@cache
def run_sample(*, coverage: bool = True) -> TrialRun:
    """Run the tests of the sample."""
    document = read_scheme(TEXT, "s.yaml").value
    assert document is not None
    return TrialRun((run_suite(Suite(document, (document.tests,)), open_nothing, coverage=coverage),))
