"""What is printed of a compiled formula reads back to the same formula."""

from __future__ import annotations

from hypothesis import given, settings

from kpicalc.formula.lexer import LENGTH_LIMIT
from kpicalc.formula.parser import parse_formula
from kpicalc.formula.printer import print_formula
from kpicalc.formula.rewrite import NO_ANSWER
from kpicalc.model.expr import Aggregate, Call, Expr, Lookup, Name, Reference, children, walk
from kpicalc.model.program import Variable
from kpicalc.model.source import SourceText
from tests.properties.random_schemes import Case, cases
from tests.properties.settled import settle_case
from tests.tries import tries


@settings(max_examples=tries(25))
@given(cases())
def test_every_compiled_formula_reads_back_to_itself(case: Case) -> None:
    variables = settle_case(case).program.variables()

    assert [each.name for each in variables if not _reads_back(each)] == []


def _reads_back(variable: Variable) -> bool:
    text = print_formula(variable.expr, home=variable.grain)
    refuses = any(isinstance(part, Call) and part.function == NO_ANSWER for part in walk(variable.expr))
    if refuses or len(text) > LENGTH_LIMIT:
        return True  # a refusal has no written form
    read = parse_formula(SourceText(text, "", ((0, 1, 1),))).value
    return read is not None and _same(variable.expr, read) and text == print_formula(read)


def _same(compiled: Expr, read: Expr) -> bool:
    """Compare a compiled formula with one as written: names, tables and aggregates look different there."""
    match compiled, read:
        case Reference(name=name), Name(path=path):
            return path[-name.count(".") - 1 :] == tuple(name.split("."))
        case ((Lookup(table=name) | Aggregate(function=name)), Call(function=function)):
            return name == function and _same_parts(compiled, read)
        case _ if type(compiled) is not type(read):
            return False
        case _:
            return _same_parts(compiled, read) and (children(compiled) != () or compiled == read)


def _same_parts(compiled: Expr, read: Expr) -> bool:
    parts, written = children(compiled), children(read)
    if isinstance(compiled, Aggregate) and compiled.body is None:
        written = written[1:]  # in `count(receipts where …)` the rows themselves are counted
    return len(parts) == len(written) and all(map(_same, parts, written))
