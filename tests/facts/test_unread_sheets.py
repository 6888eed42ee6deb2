"""Nobody is passed over: what nothing reads is told, unless it is harmless or ignored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from kpicalc.api import Request, compute
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.period import parse_period
from kpicalc.model.result import Run
from kpicalc.model.settings import Settings
from tests.facts.builders import codes, places, write_csv

SCHEME = """
kpicalc: 1
scheme: seller
currency: RUB
facts:
  employees: {план: {type: money, above: 0}, факт: {type: money, min: 0}}
  сделки: {columns: {сумма: {type: money, min: 0}}}
pay:
  премия: {kind: variable, amount: факт / план * 100 + sum(сделки.сумма)}
"""
Rows = Sequence[Sequence[object]]
MARCH = parse_period("2026-03")
PEOPLE: Rows = [
    ["Таб. №", "ФИО", "План", "Факт"],
    ["001", "Алексеев А. А.", 1, 1],
    ["002", "Борисов Б. Б.", 1, 1],
]
DEALS: Rows = [["Таб. №", "Сумма"], ["001", 5], ["001", 6], ["002", 7]]

Book = Mapping[str, Rows]


def save(path: Path, sheets: Book, *hidden: str) -> Path:
    """Write a workbook, some of its sheets hidden."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def told(
    folder: Path, *ignore: str, scheme: str = SCHEME, period: str | None = "2026-03"
) -> list[Diagnostic]:
    """Compute the files of a folder and return its errors."""
    run = _run(folder, *ignore, scheme=scheme, period=period)
    return [each for each in run[1] if each.severity == "error"]


def _run(
    folder: Path, *ignore: str, scheme: str = SCHEME, period: str | None = "2026-03"
) -> tuple[Run | None, tuple[Diagnostic, ...]]:
    (folder / "scheme.yaml").write_text(scheme, encoding="utf-8")
    when = None if period is None else parse_period(period)
    checked = compute(Request((folder,), (folder / "scheme.yaml",), when, settings=Settings(ignore=ignore)))
    assert (checked.value is None) == any(each.severity == "error" for each in checked.diagnostics)
    return checked.value, checked.diagnostics


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        ([["Таб. №", "ФИО", "План"], ["003", "Волков", 1]], "missing"),
        ([["ФИО", "Телефон"], ["Волков", "123"], ["Алексеев А.А.", "124"]], "missing"),
        ([["Сотрудник", "План", "Факт"], ["Волков", 1, 2]], "free"),
        ([["Список отдела"], [], ["№", "Табельный номер"], [1, "003"], ["", "Итого"]], "missing"),
        ([["ID", "name", "План", "Фактически"], [3, "Волков", 1, 1]], "misspelt"),
        ([["003", "Волков В. В.", 1, 1], ["002", "Борисов Б. Б.", 1, 1]], "missing"),
        ([["Сервис"], ["003", "Волков В. В.", 1, 1], ["002", "Борисов Б. Б.", 1, 1]], "missing"),
        ([["003", "Волков В. В.", 1, 1], ["", "Итого", 1, 1]], "missing"),
        ([["Волков В. В.", 1, 1], ["Борисов Б. Б.", 1, 1]], "missing"),
        ([["Б", "003", "Волков В. В.", 1, 1], ["Б", "002", "Борисов Б. Б.", 1, 1]], "missing"),
        ([["003", "Волков", 1, 1], ["002", "Борисов Б. Б.", 1, 1]], "missing"),
        ([["003", "", 1, 1], ["002", "", 1, 1]], "missing"),
        ([["003", 1, 1], [2, 1, 1]], "missing"),
        ([["003", "1 000,50", "(1)"], [2, 1, 1]], "missing"),
    ],
)
def test_a_sheet_of_people_that_nothing_reads_is_an_error(
    tmp_path: Path, rows: list[list[object]], hint: str
) -> None:
    save(tmp_path / "a.xlsx", {"Март": PEOPLE, "сделки": DEALS, "Отдел 2": rows})
    problems = told(tmp_path)
    assert codes(problems) == ["KPI477"]
    assert (dict(problems[0].params)["count"], dict(problems[0].params)["hint"]) == (1, hint)
    assert told(tmp_path, "отдел*") == []


