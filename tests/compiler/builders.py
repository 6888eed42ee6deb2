"""Programs and problems for the compiler's tests, from a scheme text without its head."""

from __future__ import annotations

from kpicalc.compiler.passes import compile_scheme
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.period import parse_period
from kpicalc.model.program import Program, Variable
from kpicalc.model.source import Span
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load import read_scheme

HEAD = "kpicalc: 1\nscheme: test\ncurrency: {}\n"
FACTS = "facts: {employees: {план: money, факт: money, касания: count, взыскание: flag}}\n"
PAY = "pay: {оклад: {kind: fixed, amount: 50_000}}\n"


def read_document(text: str, currency: str = "RUB") -> SchemeDocument:
    """Read a scheme given without its head."""
    document = read_scheme(HEAD.format(currency) + text, "test.yaml")
    assert document.value is not None, document.diagnostics
    return document.value


def compile_text(text: str, period: str = "2026-03", currency: str = "RUB") -> Checked[Program]:
    """Compile a scheme given without its head."""
    chosen = parse_period(period)
    assert chosen is not None
    return compile_scheme(read_document(text, currency), chosen)


def program_of(text: str, period: str = "2026-03", currency: str = "RUB") -> Program:
    """Compile a scheme that gives no problem."""
    compiled = compile_text(text, period, currency)
    assert compiled.diagnostics == ()
    assert compiled.value is not None
    return compiled.value


def problems_of(text: str) -> list[tuple[str, dict[str, object]]]:
    """Return the codes and parameters of the problems of a scheme."""
    return [(each.code, dict(each.params)) for each in compile_text(text).diagnostics]


def variable(program: Program, name: str, grain: str = "employees") -> Variable:
    """Return a variable of a program."""
    return next(each for each in program.variables() if (each.grain, each.name) == (grain, name))


def formula(program: Program, name: str, grain: str = "employees") -> str:
    """Return the formula of a variable as text."""
    return print_formula(variable(program, name, grain).expr, home=grain)


def steps_of(program: Program) -> list[str]:
    """Return each step as its grain, what it computes and what it folds."""
    shown = []
    for step in program.steps:
        names = [each.name for each in step.variables if not each.name.startswith("period.")]
        folds = [print_formula(each) for each in step.aggregates]
        shown.append(f"{step.grain}: {', '.join([*names, *folds])}")
    return shown


def place(problem: Diagnostic) -> tuple[int, int]:
    """Return line and column of a problem."""
    assert problem.primary is not None
    assert isinstance(problem.primary.place, Span)
    return problem.primary.place.line, problem.primary.place.column
