"""What is read of a statement that somebody else has computed: each person with his figures, each sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kpicalc.api.compile_file import compile_text
from kpicalc.facts.read_statement import (
    MARK_OF_OURS,
    TOTAL_HEADINGS,
    WEAK_HEADINGS,
    StatementColumn,
    list_headings,
    read_statement,
)
from kpicalc.model.reconciliation import TOTAL
from tests.facts.builders import MARCH
from tests.facts.corpus.sheets import make_workbook

_SCHEME = """kpicalc: 1
scheme: s
currency: RUB
facts: {employees: {}}
pay: {p: {kind: fixed, amount: 1}}
"""
_COLUMNS = (
    StatementColumn(TOTAL, TOTAL, (*TOTAL_HEADINGS, *WEAK_HEADINGS)),
    StatementColumn("оклад", "Оклад", ("Оклад",)),
    StatementColumn("премия", "Премия", ("Премия", "Бонус")),
    StatementColumn(MARK_OF_OURS, "", ("Учтено",)),
    StatementColumn("fixed", "Постоянная часть", ("Постоянная часть",), of_kind=True),
)
_CURRENCIES = {"1": "RUB", "2": "USD", "3": "RUB", "4": "RUB"}


def tell_statement(text: str, _: tuple[str, ...], folder: Path) -> Iterator[str]:
    """Yield the people with their figures, what each heading stands for, and what is wrong."""
    made, program = make_workbook(text, folder).value, compile_text(_SCHEME, "s.yaml", MARCH).value
    assert made is not None
    assert program is not None
    yield f"headings: {'; '.join(list_headings(made))}"
    read = read_statement(made, replace(program, inputs=()), _COLUMNS, lambda key, _: _CURRENCIES.get(key))
    for each in () if read.value is None else read.value.people:
        figures = (f"{name} {figure.amount} {figure.cell}" for name, figure in each.figures.items())
        yield f"{each.cell} {each.number} {each.name}: {'; '.join(figures)}"
    for sheet in () if read.value is None else read.value.sheets:
        yield f"{sheet.place}: {sheet.people} people, {sheet.matched}, not {sheet.unmatched}"
    for problem in read.diagnostics:
        place = problem.primary and problem.primary.place
        yield f"{problem.code} {place}: {', '.join(f'{name} {value}' for name, value in problem.params)}"
