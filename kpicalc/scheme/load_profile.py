"""The profiles of hand-offs: found by name or path, read, and put on the one that they extend."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from kpicalc.model.diagnostic import Checked, Diagnostic, error, place_in_text
from kpicalc.model.hand_off import Profile
from kpicalc.model.problem import Problem
from kpicalc.model.spelling import propose_name
from kpicalc.scheme.constructs.hand_offs import ProfileDocument
from kpicalc.scheme.file_text import load_text
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.problems import shape_problems
from kpicalc.scheme.profile_parts import make_profile

PROFILES = "profiles"
"""The folder of a company's own profiles, beside its schemes."""

_SHIPPED = Path(__file__).parent / PROFILES
_SUFFIXES = (".yaml", ".yml")
# A profile may extend one that extends another; longer chains nobody could follow.
_DEEPEST = 8


def list_profiles(folder: Path | None) -> Mapping[str, Path]:
    """Return the files of the profiles by their names; those of a company stand before ours."""
    found: dict[str, Path] = {}
    for place in (folder, _SHIPPED):
        for path in () if place is None else sorted(place.iterdir()):
            if path.suffix in _SUFFIXES:
                found.setdefault(path.stem, path)
    return found


def load_profile(path: Path, known: Mapping[str, Path], given: Mapping[str, str]) -> Checked[Profile]:
    """Read a profile and those that it extends; `given` are values of its fields that were asked for."""
    documents: list[ProfileDocument] = []
    problems: list[Diagnostic] = []
    current: Path | None = path
    while current is not None:
        read = _read_document(current)
        problems += read.diagnostics
        if read.value is None:
            return Checked(None, tuple(problems))
        documents.append(read.value)
        below = _find_base(read.value, current, known)
        problems += below.diagnostics
        current = below.value if len(documents) < _DEEPEST else None
    made = None if problems else make_profile(path.stem, documents, given)
    return made or Checked(None, tuple(problems))


def _find_base(document: ProfileDocument, path: Path, known: Mapping[str, Path]) -> Checked[Path]:
    """Find what a profile extends; one of our name extends ours."""
    wanted = document.extends
    if wanted is None:
        return Checked(None)
    bases = {**known, **({path.stem: _SHIPPED / path.name} if path.parent != _SHIPPED else {})}
    found = bases.get(wanted)
    if found is None or not found.is_file():
        near = propose_name(wanted, bases)
        shown = tuple(bases) if near is None else (near,)
        unknown = error(
            Problem.PROFILE_WORD_UNKNOWN, document.place("extends"), name=str(wanted), known=shown
        )
        return Checked(None, (unknown,))
    return Checked(found)


def _read_document(path: Path) -> Checked[ProfileDocument]:
    shown = path.name if path.parent == _SHIPPED else str(path)
    text = load_text(path, shown)
    if text.value is None:
        return Checked(None, text.diagnostics)
    nodes = read_nodes(text.value, shown)
    if nodes.value is None:
        return Checked(None, nodes.diagnostics)
    try:
        return Checked(ProfileDocument.model_validate(nodes.value), nodes.diagnostics)
    except ValidationError as failure:
        found = shape_problems(failure, nodes.value, nodes.diagnostics)
        return Checked(None, tuple(sorted((*nodes.diagnostics, *found), key=place_in_text)))
