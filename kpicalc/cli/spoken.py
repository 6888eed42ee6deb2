"""Commands whose help and refusals are said in the words of a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import typer

from kpicalc.cli.mistyped import find_mistyped
from kpicalc.i18n.catalogue import Language, words

_OWN_PARAMETERS = ("help", "install_completion", "show_completion")
_HEADS = re.compile(
    r"^(Usage|Arguments|Options|Commands):|\[required\]|\[OPTIONS\]|COMMAND \[ARGS\]\.\.\.", re.MULTILINE
)


def speaking(base: type[Any], language: Language) -> type[Any]:
    """Return a kind of command whose help takes the texts of its parameters from the catalogue.

    The help of a parameter is written as a key of the catalogue; those that typer adds go by their name.
    What is typed wrongly is refused in the same language.
    """
    spoken: Mapping[str, str] = words(language)

    class Speaking(base):  # type: ignore[misc] # the caller names the base
        def get_params(self, ctx: Any) -> list[Any]:
            parameters: list[Any] = super().get_params(ctx)
            for each in parameters:
                key = f"help.{each.name}" if each.name in _OWN_PARAMETERS else each.help
                each.help = spoken.get(key, each.help)
            return parameters

        def get_help(self, ctx: Any) -> str:
            text: str = super().get_help(ctx)
            return _HEADS.sub(lambda found: spoken.get(f"heading.{found[0]}", found[0]), text)

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            try:
                rest: list[str] = super().parse_args(ctx, args)
            except typer.TyperException as unread:
                raise _refused(unread, ctx, language) from None
            return rest

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            try:
                return super().resolve_command(ctx, args)
            except typer.TyperException as unread:
                raise _refused(unread, ctx, language) from None

    return Speaking


def _refused(unread: Any, context: typer.Context, language: Language) -> Exception:
    """Tell why the command line cannot be read; return what ends the program."""
    list_commands = getattr(getattr(context, "command", None), "list_commands", None)
    commands = () if list_commands is None else list_commands(context)
    refusal = find_mistyped(unread.format_message(), context.command_path, commands)
    if refusal is None:
        told: Exception = unread
        return told
    from kpicalc.cli.console import tell_refusal  # noqa: PLC0415 - heavy: kept out of --help

    return typer.Exit(tell_refusal(refusal, language))
