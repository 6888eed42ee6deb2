"""`kpicalc template`: the work itself is loaded when the command runs."""

from __future__ import annotations

from kpicalc.cli.start_options import TemplateOptions
from kpicalc.i18n.catalogue import Language


def template(options: TemplateOptions, language: Language) -> int:
    """Write a workbook to fill in; return the exit code."""
    from kpicalc.cli.blank_form import write_blank_form  # noqa: PLC0415 - heavy: kept out of --help

    return write_blank_form(options, language)
