"""The sheets of employees: whose they are, how their files are called, and that others stand on none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.cli import deliver
from kpicalc.report.sheet_names import name_sheets
from tests.cli.pay_month import SCHEME, lay_out_month, read_pdf
from tests.cli.stand_in import invoke
from tests.tries import tries

PEOPLE = (
    "001;Иванов Иван;100000;90000;50%;нет",
    "002;Петров Пётр;100000;120000;0%;да",
    "003;Иванов Иван;100000;70000;0%;нет",
)
OPTIONS = ("sheets", "march.csv", "--period", "2026-03", "--to", "out", "--lang", "ru")


@pytest.fixture(name="month", autouse=True)
def open_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a scheme and a month."""
    lay_out_month(tmp_path, PEOPLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path) -> dict[str, bytes]:
    """Return the files that were written."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("suffix", ["html", "md", "pdf"])
def test_each_employee_has_a_file_and_a_line_of_the_list(month: Path, suffix: str) -> None:
    done = invoke(*OPTIONS, "--format", suffix)

    assert (done.exit_code, done.stdout, done.stderr) == (0, "записано расшифровок: 3, папка out\n\n", "")
    names = [f"2026-03_00{number}.{suffix}" for number in (1, 2, 3)]
    assert list(written(month / "out")) == [*names, "2026-03_list.csv"]
    assert (month / "out" / "2026-03_list.csv").read_text(encoding="utf-8-sig").split() == [
        "Таб.",
        "№;Сотрудник;Файл",
        "001;Иванов",
        f"Иван;{names[0]}",
        "002;Петров",
        f"Пётр;{names[1]}",
        "003;Иванов",
        f"Иван;{names[2]}",
    ]


def test_a_sheet_tells_the_way_from_the_cells_to_the_total(month: Path) -> None:
    invoke(*OPTIONS, "--format", "md", "--employee", "002")

    sheet = (month / "out" / "2026-03_002.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    for part in (
        "# Расшифровка переменной части",
        "Приложение к расчётному листку",
        "Петров Пётр",
        "Премия: +20 000,00 ₽; стоп-фактор: Взыскание: −10 000,00 ₽",
        "= 20 000 × Шкала премии (Индекс KPI) × Дисциплина",
        "= 20 000 × 1 × 50 %",
        "| Шкала премии | 1 |",
        "| Балл | 0 % | Директор | E3 |",
        "| План | 100 000,00 ₽ | C3 |",
        "победа: свой результат 120 000,00 ₽",
    ):
        assert part in sheet
    assert "расчётный листок" not in sheet.lower()


def test_the_pdf_says_the_same(month: Path) -> None:
    invoke(*OPTIONS, "--format", "pdf", "--employee", "002")

    text = read_pdf(month / "out" / "2026-03_002.pdf").replace("\u00a0", " ")
    for part in ("Расшифровка переменной части", "Петров Пётр", "−10 000,00 ₽", "= 20 000 × 1 × 50 %", "C3"):
        assert part in text


def test_a_book_holds_all_sheets(month: Path) -> None:
    done = invoke(*OPTIONS, "--book", "--format", "html")

    assert (done.exit_code, list(written(month / "out"))) == (0, ["2026-03_book.html"])
    page = (month / "out" / "2026-03_book.html").read_text(encoding="utf-8")
    assert page.count("<h1>Расшифровка переменной части</h1>") == 3


@pytest.mark.parametrize("suffix", ["html", "md", "pdf"])
def test_what_others_did_changes_nothing_on_a_sheet(month: Path, suffix: str) -> None:
    sheets = []
    for others in (PEOPLE[1:], ("002;Сидоров Фёдор;7;8;100%;нет", "004;Ян Ян;100000;110000;1%;нет")):
        lay_out_month(month, [PEOPLE[0], *others])
        assert invoke(*OPTIONS, "--format", suffix).exit_code == 0
        sheets.append((month / "out" / f"2026-03_001.{suffix}").read_bytes())

    assert sheets[0] == sheets[1]


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_no_other_person_is_named_on_a_sheet(month: Path, suffix: str) -> None:
    invoke(*OPTIONS, "--format", suffix)

    sheets = {
        number: (month / "out" / f"2026-03_00{number}.{suffix}").read_text("utf-8") for number in (1, 2)
    }
    assert ["Петров" in sheets[1], "Иванов" in sheets[2], "Петров" in sheets[2]] == [False, False, True]


def test_a_person_who_is_not_paid_gets_no_sheet(month: Path) -> None:
    lay_out_month(month, [PEOPLE[0], "002;Петров Пётр;100000;120000;-;да"])

    refused = invoke(*OPTIONS)
    partly = invoke(*OPTIONS, "--allow-partial")

    assert (refused.exit_code, partly.exit_code) == (1, 1)
    assert list(written(month / "out")) == ["2026-03_001.html", "2026-03_list.csv"]


def test_a_run_that_fails_leaves_the_old_sheets(month: Path) -> None:
    invoke(*OPTIONS)
    before = written(month / "out")
    (month / "out" / "2026-03_002.html").unlink()
    (month / "out" / "2026-03_002.html").mkdir()

    lay_out_month(month, [each.replace("90000", "95000") for each in PEOPLE])
    done = invoke(*OPTIONS)

    assert (done.exit_code, done.stderr) == (2, "ошибка: `out/2026-03_002.html` — папка\n")
    (month / "out" / "2026-03_002.html").rmdir()
    assert written(month / "out") == {name: each for name, each in before.items() if "002" not in name}


def test_hundreds_of_sheets_need_no_hundreds_of_open_files(month: Path) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no limit that can be asked")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lay_out_month(month, [f"{number};Имя;100000;90000;50%;нет" for number in range(1000, 1160)])
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
    try:
        first, again = (invoke(*OPTIONS, "--format", "md") for _ in range(2))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert (first.exit_code, again.exit_code, len(written(month / "out"))) == (0, 0, 161)


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        (["--to", "march.csv"], "`march.csv` is a file, and a folder is needed"),
        (["--to", "out", "--employee", "9"], "there is no employee `9`"),
    ],
)
def test_wrong_use(options: list[str], answer: str) -> None:
    done = invoke("sheets", "march.csv", "--period", "2026-03", *options)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"error: {answer}\n")
    assert not Path("out").exists()


def test_sheets_are_not_written_among_the_facts(month: Path) -> None:
    (month / "facts").mkdir()
    (month / "march.csv").rename(month / "facts" / "march.csv")

    done = invoke("sheets", "facts", "--scheme", "schemes", "--period", "2026-03", "--to", "facts")

    assert (done.exit_code, "would lie among the facts" in done.stderr) == (2, True)


def test_a_pdf_without_its_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "find_spec", lambda _: None)

    said = 'a .pdf needs the library fpdf2: pip install "kpicalc[pdf]"; .html and .md are written without it'
    for command in (("sheets", "--to", "out", "--format", "pdf"), ("compute", "--out", "a.pdf")):
        done = invoke(command[0], "march.csv", "--period", "2026-03", *command[1:])
        assert (done.exit_code, " ".join(done.stderr.split())) == (2, f"error: {said}")


@pytest.mark.parametrize(
    "number",
    ["../../x", "..\\x", "/etc/passwd", "CON", "nul.txt", "a:b", "a\x00b", "x" * 300, "Я" * 300, " ", "."],
)
def test_no_number_leads_out_of_the_folder(number: str) -> None:
    (name,) = name_sheets("2026-03", [number])

    assert re.fullmatch(r"2026-03_[\w-]+", name)
    assert len(f"{name}.html".encode()) < 255


@settings(max_examples=tries(60))
@given(st.lists(st.text(max_size=60), unique=True, max_size=8))
def test_names_are_safe_and_nobody_has_that_of_another(numbers: list[str]) -> None:
    names = name_sheets("2026-03", numbers)

    assert len({name.casefold() for name in names}) == len(numbers)
    assert all(re.fullmatch(r"[\w-]+", name) for name in names)


def test_what_was_missing_to_the_next_step_is_told_of_the_own_facts(month: Path) -> None:
    invoke(*OPTIONS, "--format", "md", "--employee", "001", "--to-next")

    sheet = (month / "out" / "2026-03_001.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "## До следующей ступени" in sheet
    assert "Факт: нужно 100 000,00 ₽, есть 90 000,00 ₽, не хватает 10 000,00 ₽" in sheet
    assert "120 000" not in sheet


def test_the_own_point_and_the_next_step_stand_on_the_payout_curve(month: Path) -> None:
    alone = SCHEME[: SCHEME.index("  первому:")]
    (month / "schemes" / "seller.yaml").write_text(alone, encoding="utf-8")
    invoke(*OPTIONS, "--to-next")

    marks = [
        re.findall(r">(сейчас|следующая ступень|Место на .*?)</text>", page)
        for name in ("001", "002")
        for page in [(month / "out" / f"2026-03_{name}.html").read_text(encoding="utf-8")]
    ]
    assert marks == [
        ["Место на кривой оплаты", "сейчас", "следующая ступень"],
        ["Место на кривой оплаты", "сейчас"],
    ]


def test_the_year_is_told_as_far_as_months_are_closed(month: Path) -> None:
    january, mended, again = (replace_fact(each) for each in ("90000", "70000", "100000"))
    for number, row in (("01", january), ("02", january)):
        lay_out_month(month, [row, PEOPLE[1]], f"{number}.csv")
        assert invoke("close", f"{number}.csv", "--period", f"2026-{number}").exit_code == 0
    lay_out_month(month, [mended, PEOPLE[1]], "mended.csv")
    lay_out_month(month, [again, *PEOPLE[1:]])
    why = ("--reason", "opened again")
    assert invoke("correct", "mended.csv", "--period", "2026-02", *why).exit_code == 0

    invoke(*OPTIONS, "--format", "md")
    sheet, third = (
        (month / "out" / f"2026-03_00{number}.md").read_text(encoding="utf-8") for number in (1, 3)
    )

    # Twice 65 000 in closed months; 75 000 in March, less the 10 000 that February had too much.
    assert "**С начала года (месяцев: 3)**: 195 000,00 ₽" in sheet.replace("\u00a0", " ")
    assert "С начала года" not in third


def replace_fact(fact: str) -> str:
    """Return the first person with another fact."""
    return PEOPLE[0].replace("90000", fact)


TRANSFERS = """\
kpicalc: 1
scheme: transfers
currency: RUB
facts:
  employees:
    segments: {from: с, to: по}
    columns: {с: date, по: {type: date, missing: allow}, оклад: money}
pay:
  за_дни: {kind: fixed, amount: оклад, share: "days_within(с, по) / period.days", title: Оклад за дни}
"""
ROWS = (
    "Таб. №;ФИО;С;По;Оклад",
    "1;Ким Анна;01.01.2025;10.03.2026;31000",
    "2;Ли Юн;01.01.2025;;10000",
    "1;Ким Анна;11.03.2026;;62000",
)


def test_who_was_transferred_has_one_sheet_with_all_rows(month: Path) -> None:
    (month / "schemes" / "seller.yaml").write_text(TRANSFERS, encoding="utf-8")
    (month / "march.csv").write_text("\n".join(ROWS) + "\n", encoding="utf-8")

    assert invoke(*OPTIONS, "--format", "md").exit_code == 0
    assert list(written(month / "out")) == ["2026-03_1.md", "2026-03_2.md", "2026-03_list.csv"]
    sheet = (month / "out" / "2026-03_1.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    for part in (
        "01.03.2026 – 10.03.2026",
        "11.03.2026 – 31.03.2026",
        "10 000,00 ₽",
        "42 000,00 ₽",
        "52 000,00 ₽",
    ):
        assert part in sheet
    assert "Ли Юн" not in sheet
