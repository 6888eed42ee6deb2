"""`kpicalc rule`, and the pages of the codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.cli import rule_page
from kpicalc.cli.problem_pages import read_page, read_pages, read_titles
from kpicalc.i18n.catalogue import Language, message_templates
from tests.cli.stand_in import invoke

RU, EN = Language.RU, Language.EN


@pytest.mark.parametrize("typed", ["KPI312", "kpi312", "312", " KPI-312 "])
def test_a_page(typed: str) -> None:
    done = invoke("rule", typed)

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("KPI312: ")
    assert "\nWrong\n    " in done.stdout


def test_a_page_in_russian() -> None:
    assert "\nНеверно\n    " in invoke("rule", "312", language=RU).stdout


def test_all_codes() -> None:
    lines = invoke("rule").stdout.splitlines()

    assert lines[0] == "The file and its shape"
    assert {line.split()[0] for line in lines if line.startswith("  KPI")} == set(message_templates(EN))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("999", f"error: there is no problem code `999`; the nearest is {max(message_templates(EN))}"),
        ("001", f"error: there is no problem code `001`; the nearest is {min(message_templates(EN))}"),
        ("weights", "error: `weights` is no problem code; codes look like KPI312"),
    ],
)
def test_an_unknown_code(typed: str, said: str) -> None:
    done = invoke("rule", typed)

    assert (done.exit_code, done.stdout, done.stderr[: len(said)]) == (2, "", said)


def test_a_code_without_a_page_says_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_page, "read_page", lambda *_: None)

    assert invoke("rule", "100").stdout == (
        "KPI100\n══════\nthere is no such file\nhelp: check the path and the name of the scheme\n\n"
    )
    assert "help:" not in invoke("rule", "107").stdout or message_templates(EN)["KPI107"][1]


def test_pages_of_the_installed_package_come_first(tmp_path: Path) -> None:
    package = tmp_path / "kpicalc"
    for folder, text in (
        (package / "problems" / "ru", "# KPI100: файла нет\n"),
        (tmp_path / "docs" / "problems", "# KPI100: from the docs\n"),
    ):
        folder.mkdir(parents=True)
        (folder / "KPI100.md").write_text(text, encoding="utf-8")

    assert read_titles(["KPI100"], RU, package) == {"KPI100": "файла нет"}
    assert read_pages(["KPI100", "KPI101"], RU, package) == {"KPI100": "# KPI100: файла нет\n"}
    assert read_page("KPI100", EN, package) is None
    (package / "problems").rename(package / "gone")
    assert read_titles(["KPI100"], EN, package) == {"KPI100": "from the docs"}


def test_the_title_of_a_code_without_a_page_is_its_sentence(tmp_path: Path) -> None:
    assert read_titles(["KPI103", "KPI000"], EN, tmp_path / "kpicalc") == {
        "KPI103": "the file is larger than … KB",
        "KPI000": "KPI000",
    }
