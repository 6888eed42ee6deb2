"""What is met seldom when keys are translated, changed and compared."""

from __future__ import annotations

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.model.diagnostic import error
from kpicalc.model.problem import Problem
from kpicalc.scheme.changes import list_changes, replace_entries, shape_document, split_change
from kpicalc.scheme.constructs.tables import CoefficientTable
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.english_nodes import read_in_english
from kpicalc.scheme.formatting.change_keys import change_keys
from kpicalc.scheme.formatting.format_text import format_text
from kpicalc.scheme.json_schema import SchemaNames
from kpicalc.scheme.load import read_scheme
from kpicalc.scheme.tree import MappingNode

HEAD = "kpicalc: 1\nсхема: s\nвалюта: RUB\nфакты: {сотрудники: {план: деньги}}\n"
RUSSIAN = HEAD + "оплата: {оклад: {вид: постоянная, сумма: 50_000}}\n"
ENGLISH = """\
kpicalc: 1
scheme: s
currency: USD
period: month
facts: {employees: {sales: money}}
pay: {base: {kind: fixed, amount: 100}}
"""


def tree_of(text: str) -> MappingNode:
    tree = read_in_english(text, "s.yaml", SchemeDocument).value
    assert isinstance(tree, MappingNode)
    return tree


def laid_out(text: str, language: Language) -> str:
    changed = change_keys(text, "s.yaml", SchemeDocument, language).value
    return format_text(changed or "", "s.yaml").value or ""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("title:  S|plan:   1|actual: s", "название: S|план:     1|факт:     s"),
        ("title:    S|actual:   s", "название:   S|факт:       s"),
        ("plan:   1|actual: s", "план:  1|факт:  s"),
        ("plan: 1|actual: s", "план: 1|факт: s"),
        ("title: S|plan: 1", "название: S|план: 1"),
        ("title:  S|plan:   1|actual: {}", "название: S|план:     1|факт:     {}"),
    ],
)
def test_values_under_each_other_stay_so_there_and_back(english: str, russian: str, ends: str) -> None:
    heads = {Language.EN: "scheme: s|kpis:", Language.RU: "схема: s|показатели:"}
    begin = {language: f"kpicalc: 1|{head}|  k:|    " for language, head in heads.items()}
    texts = [
        (begin[language] + each.replace("|", "|    ") + "|").replace("|", ends)
        for language, each in ((Language.EN, english), (Language.RU, russian))
    ]

    there = laid_out(texts[0], Language.RU)
    assert [there, laid_out(there, Language.EN)] == texts[::-1]


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        (
            "{below: 80%,  value: 0}|{from:  80%,  value: 1}",
            "{меньше: 80%,  значение: 0}|{от:     80%,  значение: 1}",
        ),
        (
            "{below: 8,    value: 0}|{from:  80,   value: 1}",
            "{меньше: 8,    значение: 0}|{от:     80,   значение: 1}",
        ),
        (
            "{below:  8, value: 0}|{from: 180, value: 1}",
            "{меньше: 8, значение: 0}|{от:   180, значение: 1}",
        ),
        ("{below: 8, value: 0}|{from: 80, value: 1}", "{меньше: 8, значение: 0}|{от: 80, значение: 1}"),
    ],
)
def test_items_under_each_other_stay_so_there_and_back(english: str, russian: str) -> None:
    heads = {
        Language.EN: ("kpicalc: 1\nscheme: s\ntables:\n  T:\n    bands:\n", english),
        Language.RU: ("kpicalc: 1\nсхема: s\nтаблицы:\n  T:\n    ступени:\n", russian),
    }
    texts = {
        language: head + "".join(f"      - {each}\n" for each in items.split("|"))
        for language, (head, items) in heads.items()
    }

    there = laid_out(texts[Language.EN], Language.RU)
    assert [there, laid_out(there, Language.EN)] == [texts[Language.RU], texts[Language.EN]]


