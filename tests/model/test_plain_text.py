"""Texts that people take for the same, and those that differ by a slip."""

from __future__ import annotations

import pytest

from kpicalc.model.plain_text import clean_text, differ_by_a_slip


@pytest.mark.parametrize("one", ["İstanbul", "ΐlios", "ﬁrst", "ßtadt", "ǰazz"])
def test_letters_that_become_two_when_folded_cut_no_word(one: str) -> None:
    assert [differ_by_a_slip(one, other) for other in (one, "Mumbai", f"{one} 2")] == [False] * 3


@pytest.mark.parametrize(
    ("written", "seen"),
    [("а\u115fб", "аб"), ("а\ufe0fб", "аб"), ("а\u200bб", "аб"), ("а\tб", "а б"), ("й", "й")],
)
def test_what_nobody_sees_is_gone(written: str, seen: str) -> None:
    assert clean_text(written) == seen
