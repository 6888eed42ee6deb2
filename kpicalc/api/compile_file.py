"""One scheme file loaded and compiled; apart from `schemes`, for what is recalled needs none of it."""

from __future__ import annotations

from pathlib import Path

from kpicalc.compiler.passes import compile_scheme
from kpicalc.model.diagnostic import Checked, has_errors
from kpicalc.model.period import Period
from kpicalc.model.program import Program
from kpicalc.scheme.allowances import drop_allowed, read_allowances
from kpicalc.scheme.load import load_scheme, read_scheme
from kpicalc.scheme.periods import periods_to_check


def compile_alone(path: Path, period: Period | None) -> Checked[Program]:
    """Load and compile one scheme; without a period for the last one for which it changes anything.

    None where it has errors: what is left of it is not the scheme that was meant.
    """
    document = load_scheme(path)
    if document.value is None:
        return Checked(None, document.diagnostics)
    program = compile_scheme(document.value, period or periods_to_check(document.value)[-1])
    problems = document.diagnostics + program.diagnostics
    return Checked(None if has_errors(problems) else program.value, problems)


def compile_text(text: str, file: str, period: Period) -> Checked[Program]:
    """Compile the text of a scheme; what its comments allow is not told again in every run."""
    read = read_scheme(text, file)
    program: Checked[Program] = Checked(None)
    if read.value is not None:
        program = compile_scheme(read.value, period)
    problems = read.diagnostics + program.diagnostics
    return Checked(program.value, drop_allowed(read_allowances(text, file), problems))
