"""What the passes have found out about a scheme when it is linted, and the constants among it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from kpicalc.compiler.draft import Draft, Requirement, Topic
from kpicalc.formula.infer import KindInference
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Binary, Expr, Number, Reference, Unary, walk
from kpicalc.model.figure import Figure, owner_of
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import Key
from kpicalc.scheme.document import SchemeDocument

Constants = Mapping[Key, Decimal]

_MEANINGS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
}


def find_constants(draft: Draft, order: Iterable[Key]) -> Constants:
    """Return the values of all definitions that are constants; `order` has each after what it needs."""
    exprs = {each.key: each.expr for each in draft.definitions}
    found: dict[Key, Decimal] = {}
    for key in order:
        value = constant_of(found, exprs[key])
        if value is not None:
            found[key] = value
    return found


def constant_of(known: Constants, expr: Expr) -> Decimal | None:
    """Return the value of a formula over numbers and constants, or None when it may vary."""
    match expr:
        case Number(value=value):
            return value
        case Unary(sign="-", operand=operand):
            inner = constant_of(known, operand)
            return None if inner is None else CONTEXT.minus(inner)
        case Binary(left=left, right=right):
            return _compute_constant(expr, constant_of(known, left), constant_of(known, right))
        case Reference(grain=grain, name=name):
            return known.get((grain, name))
        case _:
            return None


def overflows(known: Constants, part: Expr) -> bool:
    """Say whether a part reckons with two constants and comes to more digits than any amount has."""
    if not isinstance(part, Binary):
        return False
    sides = [constant_of(known, each) for each in (part.left, part.right)]
    divides_by_zero = part.sign == "/" and not sides[1]
    return None not in sides and not divides_by_zero and constant_of(known, part) is None


def _compute_constant(expr: Binary, left: Decimal | None, right: Decimal | None) -> Decimal | None:
    if left is None or right is None or (expr.sign == "/" and not right):
        return None
    try:
        return _MEANINGS[expr.sign](left, right)
    except ArithmeticError:
        return None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the passes before have found out about a scheme."""

    draft: Draft
    document: SchemeDocument
    kinds: Mapping[Key, Kind]
    constants: Constants

    def numbers_of(self, *topics: Topic) -> Iterator[tuple[Requirement, Decimal]]:
        """The requirements of some topics whose formulas are constants, with their values."""
        for topic in topics:
            for each in self.draft.requirements:
                value = constant_of(self.constants, each.expr)
                if each.topic is topic and value is not None:
                    yield each, value

    def weights(self) -> dict[str, Decimal]:
        """The weights and shares that are constants, by the name of the KPI or goal."""
        found = self.numbers_of(Topic.FIGURE)
        return {owner_of(each.name): value for each, value in found if each.figure is Figure.WEIGHT}

    def limits(self) -> dict[str, tuple[Expr, Decimal]]:
        """The formulas and values of all limits that are constants, by name: `премия.max`, `выручка.stop`."""
        return {each.name: (each.expr, value) for each, value in self.numbers_of(Topic.LIMIT)}

    def parts(self) -> Iterator[Expr]:
        """Every part of every formula."""
        exprs = [each.expr for each in self.draft.definitions] + [
            each.expr for each in self.draft.requirements
        ]
        for expr in exprs:
            yield from walk(expr)

    def inference(self) -> KindInference:
        """What tells the kind of any part; clashes are passed over, for the kinds pass has told them."""
        return KindInference(
            lambda reference: self.kinds.get(reference.key),
            self.draft.tables,
            _say_nothing,
        )


def _say_nothing(code: str, expr: Expr, /, **params: object) -> None:
    """Pass over a clash of kinds: the kinds pass has told it."""