@pytest.mark.parametrize(
    "rows",
    [
        [["ФИО", "Отпуск"], ["Борисов Б.Б.", "да"]],
        [["Таб. №", "Отпуск"], ["001", "да"], ["002", ""]],
        [["Артикул", "Цена"], ["А1", 5]],
        [["id", "name", "price"], [1, "Chair", 5], [2, "Table", 6]],
        [["ID", "Клиент", "Менеджер"], [7, "Ромашка", "Волков"], [8, "Лотос", "Петров"]],
        [["Таб. №", "Смена"], ["009", 1], ["009", 2], ["008", 1], ["008", 2]],
        [["Просто заметка"]],
        [["001", "Алексеев А. А.", 1, 1]],
        [["003", "Волков В. В.", "да", ""]],
        [["003", "Стол дубовый", 1, 1]],
        [["А-03", "", 1, 1], [2000, "", 1, 1]],
        [[2, "", 1, 1]],
        [[3, 1, 1, "из них 5"]],
        [["", "Волков", 1, 1], ["", "Петров", 1, 1]],
        [["Отпуск"], ["с", "1 марта"], ["003", "Волков В. В.", 1, 1]],
        [["Кассир", "да"], ["Продавец", "нет"], ["Директор", ""]],
        [["Оператор"], ["ФИО"], ["Продавец"]],
        [],
    ],
)
def test_other_sheets_may_be_there_unread(tmp_path: Path, rows: list[list[object]]) -> None:
    save(tmp_path / "a.xlsx", {"Справка": rows, "Март": PEOPLE, "сделки": DEALS})
    assert told(tmp_path) == []


def test_hidden_people_are_people(tmp_path: Path) -> None:
    save(
        tmp_path / "a.xlsx", {"Март": PEOPLE, "сделки": DEALS, "Ещё": [PEOPLE[0], ["003", "В", 1, 1]]}, "Ещё"
    )
    problems = told(tmp_path)
    assert (codes(problems), places(problems)) == (["KPI477"], ["a.xlsx!Ещё!B2"])
    assert dict(problems[0].params)["hint"] == "hidden"


def test_a_sheet_that_the_scheme_names_leaves_the_others_unpaid(tmp_path: Path) -> None:
    more = [PEOPLE[0], ["003", "В", 1, 1]]
    save(tmp_path / "a.xlsx", {"Отдел 1": PEOPLE, "сделки": DEALS, "Отдел 2": more})
    columns = "{план: {type: money, above: 0}, факт: {type: money, min: 0}}"
    named = SCHEME.replace(columns, "{sheet: Отдел 1, columns: " + columns + "}")
    assert codes(told(tmp_path, scheme=named)) == ["KPI477"]
    assert told(tmp_path, scheme=named.replace("Отдел 1", "Отдел *")) == []
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "expected"), [("Сделки юг", ["KPI478"]), ("Юг, сделка", ["KPI478"]), ("Возвраты", [])]
)
def test_nearly_a_table(tmp_path: Path, name: str, expected: list[str]) -> None:
    save(tmp_path / "a.xlsx", {"Март": PEOPLE, "сделки": DEALS, name: DEALS})
    assert codes(told(tmp_path)) == expected
    assert told(tmp_path, name) == []
    wide = SCHEME.replace("сделки: {columns", 'сделки: {sheet: "*сдел*", columns')
    assert told(tmp_path, scheme=wide) == []


def test_a_sheet_like_a_table_without_rows_or_headings_is_nothing(tmp_path: Path) -> None:
    sheets = {"Март": PEOPLE, "сделки": DEALS, "сделки 2": DEALS[:1], "сделки 3": [["Клиент"], ["Ромашка"]]}
    save(tmp_path / "a.xlsx", sheets)
    assert told(tmp_path) == []


def test_a_file_of_which_nothing_is_read(tmp_path: Path) -> None:
    save(tmp_path / "a.xlsx", {"Март": PEOPLE, "сделки": DEALS})
    write_csv(tmp_path / "notes.txt", "позвонить Волкову")
    problems = told(tmp_path)
    assert (codes(problems), places(problems)) == (["KPI479"], ["notes.txt"])
    run, _ = _run(tmp_path, "*.txt")
    assert run is not None
    assert [(Path(str(each.place)).name, each.reason) for each in run.left_out] == [("notes.txt", "ignored")]


