"""Why a value is what it is: the tree from a pay line down to the cells it came from.

An explanation is made after the run, from the program, the facts and the values; nothing is recorded
while pay is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import localcontext

from kpicalc.engine.block import Block
from kpicalc.engine.breakdown import value_without_stop
from kpicalc.engine.faults import name_of_row, place_of_row
from kpicalc.engine.kinds import tell_kinds
from kpicalc.engine.lens import Lens, world_of
from kpicalc.engine.notes import branches_taken, conditions_asked, note, note_of_money, notes_of_formula
from kpicalc.engine.people_notes import notes_of_line
from kpicalc.engine.table_notes import (
    formulas_taken,
    notes_of_lookup,
    notes_of_rules,
    notes_of_stop_factor,
    rules_of,
)
from kpicalc.engine.window_notes import notes_of_window, rows_before
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Expr,
    Lookup,
    Operand,
    Reference,
    Window,
    children,
    references,
)
from kpicalc.model.fault import Fault
from kpicalc.model.figure import period_of_retro
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.outline import PayLine
from kpicalc.model.program import EMPLOYEES, Input, Program, Role, Variable
from kpicalc.model.result import Explanation, Note, Settlement
from kpicalc.model.source import Span


def explain(settlement: Settlement, row: int, name: str) -> Explanation:
    """Explain a variable of the employee in a row: a pay line, a value, a KPI's figure or the total.

    Raises LookupError when the program has no variable of that name at the employee.
    """
    lens = Lens(world_of(settlement), EMPLOYEES, row)
    if (EMPLOYEES, name) not in lens.world.variables:
        raise LookupError(name)
    with localcontext(CONTEXT):
        return _Explainer(settlement.program).of_variable(lens, lens.world.variables[EMPLOYEES, name])


class _Explainer:
    """Explains each value once: where it is met again it stands without its parts."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.inputs = {each.key: each for each in program.inputs}
        self.kind_of = tell_kinds(program)
        self.running = {node for step in program.steps if step.running for node in step.aggregates}
        self.told: set[tuple[str, str, int]] = set()

    def of_variable(self, lens: Lens, variable: Variable) -> Explanation:
        """Explain a variable at a row."""
        key = (variable.grain, variable.name, lens.row)
        expr = _drop_what_is_not_due(lens, variable.expr)
        again = key in self.told
        parts: Iterable[Operand] = () if again else lens.operands(expr)
        self.told.add(key)
        leaf = self._leaf(lens, expr, variable.span)
        return replace(
            leaf,
            name=variable.name,
            label=variable.label,
            role=self._role(variable),
            kind=variable.kind,
            value=lens.named(variable.name),
            notes=(note("above"),) if again and leaf.operands else tuple(self._notes(lens, variable)),
            # A rule that holds is told by its title, not by the branches made of the rules.
            asked=() if rules_of(self.program, variable) else leaf.asked,
            children=(*(self._of_part(lens, part) for part in parts), *self._earned(lens, variable)),
        )

    def _role(self, variable: Variable) -> Role:
        """Return the role of a value; what a pay line is only made of is no line itself."""
        lines = {(EMPLOYEES, line.variable) for line in self.program.pay_lines}
        inner = variable.role is Role.PAY_LINE and variable.key not in lines
        return Role.VALUE if inner else variable.role

    def _earned(self, lens: Lens, variable: Variable) -> Iterator[Explanation]:
        """Yield what was earned of a salary line that is paid in full."""
        for line in self._lines(variable):
            if line.earned:
                yield self.of_variable(lens, lens.world.variables[EMPLOYEES, line.earned])

    def _lines(self, variable: Variable) -> Iterator[PayLine]:
        """Yield the pay line that a variable is; a value of another table may have its name."""
        own = (line for line in self.program.pay_lines if line.variable == variable.name)
        yield from own if variable.grain == EMPLOYEES else ()

    def _leaf(self, lens: Lens, expr: Expr, span: Span) -> Explanation:
        """Explain a formula by itself: its value and operands, without what lies below."""
        return Explanation(
            name=print_formula(expr, home=lens.grain),
            label="",
            role=None,
            kind=self.kind_of(expr),
            value=lens.value(expr),
            expr=expr,
            operands=lens.operands(expr),
            span=span,
            cell=None,
            notes=(),
            children=(),
            taken=branches_taken(lens, expr),
            asked=tuple(conditions_asked(lens, expr)),
        )

    def _of_part(self, lens: Lens, part: Operand) -> Explanation:
        match part:
            case Reference():
                return self._of_reference(lens, part)
            case Aggregate():
                return self._of_aggregate(lens, part)
            case Window():
                return self._of_window(lens, part)
        return self._of_lookup(lens, part)

    def _of_reference(self, lens: Lens, reference: Reference) -> Explanation:
        grain, key = reference.grain, reference.key
        there = lens if grain == lens.grain else Lens(lens.world, grain, lens.row_above(grain))
        if key in self.inputs:
            return self._of_input(there, self.inputs[key])
        return self.of_variable(there, lens.world.variables[key])

    def _of_input(self, lens: Lens, given: Input) -> Explanation:
        reference = Reference(given.grain, given.name, given.span)
        cell = lens.world.frame(given.grain).cell(given.name, lens.row)
        decided = (note("decided_by", who=given.decided_by),) if given.decided_by else ()
        past = lens.world.frame(given.grain).past(given.name, lens.row)
        if past is not None:
            told = {"period": past.period, "scheme": past.scheme, "name": past.name}
            person = past.grain == EMPLOYEES
            kept = (
                note("from_closed", who=past.key, at=str(past.period), **told)
                if person
                else note("from_closed_table", **told)
            )
            decided = (*decided, kept)
        leaf = self._leaf(lens, reference, given.span)
        if isinstance(leaf.value, Fault) and not leaf.value.missing:
            decided = (*decided, *(note("not_computed", why=cause) for cause in leaf.value.causes[:1]))
        days = tuple(self._of_run(lens, given)) if given.run else ()
        cell = None if days else cell
        return replace(
            leaf, label=given.label, expr=None, operands={}, cell=cell, notes=decided, children=days
        )

    def _of_run(self, lens: Lens, given: Input) -> Iterator[Explanation]:
        """Explain the cells that were put together: all of them, or those with the code that is counted."""
        frame = lens.world.frame(given.grain)
        for day in given.run:
            value = frame.columns[day.name][lens.row] if day.name in frame.columns else None
            if value is None or (given.counted and value != given.counted):
                continue
            kind = Kind.TEXT if isinstance(value, str) else given.kind
            cell = frame.cell(day.name, lens.row)
            yield Explanation(day.label, day.label, None, kind, value, None, {}, day.span, cell, (), ())

    def _of_lookup(self, lens: Lens, lookup: Lookup) -> Explanation:
        table = self.program.tables[lookup.table]
        operands = {part: value for each in children(lookup) for part, value in lens.operands(each).items()}
        formulas = [expr for _, expr in formulas_taken(lens, lookup)]
        parameters = dict.fromkeys(part for expr in formulas for part in references(expr))
        return replace(
            self._leaf(lens, lookup, table.span),
            label=table.label,
            operands=operands,
            notes=tuple(notes_of_lookup(lens, lookup)),
            children=tuple(self._of_part(lens, part) for part in (*operands, *parameters)),
        )

    def _of_aggregate(self, lens: Lens, node: Aggregate) -> Explanation:
        rows = [Lens(lens.world, node.grain, row) for row in _rows_below(lens, node)]
        counted = [each for each in rows if node.condition is None or each.value(node.condition) is True]
        return replace(
            self._leaf(lens, node, node.span),
            operands={},
            notes=(note("rows", count=len(counted), of=len(rows)),),
            children=tuple(self._of_row(each, node) for each in counted),
        )

    def _of_window(self, lens: Lens, node: Window) -> Explanation:
        """Explain a place among other rows: what each of them brings, the row itself first."""
        operands = {part: value for each in children(node) for part, value in lens.operands(each).items()}
        others = [Lens(lens.world, node.grain, row) for row in _rows_beside(lens, node)]
        leaf = replace(
            self._leaf(lens, node, node.span),
            operands=operands,
            notes=tuple(notes_of_window(lens, node, others, self.kind_of)),
        )
        if node in self.running:
            earlier = rows_before(lens, node, others)
            return replace(leaf, children=tuple(self._brought(each, node.arguments[0]) for each in earlier))
        return replace(leaf, children=tuple(self._of_part(lens, part) for part in operands))

    def _brought(self, lens: Lens, counted: Expr) -> Explanation:
        """Explain what an earlier row brought to a sum that runs from row to row."""
        frame = lens.world.frame(lens.grain)
        row = note("of_row", who=name_of_row(frame, lens.row))
        if isinstance(counted, Reference):
            found = self._of_part(lens, counted)
            return replace(found, notes=(row, *found.notes))
        leaf = self._leaf(lens, counted, counted.span)
        children = tuple(self._of_part(lens, part) for part in leaf.operands)
        return replace(leaf, cell=place_of_row(frame, lens.row), notes=(row,), children=children)

    def _of_row(self, lens: Lens, node: Aggregate) -> Explanation:
        """Explain what one row gives to an aggregate; a row that is only counted shows its condition."""
        frame = lens.world.frame(lens.grain)
        place = place_of_row(frame, lens.row)
        who = name_of_row(frame, lens.row)
        row = () if who in {"", str(place)} else (note("of_row", who=who),)
        if node.body is None:
            return replace(self._counted(lens, node), name=who, cell=place)
        if isinstance(node.body, Reference):
            found = self._of_part(lens, node.body)
            return replace(found, notes=(*row, *found.notes))
        leaf = self._leaf(lens, node.body, node.span)
        children = tuple(self._of_part(lens, part) for part in leaf.operands)
        return replace(leaf, cell=place, notes=row, children=children)

    def _counted(self, lens: Lens, node: Aggregate) -> Explanation:
        """Explain why a row is counted; without a condition it has nothing but its place."""
        if node.condition is None:
            return replace(self._leaf(lens, node, node.span), value=None, expr=None, operands={})
        leaf = self._leaf(lens, node.condition, node.span)
        return replace(leaf, children=tuple(self._of_part(lens, part) for part in leaf.operands))

    def _notes(self, lens: Lens, variable: Variable) -> Iterator[Note]:
        for factor in self.program.factors:
            if variable.role is Role.STOP_FACTOR and factor.variable == variable.name:
                yield from notes_of_stop_factor(lens, factor)
        for line in self._lines(variable):
            amount = value_without_stop(lens, line)
            if amount is not None:
                yield note_of_money("without_stop", amount=amount)
            yield from (*_tell_what_is_left(lens, line), *notes_of_line(lens, line))
        rules = rules_of(self.program, variable)
        if rules is None:
            yield from notes_of_formula(lens, variable.expr)
        else:
            yield from notes_of_rules(lens, rules, variable)


