"""Random coefficient tables of every mode, as written in a scheme."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

CUTS = {
    "ratio": ("0%", "50%", "79.5%", "80%", "100%", "120%"),
    "money": ("0", "100", "999.99", "1_000", "2500.5", "5_000"),
}
LOOKED_UP = ("0", "0.5", "80%", "1", "110%", "1.3")
RATES = ("0%", "0.5%", "2%", "12.5%", "33.3%")

# What a table gives, by its mode and its axis: the kind of function that it is in formulas.
_FUNCTIONS = {
    ("lookup", "ratio"): "ratio_of_ratio",
    ("lookup", "money"): "ratio_of_money",
    ("interpolate", "ratio"): "ratio_of_ratio",
    ("interpolate", "money"): "ratio_of_money",
    ("slab", "ratio"): "money_of_ratio",
    ("slab", "money"): "money_of_money",
    ("marginal", "money"): "money_of_money",
}


def write_tables(random: Random) -> tuple[Mapping[str, Any], dict[str, list[str]]]:
    """Write some tables, and return their names by the kind of function."""
    chosen = random.sample(sorted(_FUNCTIONS), k=random.randint(0, 3))
    functions: dict[str, list[str]] = {}
    for number, shape in enumerate(chosen, 1):
        functions.setdefault(_FUNCTIONS[shape], []).append(f"Т{number}")
    tables = {f"Т{number}": write_table(random, *shape) for number, shape in enumerate(chosen, 1)}
    return tables, functions


def write_table(random: Random, mode: str, axis: str) -> dict[str, Any]:
    """Write one table; half of those with bands are written as a regulation prints them."""
    cuts = sorted(random.sample(range(6), k=random.randint(1, 4)))
    points = [CUTS[axis][at] for at in cuts]
    printed = mode != "interpolate" and random.random() < 0.5
    bands = _printed_bands(random, points) if printed else [{"from": point} for point in points]
    key, values = ("rate", RATES) if mode in {"slab", "marginal"} else ("value", LOOKED_UP)
    table: dict[str, Any] = {"mode": mode, "bands": [band | {key: random.choice(values)} for band in bands]}
    if random.random() < 0.7:
        table["below"] = random.choice(("zero", "first"))
    if random.random() < 0.7:
        table["beyond"] = random.choice(("last", "extend") if mode == "interpolate" else ("last", "error"))
    if random.random() < 0.3:
        step = "1%" if axis == "ratio" else "10"
        table["snap"] = {"step": step, "mode": random.choice(("half_up", "half_even", "down", "up"))}
    return table


def _printed_bands(random: Random, points: list[str]) -> list[dict[str, str]]:
    """Write both bounds of every band; each point belongs to the band above or to the one below."""
    above = [random.random() < 0.5 for _ in points]
    lower = [{"above" if after else "from": point} for point, after in zip(points, above, strict=True)]
    upper = [{"to" if after else "below": point} for point, after in zip(points, above, strict=True)]
    starts = [{}, *lower] if random.random() < 0.5 else lower
    ends = upper[len(points) + 1 - len(starts) :]
    if random.random() < 0.5 and len(starts) > 1:
        return [start | end for start, end in zip(starts, ends, strict=False)]
    return [start | end for start, end in zip(starts, [*ends, {}], strict=True)]
