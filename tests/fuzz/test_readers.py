"""Some damaged workbooks, the same each time; more of them by hand: see `readers`."""

from __future__ import annotations

from tests.fuzz.readers import try_damaged

FILES = 250
LONG = 3600.0


def test_both_readers_see_the_same_in_damaged_files_or_refuse_them() -> None:
    outcomes, differences = try_damaged(LONG, 7, FILES)

    assert differences == []
    assert sum(outcomes.values()) == FILES
    assert {"read by calamine", "KPI403", "KPI527"} <= set(outcomes)
