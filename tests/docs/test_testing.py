"""The page on tests, in English and in Russian, shows schemes whose tests pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpicalc.scheme.constructs.trials import TrialSpec
from kpicalc.scheme.load import read_scheme
from kpicalc.testing.trials import check_trials, run_trials
from tests.testing.builders import open_nothing

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXTS = {
    "English": (DOCS / "testing.md").read_text(encoding="utf-8"),
    "Russian": (DOCS / "ru" / "testing.md").read_text(encoding="utf-8"),
}
EXAMPLES = [
    pytest.param(example, id=f"{language} {number}")
    for language, text in TEXTS.items()
    for number, example in enumerate(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL), start=1)
]


def test_both_pages_have_both_examples() -> None:
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_tests_of_an_example_pass(example: str) -> None:
    read = read_scheme(example, "seller.yaml")
    assert read.value is not None, read.diagnostics
    document = read.value

    trials = [each.trial for each in run_trials(document, document.tests, open_nothing)]

    assert check_trials(document, document.tests) == ()
    assert [each.name for each in trials if not each.passed] == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_page_names_every_key_of_a_test(text: str) -> None:
    assert [key for key in TrialSpec.known_keys() if f"| `{key}` |" not in text] == []
