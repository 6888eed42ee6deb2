"""What every view tells of the examples of the book, and every writer of made-up papers, is what was kept."""

from __future__ import annotations

import pytest

from tests.kept_digests import make_digests, read_digests
from tests.report.told_examples import KEPT, list_told

TOLD = list_told()


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_is_what_was_kept(name: str) -> None:
    """Where it is not: `python -m tests.report.told_examples FOLDER` shows what is told now."""
    assert make_digests(TOLD[name]()) == read_digests(KEPT)[name]


def test_what_was_kept_is_what_is_told() -> None:
    assert list(read_digests(KEPT)) == list(TOLD)
