"""What would make a person lose nothing by a new scheme, in words."""

from __future__ import annotations

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_money, format_value
from kpicalc.i18n.sentence import phrase
from kpicalc.model.comparison import EvenStep, MovedFact
from kpicalc.model.source import CellRef
from kpicalc.report.views.wording import name_in_sheet


def tell_even(step: EvenStep, currency: str, language: Language) -> str:
    """Tell another value of a fact, or of two, and what both schemes pay there."""
    old, new = (format_money(each, currency, language) for each in (step.old, step.new))
    now, then = _write(step, currency, language)
    fact = _name_fact(step.label, step.cell)
    if step.beside is None:
        return phrase("comparison.even", language, fact=fact, now=now, then=then, old=old, new=new)
    other_now, other_then = _write(step.beside, currency, language)
    other = _name_fact(step.beside.label, step.beside.cell)
    beside = {"other": other, "other_now": other_now, "other_then": other_then}
    return phrase("comparison.even_two", language, fact=fact, now=now, then=then, old=old, new=new, **beside)


def _write(moved: EvenStep | MovedFact, currency: str, language: Language) -> tuple[str, str]:
    now, then = (format_value(each, moved.kind, language, currency) for each in (moved.now, moved.then))
    return now, then


def _name_fact(label: str, cell: CellRef | None) -> str:
    return label if cell is None else f"{label} ({name_in_sheet(cell)})"
