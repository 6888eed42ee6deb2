"""Scheme files loaded and compiled: those of a run together, or one alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kpicalc.compiler.passes import compile_scheme
from kpicalc.model.diagnostic import Checked, Diagnostic, has_errors
from kpicalc.model.period import Period
from kpicalc.model.program import Program
from kpicalc.scheme.allowances import drop_allowed, read_allowances
from kpicalc.scheme.load import load_scheme, load_text, read_scheme
from kpicalc.scheme.periods import periods_to_check


def compile_schemes(paths: Iterable[Path], period: Period) -> Checked[tuple[Program, ...]]:
    """Load and compile schemes for a period; two schemes of one name are an error."""
    programs: list[Program] = []
    problems: list[Diagnostic] = []
    for path in paths:
        program = _compile_file(path, period)
        problems.extend(program.diagnostics)
        programs += [] if program.value is None else [program.value]
    if len(programs) > 1:
        from kpicalc.compiler.several_schemes import find_clashes  # noqa: PLC0415 - most runs have one

        problems.extend(find_clashes(programs))
    return Checked(None if has_errors(problems) else tuple(programs), tuple(problems))


def compile_alone(path: Path, period: Period | None) -> Checked[Program]:
    """Load and compile one scheme; without a period for the last one for which it changes anything."""
    document = load_scheme(path)
    if document.value is None:
        return Checked(None, document.diagnostics)
    program = compile_scheme(document.value, period or periods_to_check(document.value)[-1])
    return Checked(program.value, document.diagnostics + program.diagnostics)


def _compile_file(path: Path, period: Period) -> Checked[Program]:
    """Load and compile a scheme; what its comments allow is not told again in every run."""
    text = load_text(path, str(path))
    if text.value is None:
        return Checked(None, text.diagnostics)
    read = read_scheme(text.value, str(path))
    program: Checked[Program] = Checked(None)
    if read.value is not None:
        program = compile_scheme(read.value, period)
    problems = read.diagnostics + program.diagnostics
    return Checked(program.value, drop_allowed(read_allowances(text.value, str(path)), problems))
