"""The small grids on which the records of functions are asked: values, domains, groups of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from kpicalc.model.domain import Choices, Domain, Interval
from kpicalc.model.kind import Scalar

_STEPS = "-1 0 0.01 0.25 2"
_MODES = "half_up half_down half_even down up nearest"
_TIMES = "-1001 -1000 -2 -0.5 0 0.5 1 3 1000 1001"
_DAYS = "2024-02-29 2025-12-31 2026-01-31 2026-02-28 2026-03-15 2026-03-16"
_CALENDAR = "'12345,-2026-02-28,+2026-03-01,-2026-03-16,+2026-03-15 '0 '7"
# What stands for each argument: of a later one, some may be left out.
VALUES: Mapping[str, Sequence[str]] = {
    "min": ("-2 0 3 3.0", "-1 3", "2 5"),
    "max": ("-2 0 3 3.0", "-1 3", "2 5"),
    "clamp": ("-2 0 1.5 3 2026-03-31", f"0 2026-01-01 1.{'0' * 120}1", "-1 0 1 1.5 2026-03-01"),
    "abs": ("-2.50 -0 0 3",),
    "round": ("-2.675 -0.5 -0.001 0 0.125 1.5 2.665 2.66501", _STEPS, _MODES),
    "floor": ("-2.675 -0.5 0 1 2.665", _STEPS),
    "ceil": ("-2.675 -0.5 0 1 2.665", _STEPS),
    "power": ("-2 -1 0 0.25 1.02 4", _TIMES, "-1 0 1.5 3 30 31"),
    "root": ("-8 -1 0 2 8", "-1 0 0.5 1 1.5 2 3 1000 1001", "-1 0 1.5 3 30 31"),
    "if_missing": ("1", "2"),
    "is_missing": ("1",),
    "days_between": (_DAYS, _DAYS),
    "months_between": (_DAYS, _DAYS),
    "years_between": (_DAYS, _DAYS),
    "add_months": (_DAYS, "-30000 -26 -12 -1 0 0.5 1 11 12 13 90000"),
    "days_within": (_DAYS, "2026-03-01 2026-03-14 2026-04-30", "2026-03-01", "2026-03-15 2026-03-31"),
    "working_days_between": (_DAYS, _DAYS, _CALENDAR),
    "working_days_within": (_DAYS, "2026-02-28 2026-04-30", "2026-02-01", "2026-03-31", _CALENDAR),
}

_ENDS = "[; [-2.5;-1] [-2;3) (0; ;0] [0;2]? [2;2] {}"
_POINTS = "[; [2;2] [0.5;3] {}"
_STRETCHES = "[; [2026-01-31;2026-02-28] [2026-03-01;2026-03-01] [2026-03-15;]? {}"
# What the arguments can be: their domains; the wanted ones of an inverse are those of the first argument.
DOMAINS: Mapping[str, Sequence[str]] = {
    "min": (_ENDS, "[; [-1;-1] [0;5]?", "[1;4]"),
    "max": (_ENDS, "[; [-1;-1] [0;5]?", "[-4;1]"),
    "clamp": (_ENDS, "[0;0] [-3;-2] [;1]", "[0;0] [2;2] [1;]"),
    "abs": (_ENDS,),
    "round": (
        _ENDS,
        "[2;2] [1; {} [0;0] [0.5;0.5] [1;2]",
        "{half_up} {up} {down,up} {sideways,up} {…} {} [;",
    ),
    "floor": (_ENDS, "[-1;-1] [0;0] [0.5;0.5] [1;2] [1; {}"),
    "ceil": (_ENDS, "[-1;-1] [0;0] [0.5;0.5] [1;2] [1; {}"),
    "power": (
        f"{_ENDS} [0;0.5] [1.5;2] [0;",
        "[; [-1;-1] [0;0] [2;2] [0.5;0.5] [0.5;2] [-1;1] {}",
        "[0;0] [2;2] [1;2] {}",
    ),
    "root": (
        f"{_ENDS} [0;0.5] [1.5;2] [0;",
        "[; [0;0] [-1;2] [2;2] [3;3] [2;3] [2; {}",
        "[0;0] [2;2] [1;2] [31;31] [-1;-1] {}",
    ),
    "if_missing": (f"{_ENDS} {{A}}? {{}}?", "[0;1] [5;5]? {A} {}"),
    "is_missing": (f"{_ENDS} {{A}}? {{…}} {{}}?",),
    "days_between": (_STRETCHES, _STRETCHES),
    "months_between": (_STRETCHES, _STRETCHES),
    "years_between": (_STRETCHES, _STRETCHES),
    "add_months": (f"{_STRETCHES} [0;1] [3652059;3652059]", "[-1;1] [0.5;0.5] [0.5;1.5] [; {}"),
    "days_within": (_STRETCHES, _STRETCHES, "[2026-03-01;2026-03-01]", "[2026-03-31;2026-03-31] ["),
    "working_days_between": (_STRETCHES, _STRETCHES, "{12345} {…} [;"),
    "working_days_within": (
        _STRETCHES,
        _STRETCHES,
        "[2026-03-01;2026-03-01]",
        "[2026-03-31;2026-03-31]",
        "{7}",
    ),
}

# Groups of rows, each argument of a window in its row.
GROUPS: Mapping[str, Sequence[str]] = {
    "before": ("10|1", "10 20 -5|3 1 2", "10 20 -5|3 1 2|A A A", "1 2 4|7 7 7|B C A", "1 2 4|7 7 7|B A B"),
    "rank": ("5", "5 7 7 -1 0", "2026-03-01 2026-03-02"),
    "best": ("5", "5 7 7 -1", "5 7 7|1 2 3", "7 5 7|3 9 3"),
    "split": (
        "100 100 100|1 1 1|0.01 0.01 0.01",
        "-100 -100|1 2|1 1",
        "0 0|0 0|1 1",
        "5 5|0 0|1 1",
        "5 5|1 -1|1 1",
        "5 5 5|1 -1 -2|1 1 1",
        "1e-120 1e-120|0 0|1 1",
        "1.5|7|1",
    ),
}


def read_value(written: str) -> Scalar:
    """Read a number, a day, or a text; behind a quote `,` are blanks."""
    if written[0] == "'":
        return written[1:].replace(",", " ")
    if written[0].isalpha():
        return written
    return date.fromisoformat(written) if written[4:5] == "-" else Decimal(written)


def read_domain(written: str) -> Domain:
    """Read a domain as `write_domain` writes it; ends may be days."""
    missing, written = written.endswith("?"), written.rstrip("?")
    if written[0] == "{":
        inside = written.strip("{}")
        named = frozenset(filter(None, inside.rstrip("…").split(",")))
        flags = {"true": True, "false": False}
        return Choices(frozenset(flags.get(each, each) for each in named), inside.endswith("…"), missing)
    low, _, high = written.strip("[]()").partition(";")
    return Interval(_read_end(low), _read_end(high), written[0] == "(", written[-1] == ")", missing)


def _read_end(written: str) -> Decimal | None:
    if written.count("-") > 1:
        return Decimal(date.fromisoformat(written).toordinal())
    return Decimal(written) if written else None
