"""What is added to a draft whose names are resolved: factors to show, texts and bounds of columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from kpicalc.compiler.draft import Draft, Requirement, Topic
from kpicalc.compiler.scope import Scope, resolve_name
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Binary, Call, Compare, Expr, If, Name, Reference, Text, walk
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.outline import FactorOutline
from kpicalc.model.program import EMPLOYEES, Key, Role

# These are shown in a place of their own.
_SHOWN_ELSEWHERE = frozenset({Role.KPI, Role.GOAL, Role.INDEX, Role.STOP_FACTOR})


def show_named_factors(draft: Draft, scope: Scope, kinds: Mapping[Key, Kind]) -> None:
    """Add each value, parameter or column that is a factor of a pay line, once, in the order of the lines."""
    labels = dict(_labels_by_key(draft))
    for written in dict.fromkeys(draft.line_factors):
        found = resolve_name(scope, EMPLOYEES, written)
        if isinstance(found, Reference) and found.key in labels:
            draft.factors.append(_outline_of_factor(written, found, labels, kinds))


def _labels_by_key(draft: Draft) -> Iterator[tuple[Key, str]]:
    for given in draft.inputs:
        yield given.key, given.label
    for each in draft.definitions:
        if each.role not in _SHOWN_ELSEWHERE:
            yield each.key, each.label


def _outline_of_factor(
    written: Name, found: Reference, labels: Mapping[Key, str], kinds: Mapping[Key, Kind]
) -> FactorOutline:
    key = found.key
    name = ".".join(written.path)
    return FactorOutline(name, labels[key], found.name, (), found, kinds.get(key, Kind.RATIO))


def hold_shares(draft: Draft) -> None:
    """Let a column that is the share, a factor or the rate of a line hold nothing below 0 unless it says so.

    The share in a deal likewise. What is paid back is an amount below 0: −90 % of a bonus are a slip.
    """
    shares = {each.key for each in _find_shares(draft) if isinstance(each, Reference)}
    shares |= {(each.name, each.split.share) for each in draft.grains.values() if each.split is not None}
    for position, given in enumerate(draft.inputs):
        if given.key in shares and given.minimum is None and given.above is None and not given.one_of:
            draft.inputs[position] = replace(given, minimum=ZERO)


def _find_shares(draft: Draft) -> Iterator[Expr]:
    for each in draft.requirements:
        match each:
            case Requirement(topic=Topic.FACTOR, expr=share):
                yield share
            case Requirement(topic=Topic.SHARE_OF_MONEY, expr=Binary(right=share)):
                yield share


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
    for one, other in _sides_compared(draft):
        texts = _origins_of_text(other, formulas, frozenset())
        for key in _origins_of_text(one, formulas, frozenset()).columns & compared.keys():
            found = compared[key]
            found.texts |= {each.value: each for each in texts.texts if each.value not in found.texts}
            found.columns |= dict.fromkeys(sorted((texts.columns & compared.keys()) - {key}))
    for position, given in enumerate(draft.inputs):
        found = compared.get(given.key, _Compared())
        expected, beside = tuple(found.texts.values()), tuple(found.columns)
        draft.inputs[position] = replace(given, expected=expected, beside=beside)


def _sides_compared(draft: Draft) -> Iterator[tuple[Expr, Expr]]:
    """Yield the sides of every comparison, each way round."""
    for definition in draft.definitions:
        for part in walk(definition.expr):
            if isinstance(part, Compare):
                yield part.left, part.right
                yield part.right, part.left


def _origins_of_text(expr: Expr, formulas: Mapping[Key, Expr], passed: frozenset[Key]) -> _Origins:
    match expr:
        case Text():
            return _Origins(texts=(expr,))
        case Reference(grain=grain, name=name):
            key = (grain, name)
            if key in passed or key not in formulas:
                return _Origins(columns=frozenset({key} - passed))
            return _origins_of_text(formulas[key], formulas, passed | {key})
        case If(then=then, otherwise=otherwise):
            return _join_origins(_origins_of_text(each, formulas, passed) for each in (then, otherwise))
        case Call(arguments=arguments):
            return _join_origins(_origins_of_text(each, formulas, passed) for each in arguments)
        case _:
            return _Origins()


def _join_origins(found: Iterator[_Origins]) -> _Origins:
    columns: frozenset[Key] = frozenset()
    texts: tuple[Text, ...] = ()
    for each in found:
        columns, texts = columns | each.columns, (*texts, *each.texts)
    return _Origins(columns, texts)
