"""Comments that allow a problem on purpose, and those that look like one."""

from __future__ import annotations

import pytest

from kpicalc.model.diagnostic import Diagnostic, Label, advice, error, warning
from kpicalc.model.source import CellRef, Span
from kpicalc.scheme.allowances import apply_allowances, drop_allowed, find_misspelt, read_allowances


def at(line: int, file: str = "s.yaml") -> Span:
    """Return a place on a line."""
    return Span(file, line, 3, line, 9)


def told(text: str, *problems: Diagnostic) -> list[tuple[str, int, int]]:
    """Return what is left of problems, and of the allowances, as codes with line and column."""
    left = apply_allowances(read_allowances(text, "s.yaml"), problems)
    return [
        (each.code, place.line, place.column)
        for each in left
        if each.primary is not None and isinstance(place := each.primary.place, Span)
    ]


@pytest.mark.parametrize(
    ("comment", "codes", "reason"),
    [
        ("# kpicalc: allow KPI344 - kept for the auditors", ("KPI344",), "kept for the auditors"),
        ("#kpicalc:allow kpi344, KPI312 — так надо", ("KPI344", "KPI312"), "так надо"),
        ("# kpicalc: allow KPI344: why", ("KPI344",), "why"),
        ("# kpicalc: allow KPI344 why", ("KPI344",), "why"),
        ("# kpicalc: allow KPI344", ("KPI344",), ""),
        ("# kpicalc: allow KPI344 - ", ("KPI344",), ""),
        ("# kpicalc: allow - why", (), "why"),
        ("# kpicalc: allow", (), ""),
    ],
)
def test_a_comment_names_codes_and_a_reason(comment: str, codes: tuple[str, ...], reason: str) -> None:
    (found,) = read_allowances(f"a: 1  {comment}\n", "s.yaml")

    assert (found.codes, found.reason, found.complete) == (codes, reason, bool(codes and reason))
    assert found.span == Span("s.yaml", 1, 7, 1, 7 + len(comment.rstrip()))


@pytest.mark.parametrize(
    "text",
    [
        'a: "x # kpicalc: allow KPI344 - why"\n',
        "a: 'x # kpicalc: allow KPI344 - why'\n",
        "a: |\n  x\n  # kpicalc: allow KPI344 - why\n",
        "a: x# kpicalc: allow KPI344 - why\n",
        "a: 1  # kpicalc: allowed KPI344 - why\n",
        "a: 1  # about kpicalc: allow KPI344 - why\n",
        "kpicalc: 1\n",
    ],
)
def test_what_is_no_such_comment_is_passed_over(text: str) -> None:
    assert read_allowances(text, "s.yaml") == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: 1  # kpicalc: allow KPI344 - why\nb: 2\n", range(1, 2)),
        ("# kpicalc: allow KPI344 - why\na: 1\n", range(2, 3)),
        ("# kpicalc: allow KPI344 - why\n# more\n\na: 1\n", range(4, 5)),
        ("a: 1\n# kpicalc: allow KPI344 - why\n", range(2, 3)),
        ("# kpicalc: allow KPI344 - why\na: >-\n  x\n  y\nb: 1\n", range(2, 5)),
        ("# kpicalc: allow KPI344 - why\na: x\n  y\n", range(2, 4)),
        ("\ufeff# kpicalc: allow KPI344 - why\r\na: 1\r\n", range(2, 3)),
    ],
)
def test_the_line_it_speaks_of(text: str, lines: range) -> None:
    assert [each.lines for each in read_allowances(text, "s.yaml")] == [lines]


def test_a_text_that_is_not_yaml_is_read_all_the_same() -> None:
    assert len(read_allowances("a: [\n# kpicalc: allow KPI344 - why\n", "s.yaml")) == 1


ALLOWED = "a: 1  # kpicalc: allow KPI344 - why\n"


