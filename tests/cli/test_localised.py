"""What is typed wrongly is refused in the language of the program; what is not typed is off."""

from __future__ import annotations

import os
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import get_type_hints

import pytest
import typer

from kpicalc.cli.commands import COMMANDS
from kpicalc.cli.localised import find_mistyped, make_localised
from kpicalc.i18n.catalogue import Language, words
from tests.cli.stand_in import invoke


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("fmt --zzz", "неизвестный параметр `--zzz`; все перечислит `kpicalc fmt --help`"),
        ("--zzz", "неизвестный параметр `--zzz`; все перечислит `kpicalc --help`"),
        (
            "fmt --chek",
            "неизвестный параметр `--chek`; возможно, --check, --help? все перечислит `kpicalc fmt --help`",
        ),
        ("nothing", "нет команды `nothing`; все перечислит `kpicalc --help`"),
        ("valdate", "нет команды `valdate`; возможно, `validate`? все перечислит `kpicalc --help`"),
        ("compue x", "нет команды `compue`; возможно, `compute`? все перечислит `kpicalc --help`"),
        ("fnt x", "нет команды `fnt`; возможно, `fmt`? все перечислит `kpicalc --help`"),
        ("compute", "не указано: FACTS; см. `kpicalc compute --help`"),
        ("validate --format", "после `--format` нужно значение; см. `kpicalc validate --help`"),
        ("simulate --tornado --times 9 f", "после `--tornado` нужно значение; см. `kpicalc simulate --help`"),
        ("init a b c", "лишнее в команде: b c; см. `kpicalc init --help`"),
        ("analyse x.yaml --format xx", "`--format` не бывает `xx`; одно из: text, json"),
        (
            "template --rows many",
            "значение `--rows` не подходит; см. `kpicalc template --help`",
        ),
    ],
)
def test_what_is_typed_wrongly_is_refused_in_our_words(typed: str, told: str) -> None:
    done = invoke(*typed.split(), language=Language.RU)

    assert (done.exit_code, done.stdout) == (2, "")
    assert " ".join(done.stderr.split()) == f"ошибка: {told}"


def test_it_is_refused_in_english_too() -> None:
    done = invoke("fmt", "--zzz")

    assert done.stderr == "error: unknown option `--zzz`; `kpicalc fmt --help` lists all\n"


def test_what_typer_adds_is_told_in_the_language_too() -> None:
    told = " ".join(invoke("--help", language=Language.RU).stdout.split())
    own = ("install_completion", "show_completion", "help")

    assert [each for each in own if words(Language.RU)[f"help.{each}"] not in told] == []


def test_a_saying_that_nobody_knows_stays_as_it_is() -> None:
    class Reader:
        def get_params(self, _context: object) -> list[object]:
            return []

        def parse_args(self, _context: object, args: list[str]) -> list[str]:
            raise typer.BadParameter(args[0])

    command = make_localised(Reader, Language.RU)()

    with pytest.raises(typer.BadParameter, match="odd"):
        command.parse_args(SimpleNamespace(command_path="kpicalc"), ["odd"])
    assert find_mistyped("odd", "kpicalc") is None


def test_a_path_that_cannot_be_read_is_left_to_typer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One that is not there, or not allowed to be looked at, among others: both are told by the option."""
    known = tmp_path / "seller.yaml"
    known.touch()
    monkeypatch.setattr("os.access", lambda path, how: (str(path), how) != (str(known), os.R_OK))
    done = invoke("validate", str(tmp_path / "gone.yaml"), str(known))

    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        " ".join(done.stderr.split())
        == "error: the value of `PATH` does not fit; `kpicalc validate --help` tells what is needed"
    )


def test_no_path_asks_more_than_that_it_can_be_read() -> None:
    names = "parser exists file_okay dir_okay writable readable resolve_path allow_dash path_type"
    asked_of = attrgetter(*names.split())
    found = [
        (command.name, name)
        for command in COMMANDS
        for name, hint in get_type_hints(command.options, include_extras=True).items()
        for info in getattr(hint, "__metadata__", ())
        if asked_of(info) != asked_of(typer.Option())
    ]

    assert found == []


def test_nothing_is_switched_on_that_nobody_asked_for() -> None:
    options = [(command.name, each) for command in COMMANDS for each in fields(command.options)]

    assert [(name, each.name) for name, each in options if each.default is True] == []
