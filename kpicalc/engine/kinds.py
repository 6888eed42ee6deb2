"""The kinds of what stands in the formulas of a program."""

from __future__ import annotations

from collections.abc import Callable

from kpicalc.formula.infer import KindInference
from kpicalc.model.expr import Expr, Reference
from kpicalc.model.kind import Kind
from kpicalc.model.program import Program


def tell_kinds(program: Program) -> Callable[[Expr], Kind]:
    """Return a function that gives the kind of any part of the program's formulas."""
    kinds = {each.key: each.kind for each in program.inputs}
    kinds |= {each.key: each.kind for each in program.variables()}

    def kind_of_name(reference: Reference) -> Kind | None:
        return kinds.get(reference.key)

    inference = KindInference(kind_of_name, program.tables, _stay_silent)
    return lambda expr: inference.kind_of(expr) or Kind.NUMBER


def _stay_silent(_code: str, _expr: Expr, /, **_params: object) -> None:
    """The compiler has told every clash of kinds already."""
