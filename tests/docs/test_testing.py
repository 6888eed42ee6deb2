"""The page on tests shows a scheme whose tests pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpicalc.scheme.constructs.trials import TrialSpec
from kpicalc.scheme.load import read_scheme
from kpicalc.testing.trials import check_trials, run_trials
from tests.testing.builders import open_nothing

PAGE = Path(__file__).resolve().parents[2] / "docs" / "testing.md"


EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=["of one person", "of deals and teams"])
def test_the_tests_of_an_example_pass(example: str) -> None:
    read = read_scheme(example, "seller.yaml")
    assert read.value is not None, read.diagnostics
    document = read.value

    trials = [each.trial for each in run_trials(document, document.tests, open_nothing)]

    assert check_trials(document, document.tests) == ()
    assert [each.name for each in trials if not each.passed] == []


def test_the_page_names_every_key_of_a_test() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert [key for key in TrialSpec.known_keys() if f"| `{key}` |" not in text] == []
