"""Measures kpicalc against its peers in one run and prints the ratios beside their goals.

python benchmarks/run.py            about ten minutes
python benchmarks/run.py --quick    a tenth of the rows, for a first look

Every measurement is a process of its own; seconds and memory are medians of three.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import HERE, Cost, measure, measure_inside, measure_script
from soffice import measure_recalculation

KPICALC = [sys.executable, "-c", "from kpicalc.cli.app import main; main()"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many rows each job has."""

    employees: int
    evaluated_one_by_one: int
    detail_employees: int
    few_deals: int
    many_deals: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the report: our figure, the peer's, and what the ratio should be."""

    what: str
    ours: float
    peer: float
    unit: str
    goal: str
    faster_is_more: bool = False

    @property
    def ratio(self) -> float:
        """Ours by the peer's, or the peer's by ours where the goal says how many times faster we are."""
        return self.peer / self.ours if self.faster_is_more else self.ours / self.peer


@dataclass(frozen=True, slots=True)
class Skipped:
    """A comparison that could not be made here, and what it needs."""

    what: str
    reason: str


Line = Ratio | Skipped
Benchmark = Callable[[Path, Sizes], Iterator[Line]]

FULL = Sizes(100_000, 10_000, 10_000, 200_000, 1_000_000)
QUICK = Sizes(10_000, 1_000, 2_000, 20_000, 100_000)


def compare_workbook(folder: Path, sizes: Sizes) -> Iterator[Line]:
    """XLSX in, CSV out, against only reading the workbook."""
    facts = _made(folder, "xlsx", f"employees.{sizes.employees}.xlsx", sizes.employees)
    ours = _compute(folder, "reference", facts)
    peer = measure_script("peers/read_xlsx_with_calamine.py", facts)
    yield Ratio("XLSX → CSV / calamine reading", ours.seconds, peer.seconds, "s", "≤ 3, then ≤ 1.5")
    yield Ratio("… peak memory", ours.peak_mb, peer.peak_mb, "MB", "≤ 3, then ≤ 1.5")
    yield _wrong_pay(folder, "reference", sizes.employees)


def compare_csv(folder: Path, sizes: Sizes) -> Iterator[Line]:
    """CSV in, CSV out, against only reading the file."""
    facts = _made(folder, "csv", f"employees.{sizes.employees}.csv", sizes.employees)
    ours = _compute(folder, "reference", facts)
    peer = measure_script("peers/read_csv_with_stdlib.py", facts)
    yield Ratio("CSV → CSV / csv reader", ours.seconds, peer.seconds, "s", "≤ 12, then ≤ 6")
    yield Ratio("… peak memory", ours.peak_mb, peer.peak_mb, "MB", "")
    yield _wrong_pay(folder, "reference", sizes.employees)


def compare_deals(folder: Path, sizes: Sizes) -> Iterator[Line]:
    """Detail rows aggregated per employee, against only reading the files; memory as the rows grow."""
    people = _made(folder, "csv", "employees.csv", sizes.detail_employees)
    peaks = []
    for count in (sizes.few_deals, sizes.many_deals):
        deals = _made(folder, "deals", "deals.csv", count, sizes.detail_employees)
        ours = _compute(folder, "deals", people, deals)
        peer = measure_script("peers/read_csv_with_stdlib.py", people, deals)
        peaks.append(ours.peak_mb)
        yield Ratio(f"{count:,} deals / csv reader", ours.seconds, peer.seconds, "s", "≤ 8, then ≤ 3")
        yield _wrong_pay(folder, "deals", sizes.detail_employees, count)
    yield Ratio("… memory, many deals / few", peaks[1], peaks[0], "MB", "flat")


def compare_start(folder: Path, sizes: Sizes) -> Iterator[Line]:
    """The time to say `--help`, against importing typer."""
    del folder, sizes
    ours = measure([*KPICALC, "--help"], times=7)
    peer = measure([sys.executable, "-c", "import typer"], times=7)
    yield Ratio("kpicalc --help / import typer", ours.seconds, peer.seconds, "s", "≤ 1.5, then ≤ 1.2")


