"""What each column of texts is compared with, also through values that pass its texts on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kpicalc.compiler.draft import Draft
from kpicalc.model.expr import Call, Compare, Expr, If, Reference, Text, walk
from kpicalc.model.kind import Kind
from kpicalc.model.program import Input, Key


@dataclass(frozen=True, slots=True)
class _Origins:
    """Where the text of a formula may come from: columns, and texts that are written there."""

    columns: frozenset[Key] = frozenset()
    texts: tuple[Text, ...] = ()


@dataclass(slots=True)
class _Compared:
    """What one column is compared with."""

    texts: dict[str, Text] = field(default_factory=dict)
    columns: dict[Key, None] = field(default_factory=dict)


def expect_texts(draft: Draft) -> None:
    """Give every column of texts the texts and the columns that formulas compare it with."""
    compared = {each.key: _Compared() for each in draft.inputs if each.kind is Kind.TEXT}
    formulas = {each.key: each.expr for each in draft.definitions}
    for one, other in _comparisons(draft):
        texts = _origins(other, formulas, frozenset())
        for key in _origins(one, formulas, frozenset()).columns & compared.keys():
            found = compared[key]
            found.texts |= {each.value: each for each in texts.texts if each.value not in found.texts}
            found.columns |= dict.fromkeys(sorted((texts.columns & compared.keys()) - {key}))
    draft.inputs = [_expecting(each, compared.get(each.key, _Compared())) for each in draft.inputs]


def _expecting(given: Input, found: _Compared) -> Input:
    return replace(given, expected=tuple(found.texts.values()), beside=tuple(found.columns))


def _comparisons(draft: Draft) -> Iterator[tuple[Expr, Expr]]:
    """Yield the sides of every comparison, each way round."""
    for definition in draft.definitions:
        for part in walk(definition.expr):
            if isinstance(part, Compare):
                yield part.left, part.right
                yield part.right, part.left


def _origins(expr: Expr, formulas: Mapping[Key, Expr], passed: frozenset[Key]) -> _Origins:
    match expr:
        case Text():
            return _Origins(texts=(expr,))
        case Reference(grain=grain, name=name):
            key = (grain, name)
            if key in passed or key not in formulas:
                return _Origins(columns=frozenset({key} - passed))
            return _origins(formulas[key], formulas, passed | {key})
        case If(then=then, otherwise=otherwise):
            return _join(_origins(each, formulas, passed) for each in (then, otherwise))
        case Call(arguments=arguments):
            return _join(_origins(each, formulas, passed) for each in arguments)
        case _:
            return _Origins()


def _join(found: Iterator[_Origins]) -> _Origins:
    columns: frozenset[Key] = frozenset()
    texts: tuple[Text, ...] = ()
    for each in found:
        columns, texts = columns | each.columns, (*texts, *each.texts)
    return _Origins(columns, texts)
