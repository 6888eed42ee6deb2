"""Bind the sheets of a workbook to the inputs of a program: typed frames with a receipt."""

from __future__ import annotations

import decimal
import hashlib
from dataclasses import dataclass, field

from kpicalc.facts.bind_sheet import read_sheet
from kpicalc.facts.find_header import Header, find_header
from kpicalc.facts.finish_frame import Built, derive_frame, empty_company, finish_frame
from kpicalc.facts.link_rows import link_rows
from kpicalc.facts.locate_sheet import find_grain_sheet
from kpicalc.facts.merged_cells import find_merged_data
from kpicalc.facts.sheet_draft import Reading
from kpicalc.facts.stream_csv import TextProblem
from kpicalc.facts.wanted import list_wanted
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.facts import Facts, SheetReceipt
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import COMPANY, EMPLOYEES, Grain, Program

EmployeeRows = frozenset[int] | None


@dataclass(slots=True)
class _Binding:
    program: Program
    workbook: Workbook
    rows: EmployeeRows
    built: dict[str, Built] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)


def bind_facts(program: Program, workbook: Workbook, rows: EmployeeRows) -> Checked[Facts]:
    """Read every frame that the program needs; `rows` are its rows of the employees sheet, None for all.

    Without a value something structural is wrong (a column, a key, a parent). A refused cell is an error
    with a value: its place in the column holds a Fault.
    """
    binding = _Binding(program, workbook, rows)
    with decimal.localcontext(CONTEXT):
        if any(each.grain == COMPANY for each in program.inputs):
            _bind_grain(binding, program.grains[COMPANY])
        else:
            binding.built[COMPANY] = empty_company()
        for grain in order_grains(program):
            _bind_grain(binding, grain)
    frames = {name: each.frame for name, each in binding.built.items()}
    if frames.keys() != program.grains.keys():
        return Checked(None, tuple(binding.problems))
    receipts = tuple(each.receipt for each in binding.built.values() if each.receipt is not None)
    return Checked(Facts(frames, receipts, _digest(receipts)), tuple(binding.problems))


def order_grains(program: Program) -> tuple[Grain, ...]:
    """Return the grains below the company, parents first; a derived grain comes after its first child."""
    below = [each for each in program.grains.values() if each.name != COMPANY]
    below.sort(key=lambda each: (len(program.ancestors(each.name)), each.name != EMPLOYEES))
    derived = {each.name: each for each in below if each.derived}
    ordered: list[Grain] = []
    for grain in below:
        if not grain.derived:
            ordered.append(grain)
            parent = derived.pop(grain.parent or "", None)
            ordered += [] if parent is None else [parent]
    return (*ordered, *derived.values())


def _bind_grain(binding: _Binding, grain: Grain) -> None:
    if grain.derived:
        _derive(binding, grain)
        return
    wanted = list_wanted(binding.program, grain)
    sheet = find_grain_sheet(binding.program, grain, binding.workbook, wanted)
    binding.problems += sheet.diagnostics
    if sheet.value is None:
        return
    header = find_header(sheet.value, wanted)
    binding.problems += header.diagnostics
    if header.value is None:
        return
    reading = _reading(binding, grain, sheet.value, header.value)
    if reading is not None:
        _read(binding, reading)


def _reading(binding: _Binding, grain: Grain, sheet: Sheet, header: Header) -> Reading | None:
    """Put together what to read; None when the parent could not be read or cannot be named."""
    program = binding.program
    parent = program.grains.get(grain.parent or "")
    linked = parent is not None and parent.name != COMPANY
    derived = parent is not None and parent.derived
    built = binding.built.get(parent.name) if parent is not None else None
    if linked and built is None and not derived:
        return None
    reading = Reading(
        grain=grain,
        sheet=sheet,
        header=header,
        inputs=tuple(each for each in program.inputs if each.grain == grain.name),
        period=program.period,
        assigned=binding.rows if grain.name == EMPLOYEES else None,
        parents=built.index if linked and built is not None else None,
        parent_labels=built.frame.labels if linked and built is not None else (),
        collects=derived and built is None,
    )
    problems = _check_identity(reading, linked=linked)
    binding.problems += problems
    return None if problems else reading


def _check_identity(reading: Reading, *, linked: bool) -> list[Diagnostic]:
    place = reading.sheet.cell(reading.header.row, 0)
    problems = find_merged_data(reading)
    if reading.grain.name == EMPLOYEES and not reading.key_column:
        problems.append(error("KPI418", place, table=reading.grain.label))
    if linked and not reading.link_column:
        problems.append(error("KPI448", place, table=reading.grain.label))
    return problems


def _read(binding: _Binding, reading: Reading) -> None:
    try:
        draft = read_sheet(reading)
    except TextProblem as problem:
        binding.problems += problem.problems
        return
    finished = finish_frame(draft)
    binding.problems += finished.diagnostics
    if finished.value is None:
        return
    above = binding.built.get(reading.grain.parent or "")
    parent = None if above is None else (binding.program.grains[above.frame.grain], above)
    linked = link_rows(reading.grain, finished.value, parent)
    binding.problems += linked.diagnostics
    if linked.value is not None:
        binding.built[reading.grain.name] = linked.value


def _derive(binding: _Binding, grain: Grain) -> None:
    childless = all(each.parent != grain.name for each in binding.program.grains.values())
    if childless or grain.parent != COMPANY:
        binding.problems.append(error("KPI459", None, table=grain.label))
    child = next((each for each in binding.built.values() if each.parent == grain.name), None)
    if child is None or grain.parent != COMPANY:
        return
    derived = derive_frame(grain, child)
    binding.problems += derived.diagnostics
    if derived.value is not None:
        binding.built[grain.name] = derived.value


def _digest(receipts: tuple[SheetReceipt, ...]) -> str:
    parts = sorted(f"{each.sha256} {each.sheet}" for each in receipts)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
