"""Problems as values: what is wrong, where, and the stage result that carries them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.source import Place, Span

T = TypeVar("T")

ENGLISH_KEYS = "en"


class Severity(StrEnum):
    """How much a problem weighs: an error stops the work, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Label:
    """A place that belongs to a problem, with the key of a short note to print beside it."""

    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class KindedValue:
    """A value that a problem tells, with its kind: a ratio is told as a percentage.

    >>> str(KindedValue(Decimal("0.9720"), Kind.RATIO)), str(KindedValue(Decimal("5000.0"), Kind.MONEY))
    ('97.2%', '5000')
    """

    value: Scalar
    kind: Kind

    def __str__(self) -> str:
        if not isinstance(self.value, Decimal):
            return str(self.value)
        ratio = self.kind is Kind.RATIO
        text = format(self.value * 100 if ratio else self.value, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{text}%" if ratio else text


@dataclass(frozen=True, slots=True)
class ToldShare:
    """A share that a sentence tells as a percentage, and a document of problems as the number it is."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Listing:
    """Values that a problem tells one after the other, with what stands between them."""

    parts: tuple[object, ...]
    between: str = ", "

    def __str__(self) -> str:
        return self.between.join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem; its sentence and its help are chosen by `code` and language at the edge.

    `params` fill the placeholders of the sentence, as (name, value) pairs in a fixed order. `keys` is the
    language in whose keys the scheme is written that it speaks of.
    """

    code: str
    severity: Severity
    params: tuple[tuple[str, object], ...]
    primary: Label | None
    others: tuple[Label, ...] = ()
    keys: str = ENGLISH_KEYS


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """A value and the problems met while making it; `value` is None when none could be made."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """True when there is a value and no problem is an error."""
        return self.value is not None and not has_errors(self.diagnostics)


def error(code: str, place: Place | None, /, *others: Label, **params: object) -> Diagnostic:
    """Make an error at a place; keyword arguments fill the placeholders of its sentence."""
    return _diagnostic(Severity.ERROR, code, place, others, params)


def warning(code: str, place: Place | None, /, *others: Label, **params: object) -> Diagnostic:
    """Make a warning at a place."""
    return _diagnostic(Severity.WARNING, code, place, others, params)


def advice(code: str, place: Place | None, /, *others: Label, **params: object) -> Diagnostic:
    """Make a piece of advice at a place."""
    return _diagnostic(Severity.ADVICE, code, place, others, params)


def tell_of_keys(keys: str, problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return problems that speak of a scheme in whose keys these are."""
    return tuple(each if each.keys == keys else replace(each, keys=keys) for each in problems)


def rename_files(problem: Diagnostic, rename: Callable[[str], str]) -> Diagnostic:
    """Return a problem with its files called otherwise."""

    def called(label: Label) -> Label:
        return replace(label, place=replace(label.place, file=rename(label.place.file)))

    primary = None if problem.primary is None else called(problem.primary)
    return replace(problem, primary=primary, others=tuple(map(called, problem.others)))


def place_in_text(diagnostic: Diagnostic) -> tuple[int, int, str]:
    """Return line, column and code of a problem: by these the problems of one text are put in order."""
    place = diagnostic.primary.place if diagnostic.primary else None
    return (place.line, place.column, diagnostic.code) if isinstance(place, Span) else (0, 0, diagnostic.code)


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Say whether any of the problems is an error."""
    return any(each.severity is Severity.ERROR for each in diagnostics)


def _diagnostic(
    severity: Severity,
    code: str,
    place: Place | None,
    others: tuple[Label, ...],
    params: dict[str, object],
) -> Diagnostic:
    primary = None if place is None else Label(place)
    return Diagnostic(code, severity, tuple(sorted(params.items())), primary, others)
