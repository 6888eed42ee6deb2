"""A command line that cannot be read, told in our own words and in the language of the program."""

from __future__ import annotations

import re
from collections.abc import Collection

from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.model.spelling import find_nearest

_COMMAND = "usage.typed.command"
# What the reader of the command line says in English → the key of our sentence.
_SAYINGS = (
    (r"No such option: (?P<text>\S+)", "usage.typed.option"),
    (r"No such option: (?P<text>\S+) \(Possible options: (?P<known>.+)\)", "usage.typed.option_like"),
    (r"No such command '(?P<text>.+?)'\.(?: .*)?", _COMMAND),
    (r"Missing \w+ '(?P<text>.+?)'\.(?: .*)?", "usage.typed.missing"),
    (r"Option '(?P<text>.+)' requires an? argument\.", "usage.typed.no_value"),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((?P<text>.*)\)", "usage.typed.extra"),
    (
        r"Invalid value for '(?P<option>.+?)': [^']*'(?P<text>.*)' is not one of (?P<known>.+)\.",
        "usage.typed.choice",
    ),
    (r"Invalid value for '(?P<option>.+?)': .*", "usage.typed.value"),
)


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
