"""What is typed wrongly is refused in the language of the program."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import typer

from kpicalc.cli.localised import find_mistyped, make_localised
from kpicalc.i18n.catalogue import Language
from tests.cli.stand_in import invoke


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("fmt --zzz", "параметра `--zzz` нет; какие есть, скажет `kpicalc fmt --help`"),
        ("--zzz", "параметра `--zzz` нет; какие есть, скажет `kpicalc --help`"),
        ("fmt --chek", "параметра `--chek` нет; похожие: --check, --help; все назовёт `kpicalc fmt --help`"),
        ("nothing", "команды `nothing` нет; какие есть, скажет `kpicalc --help`"),
        ("valdate", "команды `valdate` нет; возможно, `validate`? все назовёт `kpicalc --help`"),
        ("compue x", "команды `compue` нет; возможно, `compute`? все назовёт `kpicalc --help`"),
        ("fnt x", "команды `fnt` нет; возможно, `fmt`? все назовёт `kpicalc --help`"),
        ("compute", "не названо FACTS; что нужно, скажет `kpicalc compute --help`"),
        ("validate --format", "после `--format` нужно значение; какое, скажет `kpicalc validate --help`"),
        ("init a b c", "лишнее в команде: b c; что нужно, скажет `kpicalc init --help`"),
        ("analyse x.yaml --format xx", "`--format` не бывает `xx`; одно из: text, json"),
        (
            "template --rows many",
            "значение `--rows` не подходит; что нужно, скажет `kpicalc template --help`",
        ),
    ],
)
def test_what_is_typed_wrongly_is_refused_in_our_words(typed: str, told: str) -> None:
    done = invoke(*typed.split(), language=Language.RU)

    assert (done.exit_code, done.stdout) == (2, "")
    assert " ".join(done.stderr.split()) == f"ошибка: {told}"


def test_it_is_refused_in_english_too() -> None:
    done = invoke("fmt", "--zzz")

    assert done.stderr == "error: there is no option `--zzz`; `kpicalc fmt --help` lists them\n"


def test_a_saying_that_nobody_knows_stays_as_it_is() -> None:
    class Reader:
        def parse_args(self, _context: object, args: list[str]) -> list[str]:
            raise typer.BadParameter(args[0])

    command = make_localised(Reader, Language.RU)()

    with pytest.raises(typer.BadParameter, match="odd"):
        command.parse_args(SimpleNamespace(command_path="kpicalc"), ["odd"])
    assert find_mistyped("odd", "kpicalc") is None
