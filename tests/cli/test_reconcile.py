"""`kpicalc reconcile`: our pay against statements as people and programs write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from kpicalc.i18n.catalogue import Language
from tests.typed import Result, run_typed

SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
parameters: {salary: {value: 50_000, type: money}}
facts: {employees: {sales: {type: money, min: 0}}}
pay:
  base: {kind: fixed, amount: salary, title: Оклад}
  premium: {kind: variable, amount: sales * 10%, title: Премия}
"""
FACTS = """\
Таб. №,ФИО,sales
0001,Анна Белова,100000
0002,Борис Орлов,123456.70
0003,Вера Ким,200000
0004,Глеб Дуб,0
"""
# Оклад 50 000; премия 10 000.00, 12 345.67, 20 000.00, 0.00
EQUAL = """\
Расчётная ведомость за март 2026;;;
Таб. №;Сотрудник;Оклад;Премия;Итого
0001;Белова Анна;50 000,00;10 000,00;60 000,00
2;Орлов Борис;50 000,00;12 345,67;62 345,67
3;Ким Вера;"50000";20000;70000
4;Дуб Глеб;50000;;50000
Итого;;200 000,00;42 345,67;242 345,67
"""


@pytest.fixture(name="folder")
def laid_out_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "march.csv").write_text(FACTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, command: str = "reconcile", language: Language = Language.EN) -> Result:
    typed = [command, "march.csv", "--scheme", "seller.yaml", "--period", "2026-03", *arguments]
    return run_typed(language, typed, columns=120)


def compare(folder: Path, statement: str, *arguments: str) -> tuple[int, dict[str, Any]]:
    (folder / "old.csv").write_text(statement, encoding="utf-8")
    done = run("--against", "old.csv", "--format", "json", *arguments)
    return done.exit_code, json.loads(done.stdout)


def causes(found: dict[str, Any]) -> dict[str, list[str]]:
    return {each["number"]: [cause["cause"] for cause in each["causes"]] for each in found["people"]}


def test_a_statement_that_is_equal(folder: Path) -> None:
    code, found = compare(folder, EQUAL)

    assert (code, found["status"], found["alike"], found["people"]) == (0, "equal", 4, [])
    assert found["sums"] == [{"currency": "RUB", "ours": "242345.67", "theirs": "242345.67"}]
    (sheet,) = found["sheets"]
    assert sheet["matched"] == [["Итого", ""], ["Оклад", "Оклад"], ["Премия", "Премия"]]
    assert (sheet["people"], sheet["unmatched"]) == (4, [])


REPORT = """\
Who differs, the greatest difference first
Employee                     Ours      Statement     Difference  What explains it
───────────────────────────────────────────────────────────────────────────────────────────────────────────
0004 · Глеб Дуб     50,000.00 RUB              —  −50,000.00 RUB  not in the statement
7 · Новый           —               1,000.00 RUB   +1,000.00 RUB  not in our facts
0001 · Анна Белова  60,000.00 RUB  60,500.00 RUB     +500.00 RUB  all of it is on the line Премия
    Премия: 10,000.00 RUB → 10,500.00 RUB, +500.00 RUB (D3)
"""


