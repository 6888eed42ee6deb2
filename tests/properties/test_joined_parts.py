"""However people and deals are divided among sheets and files, everybody is paid as from one sheet."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.api import Request, compute, employee_rows
from kpicalc.model.period import parse_period
from kpicalc.report.formats import CsvDialect
from kpicalc.report.writers.to_csv import write_statement
from tests.tries import tries

MARCH = parse_period("2026-03")
EXAMPLES = tries(20)

SELLER = """
kpicalc: 1
scheme: seller
currency: RUB
applies_to: {Должность: Продавец}
facts:
  teams: {key: Отдел, derived: true}
  employees:
    link: Отдел
    manager: Руководитель
    columns:
      план: {type: money, above: 0}
      факт: {type: money, min: 0}
      новичок: {type: flag, missing: false}
  сделки:
    order: [дата, номер]
    columns: {дата: date, номер: count, сумма: {type: money, min: 0}}
    values: {сверх: "max(0, before(сумма) + сумма - 1_000) - max(0, before(сумма) - 1_000)"}
pay:
  оклад:    {kind: fixed, amount: if новичок then 10_000 else 20_000}
  за_план:  {kind: variable, amount: факт / план * 1_000}
  за_место: {kind: variable, amount: 100 / rank(факт)}
  за_сделки: {kind: variable, amount: sum(сделки.сверх) * 3%}
  за_людей: {kind: variable, amount: sum(reports.факт) * 1%}
  приз:     {kind: prize, best: факт, among: team, ties: split, amount: 5_000}
  общее:    {kind: pool, amount: sum(employees.факт) * 2%, by: факт + 1}
"""
TRAINEE = """
kpicalc: 1
scheme: trainee
currency: RUB
applies_to: {Должность: Стажёр}
facts:
  employees: {часы: hours}
  сделки: {columns: {сумма: {type: money, min: 0}}}
pay:
  за_часы: {kind: fixed, amount: часы * 200}
  за_сделки: {kind: variable, amount: sum(сделки.сумма) * 1%}
"""

Row = Mapping[str, object]
Table = Sequence[Row]
Book = Mapping[str, list[list[object]]]


@st.composite
def companies(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Draw people, some of them trainees, and their deals."""
    numbers = draw(st.lists(st.integers(1, 999), min_size=1, max_size=9, unique=True))
    people: list[Row] = []
    for number in numbers:
        seller = not people or draw(st.booleans())
        sellers = [each["Таб. №"] for each in people if each["Должность"] == "Продавец"]
        people.append(
            {
                "Таб. №": f"{number:04}",
                "ФИО": f"Человек {number}",
                "Должность": "Продавец" if seller else "Стажёр",
                "Отдел": draw(st.sampled_from(["Север", "Юг", "Запад"])),
                "Руководитель": draw(st.sampled_from(["", *sellers])),
                "План": draw(st.integers(1, 999)) if seller else "",
                "Факт": draw(st.integers(0, 9999)) / 100 if seller else "",
                "Новичок": draw(st.sampled_from(["", "да", "нет"])),
                "Часы": "" if seller else draw(st.integers(0, 200)),
            }
        )
    owners = draw(st.lists(st.sampled_from(people), max_size=12))
    deals: list[Row] = [
        {
            "Таб. №": owner["Таб. №"],
            "Дата": date(2026, 3, draw(st.integers(1, 31))),
            "Номер": at,
            "Сумма": draw(st.integers(0, 99_999)) / 100,
        }
        for at, owner in enumerate(owners)
    ]
    return people, deals


def _cut(draw: st.DrawFn, rows: Table) -> list[Table]:
    """Cut a table into parts that are not empty; the order of the rows stays."""
    if not rows:
        return []
    cuts = sorted(draw(st.sets(st.integers(1, len(rows) - 1), max_size=3))) if len(rows) > 1 else []
    return [rows[start:end] for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True)]


