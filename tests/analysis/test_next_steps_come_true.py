"""What is said to change the pay of a person changes it so, once the cell really says the other figure."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kpicalc import api
from kpicalc.model.grounds import NextStep
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Settlement
from tests.tries import tries

ROOT = Path(__file__).parents[2]
SCHEMES = sorted(
    path
    for path in (ROOT / "schemes").glob("*.yaml")
    if (ROOT / "examples" / path.stem / "march.xlsx").exists()
)


def paid(book: Path, scheme: Path) -> Settlement:
    checked = api.compute(api.Request((book,), (scheme,), None))
    assert checked.value is not None, checked.diagnostics
    return checked.value.settlements[0]


def change_cell(book: Path, step: NextStep, changed: Path) -> None:
    assert step.cell is not None
    workbook = load_workbook(book)
    whole = step.then == step.then.to_integral_value()
    # A workbook holds binary numbers; one of so few digits is read as it was meant.
    value = int(step.then) if whole else float(step.then)
    workbook[step.cell.sheet].cell(step.cell.row, step.cell.column).value = value
    workbook.save(changed)


@settings(max_examples=tries(3))
@given(st.sampled_from(SCHEMES), st.randoms(use_true_random=False))
def test_a_changed_cell_pays_what_was_said(scheme: Path, random: Random) -> None:
    book = ROOT / "examples" / scheme.stem / "march.xlsx"
    settlement = paid(book, scheme)
    row = random.choice(settlement.rows)
    lines = [settlement.program.total, *(line.variable for line in settlement.program.pay_lines)]
    found = [
        (name, step) for name in lines for step in api.find_next_steps(settlement, row, name, nearby=True)
    ]
    for name, step in random.sample(found, min(2, len(found))):
        with TemporaryDirectory() as folder:
            changed = Path(folder) / "march.xlsx"
            change_cell(book, step, changed)
            column = paid(changed, scheme).values.columns[EMPLOYEES, name]
            assert (step.label, step.then, column[row]) == (step.label, step.then, step.paid_then)
    assert all(isinstance(step.paid_then, Decimal) for _, step in found)
