"""`kpicalc test`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.stand_in import invoke

SCHEME = """\
kpicalc: 1
scheme: seller
title: Продавец
currency: RUB
facts: {employees: {факт: {type: money, min: 0}}}
pay: {премия: {kind: variable, amount: if факт > 1_000 then факт * 10% else 0}}
"""
TESTS = """\
tests:
  - name: мало
    given: {employees: {факт: 100}}
    expect: {премия: 0}
"""


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def write_scheme(project: Path) -> None:
    """Put a scheme with one test into the project."""
    assert Path.cwd() == project
    write("schemes/seller.yaml", SCHEME + TESTS)


def test_the_schemes_of_the_project() -> None:
    done = invoke("test")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Продавец · schemes/seller.yaml",
        "══════════════════════════════",
        "  ok    мало",
        "",
        "1 passed, 0 failed",
        "",
    ]


def test_a_failure_ends_with_one() -> None:
    write("schemes/seller.yaml", SCHEME + TESTS.replace("премия: 0", "премия: 10"))

    done = invoke("test", "schemes/seller.yaml", "--lang", "ru")

    assert done.exit_code == 1
    assert "  НЕ ПРОЙДЕН  мало  (schemes/seller.yaml:8:11)" in done.stdout
    assert "пройдено: 0, не пройдено: 1" in done.stdout


def test_facts_that_are_refused_are_quoted() -> None:
    write("schemes/seller.yaml", SCHEME + TESTS.replace("факт: 100", "факт: -100"))

    done = invoke("test")

    assert done.exit_code == 1
    assert "error[KPI441]" in done.stdout
    assert "9 |     given: {employees: {факт: -100}}" in done.stdout


def test_files_of_tests_beside_a_scheme_and_in_folders() -> None:
    beside = "scheme: seller.yaml\n" + TESTS.replace("мало", "рядом")
    write("schemes/seller.test.yaml", beside)
    write("checks/deep/all.test.yml", "scheme: ../../schemes/seller.yaml\n" + TESTS.replace("мало", "ещё"))
    write("checks/.hidden/no.test.yaml", "scheme: nowhere.yaml\n" + TESTS)

    assert "2 passed, 0 failed" in invoke("test").stdout
    assert "2 passed, 0 failed" in invoke("test", "schemes/seller.yaml").stdout
    assert "2 passed, 0 failed" in invoke("test", "schemes/seller.test.yaml").stdout
    alone = invoke("test", "checks").stdout
    assert "ok    ещё" in alone
    assert "2 passed, 0 failed" in alone
    assert "3 passed, 0 failed" in invoke("test", "schemes", str(Path("checks").resolve())).stdout


def test_coverage() -> None:
    done = invoke("test", "--coverage")

    assert "Coverage of seller: 50 % (1 of 2)" in done.stdout
    assert "6:43  премия: `факт > 1000` holds" in done.stdout


def test_reports_for_programs() -> None:
    told = json.loads(invoke("test", "--format", "json").stdout)
    junit = invoke("test", "--format", "junit").stdout

    assert (told["passed"], told["failed"]) == (1, 0)
    assert '<testcase name="мало" classname="schemes/seller.yaml">' in junit


def test_proposals_can_be_pasted() -> None:
    write("schemes/seller.yaml", SCHEME)
    proposed = invoke("test", "--generate")
    assert (proposed.exit_code, proposed.stderr) == (0, "")

    write("schemes/seller.yaml", SCHEME + proposed.stdout)
    done = invoke("test", "--coverage")

    assert "2 passed, 0 failed" in done.stdout
    assert "100 % (2 of 2)" in done.stdout


def test_a_scheme_with_problems() -> None:
    write("schemes/seller.yaml", SCHEME.replace("факт * 10%", "фкт * 10%"))

    for arguments in (("test",), ("test", "--generate")):
        done = invoke(*arguments)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "error[KPI2" in done.stderr


@pytest.mark.parametrize(
    ("paths", "answer"),
    [
        (("gone.yaml",), "error: `gone.yaml` not found"),
        (("empty",), "error: the folder `empty` has no scheme (*.yaml)"),
    ],
)
def test_what_cannot_be_run(paths: tuple[str, ...], answer: str) -> None:
    Path("empty").mkdir()

    done = invoke("test", *paths)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"{answer}\n")


def test_a_project_without_schemes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    (tmp_path / "schemes").rename(tmp_path / "rules")

    assert invoke("test").exit_code == 2
