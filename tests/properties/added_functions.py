"""Two functions that the language does not have, each one record: run as a program, to show what they touch.

Nothing else is told of them: the engine, the kinds, the enclosure, the narrowing, the curves and the coverage
have to take all they need from the records.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import kpicalc.formula.functions
from kpicalc.formula.function import AggregateFunction, Branching, Domains, Function
from kpicalc.formula.functions import choosing, rows
from kpicalc.model.domain import Domain, Interval
from kpicalc.model.domain_operators import calculate, comparison_domain, take_greatest
from kpicalc.model.expr import Binary, Call, Number
from kpicalc.model.kind import Kind

ZERO = Decimal(0)


class MedianGatherer:
    """Keeps all values."""

    def __init__(self, size: int) -> None:
        self.values: list[list[Decimal]] = [[] for _ in range(size)]

    def add(self, pairs: Iterable[tuple[int, Any]]) -> None:
        """Keep values."""
        for row, value in pairs:
            self.values[row].append(value)

    def merge(self, later: MedianGatherer) -> None:
        """Keep the values of later rows, too."""
        for values, others in zip(self.values, later.values, strict=True):
            values.extend(others)

    def result(self) -> Sequence[Decimal | None]:
        """Return the middle values, the lower one of two."""
        return [sorted(each)[(len(each) - 1) // 2] if each else None for each in self.values]


MEDIAN = replace(rows.LEAST, name="median", name_ru="медиана", gatherer=MedianGatherer)


def excess(value: Decimal, limit: Decimal) -> Decimal:
    """Return what of a value lies over a limit."""
    return max(value - limit, ZERO)


def _excess_domain(arguments: Domains) -> Domain:
    return take_greatest([calculate("-", *arguments), Interval(ZERO, ZERO)])


def _excess_inverse(wanted: Interval, arguments: Domains) -> Sequence[Domain | None]:
    if wanted.low is None or wanted.low <= ZERO:
        return [None, None]
    return [calculate("+", wanted, arguments[1]), calculate("-", arguments[0], wanted)]


def _excess_ways(arguments: Domains) -> frozenset[int]:
    beyond = comparison_domain(">", *arguments)
    return frozenset(0 if flag is True else 1 for flag in getattr(beyond, "values", ()))


def _as_greater(call: Call) -> Call:
    over = Binary("-", call.arguments[0], call.arguments[1], call.span)
    return replace(
        call, function=choosing.MAX.name, arguments=(over, Number(ZERO, percent=False, span=call.span))
    )


EXCESS = replace(
    choosing.CLAMP,
    name="excess",
    name_ru="сверх",
    parameters=("x", "limit"),
    least=2,
    most=2,
    meaning=excess,
    domain=_excess_domain,
    inverse=_excess_inverse,
    branching=Branching(_excess_ways, 0, _as_greater),
)

ADDED: tuple[AggregateFunction | Function, ...] = (MEDIAN, EXCESS)

SCHEME = """
facts:
  employees: {x: {type: money, min: 0, max: 1000}, y: {type: money, min: 0, max: 500}}
  deals: {columns: {s: {type: money, min: 0, max: 50}}}
values:
  middle: медиана(deals.s)
  over: excess(x, y)
  known: if excess(x, y) >= 100 then x else 500
pay: {line: {kind: variable, amount: "if_missing(middle, 0) + over"}}
"""


def register() -> None:
    """Add the records to the lists of their families, before any other room reads them."""
    setattr(rows, "AGGREGATES", (*rows.AGGREGATES, MEDIAN))  # noqa: B010 - the list itself is a constant
    setattr(choosing, "FUNCTIONS", (*choosing.FUNCTIONS, EXCESS))  # noqa: B010 - the list itself is a constant
    importlib.reload(kpicalc.formula.functions)


def main() -> None:
    """Print what each room makes of the two functions."""
    register()
    from kpicalc.analysis.enclosure.box import box_of  # noqa: PLC0415
    from kpicalc.analysis.enclosure.enclose import enclose  # noqa: PLC0415
    from kpicalc.analysis.extremes.bounds import find_bounds  # noqa: PLC0415
    from kpicalc.analysis.proofs.show_domain import show_domain  # noqa: PLC0415
    from kpicalc.i18n.catalogue import Language  # noqa: PLC0415
    from kpicalc.lab.turns import find_turns  # noqa: PLC0415 - only now the lists are whole
    from kpicalc.report.views.plain_words import plain_words  # noqa: PLC0415
    from kpicalc.report.views.wording import word_program  # noqa: PLC0415
    from kpicalc.testing.forks import find_forks  # noqa: PLC0415
    from tests.engine.builders import compile_text, settle_rows  # noqa: PLC0415

    deals = [{"of": "1", "s": amount} for amount in ("7", "30", "20")]
    settlement = settle_rows(SCHEME, employees=[{"key": "1", "x": "150", "y": "40"}], deals=deals)
    program = compile_text(SCHEME)
    enclosed, (_, total) = enclose(program, box_of(program)), find_bounds(program, box_of(program))
    middle = enclosed.of("employees", "middle")
    plain = plain_words(program, word_program(program, Language.RU))
    formulas = {each.name: each.expr for each in program.variables()}
    found = {
        "pay": str(settlement.values.columns["employees", "line"][0]),
        "median": show_domain(middle, Kind.MONEY) + " or missing" * middle.missing,
        "narrowed": show_domain(enclosed.of("employees", "known"), Kind.MONEY),
        "most": str(total.highest.reached),
        "turns": len(find_turns(program, ("employees", "x"))),
        "told": [plain.say(formulas[name]) for name in ("middle", "over")],
        "forks": sorted({point.key for point in find_forks(program).points()}),
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
