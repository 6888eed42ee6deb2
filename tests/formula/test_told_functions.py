"""What the records of functions say on small grids is what was looked at and kept, and true of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import localcontext
from itertools import product, starmap

from kpicalc.formula.function import Function
from kpicalc.formula.functions import FUNCTIONS
from kpicalc.model.domain import Domain, holds
from kpicalc.model.kind import Scalar
from kpicalc.model.money import CONTEXT
from tests.formula.function_grids import DOMAINS, VALUES, read_domain, read_value
from tests.formula.told_functions import KEPT, tell_functions, write_parts


def test_what_functions_say_is_what_was_kept() -> None:
    assert write_parts(tell_functions()) == KEPT.read_text(encoding="utf-8")


def test_every_value_lies_in_the_domain() -> None:
    assert list(_untrue()) == []


def _untrue() -> Iterator[tuple[object, ...]]:
    """Yield calls whose value lies outside what the domains of their arguments let it be."""
    for name, function in FUNCTIONS.items():
        values = [[*map(read_value, each.split())] for each in VALUES[name]]
        domains = [[*map(read_domain, each.split())] for each in DOMAINS[name]]
        for known in _beginnings(domains, function.least):
            within = starmap(_among, zip(values, known, strict=False))
            found = ((arguments, _answer(function, arguments)) for arguments in product(*within))
            domain = function.domain(known)
            yield from (
                (name, known, *each) for each in found if each[1] is not None and not holds(domain, each[1])
            )


def _beginnings(domains: Sequence[Sequence[Domain]], least: int) -> Iterator[tuple[Domain, ...]]:
    for count in range(least, len(domains) + 1):
        yield from product(*domains[:count])


def _among(values: Sequence[Scalar], domain: Domain) -> list[Scalar]:
    return [each for each in values if holds(domain, each)]


def _answer(function: Function, arguments: Sequence[Scalar]) -> Scalar | None:
    try:
        with localcontext(CONTEXT):
            return function.meaning(*arguments)
    except (ArithmeticError, ValueError, TypeError):
        return None
