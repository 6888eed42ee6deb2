"""Why a cell is refused, and the diagnostic that says so at the cell."""

from __future__ import annotations

from dataclasses import dataclass

from kpicalc.facts.workbook import Broken, Percent, Raw, Shown
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.fault import Fault
from kpicalc.model.source import CellRef


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that cannot be read: the code of the problem and what fills its sentence."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


MISSING = Refusal("missing")


def refuse(code: str, **params: str) -> Refusal:
    """Make a refusal; keyword arguments fill the placeholders of its sentence."""
    return Refusal(code, tuple(params.items()))


def explain_refusal(refusal: Refusal, place: CellRef, what: str) -> Diagnostic:
    """Make the error for a refused cell; `what` names the column and whose row it is."""
    params: dict[str, object] = dict(refusal.params)
    return error(refusal.code, place, what=what, **params)


def blank_fault(place: CellRef, what: str) -> Fault:
    """Make the missing value of a blank cell that the scheme allows; it is reported only if pay needs it."""
    return Fault((error("KPI450", place, what=what),), missing=True)


def refuse_broken(cell: Broken) -> Refusal:
    """Refuse an error cell or a formula that was never calculated."""
    return refuse("KPI434" if cell.uncached else "KPI433", found=cell.text)


def show(cell: Raw) -> str:
    """Return a raw cell as a message shows it."""
    match cell:
        case str() | Broken():
            return cell if isinstance(cell, str) else cell.text
        case bool():
            return str(cell).upper()
        case Percent():
            return f"{format(cell * 100, '.15g')}%"
        case Shown():
            return cell.text
        case int() | float():
            return format(cell, ".15g")
        case _:
            return str(cell)
