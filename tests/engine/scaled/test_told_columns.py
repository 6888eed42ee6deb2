"""What comes of columns of whole numbers is what was kept, with all that they say of themselves."""

from __future__ import annotations

import pytest

from tests.engine.scaled.told_columns import KEPT, list_told
from tests.kept_digests import make_digests, read_digests

TOLD = list_told()


@pytest.mark.parametrize("name", TOLD)
def test_what_comes_of_columns_is_what_was_kept(name: str) -> None:
    """Where it is not: `python -m tests.engine.scaled.told_columns FOLDER` shows what comes of them now."""
    assert make_digests(TOLD[name]()) == read_digests(KEPT)[name]
