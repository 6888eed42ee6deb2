"""What the schemes at hand are compiled to is what was kept."""

from __future__ import annotations

import pytest

from tests.compiler.told_programs import KEPT, list_told
from tests.kept_digests import make_digests, read_digests

TOLD = list_told()


@pytest.mark.parametrize("name", TOLD)
def test_what_is_compiled_is_what_was_kept(name: str) -> None:
    """Where it is not: `python -m tests.compiler.told_programs FOLDER` shows what is compiled now."""
    assert make_digests(TOLD[name]()) == read_digests(KEPT)[name]
