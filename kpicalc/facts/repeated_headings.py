"""Find the headings where they stand a second time, between blocks of rows or on a new page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpicalc.facts.headings import normalise_heading, trim_unit
from kpicalc.facts.row_findings import Findings
from kpicalc.facts.row_marks import RowKind
from kpicalc.facts.row_survey import header_lines
from kpicalc.facts.workbook import Raw


def find_repeated_headings(findings: Findings) -> None:
    """Leave out rows that repeat the headings; rows with them at other places are asked about."""
    lines = [forms for each in header_lines(findings.survey) if (forms := _forms(each))]
    known = set(lines[-1].values()) if lines else set()
    for index, row in findings.survey.headings.items():
        if not findings.is_open(index):
            continue
        forms = _forms(row)
        if any(_repeats(forms, line) for line in lines) and len(forms) == _filled(row):
            findings.leave(index, RowKind.HEADING)
        elif len(known.intersection(forms.values())) > 1 and not findings.survey.has_figures(index):
            findings.headings.append(index)


def _forms(row: Sequence[Raw]) -> Mapping[int, str]:
    texts = enumerate(row, start=1)
    return {
        column: (trim_unit(cell) or normalise_heading(cell)).replace(" ", "")
        for column, cell in texts
        if isinstance(cell, str) and cell.strip()
    }


def _repeats(forms: Mapping[int, str], line: Mapping[int, str]) -> bool:
    same = sum(line.get(column) == form for column, form in forms.items())
    return same == len(forms) >= min(2, len(line))


def _filled(row: Sequence[Raw]) -> int:
    return sum(not isinstance(cell, str) or bool(cell.strip()) for cell in row)
