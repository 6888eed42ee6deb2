"""What every command takes is what was kept; `python -m tests.cli.test_told_options` writes it anew.

How the help is laid out is the matter of the library that prints it, and may change with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from kpicalc.cli.app import build_app
from kpicalc.i18n.catalogue import Language

_OF_THE_LIBRARY = ("install_completion", "show_completion")
_KEPT = Path(__file__).with_name("told_options.txt")


def test_what_commands_take_is_what_was_kept() -> None:
    assert "\n".join(_tell_options()) == _KEPT.read_text(encoding="utf-8")


def _tell_options() -> Iterator[str]:
    group: Any = get_command(build_app(Language.EN))
    for name, command in {"kpicalc": group, **group.commands}.items():
        yield f"{name}: {command.help}"
        yield from (_tell_parameter(each) for each in command.params if each.name not in _OF_THE_LIBRARY)


def _tell_parameter(parameter: Any) -> str:
    kind = getattr(parameter.type_descriptor, "annotation", None)
    times = {True: "some", False: "one"}[parameter.multiple if parameter.nargs == 1 else True]
    traits = [each for each in ("required", "hidden", "is_eager") if getattr(parameter, each)]
    called = ", ".join(parameter.opts) or parameter.name
    names = [
        str(each)
        for each in (called, parameter.metavar, kind, times, parameter.default, parameter.help, *traits)
    ]
    return "  " + " | ".join(names)


if __name__ == "__main__":
    _KEPT.write_text("\n".join(_tell_options()), encoding="utf-8")
