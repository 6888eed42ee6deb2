"""The JSON Schema: it follows the documents and refuses wrong shapes."""

from __future__ import annotations

from inspect import getattr_static
from typing import Annotated, Any

import pytest
from jsonschema import Draft7Validator

from kpicalc.i18n.catalogue import Language, key_descriptions
from kpicalc.i18n.stored_text import read_snippets
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.json_schema import describing_key, make_json_schema, written_fields
from kpicalc.scheme.load_batch import BatchDocument
from kpicalc.scheme.readers import scalar
from kpicalc.scheme.scalars import read_word
from kpicalc.scheme.shapes import TEXT
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.words import Word
from tests.scheme.accepting import (
    find_references,
    find_words,
    problems_of,
    read_as_editor,
    schema_in,
)
from tests.scheme.parts import parts_of
from tests.scheme.texts import MINIMAL, problems_with

DOCUMENTS: tuple[type[Spec], ...] = (SchemeDocument, TrialsDocument, BatchDocument)
PARTS = {part.__name__: part for document in DOCUMENTS for part in parts_of(document)}
KEYS = {describing_key(part, key): key for part in PARTS.values() for key, _ in written_fields(part)}

# What the schema cannot see, or leaves to the loader.
LEFT_TO_LOADER = [
    ("values: {К1: 1, K1: 2}\n", ["KPI121 1:17"]),
    ("values: {а: {formula: 1, round: {step: 0%}}}\n", ["KPI152 1:40"]),
]

WRONG = [
    "tabels: {}\n",
    "title:\n",
    "title: ''\n",
    "title: [a]\n",
    "period: week\n",
    "official_salary_in_full: yes\n",
    "applies_to: Продавец\n",
    "applies_to: {Должность: []}\n",
    "values: [a]\n",
    "values: {if: 1}\n",
    "values: {1а: 1}\n",
    "values: {а-б: 1}\n",
    "values: {а: {title: б}}\n",
    "values: {а: {formula: 1, type: sum}}\n",
    "values: {а: {formula: 1, round: 1}}\n",
    "values: {а: {formula: 1, round: {step: '1 000'}}}\n",
    "values: {а: {formula: 1, round: {step: 1, mode: near}}}\n",
    "parameters: {п: {}}\n",
    "parameters: {п: {2026: 1}}\n",
    "parameters: {п: {by: роль}}\n",
    "calendar: {holidays: 2026-01-01}\n",
    "calendar: {holidays: [2026-01]}\n",
    "calendar: {weekend: [Sunday]}\n",
    "tables: {т: {mode: lookup}}\n",
    "tables: {т: {mode: lookup, bands: []}}\n",
    "tables: {т: {mode: lookup, bands: [{from: [low], value: 1}]}}\n",
    "tables: {т: {mode: matrix, rows: [0], columns: [0]}}\n",
    "rules: {р: {hit: all, rules: [{when: true, value: 1}]}}\n",
    "kpis: {к: {weight: 1}}\n",
    "kpis: {к: {weight: 1, plan: 1}}\n",
    "kpis: {к: {weight: 1, plan: 1, actual: 1, better: less}}\n",
    "kpis: {к: {weight: 1, plan: 1, actual: 1, round: {index: {step: 1}}}}\n",
    "goals: {ц: {of: [[а]]}}\n",
    "goals: {ц: {of: {а: [1]}}}\n",
    "goal_weights: {drop_below: 5%}\n",
    "stop_factors: {с: {lines: [оклад], rules: [{factor: 0}]}}\n",
    "stop_factors: {с: {lines: [оклад], rules: [{kpis_stopped: all, factor: 0}]}}\n",
    "limits: {total: {}}\n",
    "limits: {funds: {ф: {lines: [оклад], max: 1, among: all}}}\n",
    "tests: [{name: a, given: {employees: []}, expect: {}}]\n",
    "tests: [{name: a, given: {employees: []}, expect_error: E1}]\n",
    "tables: {т: {mode: lookup, bands: [{from: 0, above: 1, value: 2}]}}\n",
    "values: {а: {formula: 1, round: {step: 0}}}\n",
    "goal_weights: {drop_below: 5%, renormalise: true}\n",
    "calendar: {short_days: [2026-03-06]}\n",
    "kpis: {к: {weight: 1, plan: 1, actual: 1, better: lower}}\n",
    "kpis: {к: {weight: 1, plan: 1, actual: 1, formula: mirror}}\n",
    "kpis: {к: {weight: 1, attainment: 1, plan: 1}}\n",
    "limits: {total: {max: 5, under: carry}}\n",
]


@pytest.mark.parametrize("language", list(Language))
def test_every_part_and_key_is_described_and_nothing_else(language: Language) -> None:
    described = key_descriptions(language)
    used = {own if own in described else key for own, key in KEYS.items()}

    assert sorted(used | set(PARTS)) == sorted(described)
    assert all(text.endswith(".") for text in described.values())


def test_snippets_are_of_parts_that_there_are() -> None:
    assert sorted(set(read_snippets()) - set(PARTS)) == []


