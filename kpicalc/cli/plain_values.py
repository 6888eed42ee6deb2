"""What was typed, taken as it is where typer would only hand it on: what it reads with takes long to load."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

_PLAIN = (str, int, bool)


def read_plainly(parameter: Any) -> None:
    """Let a parameter take texts, paths and values of their kind as they are; typer reads the rest."""
    slowly = getattr(parameter, "get_runtime_param", None)
    if slowly is not None and not isinstance(getattr(slowly, "__self__", None), _PlainReader):
        parameter.get_runtime_param = _PlainReader(slowly).reader


class _PlainReader:
    """Reads the values of one parameter; `slowly` makes typer's own reader."""

    def __init__(self, slowly: Any) -> None:
        self.slowly = slowly

    def reader(self) -> _PlainReader:
        """Stand in for the reader of typer."""
        return self

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value in its kind."""
        told = param.type_descriptor
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if get_origin(told.annotation) is list and isinstance(value, list | tuple):
            (kind,) = get_args(told.annotation)
            if all(_is_plain(each, kind, told.parameter_info) for each in value):
                return [kind(each) for each in value]
        elif _is_plain(value, told.annotation, told.parameter_info):
            return told.annotation(value)
        return self.slowly().coerce(value, param=param, ctx=ctx)


def _is_plain(value: Any, kind: Any, info: Any) -> bool:
    if not isinstance(kind, type) or info.parser is not None:
        return False
    if kind is Path:
        return isinstance(value, str | Path) and _is_plain_path(value, info)
    # Numbers and flags come as such only where nothing was typed.
    return type(value) is kind and (kind in _PLAIN or issubclass(kind, Enum))


def _is_plain_path(value: str | Path, info: Any) -> bool:
    """Say whether typer would ask no more of a path than that it can be read where it is there."""
    asks = info.exists or info.writable or info.resolve_path or info.allow_dash or info.path_type is not None
    anything = info.file_okay and info.dir_okay and not asks
    return bool(anything) and (not os.path.exists(value) or os.access(value, os.R_OK))  # noqa: PTH110 - of any text
