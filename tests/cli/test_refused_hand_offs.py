"""`compute --hand-off`: nothing is written where one row is in doubt; the person and the cell are told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.paying_firm import (
    FIRST,
    HEAD,
    NOBODY,
    PERIOD,
    REGISTER,
    SECOND,
    codes_of,
    rows_of,
    run,
    write_people,
    write_profile,
)
from tests.cli.stand_in import invoke


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([FIRST, SECOND.replace("00003;", "00004;")], ["KPI642 march.csv!E3"]),
        ([FIRST.replace("40817810700000000001", "4081781070000000000"), SECOND], ["KPI642 march.csv!E2"]),
        ([FIRST, SECOND.replace("40817810300000000003", "4081781O300000000003")], ["KPI642 march.csv!E3"]),
        ([FIRST, SECOND.replace("40817810300000000003", "40817840300000000003")], ["KPI642 march.csv!E3"]),
        ([FIRST, SECOND.replace("40817810300000000003", "")], ["KPI641 march.csv!E3"]),
        ([FIRST, SECOND.replace("34817,43", "")], ["KPI641 march.csv!F3"]),
        ([FIRST, SECOND.replace("34817,43", "-5")], ["KPI647 march.csv!3"]),
        ([FIRST, SECOND.replace("34817,43", "34 817,4305")], ["KPI647 march.csv!3"]),
        ([FIRST, SECOND.replace("40817810300000000003", "40817810700000000001")], ["KPI643 march.csv!E3"]),
        ([FIRST, SECOND.replace("Игорь Павлович", "И. П.")], ["KPI644 march.csv!B3"]),
        ([FIRST, SECOND.replace("Игорь Павлович", "Игорь")], ["KPI644 march.csv!B3"]),
        ([FIRST, SECOND.replace("Павлович", "Вагиф оглы")], ["KPI644 march.csv!B3"]),
        ([FIRST, SECOND.replace("Игорь", "Оглы")], ["KPI644 march.csv!B3"]),
        ([FIRST, SECOND.replace("Белов", "Әсел")], ["KPI645 march.csv!3"]),
        (
            [FIRST.replace("Зоя ", ""), SECOND.replace("00003;", "00004;").replace("34817,43", "")],
            ["KPI644 march.csv!B2", "KPI641 march.csv!F3"],
        ),
    ],
)
def test_a_register_with_one_wrong_row_is_not_written(
    firm: Path, rows: list[str], expected: list[str]
) -> None:
    write_people(firm, *rows)

    code, _, told = run("--hand-off", "ours=b.xml", *REGISTER, "--out", "pay.csv")

    assert (code, codes_of(told)) == (1, expected)
    assert sorted(each.name for each in firm.iterdir()) == ["march.csv", "profiles", "schemes"]


@pytest.mark.parametrize("base", ["bank-csv=b.csv", "bank-text=b.txt"])
@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (SECOND.replace("Белов Игорь Павлович", ""), "KPI641 march.csv!B3"),
        (SECOND.replace("Белов", "Бeлов"), "KPI645 march.csv!B3"),
        (SECOND.replace("Белов", "Müller"), "KPI645 march.csv!3"),
        (SECOND.replace("Белов Игорь Павлович", '"Белов; Игорь Павлович"'), "KPI645 march.csv!3"),
        (SECOND.replace("34817,43", "-1"), "KPI647 march.csv!3"),
        (SECOND.replace("00003;", "00004;"), "KPI642 march.csv!E3"),
        (SECOND.replace("40817810300000000003", "40817 810 7 0000 0000001"), "KPI643 march.csv!E3"),
    ],
)
def test_a_register_as_text_with_one_wrong_row_is_not_written(
    firm: Path, base: str, second: str, expected: str
) -> None:
    name, _, file = base.partition("=")
    fields = 'account: "40702810138250123017", bik: "044525225"'
    if name == "bank-text":
        fields = 'organisation: Ромашка, date: 2026-04-05, accounts_bik: "044525225"'
    write_profile(firm, "own", f"extends: {name}\nnet: К выплате\nfields: {{{fields}}}\n")
    write_people(firm, FIRST, second)

    code, _, told = run("--hand-off", f"own={file}", "--out", "pay.csv")

    # A name in two alphabets is a warning of the facts, and an error of the register.
    told_codes = [each for each in codes_of(told) if not each.startswith("KPI469")]
    assert (code, told_codes) == (1, [expected])
    assert sorted(each.name for each in firm.iterdir()) == ["march.csv", "profiles", "schemes"]


def test_an_account_that_lost_its_digits_in_a_number_cell_is_refused(firm: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(";"))
    sheet.append(["001", "Абрамова Зоя Викторовна", 5, 5, 40817810700000000001, 5])
    book.save(firm / "march.xlsx")

    done = invoke("compute", "march.xlsx", *PERIOD, "--hand-off", "ours=b.xml", *REGISTER)

    assert (done.exit_code, "[KPI445]" in done.stderr, "E2" in done.stderr) == (1, True, True)


def test_who_is_left_out_needs_no_account_and_all_problems_come_at_once(firm: Path) -> None:
    write_people(firm, NOBODY, FIRST.replace("43587,04", "0").replace("40817810700000000001", "x"))

    assert codes_of(run("--hand-off", "ours=b.xml", *REGISTER)[2]) == ["KPI651 profiles/ours.yaml:1:1"]
    code, _, told = run("--hand-off", "bank-1c=b.xml")
    assert code == 1
    assert {each.split()[0] for each in codes_of(told)} == {"KPI640", "KPI642", "KPI646"}


def test_a_slip_in_one_code_of_the_company_hides_no_other(firm: Path) -> None:
    codes = "inn: '7707083894', account: '40702810138250123018', bik: '044525225', contract_date: 2020-13-15"
    write_profile(firm, "slips", f"extends: ours\nfields: {{{codes}}}\n")

    told = run("--hand-off", "slips=b.xml", *REGISTER)[2]

    assert codes_of(told) == [f"KPI642 profiles/slips.yaml:3:{at}" for at in (15, 38, 95)]
    assert " ".join(told.split()).count("two have changed places") == 1


def test_a_bik_that_is_none_is_told_and_no_account_is_compared_with_it(firm: Path) -> None:
    write_profile(firm, "slips", "extends: ours\nfields: {account: '40702810138250123017', bik: any}\n")

    assert codes_of(run("--hand-off", "slips=b.xml", *REGISTER)[2]) == ["KPI642 profiles/slips.yaml:3:48"]


def test_computed_pay_is_given_as_net_only_when_somebody_says_so(firm: Path) -> None:
    write_profile(firm, "text", "extends: bank-text\nfields: {organisation: Ромашка, date: 2026-04-05}\n")

    code, _, told = run("--hand-off", "text=r.txt")

    assert (code, codes_of(told)) == (1, ["KPI646 profiles/text.yaml:1:1"])
    assert run("--hand-off", "text=r.txt", "--amounts-are-net")[0] == 0
    assert "END;2;90120.08;RUR" in (firm / "r.txt").read_bytes().decode("cp1251")


def test_the_parts_of_a_name_come_from_their_own_columns(firm: Path) -> None:
    head = f"{HEAD};Фамилия;Имя;Отчество"
    first = FIRST.replace("Абрамова Зоя Викторовна", "Мамедов Али Вагиф оглы") + ";Мамедов;Али;Вагиф оглы"
    write_people(firm, first, f"{SECOND};Ли;Анна;", head=head)

    assert run("--hand-off", "ours=b.xml", *REGISTER)[0] == 0

    text = (firm / "b.xml").read_bytes().decode("cp1251")
    assert "<Отчество>Вагиф оглы</Отчество>" in text
    assert "<Имя>Анна</Имя>\n      <ЛицевойСчет>" in text
    write_people(firm, f"{FIRST};Абрамова;;", head=head)
    assert codes_of(run("--hand-off", "ours=b.xml", *REGISTER)[2]) == ["KPI644 march.csv!B2"]


def test_each_account_is_checked_with_the_bik_of_its_own_bank(firm: Path) -> None:
    head, other = f"{HEAD};БИК", SECOND.replace("40817810300000000003", "40817810600000000003")
    write_people(firm, f"{FIRST};", f"{other};044525974", head=head)

    assert run("--hand-off", "ours=b.xml", *REGISTER)[0] == 0
    write_people(firm, FIRST, other)
    assert codes_of(run("--hand-off", "ours=b.xml", *REGISTER)[2]) == ["KPI642 march.csv!E3"]
    assert run("--hand-off", "ours=b.xml", *REGISTER, "--field", "accounts_bik=any")[0] == 0


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_what_a_spreadsheet_would_run_is_quoted_for_people_and_refused_for_banks(
    firm: Path, sign: str
) -> None:
    write_profile(
        firm,
        "text",
        "extends: bank-text\nnet: К выплате\nfields: {organisation: Ромашка, date: 2026-04-05}\n",
    )
    write_people(firm, FIRST.replace("Абрамова", f"{sign}cmd"), SECOND)

    assert run("--hand-off", "1c-accruals=a.csv", "--hand-off", "earnings=e.csv")[0] == 0
    assert rows_of(firm / "a.csv")[1][1] == f"'{sign}cmd Зоя Викторовна"
    code, _, told = run("--hand-off", "text=r.txt")
    assert (code, set(codes_of(told))) == (1, {"KPI645 march.csv!2"})


def test_a_separator_in_a_text_without_quotes_is_refused(firm: Path) -> None:
    write_profile(
        firm, "text", "extends: bank-text\nnet: К выплате\nfields: {organisation: 'А; Б', date: 2026-04-05}\n"
    )

    code, _, told = run("--hand-off", "text=r.txt")

    assert (code, "`;`" in told, len(codes_of(told))) == (1, True, 1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--hand-off", "1c-acruals=a.csv"), "did you mean `1c-accruals`?"),
        (("--hand-off", "nothing=a.csv"), "there is no profile `nothing`; known: 1c-accruals"),
        (("--hand-off", "1c-accruals"), "write --hand-off PROFILE=FILE"),
        (("--hand-off", "1c-accruals=a.xml"), "must end with .csv, .txt or .xlsx"),
        (("--hand-off", "1c-accruals=march.csv"), "is one of the files that are read"),
        (("--hand-off", "1c-accruals=a.csv", "--out", "a.csv"), "is named twice"),
        (
            ("--hand-off", "ours=a.xml", "--field", "numer=1"),
            "has a field `numer`; known: organisation, inn, ",
        ),
        (("--hand-off", "ours=a.xml", "--field", "number"), "write --field NAME=VALUE"),
        (("--field", "number=1"), "add --hand-off"),
        (("--amounts-are-net",), "add --hand-off"),
    ],
)
def test_wrong_use_is_told(firm: Path, options: tuple[str, ...], words: str) -> None:
    code, _, told = run(*options)

    assert (code, words in " ".join(told.split())) == (2, True)
    assert not (firm / "a.csv").exists()
