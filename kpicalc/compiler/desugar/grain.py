"""The facts section: what one row of each sheet is, and the columns that are read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpicalc.compiler.desugar.run import run_inputs
from kpicalc.compiler.desugar.suggestion import missing_name
from kpicalc.compiler.draft import Draft
from kpicalc.model.diagnostic import error
from kpicalc.model.period import Period
from kpicalc.model.plain_text import clean_text
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Grain, Input
from kpicalc.model.row_rules import NO_RULES
from kpicalc.model.writing import UNSAID
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.facts_section import ColumnSpec, FactTable
from kpicalc.scheme.words import Quantity, Word


def translate_facts(draft: Draft, document: SchemeDocument, period: Period) -> None:
    """Add the grains, company first, and their inputs; links must form a tree under the company."""
    start = document.scheme.span
    draft.grains[COMPANY] = Grain(COMPANY, None, "", (), (), derived=False, label="", span=start)
    if EMPLOYEES not in document.facts:
        draft.problems.append(error("KPI211", start))
        draft.grains[EMPLOYEES] = Grain(EMPLOYEES, COMPANY, "", (), (), derived=False, label="", span=start)
    for name, table in document.facts.items():
        _add_grain(draft, name, table, document)
        _check_derived(draft, name, table)
        for column, spec in table.columns.items():
            given = _input(name, column, spec)
            draft.inputs += run_inputs(given, spec, period) if spec.columns else (given,)
    _check_tree(draft)


def _add_grain(draft: Draft, name: Word, table: FactTable, document: SchemeDocument) -> None:
    parent = _parent(draft, name, table, document)
    sheet = "" if name == EMPLOYEES and table.sheet is None else str(table.sheet or name)
    draft.grains[str(name)] = Grain(
        str(name),
        parent,
        sheet,
        tuple(map(str, table.key)),
        tuple(map(str, table.link)),
        table.derived,
        table.title or name,
        name.span,
        tuple(map(str, table.name)),
        writing=UNSAID if table.reading is None else table.reading.writing,
        rows=NO_RULES if table.rows is None else table.rows.rules,
    )


def _parent(draft: Draft, name: Word, table: FactTable, document: SchemeDocument) -> str | None:
    if name == COMPANY:
        if table.of is not None:
            path = f"{COMPANY} → {table.of} → {COMPANY}"
            draft.problems.append(error("KPI213", table.of.span, path=path))
        return None
    if table.of is None:
        above_employees = TEAMS if TEAMS in document.facts else COMPANY
        return {EMPLOYEES: above_employees, TEAMS: COMPANY}.get(name, EMPLOYEES)
    if table.of not in {*document.facts, COMPANY}:
        draft.problems.append(missing_name("KPI212", table.of, {*document.facts, COMPANY}))
        return COMPANY
    return str(table.of)


def _check_derived(draft: Draft, name: Word, table: FactTable) -> None:
    """A derived table has no sheet, so nothing can be read from one."""
    for key in ("sheet", "columns"):
        if table.derived and key in table.key_spans:
            draft.problems.append(error("KPI249", table.place(key), table=str(name), key=key))


def _check_tree(draft: Draft) -> None:
    """Tell each circle of tables once, and cut it where it closes."""
    for name in draft.grains:
        seen = [name]
        while (parent := draft.grains[seen[-1]].parent) is not None and parent not in seen:
            seen.append(parent)
        if parent is not None:
            path = " → ".join([*seen[seen.index(parent) :], parent])
            last = draft.grains[seen[-1]]
            draft.problems.append(error("KPI213", draft.grains[parent].span, path=path))
            draft.grains[last.name] = replace(last, parent=COMPANY)


def _input(grain: Word, name: Word, spec: ColumnSpec) -> Input:
    headings = tuple(map(str, spec.column)) or (name.replace("_", " "),)
    return Input(
        str(grain),
        str(name),
        spec.type,
        headings,
        spec.title or headings[0],
        name.span,
        _amount(spec.min),
        _amount(spec.max),
        _amount(spec.above),
        _amount(spec.below),
        spec.one_of,
        spec.fallback,
        spec.optional,
        spec.in_period,
        spec.decided_by,
        spec.writing,
        tuple(map(clean_text, spec.others)),
    )


def _amount(bound: Quantity | None) -> Decimal | None:
    return None if bound is None else bound.value
