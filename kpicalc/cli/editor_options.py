"""What can be typed after `kpicalc schema` and `kpicalc fmt`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kpicalc.i18n.catalogue import Language


@dataclass(frozen=True, slots=True)
class SchemaOptions:
    """What was typed after `kpicalc schema`; without `out` it is printed."""

    tests: Annotated[bool, typer.Option("--tests", help="help.schema_tests")] = False
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="help.schema_out")] = None
    lang: Annotated[Language | None, typer.Option(help="help.lang")] = None


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """What was typed after `kpicalc fmt`; without `paths` the schemes of the project are meant."""

    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="help.fmt_paths", show_default=False)
    ] = None
    check: Annotated[bool, typer.Option("--check", help="help.fmt_check")] = False
    diff: Annotated[bool, typer.Option("--diff", help="help.fmt_diff")] = False
    lang: Annotated[Language | None, typer.Option(help="help.lang")] = None
