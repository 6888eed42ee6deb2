"""What is shown and written of one person holds nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpicalc.model.facts import BLOCK_ROWS
from tests.cli.stand_in import invoke

SCHEME = """\
kpicalc: 1
scheme: {name}
title: {title}
currency: RUB
applies_to: {{Должность: [{title}]}}
facts:
  employees: {{план: money, факт: money}}
kpis:
  продажи: {{plan: план, actual: факт}}
pay:
  премия: {{kind: variable, amount: план}}
"""


@pytest.fixture(name="month")
def lay_out_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with two schemes and more people than one block; row n is paid n + 0.11."""
    (tmp_path / "schemes").mkdir()
    for name, title in (("seller", "Продавец"), ("head", "Старший")):
        text = SCHEME.format(name=name, title=title)
        (tmp_path / "schemes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    rows = [
        f"{n:05};Сотрудник-{n:05};{'Старший' if n % 3 else 'Продавец'};{n}.11;{n}"
        for n in range(10_001, 10_001 + BLOCK_ROWS + 50)
    ]
    head = "Таб. №;ФИО;Должность;План;Факт"
    (tmp_path / "march.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("wanted", [("10003",), ("11060", "10002"), ("10001", "11070", "10005")])
def test_files_and_screen_hold_the_people_asked_for(month: Path, wanted: tuple[str, ...]) -> None:
    options = [each for number in wanted for each in ("--employee", number)]
    outputs = ["--out", "pay.csv", "--out", "pay.json", "--csv-dialect", "rfc4180"]

    done = invoke(
        "compute", "march.csv", "--period", "2026-03", *options, *outputs, "--csv-dialect", "rfc4180"
    )

    assert done.exit_code == 0
    statement = (month / "pay.csv").read_text(encoding="utf-8")
    read = json.loads((month / "pay.json").read_text(encoding="utf-8"))
    assert [line.split(",")[0] for line in statement.splitlines()[1:]] == sorted(wanted)
    assert [each["employee"] for each in read["employees"]] == sorted(wanted)
    assert sum(each["employees"] for each in read["schemes"]) == len(wanted)
    totals = [each for each in read["totals"] if not each["line"]]
    assert round(sum(float(each["amount"]) for each in totals), 2) == round(
        sum(int(number) + 0.11 for number in wanted), 2
    )
    assert sum(each["employees"] for each in totals) == len(wanted)
    assert (read["receipts"], read["diagnostics"]) == ([], [])
    others = {f"{n:05}" for n in range(10_001, 10_001 + BLOCK_ROWS + 50)} - set(wanted)
    for text in (statement, json.dumps(read["employees"]), done.stdout):
        assert {
            number for number in others if f"Сотрудник-{number}" in text or f"{number}.11" in text
        } == set()
    assert "Контрольные" not in done.stdout


def test_the_problems_of_others_stay_out_of_the_file(month: Path) -> None:
    text = (month / "march.csv").read_text(encoding="utf-8")
    (month / "march.csv").write_text(text.replace("10002.11;", "-;"), encoding="utf-8")

    options = ("--period", "2026-03", "--allow-partial", "--employee", "10003", "--out", "pay.json")
    done = invoke("compute", "march.csv", *options)

    read = json.loads((month / "pay.json").read_text(encoding="utf-8"))
    assert (done.exit_code, "10002" in done.stderr) == (1, True)
    assert (read["diagnostics"], [each["unpaid"] for each in read["schemes"]]) == ([], [[]])
    assert "10002" not in json.dumps(read) + done.stdout


CHECKED = """\
kpicalc: 1
scheme: seller
currency: RUB
facts:
  employees: {columns: {план: money}}
  deals: {columns: {сумма: money}}
pay:
  премия: {kind: variable, amount: план + sum(deals.сумма)}
checks:
  много: {that: total <= 120, severity: warning}
  всем: {that: sum(employees.total) <= 120, of: company, severity: warning}
"""


@pytest.mark.parametrize(
    "command",
    [("compute", "--employee", "2"), ("explain", "2"), ("sheets", "--to", "out", "--employee", "2")],
)
def test_remarks_on_others_are_not_told_beside_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("seller.yaml").write_text(CHECKED, encoding="utf-8")
    Path("facts").mkdir()
    Path("facts/employees.csv").write_text("Таб. №;План\n1;100\n2;100\n3;200\n", encoding="utf-8")
    Path("facts/deals.csv").write_text("Таб. №;Сумма\n1;60\n2;70\n3;80\n", encoding="utf-8")
    verb, *asked = command

    done = invoke(verb, "facts", *asked, "--scheme", "seller.yaml", "--period", "2026-03")

    rows = [line.split()[2] for line in done.stderr.splitlines() if "= also:" in line]
    assert (done.exit_code, sorted(rows)) == (0, ["facts/employees.csv!3:"]), done.stderr
    assert "всем" in done.stderr
