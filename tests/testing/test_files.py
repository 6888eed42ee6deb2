"""Tests whose facts stand in files."""

from __future__ import annotations

from pathlib import Path

from kpicalc import api
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked
from kpicalc.model.settings import FileReading, Settings
from kpicalc.model.trial import TrialRun
from kpicalc.model.writing import DecimalMark, Writing
from tests.testing.builders import HEAD, SELLER, short

TESTS = """\
tests:
  - name: март
    given_files: [facts/march.csv]
    expect: {'0017': {премия: 8_000}, '0018': {премия: 10_000}}
"""
MARCH = "Таб. №;План;Факт;Должность\n0017;100;90;Продавец\n0018;100;100;Продавец\n0019;0;0;Кассир\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def project(folder: Path, tests: str = TESTS, march: str = MARCH) -> Path:
    """Write a scheme with a file of facts; return the path of the scheme."""
    write(folder, "facts/march.csv", march)
    return write(folder, "s.yaml", f"{HEAD}applies_to: {{Должность: Продавец}}\n{SELLER}{tests}")


def passed(checked: Checked[TrialRun]) -> list[bool]:
    assert checked.value is not None, checked.diagnostics
    return [each.passed for each in checked.value.trials()]


def problems(checked: Checked[TrialRun]) -> list[str]:
    assert checked.value is not None, checked.diagnostics
    return [problem.code for each in checked.value.trials() for problem in each.problems]


def test_a_file_is_read_and_those_of_other_schemes_are_left_out(tmp_path: Path) -> None:
    assert passed(api.run_tests([project(tmp_path)])) == [True]


def test_a_file_is_read_as_the_settings_declare(tmp_path: Path) -> None:
    reading = FileReading("*.csv", Writing(decimal=DecimalMark.POINT))

    assert passed(api.run_tests([project(tmp_path)], settings=Settings(reading=(reading,)))) == [True]


def test_a_wrong_figure_of_a_file_is_explained_down_to_its_cell(tmp_path: Path) -> None:
    checked = api.run_tests([project(tmp_path, TESTS.replace("8_000", "9_000"))])

    assert checked.value is not None
    (trial,) = checked.value.trials()
    explanation = trial.comparisons[0].explanation
    assert explanation is not None
    cell = explanation.children[0].children[0].children[0].cell
    assert str(cell).endswith("march.csv!C2")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    checked = api.run_tests([project(tmp_path, TESTS.replace("march", "april"))])

    assert problems(checked) == ["KPI718"]


def test_files_without_the_columns(tmp_path: Path) -> None:
    no_position = MARCH.replace("Должность", "Роль")
    no_plan = MARCH.replace("План", "Цель")

    assert problems(api.run_tests([project(tmp_path, march=no_position)])) == ["KPI415"]
    assert problems(api.run_tests([project(tmp_path, march=no_plan)])) == ["KPI415"]


def test_a_file_of_tests_beside_the_scheme(tmp_path: Path) -> None:
    scheme = project(tmp_path, "")
    beside = write(
        tmp_path, "tests/s.test.yaml", f"scheme: ../s.yaml\n{TESTS}".replace("[facts", "[../facts")
    )

    checked = api.run_tests([], [beside], coverage=True)

    assert passed(checked) == [True]
    assert checked.value is not None
    (trials,) = checked.value.schemes
    assert (trials.file, trials.scheme) == (str(scheme), "seller")
    assert trials.coverage is not None
    assert trials.coverage.percent == 60
    assert passed(api.run_tests([scheme], [beside])) == [True]


def test_problems_of_files_of_tests(tmp_path: Path) -> None:
    project(tmp_path, "")
    lost = write(tmp_path, "lost.test.yaml", f"scheme: lost.yaml\n{TESTS}")
    wrong = write(tmp_path, "wrong.test.yaml", "scheme: s.yaml\ntests: []\nkpi: 1\n")

    checked = api.run_tests([], [lost, wrong])

    assert checked.value is None
    assert [each.code for each in checked.diagnostics] == ["KPI718", "KPI137", "KPI130"]
    assert api.propose_tests([], [lost], Language.EN).value is None


def test_a_scheme_with_problems_is_not_run(tmp_path: Path) -> None:
    broken = write(tmp_path, "b.yaml", f"{HEAD}{SELLER}".replace("К(выполнение)", "К(выполнения)"))
    unread = write(tmp_path, "u.yaml", "kpicalc: 1\n")

    assert [each.code for each in api.run_tests([broken]).diagnostics] == ["KPI207"]
    assert api.run_tests([unread]).value is None


def test_tests_are_proposed_for_files_too(tmp_path: Path) -> None:
    proposed = api.propose_tests([project(tmp_path)], [], Language.EN)

    assert proposed.value is not None
    assert proposed.value[0].count("- name:") == 3


def test_places_in_files_stay_cells(tmp_path: Path) -> None:
    checked = api.run_tests([project(tmp_path, march=MARCH.replace("100;90", "100;девяносто"))])

    assert checked.value is not None
    (trial,) = checked.value.trials()
    assert [each.split("/")[-1] for each in short(trial.problems)] == ["march.csv!C2"]
