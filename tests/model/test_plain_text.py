"""Texts that people take for the same, and those that differ by a slip."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.model.plain_text import (
    clean_text,
    differ_by_a_slip,
    may_hold_low_words,
    may_hold_signs,
    may_mix_alphabets,
    some_lack_digits,
)


@pytest.mark.parametrize("one", ["İstanbul", "ΐlios", "ﬁrst", "ßtadt", "ǰazz"])
def test_letters_that_become_two_when_folded_cut_no_word(one: str) -> None:
    assert [differ_by_a_slip(one, other) for other in (one, "Mumbai", f"{one} 2")] == [False] * 3


def test_a_slip_is_one_letter_or_two_in_the_wrong_order() -> None:
    """A letter more, less or another one is a slip, and so are neighbours; all after them is the same."""
    typed = ("менеджер", "менедежр", "менеджр", "менеджэр", "менджеер", "менедехр", "менедежы", "эенеджер")
    assert [differ_by_a_slip("менеджер", each) for each in typed] == [
        False,
        True,
        True,
        True,
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("written", "seen"),
    [("а\u115fб", "аб"), ("а\ufe0fб", "аб"), ("а\u200bб", "аб"), ("а\tб", "а б"), ("й", "й")],
)
def test_what_nobody_sees_is_gone(written: str, seen: str) -> None:
    assert clean_text(written) == seen


@given(st.text(alphabet="aZяёАр1 \n.«№*-\u00a0é\ud800Ωx", max_size=12))
def test_what_bytes_rule_out_is_not_there(lines: str) -> None:
    mixed = re.search("[A-Za-z0-9][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z0-9]", lines)
    signs = re.search(r"[*#=:/%№@|<>{}\[\]\"«»…;!?]", lines)
    low = re.search(r"\s[a-zа-яё]{2}", f"\n{lines}")

    assert may_mix_alphabets(lines) or mixed is None
    assert may_hold_signs(lines) or signs is None
    assert may_hold_low_words(lines) or low is None
    assert some_lack_digits(lines) == bool(re.search("^[^0-9\n]*+$", lines, re.MULTILINE))