def test_a_broken_file_that_nothing_reads(tmp_path: Path) -> None:
    save(tmp_path / "a.xlsx", {"Март": PEOPLE, "сделки": DEALS})
    blank = [";"] * 60
    write_csv(tmp_path / "b.csv", "ФИО;План", *blank, 'А;"1')
    write_csv(tmp_path / "сделки б.csv", "Таб. №;Сумма", *blank, '1;"1')
    assert codes(told(tmp_path)) == ["KPI478", "KPI479"]


def test_everything_is_ignored(tmp_path: Path) -> None:
    save(tmp_path / "a.xlsx", {"Март": PEOPLE, "сделки": DEALS})
    assert (codes(told(tmp_path, "*.xlsx")), codes(told(tmp_path, "*"))) == (["KPI476"], ["KPI476"])


def test_a_copy_of_a_file_counts_once_or_is_an_error(tmp_path: Path) -> None:
    save(tmp_path / "a.xlsx", {"Март": PEOPLE})
    deals = save(tmp_path / "b.xlsx", {"сделки": DEALS})
    (tmp_path / "b (1).xlsx").write_bytes(deals.read_bytes())
    problems = told(tmp_path)
    assert (codes(problems), places(problems)) == (["KPI482"], ["b.xlsx"])
    assert told(tmp_path, "b (1).xlsx") == []


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"Март": PEOPLE, "сделки": DEALS})
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    other = tmp_path / ".." / tmp_path.name / "a.xlsx"
    checked = compute(Request((tmp_path, path, other), (tmp_path / "scheme.yaml",), MARCH))
    assert checked.ok, checked.diagnostics


def _months(folder: Path) -> None:
    for at, month in enumerate(("2026-02", "2026-03"), 1):
        rows = [PEOPLE[0], *([f"{at}{row[0]}", f"{row[1]} {at}", *row[2:]] for row in PEOPLE[1:])]
        deals = [DEALS[0], *([f"{at}{row[0]}", row[1]] for row in DEALS[1:])]
        save(folder / f"facts-{month}.xlsx", {"Люди": rows, "сделки": deals})


def test_files_of_different_periods_are_named_with_their_periods(tmp_path: Path) -> None:
    _months(tmp_path)
    problems = told(tmp_path, period=None)
    assert codes(problems) == ["KPI471"]
    said = "facts-2026-02.xlsx: 2026-02; facts-2026-03.xlsx: 2026-03"
    assert str(dict(problems[0].params)["periods"]) == said
    assert told(tmp_path, "*-02.xlsx", period=None) == []


def test_the_period_chooses_among_files_and_the_others_are_told(tmp_path: Path) -> None:
    _months(tmp_path)
    problems = told(tmp_path)
    assert (codes(problems), places(problems)) == (["KPI480"], ["facts-2026-02.xlsx"])
    assert told(tmp_path, "facts-2026-02*") == []
    assert codes(told(tmp_path, period="2026-05")) == ["KPI471"]


def test_one_wrong_title_gives_way_to_the_period_that_was_asked_for(tmp_path: Path) -> None:
    save(tmp_path / "февраль 2026.xlsx", {"Март": PEOPLE, "сделки": DEALS})
    assert told(tmp_path) == []


def test_sheets_of_other_months_are_left_out_unless_they_are_named(tmp_path: Path) -> None:
    save(tmp_path / "a.xlsx", {"Февраль 2026": PEOPLE, "Март 2026": PEOPLE, "сделки": DEALS})
    problems = told(tmp_path)
    assert (codes(problems), places(problems)) == (["KPI480"], ["a.xlsx!Февраль 2026"])
    assert told(tmp_path, "Февраль 2026") == []
    table = "  прошлые: {sheet: Февраль 2026, columns: {факт: money}}\n"
    named = SCHEME.replace("  сделки:", f"{table}  сделки:").replace("sum(сделки.сумма)", "sum(прошлые.факт)")
    assert told(tmp_path, scheme=named) == []
