"""`compute --hand-off`: what is written, and what is told of it."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xmlschema

from kpicalc.i18n.catalogue import Language
from tests.cli.paying_firm import (
    FIRST,
    HEAD,
    PERIOD,
    REGISTER,
    SCHEME,
    SECOND,
    codes_of,
    rows_of,
    run,
    total_of,
    write_people,
    write_profile,
)
from tests.cli.stand_in import invoke
from tests.report.schemas import SALARY


def test_accruals_and_indicators_add_up_to_the_statement(firm: Path) -> None:
    options = ("--hand-off", "1c-accruals=a.csv", "--hand-off", "1c-indicators=i.csv", "--out", "all.json")

    code, told, _ = run(*options, "--hand-off", "earnings=e.csv", language=Language.RU)

    assert code == 0
    accruals, indicators = rows_of(firm / "a.csv"), rows_of(firm / "i.csv")
    earnings = rows_of(firm / "e.csv", "utf-8", ",")
    total = total_of(firm)
    assert total == Decimal("90120.08")
    assert sum(Decimal(row[3].replace(",", ".")) for row in accruals[1:]) == total
    assert sum(Decimal(each.replace(",", ".")) for row in indicators[1:] for each in row[3:]) == total
    assert sum(Decimal(row[2]) for row in earnings[1:]) == total
    assert accruals[1] == [
        "001", "Абрамова Зоя Викторовна", "Оклад", "50000,00", "RUB", "01.03.2026", "31.03.2026", "Продавец",
    ]  # fmt: skip
    assert indicators == [
        ["Табельный номер", "Сотрудник", "Валюта", "Оклад", "Премия"],
        ["001", "Абрамова Зоя Викторовна", "RUB", "50000,00", "100,05"],
        ["002", "Белов Игорь Павлович", "RUB", "40000,00", "20,03"],
        ["003", "Ким Анна Олеговна", "RUB", "0,00", "0,00"],
    ]
    assert earnings[2] == ["001", "премия", "100.05", "RUB", "2026-03", "Премия"]
    digest = hashlib.sha256((firm / "a.csv").read_bytes()).hexdigest()
    assert "a.csv: 1С, начисления, 4 строки, контрольная сумма 90 120,08" in told
    assert f"  нулевые суммы, не включены: 2\n  SHA-256 {digest}\n" in told


def test_a_workbook_has_headings_in_its_first_row_texts_as_texts_and_numbers(firm: Path) -> None:
    write_people(firm, FIRST.replace("Абрамова", "=1+1"), SECOND)

    assert run("--hand-off", "1c-accruals=a.xlsx")[0] == 0

    sheet = openpyxl.load_workbook(firm / "a.xlsx").active
    assert sheet is not None
    cells = next(iter(sheet.iter_rows(min_row=2, max_row=2)))
    assert [each.data_type for each in cells] == ["s", "s", "s", "n", "s", "d", "d", "s"]
    assert (cells[0].value, cells[1].value, cells[3].value) == ("001", "=1+1 Зоя Викторовна", 50000)
    assert (sheet.merged_cells.ranges, cells[0].number_format, cells[3].number_format) == (set(), "@", "0.00")
    amounts = [Decimal(str(row[3].value)) for row in sheet.iter_rows(min_row=2)]
    assert sum(amounts) == Decimal("90120.08")
    again = (firm / "a.xlsx").read_bytes()
    assert (run("--hand-off", "1c-accruals=a.xlsx")[0], (firm / "a.xlsx").read_bytes()) == (0, again)


def test_a_register_of_net_sums_fits_its_schema(firm: Path) -> None:
    code, told, _ = run("--hand-off", "ours=b.xml", *REGISTER)

    assert code == 0
    xmlschema.XMLSchema(str(SALARY)).validate(str(firm / "b.xml"))
    text = (firm / "b.xml").read_bytes().decode("cp1251")
    assert re.findall(r"<Сумма>(.*?)</Сумма>", text) == ["43587.04", "34817.43"]
    assert "<КоличествоЗаписей>2</КоличествоЗаписей>\n    <СуммаИтого>78404.47</СуммаИтого>" in text
    assert 'НаименованиеОрганизации="ООО &quot;Ромашка&quot; &amp; Ко"' in text
    assert "<Фамилия>Белов</Фамилия>\n      <Имя>Игорь</Имя>\n      <Отчество>Павлович</Отчество>" in text
    assert "2 rows, control total 78,404.47 RUB\n  amounts of zero, left out: 1\n" in told


def test_text_registers_have_their_first_and_last_line(firm: Path) -> None:
    write_profile(firm, "text", "extends: bank-text\nnet: К выплате\nfields: {organisation: Ромашка}\n")
    write_profile(firm, "rows", "extends: bank-csv\nnet: К выплате\ntext: {encoding: utf-8}\n")
    fields = ("--field", "date=2026-04-05", "--field", "account=40702810138250123017")

    assert run("--hand-off", "text=r.txt", "--hand-off", "rows=r.csv", *fields)[0] == 0

    assert (firm / "r.txt").read_bytes().decode("cp1251") == (
        "START;05.04.2026;CREDIT;Ромашка\r\n"
        "40817810700000000001;43587.04;Абрамова Зоя Викторовна\r\n"
        "40817810300000000003;34817.43;Белов Игорь Павлович\r\n"
        "END;2;78404.47;RUR\r\n"
    )
    assert rows_of(firm / "r.csv", "utf-8")[0] == [
        "Абрамова Зоя Викторовна", "43587,04", "40702810138250123017", "40817810700000000001",
        "Заработная плата",
    ]  # fmt: skip


def test_a_folder_of_profiles_below_the_project_is_none_of_it(
    firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_profile(firm, "mine", "takes: gross\ncolumns: {a: <number>, b: <amount>}\n")
    (firm / "below" / "profiles").mkdir(parents=True)
    monkeypatch.chdir(firm / "below")

    done = invoke("compute", "../march.csv", *PERIOD, "--hand-off", "mine=a.csv")

    assert (done.exit_code, done.stderr) == (0, "")
    assert rows_of(Path("a.csv"))[1:3] == [["001", "50100.05"], ["002", "40020.03"]]


def test_currencies_stay_apart(firm: Path) -> None:
    for name, currency, post in (("seller", "RUB", "Продавец"), ("export", "USD", "Экспорт")):
        text = SCHEME.format(currency=currency, applies=f"applies_to: {{Должность: {post}}}")
        text = text.replace("scheme: seller", f"scheme: {name}")
        (firm / "schemes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    write_people(firm, f"{FIRST};Продавец", f"{SECOND};Экспорт", head=f"{HEAD};Должность")
    write_profile(firm, "apart", "extends: bank-csv\nother_currencies: leave_out\n")
    write_profile(firm, "mixed", "takes: gross\ncolumns: {a: <number>, b: <amount>}\n")
    account = ("--field", "account=40702810138250123017", "--amounts-are-net")

    code, told, _ = run("--hand-off", "1c-accruals=a.csv", "--hand-off", "1c-indicators=i.csv")
    assert (code, told.count("control total 50,100.05 RUB, 40,020.03 USD")) == (0, 2)
    assert "i.csv: 1C, indicators, 2 rows" in told
    assert [(row[0], row[2]) for row in rows_of(firm / "i.csv")[1:]] == [("001", "RUB"), ("002", "USD")]
    assert codes_of(run("--hand-off", "bank-csv=r.csv", *account)[2]) == ["KPI648 march.csv!3"]
    assert codes_of(run("--hand-off", "mixed=r.csv")[2]) == ["KPI648 march.csv!3"]
    code, told, _ = run("--hand-off", "apart=r.csv", *account)
    assert (code, "in another currency, left out: 1" in told) == (0, True)


def test_lines_have_the_codes_of_the_profile(firm: Path) -> None:
    write_profile(firm, "payroll", "extends: earnings\nuncoded: refuse\ncodes: {seller.ставка: REG}\n")
    assert codes_of(run("--hand-off", "payroll=e.csv")[2]) == ["KPI650 schemes/seller.yaml:9:11"]

    write_profile(firm, "payroll", "extends: earnings\nuncoded: refuse\ncodes: {ставка: REG, премия: BON}\n")
    assert run("--hand-off", "payroll=e.csv")[0] == 0
    assert [row[1] for row in rows_of(firm / "e.csv", "utf-8", ",")] == [
        "earning_code",
        "REG",
        "BON",
        "REG",
        "BON",
    ]


@pytest.mark.parametrize(
    ("profile", "found"),
    [
        ("extends: 1c-accruals\ncodes: {премя: BON}\n", "KPI649 profiles/slip.yaml:3:9"),
        ("extends: earnings\ncodes: {selller.премия: BON}\n", "KPI649 profiles/slip.yaml:3:9"),
        ("extends: earnings\ncurrency: RUR\n", "KPI648 profiles/slip.yaml:3:1"),
    ],
)
def test_a_slip_in_a_profile_is_told_once_and_there(firm: Path, profile: str, found: str) -> None:
    write_profile(firm, "slip", profile)

    assert codes_of(run("--hand-off", "slip=e.csv")[2]) == [found]


@pytest.mark.parametrize(
    ("profile", "idle"),
    [
        ("extends: earnings\ncodes: {премия: BON, export.бонус: B2, премя: B}\n", "export.бонус, премя"),
        ("extends: 1c-indicators\ncodes: {премия: BON}\n", "премия"),
        ("extends: earnings\ncodes: {премия: BON, seller.ставка: REG}\n", ""),
    ],
)
def test_codes_that_no_row_has_used_are_told(firm: Path, profile: str, idle: str) -> None:
    write_profile(firm, "own", profile)

    code, told, _ = run("--hand-off", "own=e.csv")

    said = re.findall("codes that no row has used: (.*)", told)
    assert (code, said) == (0, [idle] if idle else [])


def test_one_person_is_handed_off_alone(firm: Path) -> None:
    assert run("--hand-off", "1c-accruals=a.csv", "--employee", "002")[0] == 0
    assert {row[0] for row in rows_of(firm / "a.csv")[1:]} == {"002"}


def test_who_has_no_total_is_left_out_and_told(firm: Path) -> None:
    write_people(firm, FIRST, SECOND.replace("40000", "много"))

    code, told, _ = run("--hand-off", "1c-accruals=a.csv", "--allow-partial")

    assert (code, "without a total, left out: 1" in told) == (1, True)
    assert {row[0] for row in rows_of(firm / "a.csv")[1:]} == {"001"}


SEGMENTS = """\
kpicalc: 1
scheme: seller
currency: RUB
facts:
  employees:
    segments: {from: с, to: по}
    columns: {оклад: money, с: date, по: date}
