"""`kpicalc validate`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from tests.cli.stand_in import invoke
from tests.typed import run_typed

GOOD = """\
kpicalc: 1
scheme: seller
currency: RUB
facts: {employees: {план: {type: money, min: 0}}}
pay: {оклад: {kind: fixed, amount: план}}
"""
WRONG = GOOD.replace("amount: план", "amount: плaн")  # with a Latin letter
DOUBTFUL = GOOD + "title: 1 + # note\n"

pytestmark = pytest.mark.usefixtures("checked_project")


@pytest.fixture(name="checked_project")
def open_checked_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project whose scheme is right, outside GitHub Actions."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    (project / "schemes" / "seller.yaml").write_text(GOOD, encoding="utf-8")
    return project


def write(path: str, text: str) -> None:
    """Write a file of the project."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def test_a_clean_project() -> None:
    done = invoke("validate")

    assert (done.exit_code, done.stdout, done.stderr) == (0, "1 file: no problems\n", "")


def test_problems_are_shown_in_full() -> None:
    write("wrong.yaml", WRONG)
    done = invoke("validate", "wrong.yaml", language=Language.RU)

    assert (done.exit_code, done.stderr) == (1, "")
    assert done.stdout.startswith("ошибка[KPI206]: ")
    assert "  wrong.yaml:5:36\n5 | pay: {оклад: {kind: fixed, amount: плaн}}\n" in done.stdout
    assert done.stdout.endswith("подробнее: kpicalc rule KPI206\n\n1 файл: 1 ошибка\n")


def test_warnings_fail_only_where_that_is_asked_for() -> None:
    write("doubtful.yaml", DOUBTFUL)

    assert invoke("validate", "doubtful.yaml").exit_code == 0
    assert invoke("validate", "doubtful.yaml", "--strict").exit_code == 1
    assert "KPI159" in invoke("validate", "doubtful.yaml", "--format", "concise").stdout


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif"])
def test_a_machine_gets_one_document_and_nothing_else(form: str) -> None:
    write("schemes/wrong.yaml", WRONG)
    write("schemes/other.yaml", "services: {}\n")
    done = invoke("validate", "schemes", "--format", form)

    assert done.exit_code == 1
    assert "KPI206" in json.dumps(json.loads(done.stdout))
    assert done.stderr == "passed over, because they have no key `kpicalc`: schemes/other.yaml\n"


def test_junit_names_the_clean_files_too() -> None:
    done = invoke("validate", "--format", "junit")

    assert '<testcase name="schemes/seller.yaml" classname="kpicalc validate" />' in done.stdout


@pytest.mark.parametrize(("count", "end"), [(10, "09.yml\n"), (12, "09.yml … and 2 more\n")])
def test_many_files_that_are_passed_over_are_counted(count: int, end: str) -> None:
    for number in range(count):
        write(f"schemes/{number:02}.yml", "a: 1\n")

    assert invoke("validate", "schemes").stderr.endswith(f"schemes/{end}")


def test_a_file_named_directly_must_be_a_scheme() -> None:
    write("other.yaml", "services: {}\n")
    done = invoke("validate", "other.yaml", "--format", "concise")

    assert (done.exit_code, [line[:22] for line in done.stdout.splitlines()]) == (
        1,
        ["other.yaml:1:1: KPI297"],
    )


def test_standard_input() -> None:
    done = run_typed(Language.EN, ["validate", "-", "--format", "concise"], input=WRONG)

    assert (done.exit_code, done.stdout[:23]) == (1, "<stdin>:5:36: KPI206 un")


def test_places_are_named_from_the_working_folder(checked_project: Path) -> None:
    write("wrong.yaml", WRONG)
    done = invoke("validate", str(checked_project / "wrong.yaml"), "--format", "concise")

    assert done.stdout.startswith("wrong.yaml:5:36: ")


def test_in_github_actions_annotations_text_and_summary_are_written(
    checked_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = checked_project / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    write("wrong.yaml", WRONG)
    done = invoke("validate", "wrong.yaml")
    invoke("validate")

    assert done.stdout.startswith(
        "::error file=wrong.yaml,line=5,endLine=5,col=36,endColumn=39,title=KPI206::"
    )
    assert done.stderr.endswith("1 file: 1 error\n")
    assert summary.read_text(encoding="utf-8").count("### kpicalc validate") == 2


def test_in_github_actions_another_format_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    assert invoke("validate").stdout == ""
    assert invoke("validate", "--format", "full").stdout == "1 file: no problems\n"


def test_tests_beside_a_scheme_are_checked_as_they_are_written() -> None:
    write(
        "schemes/seller.test.yaml", "scheme: seller.yaml\ntests: [{name: a, given: {employees: {плн: 1}}}]\n"
    )
    done = invoke("validate", "--format", "concise")

    assert (done.exit_code, done.stdout[:28]) == (1, "schemes/seller.test.yaml:2:9")


def test_one_period_alone() -> None:
    write("dated.yaml", GOOD + "parameters: {ставка: {2026-01-01: 5}}\n")

    assert invoke("validate", "dated.yaml").exit_code == 0
    done = invoke("validate", "dated.yaml", "--period", "2025-12", "--format", "concise")
    assert (done.exit_code, "KPI210" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--period", "March"),
            (
                "error: `March` is not a valid period; "
                "write 2026-03, 2026-Q1, 2026-H1, 2026 or 2026-02-26..2026-03-25\n"
            ),
        ),
        (("absent.yaml",), "error: `absent.yaml` not found\n"),
        (("empty",), "error: the folder `empty` has no scheme (*.yaml)\n"),
    ],
)
def test_a_wrong_use(arguments: tuple[str, ...], said: str, checked_project: Path) -> None:
    (checked_project / "empty").mkdir()
    done = invoke("validate", *arguments)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", said)


def test_a_project_without_schemes(checked_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (checked_project / "bare").mkdir()
    (checked_project / "schemes").rename(checked_project / "other")
    monkeypatch.chdir(checked_project / "bare")
    done = invoke("validate")

    assert (done.exit_code, done.stderr[:27]) == (2, "error: no scheme is found: ")


def test_a_project_file_with_a_misspelt_key(checked_project: Path) -> None:
    (checked_project / "kpicalc.yaml").write_text("shemes: schemes\n", encoding="utf-8")
    alone, named = invoke("validate"), invoke("validate", "kpicalc.yaml", "--format", "concise")

    assert (alone.exit_code, "KPI131" in alone.stderr, "kpicalc.yaml:1:1" in alone.stderr) == (1, True, True)
    assert (named.exit_code, named.stdout[:21]) == (1, "kpicalc.yaml:1:1: KPI")