def test_what_is_printed(folder: Path) -> None:
    text = EQUAL.replace("10 000,00;60 000,00", "10 500,00;60 500,00").replace(
        "4;Дуб Глеб;50000;;50000", "7;Новый;1000;;1000"
    )
    (folder / "old.csv").write_text(text.rsplit("Итого", 1)[0], encoding="utf-8")
    done = run("--against", "old.csv", "--out", "a.xlsx", "--out", "a.html")

    assert done.exit_code == 1
    for line in REPORT.splitlines()[3:]:
        words = line.replace("\u00a0", " ").split()
        assert " ".join(words) in " ".join(done.stdout.replace("\u00a0", " ").split())
    assert (folder / "a.xlsx").stat().st_size > 5000
    assert "not in the statement" in (folder / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # rounded to whole units, as a program that pays without kopecks does
        ("12 345,67;62 345,67", "12 346;62 346", {"0002": ["line", "rounding"]}),
        ("12 345,67;62 345,67", "12 345,17;62 345,17", {"0002": ["line", "kopecks"]}),
        # 87 % after tax, for two people, with no line of it
        (
            "10 000,00;60 000,00\n2;Орлов Борис;50 000,00;12 345,67;62 345,67",
            "10 000,00;52 200,00\n2;Орлов Борис;50 000,00;12 345,67;54 240,73",
            {"0001": ["no_line", "ratio"], "0002": ["no_line", "ratio"]},
        ),
        ('50000";20000;70000', '20000";50000;70000', {"0003": ["swapped_lines"]}),
        ("10 000,00;60 000,00", ";50 000,00", {"0001": ["line_absent"]}),
        ("50000;;50000", "50000;300;50300", {"0004": ["line_extra"]}),
        (
            "50 000,00;10 000,00;60 000,00\n2;Орлов Борис;50 000,00;12 345,67;62 345,67",
            "50 000,00;12 345,67;62 345,67\n2;Орлов Борис;50 000,00;10 000,00;60 000,00",
            {"0001": ["swapped_people", "line"], "0002": ["swapped_people", "line"]},
        ),
        ("20000;70000", "20000;72000", {"0003": ["no_line"]}),
        ('"50000";20000;70000', "52000;21000;73000", {"0003": ["lines"]}),
        (
            "20000;70000\n4;Дуб Глеб;50000;;50000",
            "21000;71000\n4;Дуб Глеб;50000;1000;51000",
            {"0003": ["line", "same_amount"], "0004": ["line_extra", "same_amount"]},
        ),
    ],
)
def test_what_explains_a_difference(folder: Path, old: str, new: str, expected: dict[str, list[str]]) -> None:
    assert old in EQUAL
    code, found = compare(folder, EQUAL.replace(old, new).rsplit("Итого", 1)[0])

    assert (code, causes(found)) == (1, expected)


def test_differences_within_the_tolerance_are_none(folder: Path) -> None:
    text = EQUAL.replace("12 345,67;62 345,67", "12 346;62 346").rsplit("Итого", 1)[0]

    assert compare(folder, text, "--tolerance", "0,33")[0] == 0
    assert compare(folder, text, "--tolerance", "0.32")[0] == 1


def test_columns_may_be_declared(folder: Path) -> None:
    text = "ID,Name,Bonus,Paid out\n1,Анна Белова,1,60000\n2,Борис Орлов,2,62345.67\n"
    text += "3,Вера Ким,3,70000\n4,Глеб Дуб,4,50000\n"
    declared = ("--column", "Paid out=total", "--column", "Bonus=premium")
    code, found = compare(folder, text, *declared)

    assert (code, len(found["people"])) == (1, 4)
    assert {each["label"] for person in found["people"] for each in person["lines"]} == {"Премия"}
    assert compare(folder, text, "--column", "Paid out = Итого ")[0] == 0


# Of 0001 the salary in two parts; nobody pays 4 a premium; a row of totals of a person and one of all.
BY_LINE = """\
Свод за март 2026;;;;
Таб. №;Сотрудник;Вид начисления;Дата;Сумма
0001;Белова Анна;Оклад;01.03.2026;20 000,00
0001;Белова Анна;Оклад;16.03.2026;30 000,00
0001;Белова Анна;Премия месячная;31.03.2026;10 000,00
2;Орлов Борис;Оклад;31.03.2026;50 000,00
2;Орлов Борис;Премия месячная;31.03.2026;12 345,67
3;Ким Вера;Премия месячная;31.03.2026;20 000,00
3;Ким Вера;Оклад;31.03.2026;50 000,00
4;Дуб Глеб;Оклад;31.03.2026;50 000,00
;;;Итого;242 345,67
"""


@pytest.mark.parametrize(
    ("old", "new", "sums", "lines"),
    [
        ("", "", ("equal", "242345.67"), {}),
        ("4;Дуб Глеб;Оклад", "4;Дуб Глеб;Подарок", ("differs", "242345.67"), {"0004": ["Оклад"]}),
        ("30 000,00", "30 000,50", ("differs", "242346.17"), {"0001": ["Оклад"]}),
        (
            "2;Орлов Борис;Премия месячная;31.03.2026;12 345,67\n",
            "",
            ("differs", "230000.00"),
            {"0002": ["Премия"]},
        ),
    ],
)
def test_a_statement_with_a_row_for_each_line(
    folder: Path, old: str, new: str, sums: tuple[str, str], lines: dict[str, list[str]]
) -> None:
    changed = BY_LINE.replace(old, new) if old else BY_LINE
    printed = changed.replace("242 345,67", f"{sums[1][:3]} {sums[1][3:]}".replace(".", ","))

    _, found = compare(folder, printed, "--column", "Премия месячная=premium")

    assert (found["status"], found["sums"][0]["theirs"]) == sums
    assert {each["number"]: [line["name"] for line in each["lines"]] for each in found["people"]} == lines
    (sheet,) = found["sheets"]
    assert sheet["matched"] == [["Сумма", ""], ["Оклад", "Оклад"], ["Премия месячная", "Премия"]]
    assert (sheet["people"], sheet["unmatched"][0]) == (4, "Дата")


