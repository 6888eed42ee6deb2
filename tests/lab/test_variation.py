"""What is computed of a company at rest with some cells changed is what is computed of it anew."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.analysis.enclosure.box import box_of, with_domain
from kpicalc.analysis.enclosure.enclose import Enclosing, enclose
from kpicalc.analysis.extremes.picks import picks_of
from kpicalc.analysis.reference import rest_at
from kpicalc.compiler.passes import compile_scheme
from kpicalc.lab.laboratory import Laboratory, prepare_laboratory
from kpicalc.lab.values import usual_values
from kpicalc.lab.witnesses import Candidate, Slot, put_values, witness_of
from kpicalc.model.domain import exactly
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import NUMERIC, Scalar
from kpicalc.model.period import parse_period
from kpicalc.model.program import Program
from kpicalc.scheme.load import load_scheme
from tests.engine.builders import compile_text

SCHEMES = ("coefficient-catalogue", "head-of-sales", "partner", "retail-shop", "salary-actions-bonus")

GUARDED = """
facts:
  employees: {x: {type: money, min: 0}, y: {type: money, min: 0}, third: {type: number, above: 0}}
  deals: {columns: {sum: {type: money, min: 0}, good: flag}}
values:
  share: x / third / 3
  safe: if y = 0 then 0 else share + x * (x / y)
  counted: sum(deals.sum where good)
  kept: max(deals.sum where good)
pay:
  a: {kind: variable, amount: safe + counted * 10%}
  b: {kind: variable, amount: 'if x > 100 then kept else share'}
"""


def program_of(name: str) -> Program:
    """Compile a scheme of ours, or the one above."""
    if name not in SCHEMES:
        return compile_text(GUARDED)
    document, period = load_scheme(Path(f"schemes/{name}.yaml")).value, parse_period("2026-03")
    assert document is not None
    assert period is not None
    program = compile_scheme(document, period).value
    assert program is not None
    return program


@pytest.mark.parametrize("name", [*SCHEMES, "guarded"])
def test_facts_of_first_rows_change_as_in_facts_of_their_own(name: str) -> None:
    lab = prepare_laboratory(program_of(name))
    witness = rest_at(lab, {})
    superior = lab.program.grains["employees"].superior
    for given in (each for each in lab.program.inputs if each.name != superior):
        values = picks_of(lab.program, given, box_of(lab.program).domains[given.key])[:5]
        changes = [{given.key: value} for value in values]
        moved = lab.settle_changes(witness, changes)
        alone = lab.settle_all([put_values(witness, each) for each in changes])
        for variable in lab.program.variables():
            if variable.grain == "employees":
                assert plain(moved.named(variable.name)) == plain(alone.named(variable.name))


@pytest.mark.parametrize("name", [*SCHEMES, "guarded"])
def test_cells_of_any_row_change_as_in_facts_of_their_own(name: str) -> None:
    lab = prepare_laboratory(program_of(name))
    details = [each for each in lab.program.grains if each not in {"company", "teams", "employees"}]
    values: dict[Slot, Scalar | None] = {
        (*each.key, 0): usual_values(each, lab.program, of_kpi=False)[0] for each in lab.program.inputs
    }
    candidate = Candidate(dict.fromkeys(details, 2), values)
    rest = lab.rest_at(witness_of(lab.program, candidate))
    for given in lab.program.inputs:
        if given.kind in NUMERIC and not given.one_of:
            slot = (*given.key, 1 if given.grain in details else 0)
            tried = [Decimal(0), Decimal(7), Decimal(1000), None]
            alone = [witness_of(lab.program, candidate.put(slot, each)) for each in tried]
            pays = lab.pay_moved(rest, [{slot: each} for each in tried])
            assert pays == lab.pay_all(alone)

            put = rest.put({slot: Decimal(7)})
            other = next(each.key for each in lab.program.inputs if each.kind in NUMERIC)
            again = candidate.put(slot, Decimal(7)).put((*other, 0), Decimal(3))
            assert _first(lab, put, other) == lab.pay_all([witness_of(lab.program, again)])


def _first(lab: Laboratory, rest: object, key: tuple[str, str]) -> object:
    rows = 2 if key[0] not in {"company", "teams", "employees"} else 1
    return lab.pay_moved(rest, [{(*key, row): Decimal(3) for row in range(rows)}])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [*SCHEMES, "guarded"])
def test_a_fact_of_a_box_is_enclosed_as_in_a_box_of_its_own(name: str) -> None:
    program = program_of(name)
    box = box_of(program)
    enclosing = Enclosing(program, box)
    for given in program.inputs:
        if given.kind in NUMERIC:
            domain = exactly(Decimal(10))
            alone = enclose(program, with_domain(box, given.key, domain))
            assert enclosing.with_fact(given.key, domain).domains == alone.domains


def plain(values: list[Value]) -> list[object]:
    """Return values, of faults only that they are some."""
    return ["fault" if isinstance(each, Fault) else each for each in values]
