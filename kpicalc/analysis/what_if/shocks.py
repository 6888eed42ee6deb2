"""Facts as a what-if has them by formulas, each in the language of its scheme; and what leaves its range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from kpicalc.analysis.what_if.movers import as_in_a_cell, column_now, who_has
from kpicalc.analysis.what_if.targets import find_targets, name_fact
from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.formulas import column_of
from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.engine.settle import settle
from kpicalc.facts.refusals import find_breach
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.problem import Problem
from kpicalc.model.program import Input, Key
from kpicalc.model.result import Settlement
from kpicalc.model.what_if import Breach, Shock
from kpicalc.scheme.changes import shape_document
from kpicalc.scheme.load import load_tree
from kpicalc.scheme.more_formulas import MoreFormula, add_formulas

_ADDED = "what_if_"


def apply_shocks(
    settlements: Sequence[Settlement], shocks: Sequence[Shock]
) -> Checked[tuple[dict[int, dict[Key, list[Value]]], tuple[int, ...], tuple[Breach, ...]]]:
    """Return the columns that shocks give together, how many rows each changes, and what leaves its range.

    Every formula reads the facts as they are; of two shocks of one cell the later one holds.
    """
    found = [find_targets(settlements, each.target) for each in shocks]
    problems = tuple(problem for each in found for problem in each.diagnostics)
    if problems:
        return Checked(None, problems)
    columns: dict[int, dict[Key, list[Value]]] = {}
    counts = [0] * len(shocks)
    met: set[tuple[int, Key, int]] = set()
    for at, settlement in enumerate(settlements):
        own = [
            (number, target)
            for number, each in enumerate(found)
            for target in each.value or ()
            if target.settlement == at
        ]
        given = _ask(settlement, [((target.first or target).given, shocks[number]) for number, target in own])
        if given.value is None:
            return Checked(None, given.diagnostics)
        for (number, target), values in zip(own, given.value, strict=True):
            mine = columns.setdefault(at, {})
            now = mine.setdefault(target.key, column_now(settlement, target.key))
            for row, asked in zip(target.rows, (target.first or target).rows, strict=True):
                value = values[asked]
                exact = as_in_a_cell(value, settlement, target.given) if isinstance(value, Decimal) else value
                now[row] = exact
                met.add((at, target.key, row))
            counts[number] += 0 if target.first else len(target.rows)
    told = tuple(find_breaches(settlements, columns, met))
    return Checked((columns, tuple(counts), told))


def _ask(settlement: Settlement, asked: Sequence[tuple[Input, Shock]]) -> Checked[list[Sequence[Value]]]:
    """Return what formulas give for each row of the table of their fact."""
    if not asked:
        return Checked([])
    tree = load_tree(settlement.program.pay_lines[0].span.file)
    more = [
        MoreFormula(given.grain, f"{_ADDED}{number}", str(given.kind), shock.formula)
        for number, (given, shock) in enumerate(asked)
    ]
    document = None if tree is None else shape_document(add_formulas(tree, more))
    if document is None:
        return Checked(None, tuple(_refuse(shock) for _, shock in asked))
    compiled = compile_scheme(document, settlement.program.period)
    if compiled.value is None:
        return Checked(None, tuple(_name_typed(compiled.diagnostics, [shock for _, shock in asked])))
    settled = settle(compiled.value, settlement.facts)
    world = world_of(settled)
    with localcontext(CONTEXT):
        return Checked(
            [
                column_of(
                    world.variables[each.table, each.name].expr, LookingBlock(world, each.table, range(size))
                ).listed(size)
                for each in more
                for size in (world.frame(each.table).size,)
            ]
        )


def _refuse(shock: Shock) -> Diagnostic:
    return error(Problem.WHAT_IF_FACT_BOUND, shock.target.span(0, 1), name=shock.target.text, hint="role")


def _name_typed(problems: Iterable[Diagnostic], shocks: Sequence[Shock]) -> Iterator[Diagnostic]:
    """Yield the errors, which are those of what was asked, since without it the scheme has none.

    The names of the added values are ours: what is told is what was typed.
    """
    typed = {f"{_ADDED}{number}": each.target.text for number, each in enumerate(shocks)}
    for each in problems:
        if each.severity == "error":
            yield replace(
                each, params=tuple((key, typed.get(str(value), value)) for key, value in each.params)
            )


def find_breaches(
    settlements: Sequence[Settlement],
    columns: Mapping[int, Mapping[Key, Sequence[Value]]],
    rows: Iterable[tuple[int, Key, int]],
) -> Iterator[Breach]:
    """Yield for each fact how many of its new values leave the range that is declared."""
    found: dict[tuple[int, Key], list[int]] = {}
    for at, key, row in sorted(rows):
        program = settlements[at].program
        given, value = _input_of(settlements[at], key), columns[at][key][row]
        if find_breach(value, given, program.period) is not None:
            found.setdefault((at, key), []).append(row)
    for (at, key), outside in found.items():
        given, value = _input_of(settlements[at], key), columns[at][key][outside[0]]
        shown = value if isinstance(value, Decimal) else None
        who = who_has(settlements[at], key, outside[0])
        yield Breach(name_fact(given, settlements[at]), given.kind, len(outside), who, shown)


def _input_of(settlement: Settlement, key: Key) -> Input:
    return next(each for each in settlement.program.inputs if each.key == key)
