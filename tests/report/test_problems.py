"""Problems shown in full."""

from __future__ import annotations

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Diagnostic, Label, advice, error, warning
from kpicalc.model.source import CellRef, FilePlace, Span
from kpicalc.report.problems import full
from kpicalc.report.problems.excerpt import Underlined, draw_excerpt
from kpicalc.report.problems.full import count_problems, show_problems, sort_problems
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


def test_a_problem_with_two_places_in_a_file() -> None:
    assert shown(error("KPI305", UPPER, Label(LOWER, "ends_here"))) == [
        "error[KPI305]: bands of `K` overlap",
        "  s.yaml:5:9",
        "4 |       - {from: 80%, to: 100%}",
        "  |                    -------- ends at 100%",
        "5 |       - {from: 95%}",
        "  |         ^^^^^^^^^",
        "  = help: write `from: 100%`",
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
        "",
        "1 ошибка",
    ]


def test_a_problem_of_a_file_and_one_of_nothing() -> None:
    assert shown(error("KPI412", FilePlace("march.xlsx")), error("KPI412", None)) == [
        "error[KPI412]: `12О` is no amount",
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
        ("x" * 300, (1, 250, 1, 260), ["1 | " + "x" * 200, "  | " + " " * 200 + "^"]),
    ],
)
def test_the_underline_stands_under_what_it_means(
    line: str, span: tuple[int, int, int, int], expected: list[str]
) -> None:
    assert expected == list(draw_excerpt(line, [Underlined(Span("s", *span), "", main=True)]))


def test_two_stretches_of_one_line_share_it() -> None:
    first, second = Span("s", 1, 1, 1, 2), Span("s", 1, 3, 1, 4)

    assert list(
        draw_excerpt("a b", [Underlined(second, "two", main=True), Underlined(first, "one", main=False)])
    ) == ["1 | a b", "  | - one", "  |   ^ two"]
