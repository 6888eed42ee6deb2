"""The program as a whole: help, version, failures, interrupts."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from kpicalc import __version__, api
from kpicalc.cli import app
from kpicalc.cli.app import build_app, main
from kpicalc.cli.commands import COMMANDS
from kpicalc.cli.guard import number_failure, run_guarded
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from tests.cli.stand_in import StandIn, invoke


@pytest.fixture(autouse=True)
def garbage_is_looked_for_again() -> Iterator[None]:
    """Take back what a process does that ends with its command: the tests go on."""
    yield
    gc.enable()


def test_the_version() -> None:
    done = invoke("--version")

    assert (done.exit_code, done.stdout) == (0, f"kpicalc {__version__}\n")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, ("Usage:", "Commands:", "Compute a period", "Show this help", "Examples:")),
        (Language.RU, ("Запуск:", "Команды:", "Рассчитать период", "Показать эту справку", "Примеры:")),
    ],
)
def test_help_in_both_languages(language: Language, words: tuple[str, ...]) -> None:
    done = invoke("--help", language=language)

    assert [each for each in words if each not in done.stdout] == []


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("command", [each.name for each in COMMANDS])
def test_every_option_is_described(command: str, language: Language) -> None:
    told = invoke(command, "--help", language=language).stdout

    assert re.findall(r"help\.\w+", told) == []
    assert ("Usage" in told) == (language is Language.EN)


@pytest.mark.parametrize("command", ["compute", "explain"])
def test_what_must_be_typed_is_marked(command: str) -> None:
    assert "обязательно" in invoke(command, "--help", language=Language.RU).stdout


@pytest.mark.parametrize(
    "typed", [["--help"], ["rule", "--help"], ["--lang", "ru", "rule", "--help"], ["rul"]]
)
def test_options_of_commands_that_are_not_typed_are_not_missed(typed: list[str]) -> None:
    whole, narrow = (
        CliRunner().invoke(each, typed) for each in (build_app(Language.EN), build_app(Language.EN, typed))
    )

    assert (narrow.exit_code, narrow.output) == (whole.exit_code, whole.output)


def test_no_arguments_show_the_help() -> None:
    built = build_app(Language.EN)
    done = CliRunner().invoke(built, [])

    assert (done.exit_code, built.pretty_exceptions_enable) == (2, False)
    assert "kpicalc compute march.xlsx" in done.output


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(["--lang", "ru", "compute", "march.csv"], "Прочитано"), (["compute", "march.csv"], "Read")],
)
@pytest.mark.usefixtures("project", "stand_in")
def test_the_language_may_stand_before_the_command(arguments: list[str], word: str) -> None:
    assert invoke(*arguments).stdout.startswith(word)


@pytest.mark.usefixtures("project", "stand_in")
def test_main_runs_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(
        sys, "argv", ["kpicalc", "compute", "march.csv", "--summary", "--no-receipt", "--lang", "ru"]
    )

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("Сводка за период: март 2026\n")


def test_what_fails_before_a_command_runs_is_our_failure_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nameless = replace(COMMANDS[0], name="nameless")
    monkeypatch.setattr(app, "COMMANDS", (*COMMANDS, nameless))
    monkeypatch.setattr(sys, "argv", ["kpicalc", "--version", "--lang", "en"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 70
    assert capsys.readouterr().err.startswith("kpicalc failed: this is our mistake, not yours.")


@pytest.mark.usefixtures("project")
def test_our_failure_tells_no_data(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Иванов 987654.32")  # noqa: EM101, TRY003 - the text that must not be printed

    monkeypatch.setattr(api, "compute", fail)
    monkeypatch.setattr(sys, "argv", ["kpicalc", "compute", "march.csv", "--lang", "en"])

    with pytest.raises(SystemExit) as ended:
        main()

    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (70, "")
    assert "987654" not in told.err
    assert "(ValueError at test_app.py:" in told.err


@pytest.mark.parametrize(("option", "variable"), [("--debug", "0"), ("--summary", "1")])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.usefixtures("project")
def test_a_developer_may_ask_where_it_failed(
    option: str,
    variable: str,
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("987654.32")  # noqa: EM101 - the text that only a developer may see

    monkeypatch.setattr(api, "compute", fail)
    monkeypatch.setenv("KPICALC_DEBUG", variable)
    monkeypatch.setattr(sys, "argv", ["kpicalc", "compute", "march.csv", "--lang", language, option])

    with pytest.raises(SystemExit) as ended:
        main()

    told = capsys.readouterr().err.splitlines()
    assert ended.value.code == 70
    assert told[0] == phrase("failure.traceback", language)
    assert told[1] == "Traceback (most recent call last):"
    assert told[-2] == "ValueError: 987654.32"
    assert "test_app.py:" in told[-1]


def test_a_refusal_of_the_system_shows_its_place_too(capsys: pytest.CaptureFixture[str]) -> None:
    def refuse() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(SystemExit) as ended:
        run_guarded(refuse, Language.EN, debug=True)

    assert ended.value.code == 1
    assert "Traceback (most recent call last):" in capsys.readouterr().err


def failure_of(action: Callable[[], object]) -> str:
    """Return the number of the failure of an action."""
    try:
        action()
    except (ValueError, KeyError) as failure:
        return number_failure(failure)
    return ""


def test_the_number_of_a_failure_is_its_place() -> None:
    numbers = [
        failure_of(lambda: int("a")),
        failure_of(lambda: int("b")),
        failure_of(lambda: dict[str, int]()["a"]),
    ]

    assert len(numbers[0]) == 8
    assert numbers[0] != numbers[2]
    assert failure_of(lambda: int("3")) == ""


def test_an_interrupt_ends_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as ended:
        run_guarded(interrupt, Language.EN)

    assert (ended.value.code, capsys.readouterr()) == (130, ("", "stopped: nothing is left half-written\n"))


@pytest.mark.parametrize(
    ("problem", "reason"),
    [(OSError(28, "No space left on device"), "no space left on device"), (OSError("x"), "OSError")],
)
def test_a_refusal_of_the_system_is_no_bug(
    problem: OSError, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise problem

    with pytest.raises(SystemExit) as ended:
        run_guarded(refuse, Language.EN)

    told = capsys.readouterr().err
    assert (ended.value.code, told) == (1, f"error: the system refused to read or write: {reason}\n")


def test_what_ends_well_just_ends(capsys: pytest.CaptureFixture[str]) -> None:
    run_guarded(lambda: sys.stdout.write("ok"), Language.EN)

    assert capsys.readouterr() == ("ok", "")


def test_a_closed_pipe_is_quiet() -> None:
    program = (
        "import sys\n"
        "from kpicalc.cli.guard import run_guarded\n"
        "from kpicalc.i18n.catalogue import Language\n"
        "def write():\n"
        "    sys.stdin.read()\n"
        "    sys.stdout.write('x' * 200000)\n"
        "run_guarded(write, Language.EN)\n"
    )
    running = subprocess.Popen(  # noqa: S603 - our own text
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    running.stdout = None

    _, told = running.communicate(b"")

    assert (running.returncode, told) == (1, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="others have no device that is full")
@pytest.mark.parametrize("full", ["/dev/full", ""])
def test_a_full_disk_and_a_closed_pipe_end_quietly(full: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = (-1, os.open(full, os.O_WRONLY)) if full else os.pipe()
    if not full:
        os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)

        with pytest.raises(SystemExit) as ended:
            run_guarded(lambda: stream.write("x"), Language.EN)

        monkeypatch.undo()
    assert ended.value.code == 1


def test_nothing_heavy_is_loaded_for_the_help() -> None:
    program = "import sys, kpicalc.cli.app; print(*sorted(each.split('.')[0] for each in sys.modules))"
    heavy = {"rich", "pydantic", "yaml", "openpyxl", "python_calamine", "decimal_engine"}

    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert heavy & set(done.stdout.split()) == set()


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "ascii", "utf-8"])
@pytest.mark.usefixtures("project")
def test_a_poor_stdout_never_fails(stand_in: StandIn, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding=encoding) as stream, os.fdopen(reading, "rb") as pipe:
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "argv", ["kpicalc", "explain", "march.csv", "001", "--lang", "ru"])
        with pytest.raises(SystemExit) as ended:
            main()
        stream.close()
        monkeypatch.undo()
        written = pipe.read().decode(encoding)
    assert stand_in.explained == [("seller", 0, "total")]
    assert ended.value.code == 0
    assert ("руб." in written, "RUB" in written) == (encoding in {"cp1251", "cp866"}, encoding == "ascii")