def compare_evaluation(folder: Path, sizes: Sizes) -> Iterator[Line]:
    """Evaluation alone, per employee, against an embedded rule engine and a spreadsheet program."""
    facts = _made(folder, "xlsx", f"employees.{sizes.employees}.xlsx", sizes.employees)
    seconds = measure_inside("evaluate.py", HERE / "reference.yaml", facts)
    bare = measure_inside("evaluate.py", HERE / "reference.yaml", facts, "--keep-nothing")
    yield Ratio("keeping what explanation needs", seconds, bare, "s", "≤ 1.3, then ≤ 1.15")
    ours = seconds / sizes.employees * 1_000_000
    if importlib.util.find_spec("zen") is None:
        yield Skipped("zen one by one / evaluation", "needs `pip install -e '.[bench]'`")
    else:
        count = sizes.evaluated_one_by_one
        peer = measure_inside("peers/evaluate_with_zen.py", count) / count * 1_000_000
        yield Ratio("zen one by one / evaluation", ours, peer, "µs", "≥ 30, then ≥ 60", faster_is_more=True)
    if shutil.which("soffice") is None:
        yield Skipped("LibreOffice / evaluation", "needs `soffice` on the PATH")
    else:
        live = _made(folder, "formulas", "live.xlsx", sizes.employees)
        peer = measure_recalculation(live, folder).seconds / sizes.employees * 1_000_000
        yield Ratio(
            "LibreOffice, whole run / evaluation", ours, peer, "µs", "≥ 30, then ≥ 60", faster_is_more=True
        )
        whole = _compute(folder, "reference", facts).seconds / sizes.employees * 1_000_000
        yield Ratio("LibreOffice, whole run / our whole run", whole, peer, "µs", "", faster_is_more=True)


BENCHMARKS: tuple[Benchmark, ...] = (
    compare_workbook,
    compare_csv,
    compare_deals,
    compare_start,
    compare_evaluation,
)


def main() -> None:
    """Run every benchmark and print a line as soon as it is measured."""
    if importlib.util.find_spec("kpicalc") is None:
        sys.exit("kpicalc is not installed in this Python: run `python -m pip install -e '.[bench]'` first")
    sizes = QUICK if "--quick" in sys.argv[1:] else FULL
    machine = f"Python {sys.version.split()[0]}, {os.cpu_count()} cores"
    print(f"{sizes.employees:,} employees; medians of three; {machine}\n")
    print(f"{'':42} {'ours':>12} {'peer':>12} {'ratio':>8}  goal")
    with TemporaryDirectory() as folder:
        for benchmark in BENCHMARKS:
            for line in benchmark(Path(folder), sizes):
                print(_shown(line), flush=True)


def _made(folder: Path, kind: str, name: str, *sizes: int) -> Path:
    path = folder / name
    measure_script("make_files.py", kind, path, *sizes, times=1)
    return path


def _compute(folder: Path, scheme: str, *facts: Path) -> Cost:
    options = [
        "--scheme",
        str(HERE / f"{scheme}.yaml"),
        "--period",
        "2026-03",
        "--out",
        str(folder / "pay.csv"),
    ]
    return measure([*KPICALC, "compute", *map(str, facts), *options])


def _wrong_pay(folder: Path, job: str, *sizes: int) -> Line:
    wrong = measure_script("check_pay.py", job, folder / "pay.csv", *sizes, times=1).printed
    return Ratio("… employees off by a kopeck / all", float(wrong), sizes[0], "", "0")


def _shown(line: Line) -> str:
    if isinstance(line, Skipped):
        return f"{line.what:42} {'skipped: ' + line.reason}"
    figures = (f"{value:,.2f} {line.unit}".strip() for value in (line.ours, line.peer))
    ours, peer = figures
    return f"{line.what:42} {ours:>12} {peer:>12} {line.ratio:>8.2f}  {line.goal}"


if __name__ == "__main__":
    main()
