"""A small company for the tests of pages and sheets: people of a scheme with every kind of step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

SCHEME = """\
kpicalc: 1
scheme: seller
title: Продавец
currency: RUB
facts:
  employees:
    план: {type: money, column: План}
    факт: {type: money, column: Факт}
    балл: {type: ratio, column: Балл, decided_by: Директор}
    взыскание: {type: flag, column: Взыскание}
kpis:
  выручка: {title: Выручка, weight: 1, plan: план, actual: факт, cap: 150%}
tables:
  шкала:
    title: Шкала премии
    mode: lookup
    bands: [{from: 0%, value: 0}, {from: 80%, value: 0.5}, {from: 100%, value: 1}]
stop_factors:
  D: {title: Дисциплина, lines: [премия], rules: [{when: взыскание, factor: 50%, title: Взыскание}]}
pay:
  оклад: {kind: fixed, amount: 50_000, title: Оклад}
  премия: {kind: variable, amount: 20_000, factors: [шкала(index)], title: Премия}
  доплата: {kind: variable, amount: 10_000 * балл, title: Доплата}
  первому: {kind: prize, amount: 5_000, best: факт, among: company, ties: split, title: Лучшему}
"""
HEAD = "Таб. №;ФИО;План;Факт;Балл;Взыскание"


def lay_out_month(folder: Path, rows: Sequence[str], file: str = "march.csv") -> None:
    """Write the scheme and the facts of a month, of March but for another name of the file."""
    (folder / "schemes").mkdir(exist_ok=True)
    (folder / "schemes" / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (folder / file).write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")


def read_pdf(path: Path) -> str:
    """Return the text of a PDF."""
    from pypdf import PdfReader  # noqa: PLC0415 - only where a PDF is read

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)
