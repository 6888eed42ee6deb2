"""What can be typed after `kpicalc test`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kpicalc.i18n.catalogue import Language
from kpicalc.report.trials.format import TrialFormat


@dataclass(frozen=True, slots=True)
class TrialOptions:
    """What was typed after `kpicalc test`; without paths the schemes of the project are taken."""

    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="help.trials", show_default=False)
    ] = None
    coverage: Annotated[bool, typer.Option("--coverage", help="help.coverage")] = False
    generate: Annotated[bool, typer.Option("--generate", help="help.generate")] = False
    format: Annotated[TrialFormat, typer.Option(help="help.trial_format", show_default=False)] = (
        TrialFormat.TEXT
    )
    lang: Annotated[Language | None, typer.Option(help="help.lang")] = None
