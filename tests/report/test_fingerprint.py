"""Fingerprints stay the same while other lines are edited, and differ between problems."""

from __future__ import annotations

import pytest

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.source import CellRef, FilePlace, Place, Span
from kpicalc.report.writers.problems_json import fingerprint_problems, list_pointers, point_at

TEXT = """\
a: 1
tables:
  К:
    bands:
      - {from: 0%, value: 0}
      - {from: 70%, value: 1}
  list: [x, [y, z], [], {}]
"""
POINTERS = list_pointers(TEXT, "s.yaml")


def at(line: int, column: int, file: str = "s.yaml") -> Span:
    """Return a place of one letter."""
    return Span(file, line, column, line, column + 1)


def prints(text: str, *problems: Diagnostic) -> list[str]:
    """Return the fingerprints of problems of one file."""
    return fingerprint_problems(problems, {"s.yaml": text})


@pytest.mark.parametrize(
    ("place", "pointer"),
    [
        (at(1, 1), "/a"),
        (at(1, 4), "/a"),
        (at(3, 3), "/tables/К"),
        (at(6, 9), "/tables/К/bands/[from=70%]"),
        (at(6, 16), "/tables/К/bands/[from=70%]/from"),
        (at(6, 28), "/tables/К/bands/[from=70%]/value"),
        (at(7, 10), "/tables/list/[x]"),
        (at(7, 17), "/tables/list/[y]/[z]"),
        (at(7, 21), "/tables/list/[]"),
        (at(7, 24), "/tables/list/[]"),
        (at(9, 1), "/tables/list/[]"),
        (CellRef("f.xlsx", "A", 1, 1), "f.xlsx!A!A1"),
        (FilePlace("s.yaml"), ""),
        (None, ""),
    ],
)
def test_the_keys_that_lead_to_a_place(place: Place | None, pointer: str) -> None:
    assert point_at(POINTERS, place) == pointer


def test_a_text_that_is_no_yaml_has_no_keys() -> None:
    assert point_at(list_pointers("a: [", "s.yaml"), at(1, 1)) == ""


def test_lines_and_items_added_above_change_nothing() -> None:
    before = prints(TEXT, error("KPI301", at(6, 16)))
    more = TEXT.replace("tables:", "b: 2\n# note\ntables:").replace(
        "      - {from: 0%", "      - {from: -9%}\n&"
    )
    after = prints(more.replace("&", "      - {from: 0%"), error("KPI301", at(9, 16)))

    assert before == after


def test_code_file_keys_and_order_tell_problems_apart() -> None:
    problems = [
        error("KPI301", at(6, 16)),
        error("KPI302", at(6, 16)),
        error("KPI301", at(5, 16)),
        error("KPI301", at(6, 17)),
        error("KPI301", at(6, 16, "t.yaml")),
        error("KPI301", None),
    ]

    assert len(set(prints(TEXT, *problems))) == len(problems)
