"""What may stand after every command, and before it; `--help` loads no other options."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kpicalc.i18n.stored_text import list_languages
from kpicalc.model.dataclass import dataclass

# The languages that have texts, also those that were added as a folder.
SpokenLanguage = StrEnum("SpokenLanguage", {each.upper(): each for each in list_languages()})  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class CommonOptions:
    """What may stand after every command, and before it."""

    lang: Annotated[SpokenLanguage | None, typer.Option(help="help.lang")] = None
    debug: Annotated[bool, typer.Option("--debug", help="help.debug", hidden=True)] = False
