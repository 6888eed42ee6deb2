"""The last line of a check: how many schemes were looked at, and what was found."""

from __future__ import annotations

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import plural
from kpicalc.i18n.sentence import phrase
from kpicalc.report.problems.checked_files import CheckedFiles
from kpicalc.report.problems.full import count_problems


def close(checked: CheckedFiles, language: Language) -> str:
    """Say it in one line: "3 schemes: 2 errors, 1 warning"."""
    files = plural(len(checked.files), "count.files_checked", language)
    found = count_problems(checked.problems, language) or phrase("validate.clean", language)
    return f"{files}: {found}"
