"""What a regulation demands of the pay that comes out, as written."""

from __future__ import annotations

from typing import Annotated

from kpicalc.model.diagnostic import Severity
from kpicalc.scheme.fields import FormulaField, NameField, TextField, choice
from kpicalc.scheme.spec import Spec


class CheckSpec(Spec):
    """A condition that must hold of each employee, of a team or of the company; `when` says of whom."""

    short_form = "that"

    that: FormulaField
    when: FormulaField | None = None
    of: NameField | None = None
    severity: Annotated[Severity, choice(Severity, Severity.ERROR, Severity.WARNING)] = Severity.ERROR
    title: TextField = ""
