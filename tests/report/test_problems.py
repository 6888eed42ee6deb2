"""Problems shown in full."""

from __future__ import annotations

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Diagnostic, Label, advice, error, warning
from kpicalc.model.source import CellRef, FilePlace, Span
from kpicalc.report.checked_files import sort_problems
from kpicalc.report.document import Document
from kpicalc.report.views import problems as full
from kpicalc.report.views.problems import Underlined, count_problems, quote_source, show_problems
from tests.report.golden_files import draw

RU, EN = Language.RU, Language.EN
SOURCE = "tables:\n  K:\n    bands:\n      - {from: 80%, to: 100%}\n      - {from: 95%}\n"
UPPER = Span("s.yaml", 5, 9, 5, 18)
LOWER = Span("s.yaml", 4, 20, 4, 28)


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"KPI305": ("bands of `K` overlap", "write `from: 100%`"), "KPI412": ("`12О` is no amount", "")}
    said = {"label.ends_here": "ends at 100%", "label.": ""}
    monkeypatch.setattr(full, "sentence", lambda each, _: known[each.code][0])
    monkeypatch.setattr(full, "help_text", lambda each, _: known[each.code][1])
    monkeypatch.setattr(
        full, "phrase", lambda key, *rest, **named: said.get(key) or phrase(key, *rest, **named)
    )


def shown(*diagnostics: Diagnostic, language: Language = EN, cap: int = 50) -> list[str]:
    """Return the lines on the screen."""
    return draw(show_problems(diagnostics, {"s.yaml": SOURCE}, language, cap), None).splitlines()


def quoted(source: str, *stretches: Underlined, width: int | None = None) -> list[str]:
    """Return the quoted lines as they stand on a screen."""
    return draw(Document(tuple(quote_source(source.split("\n"), list(stretches)))), width).splitlines()


def test_a_problem_with_two_places_in_a_file() -> None:
    assert shown(error("KPI305", UPPER, Label(LOWER, "ends_here"))) == [
        "error[KPI305]: bands of `K` overlap",
        "  s.yaml:5:9",
        "4 |       - {from: 80%, to: 100%}",
        "  |                    -------- ends at 100%",
        "5 |       - {from: 95%}",
        "  |         ^^^^^^^^^",
        "  = help: write `from: 100%`",
        "  = details: kpicalc rule KPI305",
        "",
        "1 error",
    ]


def test_a_problem_of_a_cell() -> None:
    other = Label(CellRef("march.xlsx", "Оплаты", 2, 1), "ends_here")

    assert shown(
        error("KPI412", CellRef("march.xlsx", "Оплаты", 17, 4), other, Label(LOWER)), language=RU
    ) == [
        "ошибка[KPI412]: `12О` is no amount",
        "  march.xlsx!Оплаты!D17",
        "  = также: march.xlsx!Оплаты!A2: ends at 100%",
        "  = также: s.yaml:4:20",
        "  = подробнее: kpicalc rule KPI412",
        "",
        "1 ошибка",
    ]


def test_a_problem_of_a_file_and_one_of_nothing() -> None:
    assert shown(error("KPI412", FilePlace("march.xlsx")), error("KPI412", None)) == [
        "error[KPI412]: `12О` is no amount",
        "  = details: kpicalc rule KPI412",
        "",
        "error[KPI412]: `12О` is no amount",
        "  march.xlsx",
        "",
        "2 errors",
    ]


def test_a_place_in_another_file_is_listed() -> None:
    elsewhere = Label(Span("t.yaml", 1, 1, 1, 2), "ends_here")

    assert "  = also: t.yaml:1:1: ends at 100%" in shown(error("KPI305", UPPER, elsewhere))
    assert (shown(error("KPI305", Span("t.yaml", 1, 1, 1, 2)))[:3]) == [
        "error[KPI305]: bands of `K` overlap",
        "  t.yaml:1:1",
        "  = help: write `from: 100%`",
    ]


def test_errors_come_first_then_places() -> None:
    late, early = error("KPI305", UPPER), error("KPI305", LOWER)
    remark, counsel = warning("KPI305", LOWER), advice("KPI305", None)
    cell = error("KPI412", CellRef("march.xlsx", "A", 1, 1))

    assert [cell, early, late, remark, counsel] == sort_problems([counsel, remark, late, early, cell, early])


def test_a_long_list_is_capped_and_counted() -> None:
    many = [error("KPI412", CellRef("m.xlsx", "A", row, 1)) for row in range(1, 61)]

    assert shown(*many, warning("KPI412", None))[-2:] == ["… and 11 more", "60 errors, 1 warning"]


def test_no_problem_shows_nothing() -> None:
    assert shown() == []


def test_counts_in_words() -> None:
    several = [error("KPI1", None)] * 3 + [warning("KPI1", None)] + [advice("KPI1", None)] * 5

    assert count_problems(several, RU) == "3 ошибки, 1 предупреждение, 5 советов"


