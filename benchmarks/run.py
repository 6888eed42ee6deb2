"""Measures kpicalc beside its peers, in turn, by CPU time, and prints the ratios beside their goals.

python benchmarks/run.py                 all sizes, about a quarter of an hour on an idle machine
python benchmarks/run.py --quick         small sizes, about a minute: a first look, not a verdict
python benchmarks/run.py --only month    the jobs whose name has a word in it
python benchmarks/run.py --json FILE     the same lines for programs

Every measurement is a process of its own; the figures are medians, with the least and the greatest ratio.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from goals import Goal, Line, Skipped, compare_figures, compare_runs, cpu_of, peak_of, state_figures
from measure import HERE, measure, measure_in_turn, measure_inside, measure_script, script_command
from soffice import measure_recalculation
from workloads import BARE_IMPORTS, FULL, KPICALC, MARCH, QUICK, Bench, month_of_a_company

Lines = Iterator[Line | Skipped]


def measure_month(bench: Bench) -> Lines:
    """The month of a small company, as everybody runs it: again, and for the first time."""
    command = month_of_a_company(bench.folder / "month.csv")
    again = measure_in_turn(command, BARE_IMPORTS, bench.sizes.times + 2)
    yield compare_runs(Goal("month of 55 people, 17 schemes / bare imports", 1), again, cpu_of)
    os.environ["KPICALC_CACHE"] = "off"
    first = measure_in_turn(command, BARE_IMPORTS, bench.sizes.times)
    os.environ["KPICALC_CACHE"] = str(bench.folder / "kept")
    yield compare_runs(Goal("… when nothing is kept of earlier runs", None), first, cpu_of)


def measure_help(bench: Bench) -> Lines:
    """The time to say `--help`, against importing typer."""
    runs = measure_in_turn(
        [*KPICALC, "--help"], [sys.executable, "-c", "import typer"], bench.sizes.times + 4
    )
    yield compare_runs(Goal("kpicalc --help / import typer", 1.2), runs, cpu_of)


def measure_workbook(bench: Bench) -> Lines:
    """XLSX in, CSV out, and one person explained, against only reading the workbook."""
    count = bench.sizes.employees
    facts = bench.people("xlsx", count)
    peer = script_command("peers/read_xlsx_with_calamine.py", facts)
    runs = measure_in_turn(bench.compute("reference", facts), peer, bench.sizes.times)
    yield compare_runs(Goal("XLSX → CSV / calamine reading", 2), runs, cpu_of)
    yield compare_runs(Goal("… peak memory", 1.5, "MB"), runs, peak_of)
    yield _wrong_pay(bench, "reference", count)
    scheme = ["--scheme", str(HERE / "reference.yaml"), "--period", MARCH]
    explain = [*KPICALC, "explain", str(facts), f"T{count // 2:07}", "премия", *scheme]
    runs = measure_in_turn(explain, peer, bench.sizes.times)
    yield compare_runs(Goal("explain one person / calamine reading", 1.3), runs, cpu_of)
    yield state_figures(Goal("… peak memory", 150, "MB"), [each.peak_mb for each in runs.ours])


def measure_statement(bench: Bench) -> Lines:
    """The statement as a workbook, against XlsxWriter writing the same cells from ready values."""
    count, book = bench.sizes.employees, bench.folder / "statement.xlsx"
    command = bench.compute("reference", bench.people("csv", count), out=book.name)
    runs = [measure(command) for _ in range(bench.sizes.times)]
    for name, goal, more in (("same cells and looks", 3, ()), ("bare values", None, ("--bare",))):
        peer = ("peers/write_book_with_xlsxwriter.py", book, bench.folder / "copy.xlsx", *more)
        seconds = measure_inside(*peer, times=bench.sizes.times)
        yield compare_figures(
            Goal(f"statement XLSX / XlsxWriter, {name}", goal), median(each.cpu for each in runs), seconds
        )
    yield state_figures(Goal("… peak memory", None, "MB"), [each.peak_mb for each in runs])


def measure_csv(bench: Bench) -> Lines:
    """CSV in, CSV out, against only reading the file; the memory of many people."""
    facts = bench.people("csv", bench.sizes.employees)
    peer = script_command("peers/read_csv_with_stdlib.py", facts)
    runs = measure_in_turn(bench.compute("reference", facts), peer, bench.sizes.times)
    yield compare_runs(Goal("CSV → CSV / csv reader", 8), runs, cpu_of)
    yield _wrong_pay(bench, "reference", bench.sizes.employees)
    many = measure(bench.compute("reference", bench.people("csv", bench.sizes.many_people)))
    yield state_figures(Goal(f"memory of {bench.sizes.many_people:,} people", 350, "MB"), [many.peak_mb])


def measure_deals(bench: Bench) -> Lines:
    """Detail rows aggregated per employee, against only reading the files; memory as the rows grow."""
    sizes = bench.sizes
    people = bench.people("csv", sizes.detail_employees)
    files = {
        count: bench.made("deals", f"{count}/deals.csv", count, sizes.detail_employees)
        for count in (sizes.deals, sizes.few_deals, sizes.many_deals)
    }
    command = bench.compute("deals", people, files[sizes.deals])
    peer = script_command("peers/read_csv_with_stdlib.py", people, files[sizes.deals])
    yield compare_runs(
        Goal(f"{sizes.deals:,} deals / csv reader", 3.5), measure_in_turn(command, peer, sizes.times), cpu_of
    )
    yield _wrong_pay(bench, "deals", sizes.detail_employees, sizes.deals)
    for library in ("polars", "duckdb"):
        name = f"… / {library}, the same sums as exact decimals"
        if importlib.util.find_spec(library) is None:
            yield Skipped(name, "needs `pip install -e '.[bench]'`")
            continue
        peer = script_command(f"peers/add_deals_with_{library}.py", files[sizes.deals])
        yield compare_runs(Goal(name, 4), measure_in_turn(command, peer, sizes.times), cpu_of)
    few, many = (
        measure(bench.compute("deals", people, files[each])) for each in (sizes.few_deals, sizes.many_deals)
    )
    name = f"memory of {sizes.many_deals:,} / {sizes.few_deals:,} deals"
    yield compare_figures(Goal(name, 1.2, "MB"), many.peak_mb, few.peak_mb)


def measure_evaluation(bench: Bench) -> Lines:
    """Evaluation alone, per employee, against an embedded rule engine and a spreadsheet program."""
    sizes = bench.sizes
    facts = bench.people("xlsx", sizes.employees)
    seconds = measure_inside("evaluate.py", HERE / "reference.yaml", facts)
    bare = measure_inside("evaluate.py", HERE / "reference.yaml", facts, "--keep-nothing")
    yield compare_figures(Goal("keeping what explanation needs", 1.15), seconds, bare)
    ours = seconds / sizes.employees * 1_000_000
    if importlib.util.find_spec("zen") is None:
        yield Skipped("zen one by one / evaluation", "needs `pip install -e '.[bench]'`")
    else:
        count = sizes.evaluated_one_by_one
        peer = measure_inside("peers/evaluate_with_zen.py", count) / count * 1_000_000
        yield compare_figures(
            Goal("zen one by one / evaluation, a person", 40, "µs", at_least=True), ours, peer
        )
    if shutil.which("soffice") is None:
        yield Skipped("LibreOffice / evaluation", "needs `soffice` on the PATH")
    else:
        live = bench.made("formulas", "live.xlsx", sizes.employees)
        peer = measure_recalculation(live, bench.folder).cpu / sizes.employees * 1_000_000
        goal = Goal("LibreOffice, whole run / evaluation, a person", 30, "µs", at_least=True)
        yield compare_figures(goal, ours, peer)


def measure_json(bench: Bench) -> Lines:
    """Everything about everybody as JSON: what one person more takes, as JSON and as CSV."""
    costs = {}
    for suffix in ("json", "csv"):
        few, many = bench.sizes.json_people // 10, bench.sizes.json_people
        more, less = (
            bench.compute("reference", bench.people("csv", each), out=f"all.{suffix}") for each in (many, few)
        )
        runs = measure_in_turn(more, less, bench.sizes.times)
        differences = [a.cpu - b.cpu for a, b in zip(runs.ours, runs.peer, strict=True)]
        costs[suffix] = [each / (many - few) * 1_000_000 for each in differences]
    yield state_figures(Goal("JSON, a person more", 60, "µs"), costs["json"])
    yield state_figures(Goal("… the same as CSV", None, "µs"), [median(costs["csv"])])


def measure_schemes(bench: Bench) -> Lines:
    """The same people paid by many schemes and by one."""
    many, one = bench.shared(bench.sizes.shared_by), bench.shared(1)
    runs = measure_in_turn(many, one, bench.sizes.times)
    name = f"{bench.sizes.shared_by} schemes / 1 over {bench.sizes.shared_people:,} people"
    yield compare_runs(Goal(name, 2), runs, cpu_of)
    yield compare_runs(Goal("… peak memory", None, "MB"), runs, peak_of)


BENCHMARKS: dict[str, Callable[[Bench], Lines]] = {
    "month": measure_month,
    "help": measure_help,
    "workbook": measure_workbook,
    "csv": measure_csv,
    "statement": measure_statement,
    "deals": measure_deals,
    "evaluation": measure_evaluation,
    "json": measure_json,
    "schemes": measure_schemes,
}


def main() -> None:
    """Run the benchmarks asked for and print a line as soon as it is measured."""
    asked = _read_arguments()
    if importlib.util.find_spec("kpicalc") is None:
        sys.exit("kpicalc is not installed in this Python: run `python -m pip install -e '.[bench]'` first")
    sizes = QUICK if asked.quick else FULL
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    print(f"{sizes.employees:,} people; CPU seconds, medians of {sizes.times} pairs in turn; {machine}\n")
    print("| What | kpicalc | Peer | Ratio | Spread | Goal | Met |\n|---|---|---|---|---|---|---|")
    found: list[Line | Skipped] = []
    with TemporaryDirectory() as folder:
        os.environ["KPICALC_CACHE"] = str(Path(folder) / "kept")
        bench = Bench(Path(folder), sizes)
        for line in chain.from_iterable(BENCHMARKS[name](bench) for name in asked.only or BENCHMARKS):
            found.append(line)
            print(_shown(line), flush=True)
            if asked.json:  # line by line: who stops the run keeps what was measured
                lines = [each.described() for each in found if isinstance(each, Line)]
                _write_json(Path(asked.json), {"machine": machine, "quick": asked.quick, "lines": lines})


def _write_json(path: Path, report: dict[str, object]) -> None:
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def _read_arguments() -> Namespace:
    parser = ArgumentParser(description="Measures kpicalc beside its peers.")
    parser.add_argument("--quick", action="store_true", help="small sizes, about a minute")
    parser.add_argument("--only", nargs="+", choices=list(BENCHMARKS), help="only these jobs")
    parser.add_argument("--json", metavar="FILE", help="write the lines for programs too")
    return parser.parse_args()


def _wrong_pay(bench: Bench, job: str, *sizes: int) -> Line:
    wrong = measure_script("check_pay.py", job, bench.folder / "pay.csv", *sizes).printed
    return state_figures(Goal("… people off by a kopeck", 0, ""), [float(wrong)])


def _shown(line: Line | Skipped) -> str:
    if isinstance(line, Skipped):
        return f"| {line.name} | | | skipped: {line.reason} | | | |"
    unit = line.goal.unit
    ours, peer = ("" if each is None else f"{each:,.2f} {unit}".strip() for each in (line.ours, line.peer))
    ratio = "" if line.peer is None else f"{line.figure:.2f}"
    spread = "" if line.low == line.high else f"{line.low:.2f}-{line.high:.2f}"
    met = {True: "yes", False: "no", None: ""}[line.met]
    return f"| {line.goal.name} | {ours} | {peer} | {ratio} | {spread} | {line.goal.wanted} | {met} |"


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("stopped before all was measured")
