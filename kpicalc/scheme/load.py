"""Scheme text or file to a document, and a file of tests to its own, with all problems at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import ValidationError

from kpicalc.model.diagnostic import Checked, Diagnostic, error, place_in_text
from kpicalc.model.problem import Problem
from kpicalc.model.spelling import find_look_alike, find_nearest
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.document import VERSION, SchemeDocument
from kpicalc.scheme.english_nodes import read_document, read_in_english
from kpicalc.scheme.file_text import load_text
from kpicalc.scheme.problems import shape_problems, unknown_places, wrong_fields
from kpicalc.scheme.scalars import find_meant_key
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, without_keys

VERSION_KEY = "kpicalc"

# Hardly anything else than a scheme has two of these at its top.
_MARKS = ("scheme", "currency", "applies_to", "facts", "kpis", "indexes", "stop_factors", "goals", "pay")
_FEWEST = 2
# As many keys as a reader needs to see what the file is.
_SHOWN = 4


def find_no_scheme(root: Node) -> Diagnostic | None:
    """Tell a file that has neither the key of a scheme, also misspelt, nor several of its sections."""
    if not isinstance(root, MappingNode) or not root.entries:
        return None
    written = [key.text for key, _ in root.entries]
    if any(_means_key(key, (VERSION_KEY,)) for key in written):
        return None
    if sum(_means_key(key, _MARKS) for key in written) >= _FEWEST:
        return None
    more = ("…",) if len(written) > _SHOWN else ()
    found = (*(f"`{key}`" for key in written[:_SHOWN]), *more)
    return error(Problem.NOT_A_SCHEME, root.entries[0][0].span, found=found)


def _means_key(written: str, known: tuple[str, ...]) -> bool:
    if written in known:
        return True
    finders = (find_look_alike, find_meant_key, find_nearest)
    return any(find(written, known) is not None for find in finders)


def load_scheme(path: Path, shown_as: str | None = None) -> Checked[SchemeDocument]:
    """Read a scheme file (UTF-8); places show it as `shown_as`, by default as the path was given."""
    file = shown_as or str(path)
    text = load_text(path, file)
    return Checked(None, text.diagnostics) if text.value is None else read_scheme(text.value, file)


def load_tree(path: Path | str) -> MappingNode | None:
    """Read a scheme file as a tree of words, its keys in English; None where it has problems."""
    text = load_text(Path(path), str(path))
    return None if text.value is None else read_tree(text.value, str(path))


def read_tree(text: str, file: str) -> MappingNode | None:
    """Read the text of a scheme as a tree of words, its keys in English; None where it has problems."""
    tree = read_in_english(text, file, SchemeDocument).value
    return tree if isinstance(tree, MappingNode) else None


def read_scheme(text: str, file: str) -> Checked[SchemeDocument]:
    """Read the text of a scheme; `file` is the name that places show.

    The document is returned as soon as it has its shape, also beside problems of the YAML text, without the
    keys that nobody knows and without the fields of a line that are wrong themselves, so that the passes
    after this one can tell their problems too.
    """
    nodes = read_in_english(text, file, SchemeDocument)
    if nodes.value is None:
        return _in_order_of_file(None, nodes.diagnostics)
    other = find_no_scheme(nodes.value)
    if other is not None:
        return Checked(None, (other,))
    version = _version_problem(nodes.value)
    if version is not None:
        return _in_order_of_file(None, nodes.told((*nodes.diagnostics, version)))
    hidden = {"keys": str(nodes.language)}
    try:
        document = SchemeDocument.model_validate(nodes.value)
    except ValidationError as failure:
        found = shape_problems(failure, nodes.value, nodes.diagnostics)
        rest = _without_wrong_parts(failure, nodes.value)
        kept = None if rest is None else rest.model_copy(update=hidden)
        return _in_order_of_file(kept, nodes.told(found))
    digest = hashlib.sha256(text.encode()).hexdigest()
    problems = (*nodes.diagnostics, *document.clashes())
    whole = document.written_out().model_copy(update={"digest": digest, **hidden})
    return _in_order_of_file(whole, nodes.told(problems))


def _without_wrong_parts(failure: ValidationError, root: Node) -> SchemeDocument | None:
    """Return the document without unknown keys and wrong fields, None when it has no shape without them."""
    wrong = wrong_fields(failure, root)
    places = unknown_places(failure) | wrong
    try:
        rest = SchemeDocument.model_validate(without_keys(root, places)) if places else None
    except ValidationError:
        return None
    return None if rest is None else rest.written_out().model_copy(update={"partial": bool(wrong)})


def _version_problem(root: Node) -> Diagnostic | None:
    """Find a version of the language that is not ours: nothing else of such a file can be judged."""
    entry = root.find(VERSION_KEY) if isinstance(root, MappingNode) else None
    if entry is None or not isinstance(entry[1], ScalarNode) or entry[1].text in ("", VERSION):
        return None
    return error(Problem.VERSION_UNKNOWN, entry[1].span, found=entry[1].text, known=VERSION)


def _in_order_of_file(
    document: SchemeDocument | None, diagnostics: tuple[Diagnostic, ...]
) -> Checked[SchemeDocument]:
    """Put the problems in the order of the file."""
    return Checked(document, tuple(sorted(diagnostics, key=place_in_text)))


def load_tests(path: Path, shown_as: str | None = None) -> Checked[TrialsDocument]:
    """Read a file of tests (UTF-8); places show it as `shown_as`, by default as the path was given."""
    file = shown_as or str(path)
    text = load_text(path, file)
    return Checked(None, text.diagnostics) if text.value is None else read_tests(text.value, file)


def read_tests(text: str, file: str) -> Checked[TrialsDocument]:
    """Read the text of a file of tests; `file` is the name that places show."""
    return read_document(text, file, TrialsDocument)
