"""`kpicalc compare`: what is printed and written."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from kpicalc.i18n.catalogue import Language
from tests.typed import Result, run_typed

OLD = """\
kpicalc: 1
scheme: seller
title: Seller
currency: USD
parameters: {rate: 5%, salary: {value: 1_000, type: money}}
facts: {employees: {sales: {type: money, min: 0}}}
pay:
  base: {kind: fixed, amount: salary}
  fee: {kind: variable, amount: sales * rate, title: Commission}
"""
NEW = OLD.replace("rate: 5%", "rate: 6%").replace("1_000", "900")

REPORT = """\
Old and new pay, March 2026
═══════════════════════════
Seller
Before      4,750.00 USD
After       4,800.00 USD
Difference  +50.00 USD (+1.1%)
Gain        1 (+100.00 USD)
Lose        1 (−50.00 USD)
Unchanged   1

What changed in the scheme, one change after another
Where             Before  After      All pay
────────────────────────────────────────────
parameter rate    5%      6%     +350.00 USD
parameter salary  1_000   900    −300.00 USD

People, who loses most first
Employee        Before         After   Difference    %
──────────────────────────────────────────────────────
2 · Bob   1,250.00 USD  1,200.00 USD   −50.00 USD  −4%
    parameter rate: +50.00 USD
    parameter salary: −100.00 USD
    to lose nothing: sales (C3) 5,000.00 USD → 9,999.09 USD (1,499.95 USD before, 1,499.95 USD after)
3 · Eve   1,500.00 USD  1,500.00 USD     0.00 USD   0%
    parameter rate: +100.00 USD
    parameter salary: −100.00 USD
1 · Ann   2,000.00 USD  2,100.00 USD  +100.00 USD  +5%
    parameter rate: +200.00 USD
    parameter salary: −100.00 USD

Lines
Line              Before         After   Difference
───────────────────────────────────────────────────
base        3,000.00 USD  2,700.00 USD  −300.00 USD
Commission  1,750.00 USD  2,100.00 USD  +350.00 USD
Total       4,750.00 USD  4,800.00 USD   +50.00 USD

"""


@pytest.fixture(name="folder")
def written_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(NEW, encoding="utf-8")
    (tmp_path / "euro.yaml").write_text(NEW.replace("USD", "EUR"), encoding="utf-8")
    (tmp_path / "f.csv").write_text("ID,Name,Sales\n1,Ann,20000\n2,Bob,5000\n3,Eve,10000\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, language: Language = Language.EN) -> Result:
    typed = ["compare", *arguments, "--period", "2026-03"]
    return run_typed(language, typed, columns=120)


@pytest.mark.usefixtures("folder")
def test_the_report() -> None:
    done = run("old.yaml", "new.yaml", "f.csv")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.replace("\u00a0", " ") == REPORT


def test_one_person_alone(folder: Path) -> None:
    done = run("old.yaml", "new.yaml", "f.csv", "--employee", "2", "--out", "a.html", "--format", "json")
    found = json.loads(done.stdout)

    assert done.exit_code == 0
    assert [each["number"] for each in found["pairs"][0]["people"]] == ["2"]
    assert [each["amount"] for each in found["pairs"][0]["steps"]] == ["50.00", "-100.00"]
    page = (folder / "a.html").read_text(encoding="utf-8")
    assert "Bob" in page
    assert "Ann" not in page
    assert "4,750" not in page


@pytest.mark.usefixtures("folder")
def test_the_picture_of_people_has_one_scale_and_figures_are_figures() -> None:
    run("old.yaml", "new.yaml", "f.csv", "--out", "a.html", "--out", "a.xlsx")

    page = Path("a.html").read_text(encoding="utf-8")
    scatter = page[page.index("Old pay to the right") :].split("</svg>")[0]
    assert "· From the old pay to the new</text>" in page
    labels = ("0", "1,000", "2,000", "Before, USD", "After, USD")
    assert [scatter.count(f">{each}</text>") for each in labels] == [2, 2, 2, 1, 1]
    book = openpyxl.load_workbook("a.xlsx")
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    (bob,) = [row for row in rows if row[0] == "2 · Bob"]
    (total,) = [row for row in rows if row[0] == "Total"]
    assert (bob[1:5], total[1:4]) == ((1_250, 1_200, -50, -0.04), (4_750, 4_800, 50))


@pytest.mark.usefixtures("folder")
def test_in_russian_and_without_changes() -> None:
    done = run("old.yaml", "old.yaml", "f.csv", language=Language.RU)

    assert "Ничего не меняется: 3 сотрудника, всего 4\u00a0750,00\u00a0$." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("old.yaml", "none.yaml", "f.csv"), "error: `none.yaml` not found\n"),
        (("old.yaml", "new.yaml", "f.csv", "--out", "a.txt"), "error: `a.txt` must end with"),
        (("old.yaml", "new.yaml", "f.csv", "--out", "new.yaml"), "error: `new.yaml` must end with"),
        (("old.yaml", "new.yaml", "f.csv", "--employee", "9"), "error: there is no employee `9`"),
        (("old.yaml", "euro.yaml", "f.csv"), "error: pay in USD and in EUR cannot be compared"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_typed_wrongly_is_refused(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)

    assert done.exit_code == 2
    assert done.stderr.startswith(said)
    assert done.stdout == ""


@pytest.mark.usefixtures("folder")
def test_nobody_is_compared_where_anybody_has_a_problem(folder: Path) -> None:
    (folder / "f.csv").write_text("ID,Name,Sales\n1,Ann,x\n", encoding="utf-8")
    done = run("old.yaml", "new.yaml", "f.csv", "--out", "a.json")

    assert (done.exit_code, done.stdout) == (1, "")
    assert not (folder / "a.json").exists()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (
            "employee",
            "employee chooses  4,850.00 USD (+50.00 USD beyond the new scheme, 1 stay",
        ),
        ("max", "greater of both  4,850.00 USD (+50.00 USD beyond the new scheme, 1 stay"),
        ("new", "Transition: the new at once  4,800.00 USD (0.00 USD beyond the new scheme, 0 stay"),
    ],
)
def test_what_a_transition_pays(choice: str, told: str) -> None:
    done = run("old.yaml", "new.yaml", "f.csv", "--choose", choice, "--out", "c.xlsx", "--out", "c.json")

    assert done.exit_code == 0, done.output
    assert told in done.stdout.replace("\u00a0", " ")
    assert json.loads(Path("c.json").read_text(encoding="utf-8"))["choice"] == choice
    # Bob is paid 1 250 before and 1 200 after.
    row = next(line for line in done.stdout.splitlines() if line.startswith("2 · Bob"))
    assert row.replace("\u00a0", " ").endswith("1,200.00 USD" if choice == "new" else "1,250.00 USD")


@pytest.mark.usefixtures("folder")
def test_a_choice_that_is_none_ends_with_2() -> None:
    assert run("old.yaml", "new.yaml", "f.csv", "--choose", "best").exit_code == 2
