"""A file of tests beside a scheme to its document, with all problems at once."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from kpicalc.model.diagnostic import Checked, place_in_text
from kpicalc.scheme.load import load_text
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.problems import shape_problems
from kpicalc.scheme.tests_section import TrialsDocument


def load_tests(path: Path, shown_as: str | None = None) -> Checked[TrialsDocument]:
    """Read a file of tests (UTF-8); places show it as `shown_as`, by default as the path was given."""
    file = shown_as or str(path)
    text = load_text(path, file)
    return Checked(None, text.diagnostics) if text.value is None else read_tests(text.value, file)


def read_tests(text: str, file: str) -> Checked[TrialsDocument]:
    """Read the text of a file of tests; `file` is the name that places show."""
    nodes = read_nodes(text, file)
    if nodes.value is None:
        return Checked(None, nodes.diagnostics)
    try:
        document = TrialsDocument.model_validate(nodes.value)
    except ValidationError as failure:
        told = {each.primary for each in nodes.diagnostics}
        found = [each for each in shape_problems(failure, nodes.value) if each.primary not in told]
        return Checked(None, tuple(sorted((*nodes.diagnostics, *found), key=place_in_text)))
    return Checked(document, nodes.diagnostics)
