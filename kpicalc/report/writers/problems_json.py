"""Problems as JSON; each with a number that stays while its file is edited elsewhere."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_letters, digits

from kpicalc import __version__
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import find_page, help_text, phrase, sentence
from kpicalc.model.diagnostic import Diagnostic, Label, Severity
from kpicalc.model.source import CellRef, Place, Span
from kpicalc.report.checked_files import CheckedFiles, file_of, sort_problems
from kpicalc.report.writers.plain import Json, begin_document, describe_diagnostic, dump_document
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode


def write_problems(checked: CheckedFiles, _: Language) -> str:
    """Return the document; every problem is told in all languages."""
    prints = fingerprint_problems(checked.problems, checked.texts)
    document = {
        **begin_document(),
        "files": list(checked.files),
        "counts": {
            str(severity): sum(each.severity is severity for each in checked.problems)
            for severity in Severity
        },
        "failed": checked.failed,
        "problems": [
            {**describe_diagnostic(each), "fingerprint": fingerprint}
            for each, fingerprint in zip(checked.problems, prints, strict=True)
        ],
    }
    return dump_document(document)


def write_refused(problems: Sequence[Diagnostic] = (), unwritten: Sequence[Unwritten] = ()) -> str:
    """Return the document of a command that found nothing, or could not write: why, in all languages."""
    refused = [describe_diagnostic(each) for each in sort_problems(problems)]
    document = {
        **begin_document(),
        "status": "refused",
        "problems": [*refused, *map(_describe_unwritten, unwritten)],
    }
    return dump_document(document)


# A file that the system would not write: the sentence that says so, and what fills its placeholders.
Unwritten = tuple[str, tuple[tuple[str, str | tuple[str, ...]], ...]]


def _describe_unwritten(unwritten: Unwritten) -> Json:
    key, params = unwritten
    return {
        "code": key,
        "severity": str(Severity.ERROR),
        "params": dict(params),
        "place": None,
        "labels": [],
        "sentence": {str(language): phrase(key, language, **dict(params)) for language in Language},
        "help": {str(language): "" for language in Language},
    }


_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.ADVICE: "info"}


def write_gitlab(checked: CheckedFiles, language: Language) -> str:
    """Return the report: a list with an entry for each problem. GitLab shows equal fingerprints once."""
    prints = fingerprint_problems(checked.problems, checked.texts)
    pairs = zip(checked.problems, prints, strict=True)
    return dump_document([_gitlab_entry(problem, fingerprint, language) for problem, fingerprint in pairs])


def _gitlab_entry(problem: Diagnostic, fingerprint: str, language: Language) -> dict[str, object]:
    place = None if problem.primary is None else problem.primary.place
    begin = place.line if isinstance(place, Span) else 1
    end = place.end_line if isinstance(place, Span) else 1
    return {
        "description": sentence(problem, language),
        "check_name": problem.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[problem.severity],
        "content": {"body": help_text(problem, language)},
        "location": {"path": file_of(problem), "lines": {"begin": begin, "end": end}},
    }


_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_IN_URI = frozenset(f"{ascii_letters}{digits}-._~/".encode())
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def write_sarif(checked: CheckedFiles, language: Language) -> str:
    """Return the log: the codes that were met as rules, and a result for each problem."""
    severities = {each.code: each.severity for each in checked.problems}
    codes = sorted(severities)
    prints = fingerprint_problems(checked.problems, checked.texts)
    pairs = zip(checked.problems, prints, strict=True)
    rules = [_sarif_rule(code, severities[code], language) for code in codes]
    run = {
        "tool": {"driver": {"name": "kpicalc", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "language": str(language),
        "artifacts": [{"location": _sarif_artifact(file)} for file in checked.files],
        "results": [_sarif_result(each, codes.index(each.code), mark, language) for each, mark in pairs],
    }
    return dump_document({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(code: str, severity: Severity, language: Language) -> Json:
    page = find_page(code, language)
    text = page.text if page else f"`kpicalc rule {code}`"
    return {
        "id": code,
        "shortDescription": {"text": page.title if page else code},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _sarif_result(problem: Diagnostic, rule: int, fingerprint: str, language: Language) -> Json:
    said = "\n".join(filter(None, (sentence(problem, language), help_text(problem, language))))
    places = [] if problem.primary is None else [_sarif_location(problem.primary.place)]
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": said},
        "locations": places,
        "relatedLocations": [
            _sarif_related(each, number, language) for number, each in enumerate(problem.others)
        ],
        "partialFingerprints": {"kpicalc/v1": fingerprint},
    }


def _sarif_related(label: Label, number: int, language: Language) -> Json:
    noted = {"message": {"text": phrase(f"label.{label.note}", language)}} if label.note else {}
    return {"id": number, **_sarif_location(label.place), **noted}


def _sarif_location(place: Place) -> Json:
    physical: Json = {"artifactLocation": _sarif_artifact(place.file)}
    if isinstance(place, Span):
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    return {"physicalLocation": physical}


def _sarif_artifact(file: str) -> Json:
    letters = file.encode("utf-8", "replace")
    return {"uri": "".join(chr(each) if each in _IN_URI else f"%{each:02X}" for each in letters)}


# Where each node of a file begins, in order, and the keys that lead to it.
Pointers = Sequence[tuple[tuple[int, int], str]]


def fingerprint_problems(problems: Sequence[Diagnostic], texts: Mapping[str, str]) -> list[str]:
    """Return the fingerprint of each problem: of its code, its file and the keys that lead to it.

    Problems that are equal in these are told apart by their order.
    """
    files = {file_of(each) for each in problems}
    pointers = {file: list_pointers(text, file) for file, text in texts.items() if file in files}
    met: Counter[tuple[str, str, str]] = Counter()
    return [_hash_problem(each, pointers.get(file_of(each), ()), met) for each in problems]


def list_pointers(text: str, file: str) -> Pointers:
    """Return the pointers of a text; none where it is not YAML.

    The keys are joined by `/`. An item of a list goes by its first value, since items above come and go.
    """
    root = read_nodes(text, file).value
    return () if root is None else sorted(_walk_pointers(root, ""))


def point_at(pointers: Pointers, place: Place | None) -> str:
    """Return the keys that lead to a place: those of the last node that begins before it."""
    match place:
        case Span(line=line, column=column):
            found = bisect_right(pointers, (line, column), key=lambda each: each[0])
            return pointers[found - 1][1] if found else ""
        case CellRef():
            return str(place)
        case _:
            return ""


def _hash_problem(problem: Diagnostic, pointers: Pointers, met: Counter[tuple[str, str, str]]) -> str:
    pointer = point_at(pointers, problem.primary.place if problem.primary else None)
    same = (problem.code, file_of(problem), pointer)
    ordinal = met[same]
    met[same] += 1
    return hashlib.sha256("\n".join((*same, str(ordinal))).encode("utf-8", "replace")).hexdigest()[:32]


def _walk_pointers(node: Node, above: str) -> Iterator[tuple[tuple[int, int], str]]:
    yield (node.span.line, node.span.column), above
    match node:
        case MappingNode(entries=entries):
            for key, value in entries:
                yield (key.span.line, key.span.column), f"{above}/{key.text}"
                yield from _walk_pointers(value, f"{above}/{key.text}")
        case SequenceNode(items=items):
            for item in items:
                yield from _walk_pointers(item, f"{above}/[{_first_value(item)}]")


def _first_value(item: Node) -> str:
    match item:
        case ScalarNode():
            return item.text
        case MappingNode(entries=((key, value), *_)):
            return f"{key.text}={_first_value(value)}"
        case SequenceNode(items=(first, *_)):
            return _first_value(first)
        case _:
            return ""
