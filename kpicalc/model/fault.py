"""A value that cannot be computed, and why."""

from __future__ import annotations

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.kind import Scalar


@dataclass(frozen=True, slots=True)
class Fault:
    """Stands where a value should be, with the problems at its origin.

    It travels like a spreadsheet's error value: exactly as far as formulas depend on it. A fault
    that is only a missing value (`missing`) may be caught by a formula on purpose.
    """

    causes: tuple[Diagnostic, ...]
    missing: bool = False


Value = Scalar | Fault


def merge_faults(faults: list[Fault]) -> Fault:
    """Join the faults of several operands into one that names each cause once."""
    if len(faults) == 1:
        return faults[0]
    causes = tuple(dict.fromkeys(cause for fault in faults for cause in fault.causes))
    return Fault(causes, missing=all(fault.missing for fault in faults))
