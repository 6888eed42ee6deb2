"""Both languages have the same words: equal keys and placeholders."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

import kpicalc
from kpicalc.i18n.catalogue import Language, key_descriptions, words
from kpicalc.i18n.stored_text import list_tables, read_table
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.model.program import Role
from tests.architecture.sources import PACKAGE, called_name, sources, walk
from tests.problem_texts import placeholders

NOTES = (
    "band",
    "slice",
    "cell",
    "rule_holds",
    "rule_counted",
    "below_bands",
    "beyond_bands",
    "interpolated",
    "snapped",
    "branch_then",
    "branch_else",
    "rounded",
    "rows",
    "row",
    "rule_fired",
    "no_rule",
    "dated",
    "fallback",
    "missing",
    "decided_by",
    "limit",
    "without_stop",
    "carried",
    "debt",
    "days_off",
    "days_worked",
)


@cache
def labels() -> set[str]:
    """Return the keys of the notes that stand beside the places of problems, all over the package."""
    calls = (
        node
        for source in sources(PACKAGE)
        for node in walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Label"
    )
    notes = (call.args[1] for call in calls if len(call.args) > 1)
    return {note.value for note in notes if isinstance(note, ast.Constant) and isinstance(note.value, str)}


def test_words_have_the_same_keys_and_placeholders() -> None:
    english = {key: placeholders(text) for key, text in words(Language.EN).items()}

    assert english == {key: placeholders(text) for key, text in words(Language.RU).items()}


def test_both_languages_describe_the_same_keys() -> None:
    assert key_descriptions(Language.EN).keys() == key_descriptions(Language.RU).keys()


@pytest.mark.parametrize("file", ["words", "keys"])
@pytest.mark.parametrize("language", Language)
def test_the_tables_of_a_file_are_those_that_toml_finds(language: Language, file: str) -> None:
    path = Path(kpicalc.__file__).parent / "i18n" / language / f"{file}.toml"
    whole = tomllib.loads(path.read_text(encoding="utf-8"))
    bare = {key: text for key, text in whole.items() if isinstance(text, str)}

    cut = {table: dict(read_table(language, file, table)) for table in list_tables(language, file)}

    assert cut == {"": bare, **{key: table for key, table in whole.items() if key not in bare}}


def test_words_of_no_table_are_not_there() -> None:
    assert [key in words(Language.EN) for key in ("value.yes", "value.none", "none.yes", "")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("language", Language)
def test_every_kind_role_line_and_note_has_words(language: Language) -> None:
    needed = (
        {f"kind.{each}" for each in Kind}
        | {f"role.{each}" for each in Role}
        | {f"line.{each}" for each in LineKind}
        | {f"regulation.line.{each}" for each in LineKind if each.traits.written}
        | {f"note.{each}" for each in NOTES}
    )

    assert set() == needed - set(words(language))


@pytest.mark.parametrize("language", Language)
def test_every_note_beside_a_place_has_words(language: Language) -> None:
    assert {f"label.{each}" for each in labels()} - set(words(language)) == set()


# What tells of other people in an explanation; none of it is asked for where a sheet is made.
_NEVER_ON_A_SHEET = frozenset(
    {
        "ahead",
        "ahead_by_next",
        "divided",
        "earlier",
        "from_closed",
        "of_row",
        "part",
        "portioned",
        "ranked",
        "rival",
        "tied",
    }
)


@pytest.mark.parametrize("language", Language)
def test_every_remark_on_others_has_a_sentence_for_a_sheet(language: Language) -> None:
    others = {"who", "next", "other", "claims", "weights"}
    spoken = {
        key.removeprefix("note."): text for key, text in words(language).items() if key.startswith("note.")
    }
    own = {key.removeprefix("own."): text for key, text in spoken.items() if key.startswith("own.")}
    told = {key for key, text in spoken.items() if set(placeholders(text)) & others} - {"decided_by"}

    assert told - _NEVER_ON_A_SHEET == set(own) - {"prize_alone"}
    assert [key for key, text in own.items() if set(placeholders(text)) & (others | {"margin"})] == []


def test_words_are_handed_the_facts_that_they_ask_for() -> None:
    said = (
        (source.place(call), call.args[0].value, {each.arg for each in call.keywords})
        for source in sources(PACKAGE)
        for call in walk(source.tree)
        if isinstance(call, ast.Call) and called_name(call) in {"phrase", "say", "_say"} and call.args
        if isinstance(call.args[0], ast.Constant) and None not in {each.arg for each in call.keywords}
    )
    english = words(Language.EN)
    known = [each for each in said if str(each[1]) in english]

    assert len(known) > 300, "most phrases are said by their whole key"
    assert [each for each in known if placeholders(english[str(each[1])]) != each[2]] == []
