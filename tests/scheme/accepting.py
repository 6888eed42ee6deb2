"""Schemes as an editor sees them, and whether the JSON Schema accepts them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from kpicalc.i18n.catalogue import Language, key_descriptions
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.json_schema import make_json_schema
from kpicalc.scheme.key_language import language_of_keys
from kpicalc.scheme.nodes import read_nodes
from tests.docs.snippet import read_snippets
from tests.golden.worked_case import FOLDER, read_case

ROOT = Path(__file__).resolve().parents[2]

_PATTERNS = (
    "schemes/*.yaml",
    "kpicalc/scheme/scaffold/*/*.yaml",
    "tests/cases/good/*.yaml",
    "tests/scheme/whole.yaml",
)


@cache
def schema_in(keys: Language) -> dict[str, Any]:
    """Return the JSON Schema of schemes with the keys of a language."""
    return make_json_schema(SchemeDocument, key_descriptions(Language.RU), keys)


@cache
def read_as_editor(text: str) -> object:
    """Read YAML 1.2 with its types: `0.5` is a number, `50%` a text; a date is left as it is written."""
    yaml = YAML(typ="safe", pure=True)
    return _with_text_keys(yaml.load(text))


def problems_of(text: str) -> list[str]:
    """Return what the schema in its keys has against a text: the places, from the top of the file."""
    root = read_nodes(text, "").value
    assert root is not None
    validator = Draft7Validator(schema_in(language_of_keys(root, SchemeDocument)))
    found = validator.iter_errors(read_as_editor(text))
    return sorted(f"{'.'.join(map(str, each.absolute_path))}: {each.validator}" for each in found)


def right_schemes() -> Iterator[tuple[str, str]]:
    """Yield the name and text of every scheme of the repository that the program accepts."""
    for pattern in _PATTERNS:
        for path in sorted(ROOT.glob(pattern)):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for path in sorted(FOLDER.glob("*.yaml")):
        yield path.stem, read_case(path).scheme
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for snippet in read_snippets(page):
            yield str(snippet), snippet.scheme


def _with_text_keys(value: Any) -> object:
    match value:
        case dict():
            return {_text(key): _with_text_keys(each) for key, each in value.items()}
        case list():
            return [_with_text_keys(each) for each in value]
        case _:
            return _text(value) if isinstance(value, date) else value


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _parts(value: Any) -> Iterator[Any]:
    """Yield what stands in a list or a mapping."""
    yield from value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def find_words(value: Any) -> Iterator[str]:
    """Yield the keys of all mappings of a schema."""
    yield from value if isinstance(value, dict) else ()
    for each in _parts(value):
        yield from find_words(each)


def find_references(value: Any) -> Iterator[str]:
    """Yield the definitions that a schema refers to."""
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        yield value["$ref"]
        return
    for each in _parts(value):
        yield from find_references(each)
