"""Commands whose help is said in a language, and so is what cannot be read of what was typed."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_origin

import typer

from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.i18n.catalogue import Language, words
from kpicalc.model.spelling import find_nearest


@cache
def read_plainly(parameter: Any) -> None:
    """Let a parameter take texts, paths and values of their kind as they are; typer reads the rest.

    Parameters are listed several times, and need that once.
    """
    parameter.get_runtime_param = _PlainReader(parameter.get_runtime_param).reader


class _PlainReader:
    """Reads the values of one parameter; `slowly` makes typer's own reader."""

    def __init__(self, slowly: Any) -> None:
        self.slowly = slowly

    def reader(self) -> _PlainReader:
        """Stand in for the reader of typer."""
        return self

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value in its kind."""
        kind = param.type_descriptor.annotation
        if value is None:
            return () if param.nargs == -1 else None
        if get_origin(kind) is list:
            (kind,) = get_args(kind)
            if all(_is_plain(each, kind) for each in value):
                return [kind(each) for each in value]
        elif _is_plain(value, kind):
            return kind(value)
        return self.slowly().coerce(value, param=param, ctx=ctx)


def _is_plain(value: Any, kind: Any) -> bool:
    """Say whether typer would make the same of a value: of a path it asks that it can be read where it is."""
    if kind is Path:
        return not os.path.exists(value) or os.access(value, os.R_OK)  # noqa: PTH110 - of any text
    # Numbers, flags and words of a list come as such only where nothing was typed.
    return type(value) is kind


_OWN_PARAMETERS = ("help", "install_completion", "show_completion")
_HEADS = r"(?m)^(Usage|Arguments|Options|Commands):|\[required\]|\[OPTIONS\]|COMMAND \[ARGS\]\.\.\."
_COMMAND, _NO_VALUE = "usage.typed.command", "usage.typed.no_value"
# What the reader of the command line says in English → the key of our sentence.
_SAYINGS = (
    (r"No such option: (?P<text>\S+)", "usage.typed.option"),
    (r"No such option: (?P<text>\S+) \(Possible options: (?P<known>.+)\)", "usage.typed.option_like"),
    (r"No such command '(?P<text>.+?)'\.(?: .*)?", _COMMAND),
    (r"Missing \w+ '(?P<text>.+?)'\.(?: .*)?", "usage.typed.missing"),
    (r"Option '(?P<text>.+)' requires an? argument\.", _NO_VALUE),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((?P<text>.*)\)", "usage.typed.extra"),
    (
        r"Invalid value for '(?P<option>.+?)': [^']*'(?P<text>.*)' is not one of (?P<known>.+)\.",
        "usage.typed.choice",
    ),
    (r"Invalid value for '(?P<option>.+?)': .*", "usage.typed.value"),
)


def make_localised(base: type[Any], language: Language) -> type[Any]:
    """Return a kind of command whose help takes the texts of its parameters from the catalogue.

    The help of a parameter is written as a key of the catalogue; those that typer adds go by their name.
    What is typed wrongly is refused in the same language.
    """
    spoken: Mapping[str, str] = words(language)

    class Speaking(base):  # type: ignore[misc] # the caller names the base
        def get_params(self, ctx: Any) -> list[Any]:
            parameters: list[Any] = super().get_params(ctx)
            for parameter in parameters:
                key = f"help.{parameter.name}" if parameter.name in _OWN_PARAMETERS else parameter.help
                parameter.help = spoken.get(key, parameter.help)
                read_plainly(parameter)
            return parameters

        def get_help(self, ctx: Any) -> str:
            text: str = super().get_help(ctx)
            return re.sub(_HEADS, lambda found: spoken.get(f"heading.{found[0]}", found[0]), text)

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            forgotten = find_forgotten_value(super().get_params(ctx), args)
            if forgotten is not None:
                raise _tell(refuse(_NO_VALUE, command=ctx.command_path, text=forgotten), language)
            try:
                rest: list[str] = super().parse_args(ctx, args)
            except typer.TyperException as unread:
                raise _refuse_in_language(unread, ctx, language) from None
            return rest

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            try:
                return super().resolve_command(ctx, args)
            except typer.TyperException as unread:
                raise _refuse_in_language(unread, ctx, language) from None

    return Speaking


def find_forgotten_value(parameters: Sequence[Any], typed: Sequence[str]) -> str | None:
    """Return the option that stands right before another one where its value should be, if there is one."""
    options = [each for each in parameters if each.param_type_name == "option"]
    names = {name: not each.is_flag for each in options for name in each.opts}
    pairs = pairwise(typed)
    return next((one for one, after in pairs if names.get(one) and after.partition("=")[0] in names), None)


def find_mistyped(said: str, command: str, commands: Collection[str] = ()) -> Refusal | None:
    """Return what is wrong with the words typed after `command`; None for a saying that we do not know.

    `commands` are those that may follow.

    >>> find_mistyped("No such option: --strickt", "kpicalc validate").key
    'usage.typed.option'
    """
    for pattern, key in _SAYINGS:
        found = re.fullmatch(pattern, said)
        if found is not None:
            groups = {name: text.replace("'", "") for name, text in found.groupdict().items()}
            nearest = find_nearest(groups["text"], commands) if key == _COMMAND else None
            if nearest is not None:
                return refuse(f"{key}_like", command=command, nearest=nearest, **groups)
            return refuse(key, command=command, **groups)
    return None


def _refuse_in_language(unread: Any, context: typer.Context, language: Language) -> Exception:
    """Tell why the command line cannot be read; return what ends the program."""
    list_commands = getattr(getattr(context, "command", None), "list_commands", None)
    commands = () if list_commands is None else list_commands(context)
    refusal = find_mistyped(unread.format_message(), context.command_path, commands)
    if refusal is None:
        told: Exception = unread
        return told
    return _tell(refusal, language)


def _tell(refusal: Refusal, language: Language) -> Exception:
    from kpicalc.cli.console import tell_refusal  # noqa: PLC0415 - heavy: kept out of --help

    return typer.Exit(tell_refusal(refusal, language))
