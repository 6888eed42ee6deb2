"""`kpicalc progress`: what is printed and written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from kpicalc.i18n.catalogue import Language
from tests.report.golden_files import golden
from tests.typed import Result, run_typed

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "sales-forecast"
MIDDLE = str(FOLDER / "mid-march.csv")


def progress(*options: str, language: Language = Language.EN) -> Result:
    typed = ["progress", MIDDLE, "--scheme", str(FOLDER / "scheme.yaml"), *options]
    return run_typed(language, typed, columns=120)


def test_everybody_is_a_row() -> None:
    told = progress("--as-of", "2026-03-15")

    assert (told.exit_code, told.stdout) == (0, golden("printed_progress_of_all"))


def test_one_person_is_shown_with_bars() -> None:
    told = progress("--as-of", "2026-03-15", "--employee", "902")

    assert told.stdout == golden("printed_progress")


def test_reports_sheets_and_json_are_written_as_one_set(tmp_path: Path) -> None:
    outputs = [tmp_path / f"march{suffix}" for suffix in (".html", ".md", ".json")]
    options = [part for each in outputs for part in ("--out", str(each))]

    told = progress("--as-of", "2026-03-15", *options, "--to", str(tmp_path / "sheets"), "--sheets", "md")

    assert told.exit_code == 0
    document = json.loads(outputs[2].read_text(encoding="utf-8"))
    rules = json.loads((ROOT / "json-schema" / "progress.schema.json").read_text(encoding="utf-8"))
    assert [each.message for each in Draft7Validator(rules).iter_errors(document)] == []
    assert [each["pay_forecast"] for each in document["people"]] == [
        "81656.00",
        "72350.00",
        "71900.00",
        "80180.00",
    ]
    sheets = {each.name: each.read_text(encoding="utf-8") for each in (tmp_path / "sheets").iterdir()}
    assert sorted(sheets) == [f"2026-03-15_90{number}.md" for number in (1, 2, 3, 4)]
    assert [name for name, text in sheets.items() if "Зуев" in text] == ["2026-03-15_902.md"]
    assert "Sheets written: 4" in told.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", "15.03.2026"), "--as-of 15.03.2026: write the day as 2026-03-15"),
        (("--as-of", "2026-02-30"), "--as-of 2026-02-30: write the day as 2026-03-15"),
        (("--as-of", "2026-04-01"), "--as-of 2026-04-01 is no day of March 2026"),
        (("--as-of", "2026-03-15", "--employee", "905"), "905"),
        (("--as-of", "2026-03-15", "--out", MIDDLE), ".csv"),
    ],
)
def test_wrong_use_is_refused(options: tuple[str, ...], said: str) -> None:
    told = progress(*options)

    assert (told.exit_code, said in told.stderr) == (2, True)


def test_a_scheme_that_does_not_say_what_grows_is_refused_with_the_place(tmp_path: Path) -> None:
    scheme = tmp_path / "scheme.yaml"
    text = (FOLDER / "scheme.yaml").read_text(encoding="utf-8")
    scheme.write_text(text.replace(", grows: working_days", ""), encoding="utf-8")

    told = run_typed(
        Language.RU, ["progress", MIDDLE, "--scheme", str(scheme), "--as-of", "2026-03-15"], columns=120
    )

    assert told.exit_code == 1
    assert "ошибка[KPI605]: схема не говорит, растёт ли `продажи` по дням периода" in told.stderr
    assert "scheme.yaml:19:5" in told.stderr