@pytest.mark.parametrize(
    ("problem", "left"),
    [
        (warning("KPI344", at(1)), []),
        (advice("KPI344", at(1)), []),
        (warning("KPI344", at(2)), [("KPI344", 2, 3), ("KPI362", 1, 24)]),
        (warning("KPI345", at(1)), [("KPI345", 1, 3), ("KPI362", 1, 24)]),
        (warning("KPI344", at(1, "other.yaml")), [("KPI344", 1, 3), ("KPI362", 1, 24)]),
        (error("KPI344", at(1)), [("KPI344", 1, 3), ("KPI361", 1, 24)]),
        (error("KPI201", at(9)), [("KPI201", 9, 3)]),
        (warning("KPI344", CellRef("f.xlsx", "S", 1, 1)), [("KPI362", 1, 24)]),
        (warning("KPI344", None), [("KPI362", 1, 24)]),
    ],
)
def test_only_warnings_and_advice_of_the_line_are_allowed(
    problem: Diagnostic, left: list[tuple[str, int, int]]
) -> None:
    assert told(ALLOWED, problem) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a: 1  # kpicalc: allow KPI344\n", [("KPI344", 1, 3), ("KPI360", 1, 7)]),
        ("a: 1  # kpicalc: allow - why\n", [("KPI344", 1, 3), ("KPI360", 1, 7)]),
        ("a: 1  # kpicalc: allow KPI344, KPI998 - why\n", [("KPI363", 1, 32)]),
        ("a: 1  # kpicalc: allow KPI344, KPI312 - why\n", [("KPI362", 1, 32)]),
    ],
)
def test_what_is_wrong_with_an_allowance_is_told(text: str, left: list[tuple[str, int, int]]) -> None:
    assert told(text, warning("KPI344", at(1))) == left


def test_problems_may_be_dropped_without_a_word_on_the_allowances() -> None:
    allowances = read_allowances("a: 1  # kpicalc: allow KPI344, KPI312 - why\n", "s.yaml")
    kept = warning("KPI345", at(1))

    assert drop_allowed(allowances, [warning("KPI344", at(1)), kept]) == (kept,)


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("# kpicalc: alow KPI344 - why", "KPI344"),
        ("# kpicalc: аllow KPI344 - why", "KPI344"),
        ("# kpicalc: allowed KPI344 - why", "KPI344"),
        ("# kpicalc: разрешить kpi344, KPI312 - так надо", "KPI344, KPI312"),
        ("# kpicalc: разрешаю - так надо", "KPI344"),
        ("# kpicalc: ignore", "KPI344"),
        ("# kpicalc: noqa KPI345 - why", "KPI345"),
        ("# kpicalc: Allow KPI344 - why", "KPI344"),
        ("# KpiCalc: allow KPI344 - why", "KPI344"),
        ("# kpicalc : allow KPI344 - why", "KPI344"),
        ("# kpicalc allow KPI344 - why", "KPI344"),
        ("#kpicalc:disable: KPI344", "KPI344"),
    ],
)
def test_a_comment_that_looks_like_an_allowance_is_told(comment: str, codes: str) -> None:
    (told,) = find_misspelt(f"\ufeffb: 2\r\na: 1  {comment}  \r\n", "s.yaml")

    assert (told.code, dict(told.params)) == ("KPI364", {"codes": codes})
    assert told.primary == Label(Span("s.yaml", 2, 7, 2, 7 + len(comment)))


@pytest.mark.parametrize(
    "text",
    [
        "a: 1  # kpicalc: allow KPI344 - why\n",
        "a: 1  #kpicalc:allow\n",
        "a: 1  # kpicalc: 1\n",
        "a: 1  # kpicalc: see the regulation\n",
        "a: 1  # kpicalc rule KPI344 says more\n",
        "a: 1  # allow KPI344\n",
        "a: 1  # about kpicalc: alow KPI344 - why\n",
        'a: "x # kpicalc: alow KPI344 - why"\n',
        "a: |\n  # kpicalc: alow KPI344 - why\n",
        "a: x# kpicalc: alow KPI344 - why\n",
        "a: 1\n",
    ],
)
def test_other_comments_are_left_alone(text: str) -> None:
    assert find_misspelt(text, "s.yaml") == ()


def test_a_text_that_is_not_yaml_is_looked_at_all_the_same() -> None:
    assert len(find_misspelt("a: [\n# kpicalc: alow KPI344 - why\n", "s.yaml")) == 1
