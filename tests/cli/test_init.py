"""`kpicalc init`: a first scheme that validates, passes its tests, and can be computed."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from kpicalc.cli.console import can_ask
from kpicalc.i18n.catalogue import Language
from kpicalc.scheme.load_scaffold import SCAFFOLDS
from tests.cli.filled_form import fill_form
from tests.cli.stand_in import invoke
from tests.cli.test_template import layout, problems_of


class Keyboard(io.StringIO):
    """Lines that a person types."""

    def isatty(self) -> bool:
        """Somebody sits there."""
        return True


@pytest.fixture(name="folder", autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def type_lines(monkeypatch: pytest.MonkeyPatch, *lines: str) -> Keyboard:
    """Sit down at the keyboard; return the screen."""
    screen = Keyboard()
    monkeypatch.setattr(sys, "stdin", Keyboard("".join(f"{line}\n" for line in lines)))
    monkeypatch.setattr(sys, "stdout", screen)
    return screen


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", SCAFFOLDS)
def test_every_template_goes_the_whole_way(name: str, language: Language) -> None:
    scheme, facts = Path("schemes", f"{name}.yaml"), Path("facts.xlsx")
    steps = [
        invoke("init", "--template", name, language=language),
        invoke("validate", str(scheme), language=language),
        invoke("test", str(scheme), language=language),
        invoke("template", "--period", "2026-03", language=language),
    ]
    fill_form(facts, layout(scheme, language=language), rows=2)

    assert [each.exit_code for each in steps] == [0, 0, 0, 0]
    assert steps[1].stderr == ""
    assert problems_of(facts, scheme) == ()


@pytest.mark.parametrize("period", ["month", "quarter", "half", "year"])
@pytest.mark.parametrize("name", SCAFFOLDS)
def test_every_template_holds_for_every_period(name: str, period: str) -> None:
    invoke("init", "--template", name, "--period", period, "--currency", "EUR", "--name", "mine")
    done = invoke("test", "schemes/mine.yaml")

    assert (done.exit_code, "0 failed" in done.stdout) == (0, True)


def test_what_comes_next_is_told() -> None:
    done = invoke("init", "office")

    assert done.stdout.splitlines() == [
        "Created: office/schemes/kpi-bonus.yaml (Salary and a bonus by KPI)",
        "",
        "Next:",
        "  cd office                       go into the folder",
        "  schemes/kpi-bonus.yaml          put in your own amounts and rules",
        "  kpicalc validate                check the scheme",
        "  kpicalc test                    check it by the examples inside it",
        "  kpicalc template -o facts.xlsx  make a workbook for the data",
        "  facts.xlsx                      fill it in with Excel",
        "  kpicalc compute facts.xlsx      compute",
        "",
    ]


def test_editors_find_the_schema() -> None:
    invoke("init")
    first = Path("schemes/kpi-bonus.yaml").read_text(encoding="utf-8").split("\n")[0]
    schema = Path("schemes", first.removeprefix("# yaml-language-server: $schema=")).resolve()

    assert json.loads(schema.read_text(encoding="utf-8"))["title"] != ""


def test_a_file_is_not_replaced_unasked() -> None:
    invoke("init")
    path = Path("schemes/kpi-bonus.yaml")
    path.write_text("mine", encoding="utf-8")
    refused = invoke("init")
    kept = path.read_text(encoding="utf-8")
    forced = invoke("init", "--force")

    assert (refused.exit_code, kept, forced.exit_code) == (2, "mine", 0)
    assert refused.stderr == f"error: `{path}` exists; add --force to replace it\n"
    assert path.read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--template", "bonus"), "there is no `bonus` to begin with; there are kpi-bonus, commission"),
        (("--name", "../mine"), "`../mine` is not a valid name"),
        (("--name", ""), "`` is not a valid name"),
        (("--currency", "RUR1"), "`RUR1` is not a valid currency code"),
    ],
)
def test_a_wrong_option_is_refused(arguments: tuple[str, ...], told: str) -> None:
    done = invoke("init", *arguments)

    assert (done.exit_code, told in done.stderr, Path("schemes").exists()) == (2, True, False)


def test_what_cannot_be_written_is_told() -> None:
    Path("schemes/kpi-bonus.yaml").mkdir(parents=True)
    done = invoke("init", "--force")

    assert (done.exit_code, "is a folder" in done.stderr) == (2, True)


def test_command_are_asked_until_the_answers_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.typed.CliRunner.invoke", run_here)
    screen = type_lines(monkeypatch, "9", "shop", "a/b", "kiosk", "dollars", "eur", "week", "year")
    invoke("init")
    text = Path("schemes/kiosk.yaml").read_text(encoding="utf-8")

    assert screen.getvalue().count("Invalid: ") == 4
    assert "scheme: kiosk\n" in text
    assert "currency: EUR\nperiod: year\n" in text


def test_enter_takes_what_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.typed.CliRunner.invoke", run_here)
    screen = type_lines(monkeypatch, "", "", "", "")
    invoke("init")

    assert "  2. Salary and a commission by tiers (commission)\n" in screen.getvalue()
    assert Path("schemes/kpi-bonus.yaml").exists()


def test_the_end_of_the_input_takes_what_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.typed.CliRunner.invoke", run_here)
    type_lines(monkeypatch, "2")
    invoke("init")

    assert Path("schemes/commission.yaml").exists()


def test_nothing_is_asked_that_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.typed.CliRunner.invoke", run_here)
    screen = type_lines(monkeypatch)
    invoke("init", "--template", "shop", "--name", "kiosk", "--currency", "EUR", "--period", "quarter")
    first = screen.getvalue()
    invoke("init", "--no-input")

    assert first.startswith("Created: ")
    assert "\nperiod: quarter\n" in Path("schemes/kiosk.yaml").read_text(encoding="utf-8")
    assert Path("schemes/kpi-bonus.yaml").exists()


@pytest.mark.parametrize(
    ("typing", "looking", "asked"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_nobody_is_asked_where_nobody_looks(
    monkeypatch: pytest.MonkeyPatch, *, typing: bool, looking: bool, asked: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard() if typing else io.StringIO())
    monkeypatch.setattr(sys, "stdout", Keyboard() if looking else io.StringIO())

    assert can_ask() is asked


def run_here(_: object, app: object, arguments: list[str], **_more: object) -> object:
    """Run the program with the keyboard and the screen of the test, not those of typer's runner."""
    from typer.main import get_command  # noqa: PLC0415 - only these tests need it

    return get_command(app).main(arguments, standalone_mode=False)  # type: ignore[arg-type]
