"""The command line: its commands, and the entry point of the program."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from kpicalc import __version__
from kpicalc.cli.command import take_options
from kpicalc.cli.commands import COMMANDS
from kpicalc.cli.guard import run_guarded
from kpicalc.cli.language import find_language
from kpicalc.cli.spoken import speaking
from kpicalc.cli.streams import prepare_streams
from kpicalc.i18n.catalogue import Language, words


def main() -> None:
    """Run the program with the arguments it was started with, and end the process."""
    # A run makes millions of values without cycles and then ends: looking for cycles would only cost time.
    gc.disable()
    # No code of others runs inside a payroll run: pydantic would load whatever plugins are installed.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    prepare_streams()
    language = find_language(sys.argv[1:], os.environ)
    run_guarded(build_app(language), language)


def build_app(language: Language) -> typer.Typer:
    """Build the command line with its help in a language."""
    spoken = words(language)
    app = typer.Typer(
        name="kpicalc",
        help=spoken["help.app"],
        epilog=spoken["help.epilog"],
        cls=speaking(TyperGroup, language),
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    command = speaking(TyperCommand, language)

    @app.callback()
    def _root(
        context: typer.Context,
        *,
        version: Annotated[  # noqa: ARG001 - its callback does the work
            bool, typer.Option("--version", callback=_show_version, is_eager=True, help="help.version")
        ] = False,
        lang: Annotated[Language | None, typer.Option(help="help.lang")] = None,
    ) -> None:
        context.obj = lang or language

    for each in COMMANDS:
        told = spoken[f"help.{each.name}"]
        app.command(each.name, help=told, cls=command)(take_options(each.options, each.action))
    return app


def _show_version(asked: bool) -> None:  # noqa: FBT001 - the form that typer calls
    if asked:
        typer.echo(f"kpicalc {__version__}")
        raise typer.Exit
