"""Text files: encodings, delimiters, quotes, widths."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.facts.guess_encoding import guess_encoding
from kpicalc.facts.read_csv import choose_delimiter, read_csv
from kpicalc.facts.read_files import read_workbook
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.kind import Kind
from kpicalc.model.writing import DecimalMark, RowRules, Writing
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    grain,
    money,
    open_files,
    places,
    program,
    receipt,
    show,
    values,
    write_csv,
)

PLAN = program(column("План"))
NAMES = ("Иванов", "ПЕТРОВ", "Щукина Юлия", "Ёлкин", "Сидоренко Пётр Ильич", "Цой", "Эйхгорн", "Ян")


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1251", "cp1251"),
        ("cp866", "cp866"),
    ],
)
def test_encodings_of_russian_files(tmp_path: Path, encoding: str, found: str) -> None:
    path = write_csv(tmp_path / "a.csv", "ФИО;План", "Иванов Пётр;1 000,50", encoding=encoding)
    facts = bound(PLAN, path)
    assert list(facts.frames["employees"].labels) == ["Иванов Пётр"]
    assert (values(facts, "План"), receipt(facts).reader) == (money("1000.50"), f"csv {found} ;")


@pytest.mark.parametrize("encoding", ["cp1251", "cp866"])
@pytest.mark.parametrize("name", NAMES)
def test_short_names_are_enough_to_choose(name: str, encoding: str) -> None:
    assert guess_encoding([name.encode(encoding)], frozenset()).encoding in {encoding, ""}


def test_a_mixture_of_encodings_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("ФИО;План\nИванов;1\n".encode() + "Петров;2\n".encode("cp1251"))
    checked = read_workbook((path,))
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI408"], ["a.csv!3"])
    path.write_bytes(b"\xef\xbb\xbf" + "ФИО;План\n".encode() + "Петров;2\n".encode("cp1251"))
    (problem,) = read_workbook((path,)).diagnostics
    place = str(problem.primary and problem.primary.place)
    assert (problem.code, place, dict(problem.params)) == ("KPI408", f"{path}!2", {"line": 2})


def test_long_files_in_an_old_encoding(tmp_path: Path) -> None:
    lines = [f"Иванов {number};1" for number in range(100_000)]
    path = write_csv(tmp_path / "a.csv", "ФИО;План", *lines, encoding="cp1251")
    assert receipt(bound(PLAN, path)).reader == "csv cp1251 ;"
    path.write_bytes(path.read_bytes() + "Петрова;1\n".encode())
    assert codes(read_workbook((path,)).diagnostics) == ["KPI408"]


def test_half_a_pair_at_the_end_of_utf16_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("ФИО;План\nИванов;1\n".encode("utf-16") + b"x")
    assert codes(read_workbook((path,)).diagnostics) == ["KPI408"]
    path.write_bytes(("ФИО;План\n" + "Иванов;1\n" * 5000).encode("utf-16") + b"x")
    assert codes(bind(PLAN, path).diagnostics) == ["KPI408"]
    path.write_bytes(("ФИО;План\n" + '"Иванов";1\n' * 5000).encode("utf-16") + b"x")
    assert codes(bind(PLAN, path).diagnostics) == ["KPI408"]


def test_files_without_a_foreign_letter_and_with_any_line_ends(tmp_path: Path) -> None:
    for ends in ("\n", "\r\n", "\r"):
        path = tmp_path / "a.csv"
        path.write_text(f"name;plan{ends}Smith;1{ends}Jones;2", encoding="ascii", newline="")
        facts = bound(program(column("plan")), path)
        assert (list(facts.frames["employees"].keys), values(facts, "plan")) == (
            ["Smith", "Jones"],
            money("1", "2"),
        )


def test_a_nul_is_refused_with_its_line(tmp_path: Path) -> None:
    checked = read_workbook((write_csv(tmp_path / "a.csv", "ФИО;План", "Ива\0нов;1"),))
    assert show(checked.diagnostics) == [
        "в строке 2 текстового файла есть нулевой байт: файл повреждён или это не текст"
    ]


def test_a_character_cut_by_the_end_of_a_chunk_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    filler = "x" * ((1 << 20) - len("ФИО;План;z\nИ;1;".encode()) - 1)
    path.write_text(f"ФИО;План;z\nИ;1;{filler}ы\n", encoding="utf-8")
    # The field is longer than a field may be, which is told apart from a wrong encoding.
    assert codes(read_workbook((path,)).diagnostics) == ["KPI410"]


@pytest.mark.parametrize(
    ("lines", "sign"),
    [
        (["ФИО;План;Факт", "А;1,5;2,5"], ";"),
        (["ФИО\tПлан", "А\t1,5"], "\t"),
        (["employee,plan", "A,1"], ","),
        (["ФИО|План", "А|1,5"], "|"),
        (["Ведомость, март", "ФИО;План", "А;1"], ";"),
        (["Отчёт", "x;План, руб.", "А;1,5"], ";"),
        ([], ";"),
    ],
)
def test_the_delimiter_is_the_one_that_fits(lines: list[str], sign: str) -> None:
    assert choose_delimiter(lines) == sign


def test_a_declared_delimiter_is_obeyed(tmp_path: Path) -> None:
    facts = bound(PLAN, write_csv(tmp_path / "a.csv", "sep=|", "ФИО|План", "А;Б|1"))
    assert (list(facts.frames["employees"].keys), receipt(facts).header_row) == (["А;Б"], 2)
    assert (
        receipt(bound(PLAN, write_csv(tmp_path / "b.csv", "sep=\t", "ФИО\tПлан", "А\t1"))).reader
        == "csv utf-8 TAB"
    )


@pytest.mark.parametrize(
    ("lines", "head"),
    [
        ("SEP=;\r\na,b;1", [["", ""], ["a,b", "1"]]),
        ("sep=; \na,b;1", [["", ""], ["a,b", "1"]]),
        ("sep=;;\na,b,c;1", [["sep=", "", ""], ["a,b,c", "1", ""]]),
        ("sep=\na,b;1", [["", ""], ["a,b", "1"]]),
        ("1;sep=,\na,b;1", [["1", "sep=,"], ["a,b", "1"]]),
    ],
)
def test_a_first_line_that_only_names_the_delimiter_is_blank(
    tmp_path: Path, lines: str, head: list[list[str]]
) -> None:
    (tmp_path / "a.csv").write_bytes(lines.encode())

    read = read_csv(tmp_path / "a.csv", "a.csv").value

    assert read is not None
    assert list(read.head) == head


REMARKS = "Примечание Примечания Прим. Комментарий Комментарии Заметка Заметки"
ENGLISH = "Note Notes Comment Comments Remark Remarks"


@pytest.mark.parametrize("heading", [*REMARKS.split(), *ENGLISH.split(), "Адрес"])
def test_of_a_column_of_remarks_each_number_may_be_the_end_of_another(tmp_path: Path, heading: str) -> None:
    read = read_csv(write_csv(tmp_path / "a.csv", f"ФИО,x,{heading}", "А,100,", "Б,1,200"), "a.csv").value

    assert read is not None
    assert [dict(block.ragged) for block in read.read_after(1)] == [{} if heading == "Адрес" else {3: 3}]


def test_an_open_quote_is_refused_with_its_line(tmp_path: Path) -> None:
    checked = read_workbook((write_csv(tmp_path / "a.csv", "ФИО;План", 'А;"1', "Б;2"),))
    assert codes(checked.diagnostics) == ["KPI410"]
    lines = [f"{number};1" for number in range(50)]
    late = bind(PLAN, write_csv(tmp_path / "b.csv", "ФИО;План", *lines, '"x;2'))
    assert (late.value, codes(late.diagnostics)) == (None, ["KPI410"])
    assert places(late.diagnostics) == ["b.csv!52"]


def test_quoted_fields_may_hold_the_delimiter_and_line_breaks(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", '"ФИО";"План,\nруб."', '"Иванов;сын";"1 000,5"')
    facts = bound(PLAN, path)
    assert (list(facts.frames["employees"].keys), values(facts, "План")) == (["Иванов;сын"], money("1000.5"))


def test_empty_fields_at_the_end_do_not_count(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "ФИО;План;;", "А;1", "Б;2;;;;", "", "В;3;;")
    assert values(bound(PLAN, path), "План") == money("1", "2", "3")


def test_ragged_rows_are_all_named_even_far_apart(tmp_path: Path) -> None:
    lines = [f"А{number};1" for number in range(9000)]
    lines[5] = "А;1;2"
    lines[8900] = "А"
    checked = bind(PLAN, write_csv(tmp_path / "a.csv", "ФИО;План", *lines))
    assert places(checked.diagnostics) == ["a.csv!7", "a.csv!8902"]
    assert show(checked.diagnostics)[0] == "в строке 3 полей, а в заголовке 2"


def test_a_file_of_blank_lines_has_no_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(";\n;\nx\n", encoding="utf-8")
    assert codes(bind(PLAN, path).diagnostics) == ["KPI414"]
    assert len(open_files(path).sheets[0].head) == 3


@pytest.mark.parametrize("encoding", ["", "utf-8-sig", "utf-16"])
def test_a_line_without_end_is_refused_before_it_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("ФИО;План\n" + "a;" * (3 << 20)).encode(encoding or "utf-8"))
    problems = read_workbook((path,), encoding).diagnostics
    assert codes(problems) == ["KPI526"]
    assert len(show(problems)) == 1


@pytest.mark.parametrize("quoted", ["", '"a";1\n'])
def test_a_line_wider_than_any_sheet_is_refused_where_it_stands(tmp_path: Path, quoted: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ФИО;План\n" + quoted + "b;2\n" * BLOCK_ROWS + "c;" * 20_000 + "\n", encoding="utf-8")
    checked = bind(PLAN, path)
    line = BLOCK_ROWS + 2 + bool(quoted)
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI526"], [f"a.csv!{line}"])
    path.write_text("c;" * 20_000 + "\n", encoding="utf-8")
    assert codes(read_workbook((path,)).diagnostics) == ["KPI526"]
    path.write_text("ФИО;План\nb;2\n" + "c;" * 16_384 + "\n", encoding="utf-8")
    assert codes(read_workbook((path,)).diagnostics) == ["KPI526"]
    path.write_text("ФИО;План\nb;2\n" + "c;" * 16_383 + "\n", encoding="utf-8")
    assert codes(read_workbook((path,)).diagnostics) == []


# Numbers that were cut at their commas, among commas between the columns; and what only looks like that.
@pytest.mark.parametrize(
    ("heads", "row", "found"),
    [
        ("ФИО,План,Сумма", "А,50,000", ["KPI610"]),
        ("ФИО,План,Сумма,Прим", "А,50,075.50,7", ["KPI610"]),
        ("ФИО,План,Сумма", "А,50,05", ["KPI610"]),
        ("ФИО,Сумма,План,", "А,7,50,000", ["KPI411"]),
        ("ФИО,Сумма,План,", "А,7,50,25", ["KPI411"]),
        ("ФИО,Сумма,План,", "А,7,50,см. письмо", [50, 7]),
        ("ФИО,Сумма,План,", "А,7,50,", [50, 7]),
        ("ФИО;Сумма;План;", "А;7;50;25", [50, 7]),
        ("ФИО,План,Сумма", "А,0,0.05", [0, Decimal("0.05")]),
        ("ФИО,План,Сумма", "А,0.5,-0", [Decimal("0.5"), 0]),
    ],
)
def test_numbers_cut_at_their_commas(tmp_path: Path, heads: str, row: str, found: list[object]) -> None:
    wanted = program(column("План"), column("Сумма"))
    path = write_csv(tmp_path / "a.csv", heads, row)
    checked = bind(wanted, path)
    told: list[object] = [*codes(checked.diagnostics)]
    assert (told or [values(bound(wanted, path), each)[0] for each in ("План", "Сумма")]) == found


@pytest.mark.parametrize(
    ("heads", "rows", "found"),
    [
        ("ФИО,План,Прим", ["А,1234,5"], ["KPI613"]),
        ("ФИО,План,Факт,Прим", ["А,1234,5,1000"], ["KPI613"]),
        ("ФИО,План,Факт,Прим", ["А,1234,5,1000,", "Б,10,20,"], ["KPI613"]),
        ("ФИО,План,Факт,Прим", ["А,1234,5678,1000"], []),
        ("ФИО,План,Факт", ["А,1234,5,", "Б,10,20"], ["KPI613"]),
        ("ФИО,План,Факт", ["А,1234,5,", "Б,10,2000,"], []),
        ("ФИО,План,Отдел", ["А,1234,5", "Б,10,Север"], ["KPI613"]),
        ("ФИО,План,Отдел", ["А,1234,5", "Б,10,12.03.2026", "В,10,"], ["KPI613"]),
        ("ФИО,План,Прим,", ["А,1234,5"], ["KPI613"]),
        ("ФИО,План,Отдел", ["А,1234,5", "Б,10,7"], []),
        ("ФИО,План,Факт", ["А,1234,100", "Б,10,250.55", "В,10,$99.50"], []),
        ("ФИО,План,Отдел", ["А,1234,5", "Б,10,7", "В,10,Север"], []),
        ("ФИО,План,Прим", ["А,1234.5,5", "Б,10,2026"], []),
        ("ФИО;План;Прим", ["А;1234;5"], []),
    ],
)
def test_a_number_cut_at_its_comma_where_the_last_field_was_left_out(
    tmp_path: Path, heads: str, rows: list[str], found: list[str]
) -> None:
    path = write_csv(tmp_path / "a.csv", heads, *rows)
    assert codes(bind(PLAN, path).diagnostics) == found
    for said in ({"rows": RowRules(keep=("А*",))}, {"writing": Writing(decimal=DecimalMark.POINT)}):
        settled = program(column("План"), grains=(grain("employees", "company", **said),))
        assert codes(bind(settled, path).diagnostics) == []


def test_zeros_in_front_where_a_program_fills_up_numbers(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "ФИО;План", "А;0050", "Б;-000")
    assert codes(bind(PLAN, path).diagnostics) == ["KPI610", "KPI610"]
    declared = program(column("План", writing=Writing(decimal=DecimalMark.POINT)))
    assert values(bound(declared, path), "План") == [50, 0]
    counted = program(column("План", Kind.COUNT))
    cents = write_csv(tmp_path / "b.csv", "ФИО;План", "А;05")
    assert values(bound(counted, cents), "План") == [5]
    assert codes(bind(program(column("План", Kind.RATIO)), cents).diagnostics) == ["KPI610"]
