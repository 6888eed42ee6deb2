"""What analysis finds out about schemes and months made by chance is what was kept."""

from __future__ import annotations

import pytest

from tests.analysis.told_plans import KEPT, list_told
from tests.kept_digests import make_digests, read_digests

TOLD = list_told()


@pytest.mark.parametrize("name", TOLD)
def test_what_is_found_is_what_was_kept(name: str) -> None:
    """Where it is not: `python -m tests.analysis.told_plans FOLDER` shows what is found now."""
    assert make_digests(TOLD[name]()) == read_digests(KEPT)[name]


def test_what_was_kept_is_what_is_found() -> None:
    assert list(read_digests(KEPT)) == list(TOLD)