def test_people_are_found_by_name_where_the_statement_has_no_numbers(folder: Path) -> None:
    text = "ФИО,К выплате\nБелова Анна,1\nАнна Белова,60000\nБорис  Орлов,62345.67\n"
    text += "Вера Ким,70000\nглеб дуб,50000\n"
    code, found = compare(folder, text)

    assert (code, [(each["number"], each["ours"]) for each in found["people"]]) == (
        1,
        [("Белова Анна", None)],
    )


def test_other_numbers_are_told(folder: Path) -> None:
    text = "ID,Name,Total\nA1,Анна Белова,60000\n2,Борис Орлов,62345.67\n3,Вера Ким,70000\n4,Глеб Дуб,50000\n"

    assert compare(folder, text)[1]["by_name"] == [["0001", "A1"]]


@pytest.mark.parametrize("dialect", ["excel-ru", "rfc4180"])
@pytest.mark.parametrize("language", list(Language))
def test_our_own_outputs_are_equal(folder: Path, dialect: str, language: Language) -> None:
    run(
        "--csv-dialect",
        dialect,
        "--out",
        "own.csv",
        "--out",
        "own.xlsx",
        command="compute",
        language=language,
    )

    for file in ("own.csv", "own.xlsx"):
        assert (folder / file).is_file()
        done = run("--against", file, "--format", "json")
        assert (file, done.exit_code, json.loads(done.stdout)["alike"]) == (file, 0, 4)


@pytest.mark.parametrize(
    ("statement", "arguments", "code"),
    [
        ("a,b\n1,2\n", (), "KPI840"),
        (EQUAL, ("--column", "Премия=premum"), "KPI842"),
        (EQUAL, ("--column", "Бонус=premium"), "KPI843"),
        (EQUAL.replace("60 000,00", "сто"), (), "KPI430"),
        (EQUAL.replace("242 345,67", "242 000,00"), (), "KPI427"),
        ("Таб. №;За что;Сумма\n1;Оклад;50000\n1;Премия;10000\n", (), "KPI419"),
    ],
)
def test_what_cannot_be_compared_is_told(
    folder: Path, statement: str, arguments: tuple[str, ...], code: str
) -> None:
    (folder / "old.csv").write_text(statement, encoding="utf-8")
    done = run("--against", "old.csv", *arguments)

    assert (done.exit_code, done.stdout) == (1, "")
    assert f"error[{code}]" in done.stderr
    assert ("call the column" in " ".join(done.stderr.split())) == (code == "KPI419")


def test_a_person_on_two_sheets_is_told(folder: Path) -> None:
    with Workbook(str(folder / "old.xlsx")) as book:
        for name in ("one", "two"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ("ID", "Name", "Total"))
            sheet.write_row(1, 0, ("1", "Анна Белова", 60000))
    done = run("--against", "old.xlsx")

    assert done.exit_code == 1
    assert "error[KPI841]: Анна Белова (1) stands on two sheets" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--against", "none.csv"), "`none.csv` not found"),
        (("--against", "march.csv", "--tolerance", "-1"), "`-1` is no amount"),
        (("--against", "march.csv", "--tolerance", "x"), "`x` is no amount"),
        (("--against", "march.csv", "--tolerance", "inf"), "`inf` is no amount"),
        (("--against", "march.csv", "--tolerance", "nan"), "`nan` is no amount"),
        (("--against", "march.csv", "--column", "Премия"), "`Премия` is no column"),
        (("--against", "march.csv", "--column", " =premium"), "` =premium` is no column"),
        (("--against", "march.csv", "--column", "Премия= "), "`Премия= ` is no column"),
        (("--against", "march.csv", "--out", "a.txt"), "must end with"),
        (("--against", "march.csv", "--out", "march.csv"), "must end with"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_typed_wrongly_is_refused(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_facts_that_cannot_be_paid_are_not_compared(folder: Path) -> None:
    (folder / "march.csv").write_text(FACTS.replace("100000", "x"), encoding="utf-8")
    (folder / "old.csv").write_text(EQUAL, encoding="utf-8")

    assert (run("--against", "old.csv").exit_code, run("--against", "old.csv").stdout) == (1, "")
