"""Parameters: constants of the regulation at the company; of dated ones the value in force."""

from __future__ import annotations

from datetime import date

from kpicalc.compiler.desugar.chosen_parameter import choose_parameter
from kpicalc.compiler.desugar.dated import Demand, value_in_force
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.model.program import COMPANY, Role
from kpicalc.scheme.document import ChosenParameterSpec, SchemeDocument


def translate_parameters(draft: Draft, document: SchemeDocument, first_day: date) -> None:
    """Add each parameter with the value that is in force on the first day of the period."""
    for name, spec in document.parameters.items():
        if isinstance(spec, ChosenParameterSpec):
            choose_parameter(draft, document, (name, spec), first_day)
            continue
        expr = value_in_force(draft, name, spec.values, Demand(COMPANY, spec.type, first_day, spec.span))
        label = spec.title or name
        draft.definitions.append(
            Definition(COMPANY, str(name), expr, label, Role.PARAMETER, name.span, spec.type)
        )
