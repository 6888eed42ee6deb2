"""A workbook or text file with one typed column, bound and read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpicalc.model.diagnostic import Checked
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from tests.facts.builders import (
    bind,
    codes,
    column,
    program,
    show,
    values,
    write_csv,
    write_xlsx,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def from_csv(tmp_path: Path, kind: Kind, *cells: str, heading: str = "x", **more: Any) -> Checked[Facts]:
    """Bind a CSV with one typed column."""
    wanted = program(column("x", kind, headings=(heading,), **more))
    lines = [f"{number};{cell}" for number, cell in enumerate(cells, start=100)]
    return bind(wanted, write_csv(tmp_path / "a.csv", f"Таб. №;{heading}", *lines))


def from_xlsx(
    tmp_path: Path,
    kind: Kind,
    *cells: object,
    heading: str = "x",
    formats: tuple[str, ...] = (),
    **more: Any,
) -> Checked[Facts]:
    """Bind a workbook with one typed column whose cells have these formats."""

    def change(sheet: Worksheet) -> None:
        for row, written in enumerate(formats, start=2):
            sheet.cell(row, 2).number_format = written or "General"

    wanted = program(column("x", kind, headings=(heading,), **more))
    rows = [["Таб. №", heading], *[[f"k{number}", cell] for number, cell in enumerate(cells)]]
    return bind(wanted, write_xlsx(tmp_path / "a.xlsx", {"Март": rows}, change))


def read(checked: Checked[Facts]) -> list[object]:
    """Return the column; a fault is shown as the codes of its causes."""
    assert checked.value is not None, show(checked.diagnostics)
    return [codes(each.causes) if isinstance(each, Fault) else each for each in values(checked.value, "x")]