def test_a_problem_of_no_place_names_keys_as_they_are() -> None:
    nodes = read_in_english(RUSSIAN, "s.yaml", SchemeDocument)
    told = nodes.told((error(Problem.KEY_MISSING, None, key="title", part="x"),))

    assert [(each.code, each.keys) for each in told] == [(Problem.KEY_MISSING, "ru")]


@pytest.mark.parametrize(
    "text", ["a: [\n", RUSSIAN + "период: month\n", RUSSIAN + "округление: {способ: quux}\n"]
)
def test_what_cannot_be_read_is_not_changed(text: str) -> None:
    assert change_keys(text, "s.yaml", SchemeDocument, Language.EN).value is None


@pytest.mark.parametrize(
    "table",
    [
        "шкалы: {т: {режим: подстановка, полосы: [{от: 0, значение: 1}], ниже: последняя}}\n",
        "шкалы: {т: {режим: матрица, строки: [0], столбцы: [0], значения: [[1]], полосы: [{от: 0}]}}\n",
        "показатели: {к: {вес: 1}}\n",
        "период: ''\n",
        "стоп_факторы: {с: {строки: {а: 1}, правила: [{если: да, множитель: 0}]}}\n",
    ],
)
def test_wrong_parts_are_told_with_russian_keys(table: str) -> None:
    problems = read_scheme(RUSSIAN + table, "s.yaml").diagnostics

    assert problems
    assert {each.keys for each in problems} == {"ru"}


def test_rules_and_snippets_of_other_shapes_stay() -> None:
    names = SchemaNames(key_names(Language.RU))

    assert names.rule(CoefficientTable, [{"minItems": 1}]) == [{"minItems": 1}]
    assert names.snippet(CoefficientTable, {"bands": 1}) == {names.key(CoefficientTable, "bands"): 1}


def test_a_line_of_a_sum_with_itself_stands_in_its_group() -> None:
    line = "{kind: allowance, percent: 50%, of: [all], included: true, group: GROUP}"
    found = [
        read_scheme(
            ENGLISH.replace("100}}", f"100}}, extra: {line}}}").replace("GROUP", group), "s.yaml"
        ).diagnostics
        for group in ("other", "all")
    ]

    assert [[each.code for each in problems] for problems in found] == [[Problem.KEY_NEEDS_SETTING], []]


def test_a_key_of_another_mode_is_told_with_the_russian_name_of_the_mode() -> None:
    table = "таблицы: {т: {режим: значение_ступени, ступени: [{от: 0, ставка: 1%}]}}\n"
    (problem,) = read_scheme(RUSSIAN + table, "s.yaml").diagnostics

    assert problem.code == Problem.BAND_KEY_OF_OTHER_MODE
    assert dict(problem.params)["mode"] == "значение_ступени"


def test_sections_come_and_go() -> None:
    old, new = tree_of(ENGLISH), tree_of(ENGLISH.replace("period: month\n", "parameters: {p: 1}\n"))
    changes = list_changes(old, new)

    assert [(each.section.text, each.key, each.new is None) for each in changes] == [
        ("parameters", "p", False),
        ("period", "", True),
    ]
    assert list_changes(replace_entries(old, changes), new) == ()
    back = list_changes(new, old)
    assert list_changes(replace_entries(new, back), old) == ()
    assert shape_document(replace_entries(old, changes)) is not None
    assert shape_document(tree_of("kpicalc: 1\nscheme: s\n")) is None


def test_a_list_with_an_item_more_is_one_change() -> None:
    old, new = (tree_of(f"tables: {{t: {{mode: lookup, bands: [{each}]}}}}") for each in ("a, b", "a, c, b"))
    (change,) = list_changes(old, new)

    assert len(split_change(change)) == 1
    (other,) = list_changes(old, tree_of("tables: {t: {mode: slab, bands: [a, c]}}"))
    assert len(split_change(other)) == 2
