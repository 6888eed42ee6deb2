"""`kpicalc schema`: the work itself is loaded when the command runs."""

from __future__ import annotations

from kpicalc.cli.editor_options import SchemaOptions
from kpicalc.i18n.catalogue import Language


def schema(options: SchemaOptions, language: Language) -> int:
    """Print or write the JSON Schema for editors; return the exit code."""
    from kpicalc.cli.schema_file import run_schema  # noqa: PLC0415 - heavy: kept out of --help

    return run_schema(options, language)
