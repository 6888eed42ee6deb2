"""What is told of spoilt texts, and what is read of the others, is what was kept."""

from __future__ import annotations

import pytest

from tests.kept_digests import make_digests, read_digests
from tests.scheme.told_texts import KEPT, list_told

TOLD = list_told()


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_is_what_was_kept(name: str) -> None:
    """Where it is not: `python -m tests.scheme.told_texts FOLDER` shows what is told now."""
    assert make_digests(TOLD[name]()) == read_digests(KEPT)[name]