@pytest.mark.parametrize(
    ("line", "span", "expected"),
    [
        ("\tплан: 1", (1, 8, 1, 9), ["1 |     план: 1", "  |           ^"]),
        ("計画: 1", (1, 5, 1, 6), ["1 | 計画: 1", "  |       ^"]),
        ("и\u0306: 1", (1, 5, 1, 6), ["1 | и\u0306: 1", "  |    ^"]),
        ("a\u200bb: 1", (1, 3, 1, 4), ["1 | a\\u200bb: 1", "  |        ^"]),
        ("план: |", (1, 7, 3, 2), ["1 | план: |", "  |       ^"]),
        ("план: (1 +", (1, 7, 2, 9), ["1 | план: (1 +", "  |       ^^^^"]),
        ("план:\r", (1, 6, 1, 6), ["1 | план:", "  |      ^"]),
        ("x", (1, 9, 1, 12), ["1 | x", "  |  ^"]),
        ("x", (2, 1, 2, 2), []),
        ("x", (0, 0, 0, 0), []),
    ],
)
def test_the_underline_stands_under_what_it_means(
    line: str, span: tuple[int, int, int, int], expected: list[str]
) -> None:
    assert expected == quoted(line, Underlined(Span("s", *span), "", main=True))


def test_two_stretches_of_one_line_share_it() -> None:
    first, second = Span("s", 1, 1, 1, 2), Span("s", 1, 3, 1, 4)

    assert quoted("a b", Underlined(second, "two", main=True), Underlined(first, "one", main=False)) == [
        "1 | a b",
        "  | - one",
        "  |   ^ two",
    ]


LONG = "".join(chr(ord("a") + at % 26) for at in range(100))


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ((1, 3), [f"1 | {LONG[:34]}…", "  | ^^ here"]),
        ((30, 35), [f"1 | {LONG[:34]}…", f"  | {' ' * 29}^^^^^", f"  | {' ' * 29}here"]),
        ((50, 54), [f"1 | …{LONG[34:68]}…", f"  | {' ' * 16}^^^^ here"]),
        ((99, 101), [f"1 | …{LONG[66:]}", f"  | {' ' * 33}^^", f"  | {' ' * 32}here"]),
        ((20, 90), [f"1 | …{LONG[19:53]}…", f"  |  {'^' * 34}", "  |  here"]),
    ],
)
def test_of_a_line_that_is_too_long_the_part_with_the_problem_is_shown(
    columns: tuple[int, int], expected: list[str]
) -> None:
    place = Span("s", 1, columns[0], 1, columns[1])

    assert expected == quoted(LONG, Underlined(place, "here", main=True), width=40)


def test_a_second_mark_outside_the_part_that_is_shown_stands_at_its_edge() -> None:
    first, second = Span("s", 1, 1, 1, 3), Span("s", 1, 90, 1, 95)
    shown_lines = quoted(LONG, Underlined(first, "", main=True), Underlined(second, "", main=False), width=40)

    assert shown_lines == [f"1 | {LONG[:34]}…", "  | ^^", f"  | {' ' * 34}-"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (3, ["1 | " + "x" * 34 + "…", "  |   ^^"]),
        (2500, ["1 | …" + "x" * 34 + "…", "  | " + " " * 17 + "^^"]),
        (4999, ["1 | …" + "x" * 33 + "…", "  | " + " " * 32 + "^^"]),
    ],
)
def test_of_a_very_long_line_most_is_never_looked_at(column: int, expected: list[str]) -> None:
    place = Span("s", 1, column, 1, column + 2)

    assert expected == quoted("x" * 5000, Underlined(place, "", main=True), width=40)


def test_a_mark_far_before_the_part_that_is_shown_stands_at_its_edge() -> None:
    far, near = Span("s", 1, 4000, 1, 4002), Span("s", 1, 10, 1, 12)
    marked = [Underlined(near, "", main=False), Underlined(far, "", main=True)]

    assert quoted("x" * 5000, *marked, width=40) == [
        f"1 | {'x' * 34}…",
        "  |          --",
        f"  | {' ' * 34}^",
    ]


def test_long_sentences_and_helps_are_wrapped_and_set_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full, "sentence", lambda *_: "word " * 9 + "end")
    monkeypatch.setattr(full, "help_text", lambda *_: "mend " * 9 + "end")

    assert draw(show_problems([error("KPI305", None)], {}, EN), 40).splitlines() == [
        "error[KPI305]: word word word word word",
        "  word word word word end",
        "  = help: mend mend mend mend mend mend",
        "    mend mend mend end",
        "  = details: kpicalc rule KPI305",
        "",
        "1 error",
    ]


def test_the_details_of_a_code_are_named_once() -> None:
    lines = shown(error("KPI305", UPPER), error("KPI305", LOWER), error("KPI412", None))

    assert [line for line in lines if "details" in line] == [
        "  = details: kpicalc rule KPI412",
        "  = details: kpicalc rule KPI305",
    ]


def test_a_check_closes_with_its_own_line_and_shows_everything() -> None:
    many = [error("KPI412", CellRef("m.xlsx", "A", row, 1)) for row in range(1, 61)]
    lines = draw(show_problems(many, {}, EN, None, "60 of them"), None).splitlines()

    assert (len([line for line in lines if "m.xlsx" in line]), lines[-1]) == (60, "60 of them")
    assert draw(show_problems([], {}, EN, None, "clean"), None) == "clean\n"
