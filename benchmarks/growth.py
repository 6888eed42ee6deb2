"""How CPU time and memory grow with employees, deals and schemes: exponents of the slopes between sizes.

python benchmarks/growth.py           three sizes of each, some minutes on an idle machine
python benchmarks/growth.py --quick   small sizes: a first look

What every run takes before its first row (start-up and the scheme) is measured with ten rows and taken off.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import Cost, measure
from workloads import FULL, QUICK, Bench

_FEW = 10
_LEAST = 0.01


def growth_of(sizes: Sequence[int], costs: Sequence[Cost], fixed: Cost) -> str:
    """Return the exponent between each two sizes: 1 is linear, 2 a square."""
    spent = [max(each.cpu - fixed.cpu, _LEAST) for each in costs]
    pairs = pairwise(zip(sizes, spent, strict=True))
    return ", ".join(
        f"{log(after / before) / log(more / less):.2f}" for (less, before), (more, after) in pairs
    )


def main(*options: str) -> None:
    """Print a line for each kind of growth."""
    quick = "--quick" in options
    tenth = 10 if quick else 1
    print("| What | Sizes | CPU s | Peak MB | Exponents of CPU |\n|---|---|---|---|---|")
    with TemporaryDirectory() as folder:
        os.environ["KPICALC_CACHE"] = str(Path(folder) / "kept")
        bench = Bench(Path(folder), QUICK if quick else FULL)
        people = [each // tenth for each in (30_000, 100_000, 300_000)]
        deals = [each // tenth for each in (100_000, 400_000, 1_600_000)]
        owners = bench.people("csv", bench.sizes.detail_employees)

        def pay_people(kind: str) -> Callable[[int], list[str]]:
            return lambda count: bench.compute("reference", bench.people(kind, count))

        def pay_deals(count: int) -> list[str]:
            rows = bench.made("deals", f"{count}/deals.csv", count, bench.sizes.detail_employees)
            return bench.compute("deals", owners, rows)

        def pay_shared(count: int) -> list[str]:
            return replace(bench, sizes=replace(bench.sizes, shared_people=20_000 // tenth)).shared(count)

        for name, sizes, command in (
            ("employees, CSV", people, pay_people("csv")),
            ("employees, XLSX", people, pay_people("xlsx")),
            ("deals, CSV", deals, pay_deals),
            ("schemes over the same people", [1, 10, 100], pay_shared),
        ):
            _print_growth(name, sizes, command)


def _print_growth(name: str, sizes: Sequence[int], command: Callable[[int], list[str]]) -> None:
    least = 1 if sizes[0] == 1 else _FEW
    fixed = _measure_warm(command(least))
    costs = [_measure_warm(command(each)) for each in sizes]
    fixed = replace(fixed, cpu=0.0) if least == 1 else fixed
    shown = (", ".join(map(str, sizes)), *(_listed(costs, each) for each in ("cpu", "peak_mb")))
    print(f"| {name} | {' | '.join(shown)} | {growth_of(sizes, costs, fixed)} |", flush=True)


def _measure_warm(command: list[str]) -> Cost:
    """Measure the second of two runs: the first compiles the schemes and the byte code."""
    measure(command)
    return measure(command)


def _listed(costs: Sequence[Cost], figure: str) -> str:
    return ", ".join(f"{getattr(each, figure):.1f}" for each in costs)


if __name__ == "__main__":
    main(*sys.argv[1:])
