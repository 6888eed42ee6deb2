"""A command of typer made from the class of its options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from inspect import Parameter, Signature
from typing import Any, TypeVar, get_type_hints

import typer

from kpicalc.i18n.catalogue import Language

O = TypeVar("O")  # noqa: E741 - options


def take_options(options: type[O], action: Callable[[O, Language], int]) -> Callable[..., None]:
    """Return a function that typer reads as having a parameter for each field of `options`.

    A field is annotated as typer wants it; one named `lang` is the language, else that of the program.
    """

    def run(context: typer.Context, **typed: Any) -> None:
        raise typer.Exit(action(options(**typed), typed.get("lang") or context.obj))

    run.__signature__ = _sign(options)  # type: ignore[attr-defined] # functions take any attribute
    return run


def _sign(options: type[Any]) -> Signature:
    hints = get_type_hints(options, include_extras=True)
    context = Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context)
    own = [
        Parameter(
            each.name,
            Parameter.KEYWORD_ONLY,
            default=Parameter.empty if each.default is MISSING else each.default,
            annotation=hints[each.name],
        )
        for each in fields(options)
    ]
    return Signature([context, *own])
