"""Texts that people take for the same, and those that differ by a slip."""

from __future__ import annotations

import pytest

from kpicalc.model.plain_text import differ_by_a_slip


@pytest.mark.parametrize("one", ["İstanbul", "ΐlios", "ﬁrst", "ßtadt", "ǰazz"])
def test_letters_that_become_two_when_folded_cut_no_word(one: str) -> None:
    assert [differ_by_a_slip(one, other) for other in (one, "Mumbai", f"{one} 2")] == [False] * 3
