"""What the shell proposes while a command is being typed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from kpicalc.cli import proposals
from kpicalc.cli.app import build_app
from kpicalc.i18n.catalogue import Language
from tests.cli.pay_month import lay_out_month

if TYPE_CHECKING:
    import pytest

BOOK = Path(__file__).parents[2] / "examples" / "company" / "march.xlsx"


def proposed(*typed: str) -> list[str]:
    """Return what is proposed for the last of the words that follow `kpicalc`."""
    setting = {
        "_KPICALC_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(["kpicalc", *typed]),
        "COMP_CWORD": str(len(typed)),
        "KPICALC_LANG": "en",
    }
    done = CliRunner().invoke(build_app(Language.EN), [], prog_name="kpicalc", env=setting)
    assert done.stderr == ""
    return done.stdout.split()


def test_codes_and_templates() -> None:
    assert proposed("rule", "KPI11") == [f"KPI11{digit}" for digit in range(10)]
    assert proposed("rule", "x") == []
    assert proposed("init", "--template", "s") == ["soft-salary", "sales-team", "shop"]


def test_people_and_their_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out_month(tmp_path, ["001;Иванов Иван;1;1;0%;нет", "002;Ким Ян;1;1;0%;нет", "103;Ли Юн;1;1;0%;нет"])
    monkeypatch.chdir(tmp_path)
    month = ("march.csv", "--period", "2026-03")

    assert proposed("explain", *month, "00") == ["001", "002"]
    for command in ("compute", "sheets", "progress", "compare"):
        assert proposed(command, *month, "--employee", "002") == ["002"]
    assert proposed("compute", "--employee", "") == []
    assert proposed("explain", *month, "001", "п") == ["премия", "первому"]
    assert proposed("explain", *month, "nobody", "п") == []


def test_what_is_proposed_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out_month(tmp_path, ["001;Иванов Иван;1;1;0%;нет", "002;Ким Ян;1;1;0%;нет", "103;Ли Юн;1;1;0%;нет"])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(proposals, "_MOST_BYTES", Path("march.csv").stat().st_size)
    monkeypatch.setattr(proposals, "_MOST_PEOPLE", 2)
    typed = {"facts": [Path("march.csv")], "period": "2026-03", "employee": "001"}
    context: Any = SimpleNamespace(params=typed, args=[])

    assert proposals.fitting_employees(context, "") == [("001", "Иванов Иван"), ("002", "Ким Ян")]
    assert proposals.fitting_employees(context, "1") == [("103", "Ли Юн")]
    titles = ["Оклад", "Премия", "Доплата", "Лучшему", "Выручка"]
    assert proposals.fitting_lines(context, "") == [
        (title.lower() if title != "Лучшему" else "первому", title) for title in titles
    ]
    context.params["encoding"] = "cp1251"
    assert proposals.fitting_employees(context, "103") == []
    context.params["encoding"] = None
    assert proposals.fitting_codes(context, "KPI110") == [("KPI110", "this cannot be read as YAML")]
    assert ("kpi-bonus", "Salary and a bonus by KPI") in proposals.fitting_templates(context, "")


def test_what_cannot_be_read_proposes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "march.xlsx"
    broken.write_bytes(b"no workbook")

    assert proposed("explain", str(broken), "1") == []
    assert proposed("explain", str(tmp_path / "none.xlsx"), "1") == []
    assert proposed("explain", str(tmp_path), "1") == []
    monkeypatch.setattr(proposals, "_MOST_BYTES", 10)
    assert proposed("explain", str(BOOK), "0010") == []
