"""Formulas of reports in the words of the scheme's author."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpicalc.formula.printer import print_formula
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.model.expr import Expr, Reference
from kpicalc.report.views.author_words import AuthorWords, author_words
from kpicalc.scheme.formula_words import WordsBetween
from tests.engine.builders import compile_text
from tests.lab.test_variation import SCHEMES, program_of

TEXT = """
facts:
  employees: {a: {type: money, min: 0}, b: {type: money, above: 0}, отработано: {type: hours, min: 0}}
pay:
  p: {kind: variable, amount: "if a > b and not (a = 5) then (a + b) * 2 else max(a, b)"}
  d: {kind: deduction, amount: отработано * 10, from: [p]}
"""


def test_keywords_functions_and_figures_are_those_of_the_author() -> None:
    program = replace(compile_text(TEXT), keys="ru")
    author = author_words(program)
    formulas = {each.name: author.formula(each.expr, None, each.grain) for each in program.variables()}

    assert "(если a > b и не a = 5 то (a + b) * 2 иначе макс(a, b), 0.01," in formulas["p"]
    assert "(-мин(d.к_удержанию, d.доступно), 0.01," in formulas["d"]


def test_what_is_put_in_for_a_part_is_no_word_of_the_formula() -> None:
    program = replace(compile_text(TEXT), keys="ru")
    line = next(each for each in program.variables() if each.name == "d")

    def shown(part: Expr) -> str | None:
        return "not and" if isinstance(part, Reference) else None

    assert "-мин(not and, not and)" in author_words(program).formula(line.expr, shown)


def test_in_english_keys_formulas_are_printed_as_they_are() -> None:
    program = compile_text(TEXT)

    assert author_words(program) == AuthorWords()
    assert [author_words(program).formula(each.expr, None, each.grain) for each in program.variables()] == [
        print_formula(each.expr, None, each.grain) for each in program.variables()
    ]


@pytest.mark.parametrize("name", SCHEMES)
def test_russian_words_lead_back_to_the_english_formula(name: str) -> None:
    program = replace(program_of(name), keys="ru")
    author = author_words(program)
    assert author.between is not None
    back = AuthorWords(WordsBetween(key_names(Language.RU), key_names(Language.EN), author.between.chosen))
    english = [print_formula(each.expr, None, each.grain) for each in program.variables()]

    assert [back.text(author.text(each)) for each in english] == english
