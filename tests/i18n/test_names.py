"""Every key and every fixed word has a Russian name, and within its part each has one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kpicalc.compiler.passes import compile_scheme
from kpicalc.formula.tokens import KEYWORDS, is_name
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names, tell_keys
from kpicalc.model.figure import Figure
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import COMPANY, DIRECT_REPORTS, EMPLOYEES, REPORTS, TEAMS
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.field_structure import Leaf, structure_of
from kpicalc.scheme.json_schema import words_of, written_fields
from kpicalc.scheme.key_language import meanings_of
from kpicalc.scheme.load import read_scheme
from kpicalc.scheme.load_batch import BatchDocument
from kpicalc.scheme.settings import SettingsDocument
from tests.problem_texts import all_pages
from tests.scheme.parts import parts_of
from tests.scheme.texts import MINIMAL

RU = key_names(Language.RU)
PARTS = tuple(
    dict.fromkeys(
        part
        for document in (SchemeDocument, TrialsDocument, SettingsDocument, BatchDocument)
        for part in parts_of(document)
    )
)


def fixed_words() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each part and key that takes a few words, with these."""
    for part in PARTS:
        for key, field in written_fields(part):
            words = words_of(structure_of(field))
            if words:
                yield part.__name__, key, words


def test_every_key_has_a_name() -> None:
    nameless = [
        f"{part.__name__}.{key}"
        for part in PARTS
        for key in part.known_keys()
        if f"{part.owner_of(key)}.{key}" not in RU.keys and key not in RU.keys
    ]

    assert nameless == []


def test_the_names_of_a_part_are_its_own() -> None:
    shared = [part.__name__ for part in PARTS if len(meanings_of(part, Language.RU)) < len(part.known_keys())]

    assert shared == []


def test_no_name_is_without_a_key() -> None:
    keys = {f"{part.owner_of(key)}.{key}" for part in PARTS for key in part.known_keys()}
    bare = {key for part in PARTS for key in part.known_keys()}

    assert sorted(set(RU.keys) - keys - bare) == []


def test_every_formula_is_known_as_one() -> None:
    """What holds formulas says so, or their words would be left as they are."""
    leaves = [
        (f"{part.__name__}.{key}", structure)
        for part in PARTS
        for key, field in written_fields(part)
        if "words.Formula" in repr(field.annotation)
        for structure in [structure_of(field)]
        if isinstance(structure, Leaf)
    ]

    assert len(leaves) > 50
    assert [name for name, leaf in leaves if not leaf.formula] == []


def test_every_fixed_word_has_a_name_of_its_own() -> None:
    assert [
        f"{part}.{key}: {word}"
        for part, key, words in fixed_words()
        for word in words
        if f"{key}: {word}" not in RU.words and word not in RU.words
    ] == []
    assert [
        f"{part}.{key}"
        for part, key, words in fixed_words()
        if len({RU.word(key, word) for word in words}) < len(set(words))
    ] == []


def test_no_name_is_without_a_word() -> None:
    every = [(key, word) for _, key, words in fixed_words() for word in words]

    known = {word for _, word in every} | {f"{key}: {word}" for key, word in every}
    assert sorted(set(RU.words) - known) == []


def test_the_words_of_formulas_have_names() -> None:
    read = read_scheme(MINIMAL + "calendar: {day_hours: 8}\n", "s")
    assert read.value is not None
    program = compile_scheme(read.value, Period(2026, 3, PeriodLength.MONTH)).value
    assert program is not None
    period = {each.name.removeprefix("period.") for each in program.variables() if "period." in each.name}
    tables = {EMPLOYEES, TEAMS, COMPANY}

    assert set(RU.figures) == set(Figure)
    assert set(RU.period) == period - {"calendar"}
    assert set(RU.tables) == tables
    assert set(RU.formulas) >= KEYWORDS | tables | {REPORTS, DIRECT_REPORTS, "employee", "team", "period"}


@pytest.mark.parametrize("table", ["formulas", "period", "figures"])
def test_the_words_of_formulas_are_names_and_differ(table: str) -> None:
    names = getattr(RU, table)

    assert len(set(names.values())) == len(names)
    assert [each for each in names.values() if not is_name(each)] == []


@pytest.mark.parametrize("language", list(Language))
def test_sentences_name_keys_as_the_scheme_does(language: Language) -> None:
    """No key followed by a colon is left in English."""
    keys = {key for part in PARTS for key in part.known_keys()} - {"kpicalc"}
    texts = [text for page in all_pages(language).values() for text in (page.says, *page.helps.values())]

    pieces = [piece for text in texts for piece in tell_keys(text, "ru").split("`")[1::2]]
    assert len(pieces) > 500
    assert [piece for piece in pieces if keys & set(re.findall(r"(?<![\w.])([a-z_]+):(?= |$)", piece))] == []
