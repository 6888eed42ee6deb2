"""Lines that look at other lines: allowances, guarantees, and draws, which are guarantees paid as a debt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpicalc.compiler.constructs.lines import AddLine, define_part, lines_of_limit, pay_line_of, round_line
from kpicalc.compiler.draft import Draft, Topic, titled_construct
from kpicalc.compiler.terms import (
    choose,
    compare,
    greatest,
    least,
    left_before,
    missing_name,
    one,
    own,
    product,
    read_as,
    read_optional_as,
    total,
    zero,
)
from kpicalc.formula.rewrite import no_answer
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import advice
from kpicalc.model.expr import Binary, Expr, Number
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Role
from kpicalc.scheme.constructs.lines import LineSpec
from kpicalc.scheme.document import AllowanceSpec, DrawSpec, GuaranteeSpec, SchemeDocument
from kpicalc.scheme.words import Word


def sum_of_named(
    draft: Draft, document: SchemeDocument, name: Word, spec: AllowanceSpec | GuaranteeSpec
) -> Expr:
    """Return the sum of the lines named in `of`; of a group also what the limit of the group changes.

    A line that belongs to the group it names counts its fellows only, before the limit of the group.
    """
    pay = document.pay.items()
    earned = [(str(line), str(each.group or "")) for line, each in pay if each.kind.traits.earned]
    known = {each for named in earned for each in named if each}
    draft.problems.extend(
        missing_name(Problem.PAY_LINE_UNKNOWN, each, known) for each in spec.of if each not in known
    )
    wanted = set(map(str, spec.of))
    lines = [line for line, group in earned if line in wanted or (group in wanted and line != name)]
    groups = (each for each in spec.of if each != spec.group)
    limits = [line for group in groups for line in lines_of_limit(document, str(group))]
    return total((own(each, spec.span) for each in (*lines, *limits)), spec.span)


def amount_of_allowance(draft: Draft, document: SchemeDocument, name: Word, spec: AllowanceSpec) -> Expr:
    """Return the base × the percentage, before share and factors."""
    percent = read_as(draft, Topic.FACTOR, Kind.RATIO, spec.percent, name)
    if spec.base is None:
        base = sum_of_named(draft, document, name, spec)
    else:
        base = read_as(draft, Topic.BASE_OF_SHARE, Kind.MONEY, spec.base, name)
    amount = product([base, percent], spec.span)
    if spec.included:
        return _of_the_sum_with_itself(draft, name, spec, (base, percent))
    if spec.included is None and spec.group is not None and spec.group in spec.of:
        place = next(each.span for each in spec.of if each == spec.group)
        draft.problems.append(advice(Problem.PERCENT_LEAVES_ITSELF_OUT, place, name=str(name)))
    if isinstance(percent, Number):
        draft.demand(Topic.SHARE_OF_MONEY, amount, None, name)
    return amount


def _of_the_sum_with_itself(draft: Draft, name: Word, spec: AllowanceSpec, parts: tuple[Expr, Expr]) -> Expr:
    """Return a × p / (1 − p): of a and of this amount together it is p, which must be below 100 %."""
    base, percent = parts
    span, made = spec.span, replace(titled_construct(Role.PAY_LINE, name, spec), span=spec.percent.span)
    share = draft.define(made, name_figure(str(name), Figure.PERCENT), percent, Kind.RATIO)
    whole = Binary("/", product([base, share], span), Binary("-", one(span), share, span), span)
    nothing = no_answer(Problem.PERCENT_OF_ITSELF, str(name), spec.percent.span)
    return choose(compare("<", share, one(span), span), whole, nothing, span)


@dataclass(frozen=True, slots=True)
class Guaranteed:
    """An amount held under some lines: `when` says whether it is, always where it is None."""

    amount: Expr
    earned: Expr
    when: Expr | None

    def missing(self) -> Expr:
        """Return what is missing to the amount, 0 where it is not held."""
        missing = _what_exceeds(self.amount, self.earned)
        return self._where_held(missing)

    def surplus(self) -> Expr:
        """Return what is earned above the amount; where it is not held, all that is earned."""
        return _what_exceeds(self.earned, self._where_held(self.amount))

    def _where_held(self, value: Expr) -> Expr:
        span = self.amount.span
        return value if self.when is None else choose(self.when, value, zero(span), span)


def _what_exceeds(more: Expr, less: Expr) -> Expr:
    """Return by how much one amount is above another, never less than 0."""
    return greatest((Binary("-", more, less, more.span), zero(more.span)), more.span)


def _read_guarantee(draft: Draft, document: SchemeDocument, name: Word, spec: GuaranteeSpec) -> Guaranteed:
    """Return the amount × share of a guarantee or draw, and the lines that it holds up."""
    amount = read_as(draft, Topic.AMOUNT, Kind.MONEY, spec.amount, name)
    share = read_optional_as(draft, Topic.FACTOR, Kind.RATIO, spec.share, name)
    when = read_optional_as(draft, Topic.CONDITION, Kind.FLAG, spec.when, name)
    held = amount if share is None else product([amount, share], spec.span)
    return Guaranteed(held, sum_of_named(draft, document, name, spec), when)


def add_guarantee(draft: Draft, document: SchemeDocument, name: Word, spec: GuaranteeSpec) -> None:
    """Add a line that holds up others."""
    _top_up(draft, document, (name, spec), _read_guarantee(draft, document, name, spec).missing())


def add_draw(draft: Draft, document: SchemeDocument, name: Word, spec: DrawSpec) -> None:
    """Add a draw; a recoverable one has its parts as values, and the debt after the period."""
    guaranteed = _read_guarantee(draft, document, name, spec)
    balance = read_optional_as(draft, Topic.BALANCE, Kind.MONEY, spec.balance, name)
    if balance is None and spec.recoverable:
        balance = left_before(name_figure(str(name), Figure.BALANCE), spec.span)
    if balance is None:
        _top_up(draft, document, (name, spec), guaranteed.missing())
        return
    span = spec.span
    debt = greatest((balance, zero(span)), span)
    share = read_optional_as(draft, Topic.LIMIT, Kind.RATIO, spec.recover, f"{name}.recover")
    surplus = guaranteed.surplus()
    repaid = surplus if share is None else product([surplus, share], span)
    repaid = round_line(document, repaid, spec.round, span)
    missing = round_line(document, guaranteed.missing(), spec.round, span)
    advance = own(define_part(draft, name, Figure.ADVANCE, missing), span)
    recovered = own(define_part(draft, name, Figure.RECOVERED, least((repaid, debt), span)), span)
    define_part(draft, name, Figure.BALANCE, Binary("+", debt, own(name, span), span))
    _top_up(draft, document, (name, spec), Binary("-", advance, recovered, span))


def _top_up(draft: Draft, document: SchemeDocument, named: tuple[Word, GuaranteeSpec], amount: Expr) -> None:
    name, spec = named
    finished = round_line(document, amount, spec.round, spec.span)
    draft.define(titled_construct(Role.PAY_LINE, name, spec), str(name), finished, Kind.MONEY)
    recoverable = isinstance(spec, DrawSpec) and spec.recoverable
    draft.pay_lines.append(
        replace(pay_line_of(name, spec), left=f"{name}.{Figure.BALANCE}" if recoverable else "")
    )


TOP_UPS: Mapping[type[LineSpec], AddLine] = {GuaranteeSpec: add_guarantee, DrawSpec: add_draw}
