"""Lines that look at other lines: allowances, guarantees, and draws, which are guarantees paid as a debt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpicalc.compiler.constructs.lines import EARNED_KINDS, LIMITS, define_part, round_line
from kpicalc.compiler.constructs.terms import (
    choose,
    greatest,
    least,
    missing_name,
    own,
    product,
    read,
    read_optional,
    require,
    total,
    zero,
)
from kpicalc.compiler.draft import Draft, Requirement, Topic
from kpicalc.model.expr import Binary, Expr, Number
from kpicalc.model.figure import Figure
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES
from kpicalc.scheme.document import AllowanceSpec, DrawSpec, GuaranteeSpec, SchemeDocument
from kpicalc.scheme.words import Word


def sum_of_named(
    draft: Draft, document: SchemeDocument, name: Word, spec: AllowanceSpec | GuaranteeSpec
) -> Expr:
    """Return the sum of the lines named in `of`; of a group also what the limit of the group changes.

    A line that belongs to the group it names counts its fellows only, before the limit of the group.
    """
    known = {each for named in _earned(document) for each in named if each}
    draft.problems.extend(missing_name("KPI219", each, known) for each in spec.of if each not in known)
    wanted = set(map(str, spec.of))
    lines = [line for line, group in _earned(document) if _is_wanted(line, group, wanted, name)]
    limits = [f"{LIMITS}.{each}" for each in spec.of if each in _limited(document) and each != spec.group]
    return total((own(each, spec.span) for each in (*lines, *limits)), spec.span)


def _earned(document: SchemeDocument) -> Iterator[tuple[str, str]]:
    """Yield the earned lines with their groups, in the order of the scheme."""
    for line, spec in document.pay.items():
        if spec.kind in EARNED_KINDS:
            yield str(line), str(spec.group or "")


def _is_wanted(line: str, group: str, wanted: set[str], name: Word) -> bool:
    return line in wanted or (group in wanted and line != name)


def _limited(document: SchemeDocument) -> frozenset[str]:
    return frozenset() if document.limits is None else frozenset(map(str, document.limits.groups))


def amount_of_allowance(draft: Draft, document: SchemeDocument, name: Word, spec: AllowanceSpec) -> Expr:
    """Return the base × the percentage, before share and factors."""
    percent = read(draft, spec.percent)
    require(draft, percent, Kind.RATIO, Topic.FACTOR, name)
    if spec.base is None:
        base = sum_of_named(draft, document, name, spec)
    else:
        base = read(draft, spec.base)
        require(draft, base, Kind.MONEY, Topic.BASE_OF_SHARE, name)
    amount = product([base, percent], spec.span)
    if isinstance(percent, Number):
        draft.requirements.append(Requirement(EMPLOYEES, amount, None, Topic.SHARE_OF_MONEY, str(name)))
    return amount


@dataclass(frozen=True, slots=True)
class Guaranteed:
    """An amount held under some lines: `when` says whether it is, always where it is None."""

    amount: Expr
    earned: Expr
    when: Expr | None

    def missing(self) -> Expr:
        """Return what is missing to the amount, 0 where it is not held."""
        span = self.amount.span
        missing = what_exceeds(self.amount, self.earned)
        return missing if self.when is None else choose(self.when, missing, zero(span), span)

    def surplus(self) -> Expr:
        """Return what is earned above the amount; where it is not held, all that is earned."""
        span = self.amount.span
        held = self.amount if self.when is None else choose(self.when, self.amount, zero(span), span)
        return what_exceeds(self.earned, held)


def read_guarantee(draft: Draft, document: SchemeDocument, name: Word, spec: GuaranteeSpec) -> Guaranteed:
    """Return the amount × share of a guarantee or draw, and the lines that it holds up."""
    amount, share = read(draft, spec.amount), read_optional(draft, spec.share)
    when = read_optional(draft, spec.when)
    require(draft, amount, Kind.MONEY, Topic.AMOUNT, name)
    require(draft, share, Kind.RATIO, Topic.FACTOR, name)
    require(draft, when, Kind.FLAG, Topic.CONDITION, name)
    held = amount if share is None else product([amount, share], spec.span)
    return Guaranteed(held, sum_of_named(draft, document, name, spec), when)


def what_exceeds(more: Expr, less: Expr) -> Expr:
    """Return by how much one amount is above another, never less than 0."""
    return greatest((Binary("-", more, less, more.span), zero(more.span)), more.span)


def amount_of_draw(draft: Draft, document: SchemeDocument, name: Word, spec: DrawSpec) -> Expr:
    """Return what a draw pays; a recoverable one has its parts as values, and the debt after the period."""
    guaranteed = read_guarantee(draft, document, name, spec)
    balance = read_optional(draft, spec.balance)
    if balance is None:
        return guaranteed.missing()
    require(draft, balance, Kind.MONEY, Topic.BALANCE, name)
    span = spec.span
    debt = greatest((balance, zero(span)), span)
    advance, recovered = f"{name}.{Figure.ADVANCE}", f"{name}.{Figure.RECOVERED}"
    define_part(draft, name, Figure.ADVANCE, round_line(document, guaranteed.missing(), spec.round, span))
    repaid = round_line(document, _recoverable(draft, name, spec, guaranteed), spec.round, span)
    define_part(draft, name, Figure.RECOVERED, least((repaid, debt), span))
    define_part(draft, name, Figure.BALANCE, Binary("+", debt, own(name, span), span))
    return Binary("-", own(advance, span), own(recovered, span), span)


def _recoverable(draft: Draft, name: Word, spec: DrawSpec, guaranteed: Guaranteed) -> Expr:
    """Return the part of the surplus that may go into repaying the debt."""
    share = read_optional(draft, spec.recover)
    require(draft, share, Kind.RATIO, Topic.LIMIT, f"{name}.recover")
    surplus = guaranteed.surplus()
    return surplus if share is None else product([surplus, share], spec.span)
