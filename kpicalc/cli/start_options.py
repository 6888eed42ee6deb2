"""What can be typed after the commands that begin the work: `init` and `template`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kpicalc.i18n.catalogue import Language
from kpicalc.model.period import PeriodLength

_ROWS = 1000


@dataclass(frozen=True, slots=True)
class InitOptions:
    """What was typed after `kpicalc init`; what is None is asked for, or has a default."""

    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="help.init_folder", show_default=False)] = (
        Path()
    )
    template: Annotated[str | None, typer.Option(metavar="NAME", help="help.init_template")] = None
    name: Annotated[str | None, typer.Option(metavar="NAME", help="help.init_name")] = None
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="help.init_currency")] = None
    period: Annotated[PeriodLength | None, typer.Option(help="help.init_period")] = None
    no_input: Annotated[bool, typer.Option("--no-input", help="help.no_input")] = False
    force: Annotated[bool, typer.Option("--force", help="help.force")] = False
    lang: Annotated[Language | None, typer.Option(help="help.lang")] = None


@dataclass(frozen=True, slots=True)
class TemplateOptions:
    """What was typed after `kpicalc template`; without `schemes` those of the project are taken."""

    schemes: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SCHEME", help="help.template_schemes", show_default=False),
    ] = None
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="help.template_out")] = Path(
        "facts.xlsx"
    )
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="help.template_period")] = None
    rows: Annotated[int, typer.Option(min=1, max=1_000_000, metavar="N", help="help.template_rows")] = _ROWS
    force: Annotated[bool, typer.Option("--force", help="help.force")] = False
    lang: Annotated[Language | None, typer.Option(help="help.lang")] = None
