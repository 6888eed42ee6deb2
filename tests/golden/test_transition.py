"""Months of transition: a column says for each employee whether the old or the new scheme pays him."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from kpicalc.api import Request, compute
from kpicalc.model.period import parse_period
from kpicalc.model.result import Run

SCHEME = """\
kpicalc: 1
scheme: {name}
title: Менеджер, {chosen} схема
currency: RUB
applies_to: {{Должность: Менеджер, Схема: {chosen}}}
facts:
  employees: {{продажи: money}}
pay:
  процент: {{kind: variable, base: продажи, rate: {rate}}}
"""
HEADINGS = "Таб. №;ФИО;Должность;Схема;Продажи\n"


def _run(folder: Path, *rows: str) -> Run:
    facts = folder / "march.csv"
    facts.write_text(HEADINGS + "\n".join(rows), encoding="utf-8")
    schemes = []
    for name, chosen, rate in (("old", "старая", "1%"), ("new", "новая", "1.5%")):
        schemes.append(folder / f"{name}.yaml")
        schemes[-1].write_text(SCHEME.format(name=name, chosen=chosen, rate=rate), encoding="utf-8")
    checked = compute(Request(facts=(facts,), schemes=tuple(schemes), period=parse_period("2026-03")))
    assert checked.value is not None, checked.diagnostics
    return checked.value


def _total(run: Run, scheme: str, employee: str) -> object:
    settlement = next(each for each in run.settlements if each.program.scheme == scheme)
    row = list(settlement.facts.frames["employees"].keys).index(employee)
    return settlement.values.columns["employees", settlement.program.total][row]


def test_the_employee_chooses_the_scheme_by_a_column(tmp_path: Path) -> None:
    run = _run(tmp_path, "1;Первый;Менеджер;старая;100000", "2;Второй;Менеджер;Новая;100000")

    assert _total(run, "old", "1") == Decimal(1000)
    assert _total(run, "new", "2") == Decimal(1500)


def test_the_other_scheme_is_tried_by_changing_the_column(tmp_path: Path) -> None:
    paid = _run(tmp_path, "1;Первый;Менеджер;старая;100000")
    tried = _run(tmp_path, "1;Первый;Менеджер;новая;100000")

    assert _total(tried, "new", "1") != _total(paid, "old", "1")
