"""The schemes of a run: loaded and compiled, or recalled where they have not changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kpicalc.api.kept_programs import Shelf, keep_program, open_shelf, recall_program
from kpicalc.model.diagnostic import Checked, Diagnostic, has_errors
from kpicalc.model.period import Period
from kpicalc.model.program import Program
from kpicalc.scheme.file_text import load_text


def compile_schemes(
    paths: Iterable[Path], period: Period, kept: Path | None = None
) -> Checked[tuple[Program, ...]]:
    """Load and compile schemes for a period; two schemes of one name are an error.

    In the folder `kept` the programs are remembered for later runs.
    """
    programs: list[Program] = []
    problems: list[Diagnostic] = []
    shelf = open_shelf(kept)
    for path in paths:
        program = _compile_file(path, period, shelf)
        problems.extend(program.diagnostics)
        programs += [] if program.value is None else [program.value]
    if len(programs) > 1:
        from kpicalc.compiler.several_schemes import find_clashes  # noqa: PLC0415 - most runs have one

        problems.extend(find_clashes(programs))
    return Checked(None if has_errors(problems) else tuple(programs), tuple(problems))


def _compile_file(path: Path, period: Period, shelf: Shelf | None) -> Checked[Program]:
    text = load_text(path, str(path))
    if text.value is None:
        return Checked(None, text.diagnostics)
    file = None if shelf is None else shelf.file(text.value, str(path), period)
    recalled = None if file is None else recall_program(file)
    if recalled is not None:
        return recalled
    from kpicalc.api.compile_file import compile_text  # noqa: PLC0415 - heavy: a recalled program needs none

    compiled = compile_text(text.value, str(path), period)
    if file is not None:
        keep_program(file, compiled)
    return compiled
