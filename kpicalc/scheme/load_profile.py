"""The profiles of hand-offs: found by name or path, read, and put on the one that they extend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from pydantic import ValidationError

from kpicalc.model.diagnostic import Checked, Diagnostic, error, place_in_text
from kpicalc.model.hand_off import LineCode, Profile, ProfileFact, ProfileField, Takes, TextForm
from kpicalc.model.problem import Problem
from kpicalc.model.spelling import propose_name
from kpicalc.scheme.constructs.hand_offs import FactSpec, FieldSpec, ProfileDocument, TextSpec
from kpicalc.scheme.file_text import load_text
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.problems import shape_problems

OF_PEOPLE = ("number", "name", "last_name", "first_name", "patronymic")
OF_PAY = ("amount", "currency", "line", "title", "code", "kind", "scheme", "scheme_title", "position")
OF_PERIOD = ("period", "first_day", "last_day", "count", "total")
"""The values that every hand-off knows."""


def make_profile(
    name: str, documents: Sequence[ProfileDocument], given: Mapping[str, str]
) -> Checked[Profile]:
    """Put a profile together: what the first document says counts before the second, and so on."""
    first = documents[0]
    fields, facts = _join_fields(documents, given), _join_facts(documents)
    net = next((each.net for each in documents if each.net is not None), None)
    profile = Profile(
        name=name,
        title=_said(documents, "title") or PurePath(documents[-1].place("hand_off").file).stem,
        takes=_said(documents, "takes") or Takes.NET,
        each=_said(documents, "each"),
        net=None if net is None else _make_fact([net]),
        currency=str(_said(documents, "currency") or ""),
        currency_span=next((each for each in documents if each.currency), first).place("currency"),
        others=_said(documents, "other_currencies"),
        zero=_said(documents, "zero"),
        negative=_said(documents, "negative"),
        shared_accounts=_said(documents, "shared_accounts"),
        days=_said(documents, "days"),
        fields=fields,
        facts=facts,
        codes={
            str(line): LineCode(str(code), line.span)
            for each in reversed(documents)
            for line, code in each.codes.items()
        },
        uncoded=_said(documents, "uncoded"),
        columns=_said(documents, "columns"),
        text=_make_text([each.text for each in documents if each.text is not None]),
        root=_said(documents, "xml"),
        xml_encoding=_said(documents, "xml_encoding"),
        span=first.place("hand_off"),
    )
    problems = tuple(_find_unknown(profile))
    return Checked(None if problems else profile, problems)


def _said(parts: Sequence[Any], key: str) -> Any:
    """Return what the first part says of a key, its default where none does."""
    return next((part.value_of(key) for part in parts if part.has(key)), parts[-1].value_of(key))


def _join_fields(documents: Sequence[ProfileDocument], given: Mapping[str, str]) -> dict[str, ProfileField]:
    names = dict.fromkeys(str(name) for each in reversed(documents) for name in each.fields)
    fields = {
        name: _make_field([each.fields[key] for each in documents for key in each.fields if key == name])
        for name in names
    }
    asked = {
        name: ProfileField(given[name], each.check, each.optional, each.span)
        for name, each in fields.items()
        if name in given
    }
    return fields | asked


def _make_field(parts: Sequence[FieldSpec]) -> ProfileField:
    holder = next((each for each in parts if each.value is not None), parts[0])
    return ProfileField(
        value=str(holder.value or ""),
        check=_said(parts, "check"),
        optional=bool(_said(parts, "optional")),
        span=holder.place("value"),
    )


def _join_facts(documents: Sequence[ProfileDocument]) -> dict[str, ProfileFact]:
    names = dict.fromkeys(str(name) for each in reversed(documents) for name in each.facts)
    return {
        name: _make_fact([each.facts[key] for each in documents for key in each.facts if key == name])
        for name in names
    }


def _make_fact(parts: Sequence[FactSpec]) -> ProfileFact:
    return ProfileFact(
        headings=tuple(map(str, _said(parts, "column"))),
        check=_said(parts, "check"),
        optional=bool(_said(parts, "optional")),
        span=parts[0].place("column"),
    )


def _make_text(parts: Sequence[TextSpec]) -> TextForm:
    if not parts:
        return TextForm()
    keys = ("delimiter", "encoding", "mark", "decimal", "quotes", "headings", "formulas", "first", "last")
    return TextForm(**{key: _said(parts, key) for key in keys})


def _find_unknown(profile: Profile) -> Iterator[Diagnostic]:
    """Yield the places of values that nobody gives, and columns of facts without a heading."""
    known = (*OF_PEOPLE, *OF_PAY, *OF_PERIOD, *profile.fields, *profile.facts)
    for template in dict.fromkeys(each for suffix in profile.suffixes for each in profile.templates(suffix)):
        for name in template.names:
            if name not in known:
                near = propose_name(name, known)
                shown = tuple(known) if near is None else (near,)
                yield error(Problem.PROFILE_WORD_UNKNOWN, template.span, name=name, known=shown)
    for name, fact in profile.facts.items():
        if not fact.headings:
            yield error(Problem.KEY_MISSING, fact.span, key=f"{name}: column")
    if not profile.suffixes:
        yield error(Problem.KEY_MISSING, profile.span, key="columns")


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
    bases = {**known, path.stem: _SHIPPED / path.name}
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
        return Checked(None, tuple(sorted(found, key=place_in_text)))