def _lay_out(draw: st.DrawFn, rows: Table, total: str) -> list[list[object]]:
    """Lay out a part with its columns in any order, perhaps with a title, a blank line and a total."""
    unused = {
        name for name in rows[0] if all(row[name] == "" for row in rows) and name in {"План", "Факт", "Часы"}
    }
    left = {name for name in sorted(unused) if draw(st.booleans())}
    if any(row.get("Должность") == "Продавец" for row in rows):
        left -= {"План", "Факт"}
    if any(row.get("Должность") == "Стажёр" for row in rows):
        left -= {"Часы"}
    names = draw(st.permutations([each for each in rows[0] if each not in left]))
    unit = draw(st.sampled_from(["", ", руб."]))
    sheet: list[list[object]] = [["Ведомость отдела"], []] if draw(st.booleans()) else []
    sheet.append([f"{name}{unit}" if name == total else name for name in names])
    sheet += [[row[name] for name in names] for row in rows[:1]] + [[]]
    sheet += [[row[name] for name in names] for row in rows[1:]]
    if draw(st.booleans()) and total in names:
        key = next(each for each in names if each == "Таб. №")
        summed = round(sum(float(str(row[total] or 0)) for row in rows), 2)
        sheet.append([{key: "Итого", total: summed}.get(name, "") for name in names])
    return sheet


def _save(folder: Path, books: Sequence[Book], texts: Sequence[bool]) -> tuple[Path, ...]:
    """Write each book as a workbook, or as a text file for each of its sheets."""
    paths: list[Path] = []
    for at, (sheets, as_text) in enumerate(zip(books, texts, strict=True)):
        if as_text:
            paths += [_save_text(folder / str(at) / f"{name}.csv", rows) for name, rows in sheets.items()]
            continue
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append([None if cell == "" else cell for cell in row])
        paths.append(folder / f"part-{at}.xlsx")
        book.save(paths[-1])
    return tuple(paths)


def _save_text(path: Path, rows: list[list[object]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


@st.composite
def divided(draw: st.DrawFn) -> tuple[list[Book], list[Book], list[bool]]:
    """Draw a company in one workbook, and the same in sheets of several workbooks or text files."""
    people, deals = draw(companies())
    whole = {"Люди": _plain(people), "сделки": _plain(deals or [dict.fromkeys(DEAL, "")])}
    books: list[dict[str, list[list[object]]]] = [{}]
    for part in _cut(draw, people):
        if draw(st.booleans()):
            books.append({})
        books[-1][f"Отдел {len(books[-1]) + 1}"] = _lay_out(draw, part, "Факт")
    of_deals = _cut(draw, deals) or [[dict.fromkeys(DEAL, "")]]
    for at, part in enumerate(of_deals):
        if at >= len(books):
            books.append({})
        books[at]["сделки"] = _lay_out(draw, part, "Сумма")
    parts = [book for book in books if book]
    return [whole], list[Book](parts), draw(st.lists(st.booleans(), min_size=len(parts), max_size=len(parts)))


DEAL = ("Таб. №", "Дата", "Номер", "Сумма")


def _plain(rows: Table) -> list[list[object]]:
    return [list(rows[0]), *([row[name] for name in rows[0]] for row in rows)]


@settings(max_examples=EXAMPLES)
@given(books=divided())
def test_parts_pay_what_the_whole_pays(
    books: tuple[list[Book], list[Book], list[bool]],
) -> None:
    whole, parts = _statement(books[0], [False]), _statement(books[1], books[2])
    assert parts == whole
    assert whole.count(b"\n") > 1


def _statement(books: Sequence[Book], texts: Sequence[bool]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        schemes = (Path(folder) / "seller.yaml", Path(folder) / "trainee.yaml")
        for path, text in zip(schemes, (SELLER, TRAINEE), strict=True):
            path.write_text(text, encoding="utf-8")
        checked = compute(Request(_save(Path(folder), books, texts), schemes, MARCH))
        assert checked.value is not None, checked.diagnostics
        return b"".join(write_statement(checked.value, employee_rows(checked.value), CsvDialect.RFC4180))
