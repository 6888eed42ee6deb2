"""The command line: its commands, its language, and the entry point of the program."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from kpicalc import __version__
from kpicalc.cli.commands import COMMANDS, SpokenLanguage, leave_unread, make_callback
from kpicalc.cli.guard import prepare_streams, run_guarded
from kpicalc.cli.localised import make_localised
from kpicalc.cli.stopping import listen
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.stored_text import list_languages

# What the shell sets when it asks for proposals.
_COMPLETION = "_KPICALC_COMPLETE"


def main() -> None:
    """Run the program with the arguments it was started with, and end the process."""
    # A run makes millions of values without cycles and then ends: looking for cycles would only cost time.
    gc.disable()
    # No code of others runs inside a payroll run: pydantic would load whatever plugins are installed.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    prepare_streams()
    language = find_language(sys.argv[1:], os.environ)
    listen(words(language)["failure.stopped"])

    def run() -> None:
        # The completion of a shell asks for the options of any command.
        completes = _COMPLETION in os.environ
        app = build_app(language, None if completes else sys.argv[1:])
        app()

    run_guarded(run, language, debug=wants_traceback(sys.argv[1:], os.environ))


def build_app(language: Language, typed: Sequence[str] | None = None) -> typer.Typer:
    """Build the command line with its help in a language.

    Where it is known what was `typed`, the options of the commands that do not stand there are left out:
    nobody will see them, and to read those of all takes longer than all else that `--help` does.
    """
    spoken = words(language)
    app = typer.Typer(
        name="kpicalc",
        help=spoken["help.app"],
        epilog=spoken["help.epilog"],
        cls=make_localised(TyperGroup, language),
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def _root(
        context: typer.Context,
        *,
        version: Annotated[  # noqa: ARG001 - its callback does the work
            bool, typer.Option("--version", callback=_show_version, is_eager=True, help="help.version")
        ] = False,
        lang: Annotated[SpokenLanguage | None, typer.Option(help="help.lang")] = None,
        debug: Annotated[  # noqa: ARG001 - `main` has looked for it before anything could fail
            bool, typer.Option("--debug", help="help.debug")
        ] = False,
    ) -> None:
        context.obj = Language(lang) if lang else language

    for command in COMMANDS:
        told = spoken[f"help.{command.name}"]
        app.command(command.name, help=told, cls=make_localised(TyperCommand, language))(
            make_callback(command) if typed is None or command.name in typed else leave_unread
        )
    return app


def find_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of `--lang`, KPICALC_LANG, the locale or Windows; English otherwise.

    >>> find_language(["compute", "--lang", "ru"], {}), find_language([], {"LANG": "ru_RU.UTF-8"})
    (<Language.RU: 'ru'>, <Language.RU: 'ru'>)
    """
    written = _asked_for(arguments) or environment.get("KPICALC_LANG")
    if written and written.lower() in list_languages():
        return Language(written.lower())
    variables = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[each] for each in variables if environment.get(each)), None)
    if locale is not None:
        return _language_of(locale)
    return _language_of_windows()


def wants_traceback(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Say whether a developer asked, by `--debug` or KPICALC_DEBUG, where in the program it fails.

    >>> wants_traceback(["compute", "--debug"], {}), wants_traceback([], {"KPICALC_DEBUG": "0"})
    (True, False)
    """
    return "--debug" in arguments or environment.get("KPICALC_DEBUG", "0") not in {"", "0"}


def _asked_for(arguments: Sequence[str]) -> str | None:
    for argument, following in pairwise([*arguments, ""]):
        if argument == "--lang":
            return following
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


def _language_of_windows() -> Language:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - only Windows has it

        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Control Panel\International") as key:
            name = str(winreg.QueryValueEx(key, "LocaleName")[0])
        return _language_of(name)
    return Language.EN


def _language_of(locale: str) -> Language:
    """Return the language that a locale begins with, English where it is none of ours."""
    code = locale[:2].lower()
    return Language(code) if code in list_languages() else Language.EN


def _show_version(asked: bool) -> None:  # noqa: FBT001 - the form that typer calls
    if asked:
        typer.echo(f"kpicalc {__version__}")
        raise typer.Exit