pay:
  ставка: {kind: fixed, amount: оклад, title: Оклад}
"""


def test_who_has_several_rows_is_paid_once(firm: Path) -> None:
    (firm / "schemes" / "seller.yaml").write_text(SEGMENTS, encoding="utf-8")
    name = "001;Абрамова Зоя Викторовна"
    head = "Таб. №;ФИО;Оклад;с;по;Лицевой счёт;К выплате"
    rows = (
        f"{name};10000;01.03.2026;15.03.2026;40817810700000000001;20000",
        f"{name};30000;16.03.2026;31.03.2026;40817810700000000001;",
    )
    write_people(firm, *rows, head=head)

    code, _, told = run("--hand-off", "ours=b.xml", *REGISTER, "--hand-off", "1c-indicators=i.csv")

    assert (code, told) == (0, "")
    text = (firm / "b.xml").read_bytes().decode("cp1251")
    assert re.findall(r"<Сумма>(.*?)</Сумма>", text) == ["20000.00"]
    assert rows_of(firm / "i.csv")[1:] == [["001", "Абрамова Зоя Викторовна", "RUB", "40000,00"]]
    write_people(firm, rows[0], f"{rows[1]}20000", head=head)
    assert codes_of(run("--hand-off", "ours=b.xml", *REGISTER)[2]) == ["KPI652 march.csv!G3"]
