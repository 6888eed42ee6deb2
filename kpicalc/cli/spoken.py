"""Commands whose help is said in the words of a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_OWN_PARAMETERS = ("help", "install_completion", "show_completion")
_HEADS = re.compile(
    r"^(Usage|Arguments|Options|Commands):|\[required\]|\[OPTIONS\]|COMMAND \[ARGS\]\.\.\.", re.MULTILINE
)


def speaking(base: type[Any], spoken: Mapping[str, str]) -> type[Any]:
    """Return a kind of command whose help takes the texts of its parameters from the catalogue.

    The help of a parameter is written as a key of the catalogue; those that typer adds go by their name.
    """

    class Speaking(base):  # type: ignore[misc] # the caller names the base
        def get_params(self, ctx: Any) -> list[Any]:
            parameters: list[Any] = super().get_params(ctx)
            for each in parameters:
                key = f"help.{each.name}" if each.name in _OWN_PARAMETERS else each.help
                each.help = spoken.get(key, each.help)
            return parameters

        def get_help(self, ctx: Any) -> str:
            text: str = super().get_help(ctx)
            return _HEADS.sub(lambda found: spoken.get(f"help:{found[0]}", found[0]), text)

    return Speaking
