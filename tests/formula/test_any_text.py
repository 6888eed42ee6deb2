"""Whatever is written, the parser answers: with a tree or with problems that have a place and words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.formula.lexer import MEANT_SIGNS
from kpicalc.formula.parser import parse_formula
from kpicalc.formula.printer import print_formula
from kpicalc.formula.tokens import KEYWORDS
from kpicalc.i18n.catalogue import Language
from kpicalc.model.source import Span
from tests.formula.reading import read, source_of
from tests.problem_texts import fill_strictly
from tests.tries import tries

_PIECES = [
    *KEYWORDS,
    *MEANT_SIGNS,
    *("a", "план", "sum", "сумма", "К2", "и", "ЕСЛИ", "round"),
    *("0", "5", "05", "0.5", "16 000", "5%", "5K", "1e5", "٣", "2026-03-31", "2026-02-30", "31.03.2026"),
    *("+", "-", "*", "/", "**", "(", "(", ")", ")", ",", ",", ".", "<", ">=", "%", "#", "[", "@", "\u200b"),
    *('"b"', "'", '"', "«b»", " ", " ", " ", "\n", "\u00a0"),
]
_NEAR_FORMULAS = st.lists(st.sampled_from(_PIECES), max_size=25).map("".join)


def _check(text: str) -> None:
    checked = parse_formula(source_of(text))

    assert (checked.value is None) == bool(checked.diagnostics)
    if checked.value is not None:
        assert checked.value == read(print_formula(checked.value))
    for problem in checked.diagnostics:
        assert all(fill_strictly(problem, Language.RU))
        assert problem.primary is not None
        _check_place(text, problem.primary.place)


def _check_place(text: str, place: object) -> None:
    assert isinstance(place, Span)
    assert (place.line, place.end_line) == (1, 1)
    assert 1 <= place.column < place.end_column <= len(text) + 2


@settings(max_examples=tries(400))
@given(_NEAR_FORMULAS)
def test_near_formulas(text: str) -> None:
    _check(text)


@settings(max_examples=tries(150))
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    _check(text)