def test_parts_with_other_short_forms_are_known() -> None:
    usual = getattr_static(Spec, "stands_for")
    own = {name for name, part in PARTS.items() if getattr_static(part, "stands_for") is not usual}

    whole = {name for name, part in PARTS.items() if part.whole_form}
    assert own == {*whole, "ParameterSpec"}  # the dates of a parameter are a form of its value


class Sample(Spec):
    """A part whose field has a mark that says nothing of its shape."""

    word: Annotated[Word, "a mark of others", scalar(read_word, TEXT)]


def test_marks_of_others_are_passed_over() -> None:
    made = make_json_schema(Sample, {"Sample": "A sample.", "word": "A word."})

    assert made["properties"] == {"word": {"description": "A word.", **TEXT}}


@pytest.mark.parametrize("keys", list(Language))
@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_schema_is_draft_07(document: type[Spec], keys: Language) -> None:
    made = make_json_schema(document, key_descriptions(Language.EN), keys)
    newer = {"$defs", "prefixItems", "unevaluatedProperties", "dependentRequired", "$dynamicRef", "const "}

    Draft7Validator.check_schema(made)
    assert newer & set(find_words(made)) == set()
    assert set(find_references(made)) == {f"#/definitions/{name}" for name in made["definitions"]}


@pytest.mark.parametrize("section", WRONG)
def test_a_wrong_shape_is_refused_by_schema_and_loader(section: str) -> None:
    assert problems_of(MINIMAL + section) != []
    assert problems_with(section) != []


@pytest.mark.parametrize(("section", "expected"), LEFT_TO_LOADER)
def test_what_the_loader_alone_refuses(section: str, expected: list[str]) -> None:
    assert problems_of(MINIMAL + section) == []
    assert problems_with(section) == expected


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("scheme: s.yaml\ntests: [{name: a, given: {employees: {План: 1}}, expect: {total: 5}}]\n", True),
        ("scheme: s.yaml\ntests: [{name: a, given_files: a.csv, expect_error: [KPI501]}]\n", True),
        ("scheme: s.yaml\ntests: [{name: a, like: b, expect: {'1': {total: 5}}, tolerance: 0.01}]\n", True),
        ("scheme: s.yaml\n", False),
        ("scheme: s.yaml\ntests: []\n", False),
        ("scheme: s.yaml\ntests: [{name: a, given: {}}]\n", False),
    ],
)
def test_files_of_tests(text: str, *, accepted: bool) -> None:
    schema = make_json_schema(TrialsDocument, key_descriptions(Language.EN))

    assert Draft7Validator(schema).is_valid(read_as_editor(text)) is accepted


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("{kind: fixed, amount: 1}", False),
        ("{kind: fixed}", True),
        ("{kind: fixed, base: 1}", True),
        ("{kind: variable, base: 1, rate: 5%}", False),
        ("{kind: prize, best: 1, ties: split, amount: 5}", False),
        ("{kind: prize, best: 1, amount: 5}", True),
        ("{kind: fixed, best: 1, ties: split, amount: 5}", True),
        ("{kind: deduction, amount: 5}", True),
        ("{kind: bonus, amount: 5}", True),
        ("{amount: 5}", True),
        ("5", True),
    ],
)
def test_a_pay_line_has_the_keys_of_its_kind(line: str, *, refused: bool) -> None:
    scheme = MINIMAL.replace("{kind: fixed, amount: 100}", line)

    assert bool(problems_of(scheme)) is refused


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ("{employees: {}}", False),
        ("{employees: {план: money, дата: {type: date, missing: 2026-01}}}", False),
        ("{employees: {columns: {план: money}, order: [план]}}", False),
        ("{employees: {план: sum}}", True),
        ("{employees: {план: {column: План}}}", True),
        ("{employees: {columns: {план: money}, sheets: А}}", True),
        ("{}", True),
    ],
)
def test_facts_have_their_long_and_short_forms(facts: str, *, refused: bool) -> None:
    scheme = MINIMAL.replace("{employees: {план: money}}", facts)

    assert bool(problems_of(scheme)) is refused


def test_one_key_chooses_the_shape_of_a_part() -> None:
    schema = schema_in(Language.EN)
    line = schema["properties"]["pay"]["additionalProperties"]
    table = schema["properties"]["tables"]["additionalProperties"]["else"]

    assert _chosen(line, "kind")["Earning"] == ["fixed", "soft", "variable"]
    assert _chosen(line, "kind")["Draw"] == ["draw"]
    assert _chosen(table, "mode")["MatrixTable"] == ["matrix"]
    assert {snippet["label"] for snippet in line["defaultSnippets"]} >= {"fixed", "deduction"}


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (MINIMAL.replace("fixed", "fixd"), ["pay.оклад.kind: enum"]),
        (MINIMAL.replace("amount", "amout"), ["pay.оклад: additionalProperties", "pay.оклад: anyOf"]),
        (MINIMAL + "tables: {т: {mode: matrx, bands: []}}\n", ["tables.т.mode: enum"]),
    ],
)
def test_one_mistake_is_told_where_it_is(scheme: str, expected: list[str]) -> None:
    assert problems_of(scheme) == expected


def _chosen(shape: dict[str, Any], key: str) -> dict[str, list[str]]:
    return {
        each["then"]["$ref"].split("/")[-1]: each["if"]["properties"][key]["enum"] for each in shape["allOf"]
    }
