"""Prints the CPU seconds that kpicalc takes for the evaluation alone, reading and compiling left out.

python benchmarks/evaluate.py SCHEME FACTS [--keep-nothing]

With `--keep-nothing` the values that explanations look at are thrown away block by block, to show
what keeping them costs.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

from kpicalc import api
from kpicalc.engine import evaluate as engine
from kpicalc.facts.read_files import read_workbook
from kpicalc.model.facts import Facts
from kpicalc.model.period import Period, parse_period
from kpicalc.model.program import Program

MARCH = "2026-03"


def load(scheme: Path, facts: Path) -> tuple[Program, Facts]:
    """Read and compile everything that the evaluation needs."""
    period = parse_period(MARCH)
    workbook = read_workbook((facts,)).value
    if not isinstance(period, Period) or workbook is None:
        sys.exit("the facts cannot be read")
    programs = api.compile_schemes((scheme,), period)
    pairs = None if programs.value is None else api.load_facts(programs.value, workbook)
    if pairs is None or pairs.value is None:
        sys.exit(f"the facts cannot be bound: {programs.diagnostics if pairs is None else pairs.diagnostics}")
    return pairs.value[0]


def main(scheme: str, facts: str, *options: str) -> None:
    """Time one evaluation."""
    program, rows = load(Path(scheme), Path(facts))
    if "--keep-nothing" in options:
        vars(engine)["_KEPT_GRAINS"] = frozenset()
    gc.disable()  # as the command does
    start = time.process_time()
    engine.evaluate(program, rows)
    print(time.process_time() - start)


if __name__ == "__main__":
    main(*sys.argv[1:])