def _drop_what_is_not_due(lens: Lens, total: Expr) -> Expr:
    """Return a total without the differences of earlier months that a row has none of."""
    if not (isinstance(total, Binary) and isinstance(total.right, Reference)):
        return total
    if period_of_retro(total.right.name) is None:
        return total
    before = _drop_what_is_not_due(lens, total.left)
    return replace(total, left=before) if lens.value(total.right) else before


def _tell_what_is_left(lens: Lens, line: PayLine) -> Iterator[Note]:
    """Yield what the line leaves for later periods: a debt, or what a limit cut off."""
    amount = lens.named(line.left) if line.left else None
    if amount is not None and amount != 0 and not isinstance(amount, Fault):
        yield note_of_money(line.kind.traits.leaves, amount=amount)


def _rows_below(lens: Lens, node: Aggregate) -> list[int]:
    """Return the rows that belong to the row looked at, or the reports of the employee."""
    grain, size = node.grain, lens.world.frame(node.grain).size
    if node.through:
        return [row for row, above in enumerate(lens.world.superiors(node.through)) if lens.row in above]
    owners = Block(lens.world, grain, range(size)).rows_above(lens.grain)
    return [row for row, owner in enumerate(owners) if owner == lens.row]


def _rows_beside(lens: Lens, node: Window) -> list[int]:
    """Return the rows of the group of a window that meet its condition."""
    size = lens.world.frame(node.grain).size
    owners = Block(lens.world, node.grain, range(size)).rows_above(node.within)
    rows = [row for row, owner in enumerate(owners) if owner == owners[lens.row]]
    condition = node.condition
    return [
        row for row in rows if condition is None or Lens(lens.world, node.grain, row).value(condition) is True
    ]
