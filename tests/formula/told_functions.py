"""All that functions say on small grids: `python -m tests.formula.told_functions` writes it anew.

In a grid the first argument goes across and the others go down; `!` is no answer, `.` nothing said. Domains
are written as `[0;2)`, without an end `[0;`, `{A,true…}` of choices and of any other text, each with `?`
where the value may be missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal, localcontext
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from kpicalc.formula.function import (
    AggregateFunction,
    Branching,
    Described,
    Failure,
    Function,
    Stepping,
    WindowFunction,
)
from kpicalc.formula.functions import AGGREGATES, FAMILIES, FUNCTIONS, WINDOWS
from kpicalc.model.domain import Choices, Domain, Interval, Rows
from kpicalc.model.expr import Call, Expr, Number, Text
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, SHOWN
from kpicalc.model.source import Span
from tests.formula.function_grids import DOMAINS, GROUPS, VALUES, read_domain, read_value

KEPT = Path(__file__).parent / "told_functions.txt"
_HERE = Span("s.yaml", 1, 1, 1, 2)
_ROWS = (Rows(0, 0), Rows(0, 1), Rows(1, 1), Rows(1, 3), Rows(3, 3), Rows(0, None), Rows(2, None))
_BODIES = "[; [-2;-1] [0;2)? [5;5] {true} {true,false} {A,B,C,D} {…}"


def tell_functions() -> Mapping[str, str]:
    """Return each part of what is told, by its title."""
    parts: dict[str, Iterator[str]] = {}
    for family in FAMILIES.values():
        parts |= {f"{type(each).__name__} {each.name}": _tell_record(each) for each in family}
    for name, function in FUNCTIONS.items():
        parts[f"kinds of {name}"] = _tell_kinds(function)
        parts[f"values of {name}"] = _tell_grid(VALUES[name], partial(_tell_value, function))
        parts[f"domains of {name}"] = _tell_grid(DOMAINS[name], partial(_tell_domain, function))
        parts[f"ways of {name}"] = _tell_grid(DOMAINS[name], partial(_tell_ways, function))
        parts[f"inverses of {name}"] = _tell_inverses(function)
        parts[f"steps of {name}"] = _tell_steps(function)
    parts |= {f"rows of {name}": _tell_aggregate(each) for name, each in AGGREGATES.items()}
    parts |= {f"rows of {name}": _tell_window(each) for name, each in WINDOWS.items()}
    told = {title: "".join(f"  {line}\n" for line in lines) for title, lines in parts.items()}
    return {title: lines for title, lines in told.items() if lines}


def _tell_record(record: Described) -> Iterator[str]:
    """Tell what a record says besides its functions."""
    faces = {each.name: getattr(record, each.name) for each in fields(record)}
    faces |= {"required": record.required, "signature": record.signature(record.name)}
    for name, face in faces.items():
        match face:
            case _ if name in {"name", "name_ru", "doc_en", "doc_ru"}:
                continue
            case frozenset():
                yield f"{name}: {' '.join(sorted(face))}"
            case Branching():
                yield f"{name}: side {face.side}, by sign {face.by_sign}"
            case Stepping():
                yield f"{name}: mode {face.has_mode}"
            case Failure():
                yield f"{name}: {face.code} {dict(face.params)}"
            case _ if not callable(face):
                yield f"{name}: {face}"


def _tell_kinds(function: Function) -> Iterator[str]:
    """Tell the kinds of arguments that are taken, by the kind that they give."""
    most = function.least + 1 if function.most is None else function.most
    taken: dict[str, list[str]] = {}
    for count in range(function.least, most + 1):
        for kinds in product(Kind, repeat=count):
            taken.setdefault(str(function.kind_of(kinds)), []).append(" ".join(kinds))
    yield from (f"{kind}: {', '.join(each)}" for kind, each in taken.items() if kind != "None")


def _tell_grid(arguments: Sequence[str], ask: Callable[..., str]) -> Iterator[str]:
    """Ask for each first argument, across, and each choice of others, down."""
    first, *rest = (each.split() for each in arguments)
    yield f"x: {' '.join(first)}"
    alike: dict[str, list[str]] = {}
    for count in range(len(rest) + 1):
        for others in product(*rest[:count]):
            told = [ask(each, *others) for each in first]
            alike.setdefault(" ".join(told), []).append(" ".join(others))
    yield from (f"{', '.join(others)}: {told}" for told, others in alike.items() if told.strip())


def _tell_value(function: Function, *written: str) -> str:
    if len(written) < function.least:
        return ""
    arguments = [*map(read_value, written)]
    try:
        with localcontext(CONTEXT):
            found = function.meaning(*(arguments if function.if_missing is None else arguments[:1]))
    except TypeError:
        # A day beside a number, which kinds keep apart.
        return "-"
    except (ArithmeticError, ValueError):
        return "!"
    return _write_value(found)


def _tell_domain(function: Function, *written: str) -> str:
    return (
        "" if len(written) < function.least else _write_domain(function.domain([*map(read_domain, written)]))
    )


def _tell_ways(function: Function, *written: str) -> str:
    if len(written) < function.least or function.branching is None:
        return ""
    ways = function.branching.ways([*map(read_domain, written)])
    return "".join(map(str, sorted(ways))) or "!"


def _tell_inverses(function: Function) -> Iterator[str]:
    """Tell what arguments can be for what is wanted, across, and what they are known to be, down."""
    known = [each.split() for each in DOMAINS[function.name]]
    wanted = [each for each in known[0] if each[0] != "{" and "?" not in each]
    yield f"wanted: {' '.join(wanted)}"
    for arguments in product(*(each[:3] for each in known)):
        told = [function.inverse(read_domain(each), [*map(read_domain, arguments)]) for each in wanted]  # type: ignore[arg-type] # no choices
        if any(each is not None for asked in told for each in asked):
            yield f"{' '.join(arguments)}: {'  '.join(' '.join(map(_write_domain, each)) for each in told)}"


def _tell_steps(function: Function) -> Iterator[str]:
    """Tell what divides all values, by how much a rounding may move them, and the rule that it is."""
    numbers = [Number(Decimal(each), percent=False, span=_HERE) for each in ("4", "6", "0.5")]
    known: dict[Expr, Decimal] = {each: each.value for each in numbers}
    for count in range(1, 4):
        arguments = (*numbers[:count],)
        yield f"grid of {count}: {function.grid(Call(function.name, arguments, _HERE), known.get)}"
    computed = Call(function.name, (numbers[0], Text("?", _HERE)), _HERE)
    yield f"grid of what is not known: {function.grid(computed, known.get)}"
    if function.stepping is None:
        return
    for mode in ("half_up", "half_down", "half_even", "down", "up", "nearest"):
        moves = [
            function.stepping.shift(Decimal(2), mode, read_domain(each)) for each in DOMAINS["abs"][0].split()
        ]
        rules = [function.stepping.rule(Decimal(each), mode) for each in ("-1", "0", "0.5")]
        yield f"{mode}: {' '.join(f'{low}…{high}' for low, high in moves)} {' '.join(map(str, rules))}"


def _tell_aggregate(record: AggregateFunction) -> Iterator[str]:
    """Tell kinds, domains by numbers of rows, and what is gathered at once and of parts."""
    yield f"kinds: {' '.join(str(record.kind_of(each)) for each in (None, *Kind))}"
    for rows in _ROWS:
        domains = (_write_domain(record.domain(read_domain(each), rows)) for each in _BODIES.split())
        yield f"{rows.least}…{rows.most}: {' '.join(domains)}"
    for first, second in (("", ""), ("5", ""), ("", "5"), ("5 7", "7 -1"), ("1 1", "1"), ("-5", "-5.0 -7")):
        gathered, later, both = record.gatherer(3), record.gatherer(3), record.gatherer(3)
        pairs = [[(1, Decimal(each)) for each in part.split()] for part in (first, second)]
        gathered.add(pairs[0])
        later.add(pairs[1])
        both.add([*pairs[0], (2, Decimal(9)), *pairs[1]])
        with localcontext(CONTEXT):
            gathered.merge(later)
            told = [_write_value(each) for part in (gathered, both) for each in part.result()]
        yield f"{first} | {second}: {' '.join(told)}"


def _tell_window(record: WindowFunction) -> Iterator[str]:
    """Tell domains by numbers of rows, what is given to the rows of groups, and what forbids it."""
    for rows in _ROWS:
        told = (
            _write_domain(record.domain([read_domain(each), *map(read_domain, ("[0;", step))], rows))
            for each in _BODIES.split()
            for step in ("[2;2]", "[1;2]")
        )
        yield f"{rows.least}…{rows.most}: {' '.join(told)}"
    for group in GROUPS.get(record.name, GROUPS["split"]):
        arguments = [[*map(read_value, each.split())] for each in group.split("|")]
        with localcontext(CONTEXT):
            problem = record.problem(arguments)
            values = () if problem else record.meaning(arguments)
        yield f"{group}: {' '.join(map(_write_value, values)) or problem}"


def _write_value(value: Any) -> str:
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > SHOWN.prec:
        return f"{SHOWN.plus(value)}…"
    return str(value)


def _write_domain(domain: Domain | None) -> str:
    missing = "?" if domain is not None and domain.missing else ""
    match domain:
        case Interval(low=low, high=high):
            begin, end = (["", str(_write_value(each))][each is not None] for each in (low, high))
            return f"{'[('[domain.low_open]}{begin};{end}{'])'[domain.high_open]}{missing}"
        case Choices():
            named = ",".join(
                sorted(str(each).lower() if isinstance(each, bool) else each for each in domain.values)
            )
            return f"{{{named}{'…' if domain.others else ''}}}{missing}"
    return "."


def write_parts(parts: Mapping[str, str]) -> str:
    """Return the text that is kept."""
    return "\n".join(f"{title}\n{lines}" for title, lines in parts.items())


if __name__ == "__main__":
    KEPT.write_text(write_parts(tell_functions()), encoding="utf-8")
