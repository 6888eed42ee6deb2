"""How CPU time and memory grow with rows, KPIs, schemes and scenarios: exponents of the slopes between sizes.

python benchmarks/growth.py               three sizes of each, some minutes on an idle machine
python benchmarks/growth.py --quick       small sizes: a first look
python benchmarks/growth.py --only KPIs   the lines with a word

What every run takes before its first row (start-up and the scheme) is measured with ten rows, one KPI or two
draws and taken off.
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

from measure import HERE, Cost, measure
from workloads import FULL, KPICALC, MARCH, QUICK, Bench

_FEW = 10
# People whose month is drawn again and again.
_DRAWN = 200
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
    wanted = options[options.index("--only") + 1] if "--only" in options else ""
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

        def prove_kpis(count: int) -> list[str]:
            return [*KPICALC, "analyse", str(_write_kpis(bench.folder, count))]

        def draw(times: int) -> list[str]:
            month = [str(bench.people("csv", _DRAWN)), "--scheme", str(HERE / "reference.yaml")]
            drawn = ["--draw", "выручка = normal(100%, 10%)", "--times", str(times)]
            return [*KPICALC, "simulate", *month, "--period", MARCH, *drawn]

        for name, sizes, command, least in (
            ("employees, CSV", people, pay_people("csv"), _FEW),
            ("employees, XLSX", people, pay_people("xlsx"), _FEW),
            ("deals, CSV", deals, pay_deals, _FEW),
            ("schemes over the same people", [1, 10, 100], pay_shared, 0),
            ("KPIs, analyse", [5, 20, 80], prove_kpis, 1),
            (f"draws of {_DRAWN} people", [each // tenth for each in (5_000, 20_000, 80_000)], draw, _FEW),
        ):
            if wanted in name:
                _print_growth(name, sizes, command, least)


def _write_kpis(folder: Path, count: int) -> Path:
    """Write a scheme of many KPIs of one weight over the columns of the reference job."""
    columns = ("Выручка", "Маржа", "Сделки", "Звонки")
    facts = "".join(
        f"    факт_{at}: {{type: money, column: {columns[at % len(columns)]}, min: 0}}\n"
        for at in range(count)
    )
    usual = f"weight: {100 / count}%, threshold: 70%, cap: 150%"
    kpis = "".join(f"  К{at}: {{{usual}, plan: {100 + at}, actual: факт_{at}}}\n" for at in range(count))
    path = folder / f"kpis.{count}.yaml"
    path.write_text(
        "kpicalc: 1\nscheme: wide\ncurrency: RUB\nfacts:\n  employees:\n"
        f"    оклад: {{type: money, min: 0}}\n{facts}"
        f"kpis:\n{kpis}pay:\n  премия: {{kind: variable, amount: оклад * index}}\n",
        encoding="utf-8",
    )
    return path


def _print_growth(name: str, sizes: Sequence[int], command: Callable[[int], list[str]], least: int) -> None:
    fixed = _measure_warm(command(least)) if least else Cost(0, 0, 0, "")
    costs = [_measure_warm(command(each)) for each in sizes]
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
