"""Decide once for a sheet which of its rows are no people or deals, and which nobody can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kpicalc.facts.cells import read_number_cell
from kpicalc.facts.find_header import Header
from kpicalc.facts.group_rows import settle_groups
from kpicalc.facts.head_rows import Numbering, read_column_sign, read_numbering, read_unit_row
from kpicalc.facts.headings import fits_name, normalise_heading, rank_identifier
from kpicalc.facts.numbers import WrittenNumber
from kpicalc.facts.refusals import show
from kpicalc.facts.row_findings import (
    RowFindings,
    find_totals,
    find_unlike,
    full_rows,
    holds_numbers,
    names_person,
)
from kpicalc.facts.row_survey import Survey, begin_survey, header_lines, survey_block
from kpicalc.facts.settle_rows import (
    apply_patterns,
    find_nameless,
    find_repeated_headings,
    settle_bare_rows,
    settle_shaded,
)
from kpicalc.facts.workbook import Raw, RowBlock, RowKind, RowMarks, Sheet, TotalAmiss
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Grain
from kpicalc.model.writing import DecimalMark, Shaded

# So many places, and patterns to choose from, are read in one message.
_SHOWN = 20
_PATTERNS = 8


@dataclass(frozen=True, slots=True)
class RowsOfTable:
    """The rows below a header in a sheet, as rows of a table; `columns` say who or what each of them is.

    What they are depends on the sheet and on `rows:` of the table alone, not on the columns that a scheme
    reads: so schemes that share a sheet see the same people, and the sheet remembers it.
    """

    sheet: Sheet
    header: Header
    columns: tuple[int, ...]
    grain: Grain

    @property
    def known(self) -> RowMarks | None:
        """What the rows are, if that was found out before."""
        return self.sheet.marks.get(self._place)

    def begin(self) -> Survey:
        """Begin to look at the rows."""
        survey = begin_survey(self.sheet, self.header, self.columns, lean=self._owned)
        if self._owned and self.grain.rows.repeated is not Shaded.KEEP:
            survey.identifier = find_identifier(survey)
        return survey

    def judge(self, survey: Survey) -> RowMarks:
        """Say what the rows are, by what all of them hold; a broken text file raises TextProblem."""
        people = self.grain.name == EMPLOYEES
        if self._has_points:
            survey.ragged = {at: each for at, each in survey.ragged.items() if each != survey.width}
        found = _mark_rows(RowFindings(survey, self.grain.rows, people=people, owned=self._owned))
        self.sheet.marks[self._place] = found
        return found

    @property
    def _owned(self) -> bool:
        """True for rows that only name their owner, as deals do."""
        return self.grain.name != EMPLOYEES and not self.grain.key

    @property
    def _has_points(self) -> bool:
        """True where it is said that numbers have points: then none was cut at its comma."""
        return self.sheet.writing.over(self.grain.writing).decimal is DecimalMark.POINT

    @property
    def _place(self) -> object:
        people = self.grain.name == EMPLOYEES
        rules = people, bool(self.grain.key), self.grain.rows
        return self.header.row, self.columns, self._has_points, *rules


def find_identifier(survey: Survey) -> int:
    """Return the column whose heading says that it numbers deals, the surest of several; 0 for none."""
    cells = ((at, cell) for line in header_lines(survey) for at, cell in enumerate(line, start=1))
    ranks = {at: rank_identifier(cell) for at, cell in cells if isinstance(cell, str)}
    found = {at: rank for at, rank in ranks.items() if rank and at not in survey.columns}
    return max(found, key=lambda at: found[at], default=0)


def mark_rows(rows: RowsOfTable, blocks: Iterable[RowBlock]) -> RowMarks:
    """Return what the rows are, in a pass of their own; a broken text file raises TextProblem."""
    known = rows.known
    if known is None:
        survey = rows.begin()
        for block in blocks:
            survey_block(survey, block)
        known = rows.judge(survey)
    return known


def _mark_rows(findings: RowFindings) -> RowMarks:
    survey = findings.survey
    apply_patterns(findings)
    settle_shaded(findings)
    find_totals(findings)
    find_repeated_headings(findings)
    find_column_numbers(findings)
    settle_bare_rows(findings)
    findings.looks = find_unlike(survey, full_rows(findings), people=findings.people)
    settle_groups(findings)
    if survey.led:
        from kpicalc.facts.nested_sums import settle_owner_sums  # noqa: PLC0415 - few deals begin so

        settle_owner_sums(findings)
    find_nameless(findings)
    problems = (*_find_above(findings), *_ask(findings))
    if survey.hashes:
        from kpicalc.facts.repeated_deals import settle_repeated_deals  # noqa: PLC0415 - few have numbers

        problems += settle_repeated_deals(findings)
    explained: dict[int, frozenset[int]] = {}
    amiss: dict[int, dict[int, TotalAmiss]] = {}
    if findings.totals:
        from kpicalc.facts.printed_totals import explain_totals, find_amiss  # noqa: PLC0415 - many print none

        explained, amiss = explain_totals(findings), find_amiss(findings)
    numbers = survey.numbers
    asked = [findings.bare, findings.sums, findings.owners, findings.headings, findings.struck]
    return RowMarks(
        left={numbers[index]: mark for index, mark in sorted(findings.left.items())},
        kept=frozenset(numbers[index] for index in findings.kept),
        doubtful=frozenset(
            numbers[index] for each in (*asked, findings.repeated, _ragged(findings)) for index in each
        ),
        problems=problems,
        explained={numbers[index]: columns for index, columns in explained.items()},
        amiss={numbers[index]: columns for index, columns in amiss.items()},
        suspects=tuple(f"{numbers[index]} `{findings.label(index)}`" for index in findings.weak[:5]),
    )


def _ask(findings: RowFindings) -> Iterator[Diagnostic]:
    """Make an error for the rows of each kind that nobody can tell, and for those cut wrongly."""
    asked = (
        (Problem.ROWS_MAY_BE_SUMS, findings.sums),
        (Problem.ROWS_MAY_BE_CAPTIONS, findings.bare),
        (Problem.HEADER_REPEATED, findings.headings),
        (Problem.ROWS_STRUCK_OUT, findings.struck),
    )
    for code, rows in asked:
        if rows:
            yield _question(findings, code, rows)
    if findings.owners:
        yield _question(findings, Problem.ROWS_MAY_BE_SUMS, findings.owners, hint="owners")
    survey = findings.survey
    ragged = _ragged(findings)
    for index in ragged:
        place = survey.sheet.cell(survey.numbers[index], 0)
        fields = survey.ragged[index]
        hint = {"hint": "short"} if fields < survey.width else {}
        if fields != survey.width:
            yield error(Problem.ROW_WIDTH, place, fields=fields, width=survey.width, **hint)
    # As wide as the header: the last field was left out perhaps, where a number was cut in two.
    cut = [index for index in ragged if survey.ragged[index] == survey.width]
    if cut:
        yield _question(findings, Problem.NUMBERS_MAY_BE_CUT, cut)


def _find_above(findings: RowFindings) -> Iterator[Diagnostic]:
    """Yield an error for rows above the headings that look like those below: they were sorted in, perhaps.

    A name of a person and a number say so; what may be a number of a person or a deal only where they have
    such below, and beside numbers in all columns that have some there: titles have numbers, too.
    """
    survey = findings.survey
    headings = {normalise_heading(each.child) for each in survey.header.columns.values()}
    rows: dict[int, str] = {}
    for number, row in enumerate(survey.sheet.head[: survey.header.row - 1], start=1):
        texts = [show(cell) for column in survey.columns for cell in row[column - 1 : column]]
        cells = (cell for column in survey.numeric for cell in row[column - 1 : column])
        figures = [isinstance(read_number_cell(cell), WrittenNumber) for cell in cells]
        named = any(names_person(each) and normalise_heading(each) not in headings for each in texts)
        coded = all(figures) and holds_numbers(texts[:1]) and len(texts[0].split()) == 1
        skipped = any(fits_name(pattern, text) for pattern in findings.rules.skip for text in texts)
        like = any(figures) and (named or (coded and findings.numbered))
        if like and not skipped and read_numbering(row) is Numbering.NONE:
            rows[number] = " ".join(filter(None, texts))
    if rows:
        place = survey.sheet.cell(min(rows), survey.columns[0])
        named_rows = ", ".join(f"{number} `{label}`" for number, label in islice(rows.items(), _SHOWN))
        shown = named_rows + (", …" if len(rows) > _SHOWN else "")
        yield error(Problem.ROWS_ABOVE_HEADINGS, place, rows=shown, header=survey.header.row)


def quote_pattern(label: str) -> str:
    r"""Return a text as it can be put into a scheme.

    >>> print(quote_pattern("Отдел 1"), quote_pattern("'A' \"B\""), quote_pattern("A\\B"))
    "Отдел 1" '''A'' "B"' 'A\B'
    """
    return "'" + label.replace("'", "''") + "'" if {'"', "\\"} & set(label) else f'"{label}"'


def _ragged(findings: RowFindings) -> list[int]:
    """Return the rows cut wrongly; of one that only may be, as wide as the header, the scheme may say so."""
    survey = findings.survey
    kept = {index for index in findings.kept if survey.ragged.get(index) == survey.width}
    settled = kept.union(findings.left, findings.bare, findings.headings)
    return [index for index in survey.ragged if index not in settled]


def _question(findings: RowFindings, code: str, rows: Sequence[int], **hint: str) -> Diagnostic:
    survey = findings.survey
    column = survey.columns[0] if survey.columns else 0
    places = [survey.sheet.cell(survey.numbers[index], column) for index in rows[:_SHOWN]]
    named = [f"{survey.numbers[index]} `{findings.label(index)}`" for index in rows[:_SHOWN]]
    more = ", …" if len(rows) > _SHOWN else ""
    different = list(dict.fromkeys(quote_pattern(findings.label(index)) for index in rows))
    labels, cut = ", ".join(different[:_PATTERNS]), ", …" if len(different) > _PATTERNS else ""
    return error(
        code,
        places[0],
        *map(Label, places[1:]),
        rows=", ".join(named) + more,
        patterns=f"[{labels}{cut}]",
        last=findings.label(rows[-1]),
        header=survey.header.row,
        **hint,
    )


# A numbering of so many columns is none by chance where people are called by names.
_CERTAIN = 3


def find_column_numbers(findings: RowFindings) -> None:
    """Leave out the rows below headings that number the columns or say their units, or ask about them."""
    survey = findings.survey
    for index, row in survey.below.items():
        below_people = index - 1 not in findings.left and any(map(findings.is_open, range(index)))
        if not findings.is_open(index) or below_people:
            continue
        if survey.header.units and read_unit_row(row) == survey.header.units:
            findings.leave(index, RowKind.UNITS)
            continue
        found = _judge(findings, index, row)
        units = survey.header.units and read_unit_row(survey.below.get(index + 1, ()))
        if found is Numbering.CERTAIN or (found and units and units == survey.header.units):
            findings.leave(index, RowKind.NUMBERING)
        elif found and findings.label(index):
            # One that has no name is told as a row without a key.
            findings.sums.append(index)


def _judge(findings: RowFindings, index: int, row: Sequence[Raw]) -> Numbering:
    """Weigh a numbering against the other rows, which are not called by a letter or a number."""
    numbering = read_numbering(row)
    if numbering is Numbering.NONE or not findings.survey.columns:
        return Numbering.NONE
    names = findings.survey.identity[-1]
    out = {index, *findings.left, *findings.totals}
    others = [cell for at, cell in enumerate(names) if cell != "" and at not in out]
    alike = sum(read_column_sign(cell) is not None for cell in others)
    if alike * 2 > len(others) or (not others and isinstance(read_column_sign(names[index]), str)):
        return Numbering.NONE
    several = sum(cell != "" for cell in row) >= _CERTAIN
    named = len(findings.survey.columns) > 1 or not findings.numbered
    certain = numbering is Numbering.CERTAIN or (several and named and names[index] != "")
    return Numbering.CERTAIN if certain else Numbering.PERHAPS
