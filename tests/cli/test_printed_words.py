"""Single words, places and sizes that the program prints or writes, each held by a run of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from kpicalc.i18n.catalogue import Language
from tests.cli.stand_in import invoke

_FACTS = "Таб. №;ФИО;План;Факт\n1;Абрамова З. В.;100;90\n2;Буров Л. А.;100;110\n"


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def run(scheme: str, *arguments: str, facts: str = _FACTS) -> str:
    """Write a scheme and facts, run a command on them; return what it prints."""
    Path("s.yaml").write_text(f"kpicalc: 1\nscheme: s\ntitle: S\ncurrency: RUB\n{scheme}", encoding="utf-8")
    Path("m.csv").write_text(facts, encoding="utf-8")
    typed = arguments if arguments[0] == "validate" else (*arguments, "--scheme", "s.yaml")
    done = invoke(*typed, language=Language.EN)
    return done.stdout + done.stderr


TITLED = """
parameters: {ставка: {title: Ставка дня, value: 12.50, type: money}}
facts: {employees: {факт: count}}
pay: {премия: {kind: variable, base: факт, rate: ставка}}
"""


DECIDED = """
facts: {employees: {план: count, факт: count}}
pay:
  премия: {kind: variable, amount: 1000, when: факт > 1 and факт > 2, factors: [a, b, c, d]}
values:
  a: "if факт > 80 then 1 else 0.9"
  b: "if факт > 70 then 1 else 0.9"
  c: "if факт > 60 then 1 else 0.9"
  d: "if факт > 95 then 1 else 0.9"
"""


def test_three_things_that_decided_are_told_and_how_many_more_there_are() -> None:
    asked = ("explain", "m.csv", "1", "премия", "--period", "2026-03")
    every, four = run(DECIDED, *asked), run(DECIDED.replace(", c, d]", ", c]"), *asked)
    three = run(DECIDED.replace(", c, d]", "]"), *asked)

    decided = every.partition("What decided:\n")[2]
    assert decided.splitlines()[:4] == [
        "  condition met: факт > 1 and факт > 2 (90 > 1 and 90 > 2)",
        "  a = 1: condition met: факт > 80 (90 > 80)",
        "  b = 1: condition met: факт > 70 (90 > 70)",
        "  … and 2 more: --full",
    ]
    assert ["… and" in each for each in (four, three)] == [True, False]
    assert "… and 1 more: --full" in four


def test_a_parameter_is_called_by_its_title_and_has_no_formula() -> None:
    printed = run(TITLED, "explain", "m.csv", "1", "премия", "--period", "2026-03")

    assert "Ставка дня" in printed
    assert "formula: 12.5" not in printed


@pytest.mark.parametrize("title", ["", "title: Сделки, "])
def test_a_table_is_called_by_its_title_or_its_name(title: str) -> None:
    scheme = f"""
facts:
  employees: {{факт: money}}
  deals: {{{title}columns: {{сумма: money}}}}
pay: {{премия: {{kind: variable, amount: sum(deals.сумма)}}}}
"""
    Path("deals.csv").write_text("Сумма;Примечание\n10;да\n", encoding="utf-8")

    printed = run(scheme, "compute", "m.csv", "deals.csv", "--period", "2026-03")

    assert f"`{'Сделки' if title else 'deals'}`" in next(
        line for line in printed.splitlines() if "KPI448" in line
    )


def test_what_concerns_a_whole_column_names_the_file() -> None:
    scheme = "facts: {employees: {факт: {type: money, missing: 0}}}\npay: {п: {kind: fixed, amount: факт}}\n"
    printed = run(scheme, "compute", "m.csv", "--period", "2026-03", facts="Таб. №;Факт\n1;\n2;5\n")

    after = printed[printed.index("advice[KPI454]") :].splitlines()
    assert after[1] == "  m.csv"


def test_proposed_tests_of_two_people_are_indented_alike() -> None:
    run(
        "facts: {employees: {x: money}}\n"
        "pay:\n  a: {kind: variable, amount: x * 10%}\n"
        "  b: {kind: prize, best: x, among: company, above: 10, ties: split, amount: 100}\n",
        "validate",
    )

    lines = invoke("test", "s.yaml", "--generate").stdout.splitlines()

    amounts = [line for line in lines if line.strip().startswith(("a:", "b:", "total:"))]
    # Two people are proposed first; the tests at the bound are of one, whose figures stand further left.
    assert [len(line) - len(line.lstrip()) for line in amounts] == [8] * 6 + [6] * 6


@pytest.mark.parametrize(("given", "rows"), [([], 1000), (["--rows", "7"], 7)])
def test_a_blank_form_checks_so_many_rows(given: list[str], rows: int) -> None:
    scheme = "facts: {employees: {факт: {type: money, above: 0}}}\npay: {п: {kind: fixed, amount: факт}}\n"
    run(scheme, "validate")

    done = invoke("template", "s.yaml", "--period", "2026-03", "--out", "form.xlsx", *given)

    assert done.exit_code == 0, done.stderr
    sheet = load_workbook("form.xlsx")["Employees"]
    ranges = [area for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges]
    assert {area.max_row - area.min_row + 1 for area in ranges} == {1, rows}
