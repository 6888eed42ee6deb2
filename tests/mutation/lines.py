"""Which test executes which line of the package, and how long it takes: asked of the interpreter itself.

Python 3.12 tells of each line once (`sys.monitoring`), which costs next to nothing.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from types import CodeType
from typing import Any

# A file of the package and a line of it.
Place = tuple[str, int]
# The numbers of the tests that execute a line, the quickest first.
Reached = dict[Place, list[int]]


def record_lines(folder: str, tests: Iterable[tuple[int, Callable[[], bool]]]) -> tuple[Reached, list[int]]:
    """Run tests one by one; return which lines below a folder each executes, and those that fail."""
    met: set[Place] = set()
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined, unused-ignore] # new in Python 3.12

    def note(code: CodeType, line: int) -> object:
        if code.co_filename.startswith(folder):
            met.add((code.co_filename, line))
        return monitoring.DISABLE

    tool = monitoring.PROFILER_ID
    monitoring.use_tool_id(tool, "lines")
    monitoring.register_callback(tool, monitoring.events.LINE, note)
    monitoring.set_events(tool, monitoring.events.LINE)
    by_line: defaultdict[Place, list[tuple[float, int]]] = defaultdict(list)
    failed = []
    for number, run in tests:
        met.clear()
        monitoring.restart_events()
        start = time.process_time()
        if not run():
            failed.append(number)
        spent = time.process_time() - start
        # A thread of a test that has ended may still run.
        for place in tuple(met):
            by_line[place].append((spent, number))
    monitoring.set_events(tool, 0)
    monitoring.free_tool_id(tool)
    wrong = set(failed)
    return {
        place: [each for _, each in sorted(found) if each not in wrong] for place, found in by_line.items()
    }, failed
