"""The sheet of one employee, the annex to his payslip: nothing of other people stands on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePath

from kpicalc import __version__
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.format import begin_large, format_period
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Number
from kpicalc.model.fault import Fault, Value
from kpicalc.model.grounds import Decision, DetailTable, Grounds, NextStep, OwnCurve, ReadFact
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.month import PaidBefore
from kpicalc.model.program import Program
from kpicalc.model.result import Breakdown, Line, Note
from kpicalc.model.source import CellRef
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Shown,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.picture import Picture
from kpicalc.report.views.amount_pictures import draw_waterfall
from kpicalc.report.views.breakdown import is_shown, show_days, show_factors, show_kpis, tell_line
from kpicalc.report.views.payout_picture import ON_SHEET, draw_payout
from kpicalc.report.views.plain_words import PlainWords, plain_words
from kpicalc.report.views.short_explanation import say_plainly
from kpicalc.report.views.steps import say_step
from kpicalc.report.views.wording import Figures, Wording, word_program


@dataclass(frozen=True, slots=True)
class Beside:
    """What a sheet tells beside the pay of its period.

    `missing` is what would have been paid for more, or less, of a fact of his own, `curve` where he stands as
    one of them moves, `before` what the closed months of the year paid. Of one who `competes` both leave what
    he is paid by comparison with others as it is.
    """

    missing: Sequence[NextStep] = ()
    curve: OwnCurve | None = None
    before: PaidBefore | None = None
    competes: bool = False


# Of a table of deals: so many rows, and so many columns side by side.
_ROWS = 100
_COLUMNS = 6
_DIGEST = 12
# So many next steps stand before the lines of pay; the others are an annex.
_STEPS = 4


@dataclass(frozen=True, slots=True)
class SheetWords:
    """How the sheets of one scheme are told."""

    program: Program
    plain: PlainWords

    @property
    def wording(self) -> Wording:
        """How values are written."""
        return self.plain.wording

    def note(self, note: Note, kind: Kind) -> str:
        """Say a remark; of one that tells of others the sentence that tells of the employee alone."""
        own = f"own.{note.key}"
        known = f"note.{own}" in words(self.wording.language)
        return say_plainly(replace(note, key=own) if known else note, kind, self.plain)

    def formula(self, line: Line) -> tuple[str, ...]:
        """Return the formula of a line in words and in numbers; nothing for a bare number."""
        if isinstance(line.expr, Number):
            return ()
        in_words = self.plain.say(line.expr)
        in_numbers = self.plain.say_in_numbers(line.expr, line.operands)
        return (f"= {in_words}", f"= {in_numbers}") if line.operands else (f"= {in_words}",)

    def who(self, breakdown: Breakdown) -> Iterator[tuple[str, str]]:
        """Yield who is paid, for which period and by which scheme."""
        say = self.wording.say
        yield say("sheet.number"), breakdown.employee
        if breakdown.label not in {"", breakdown.employee}:
            yield say("sheet.name"), breakdown.label
        yield say("breakdown.period"), format_period(self.program.period, self.wording.language)
        yield from show_days(breakdown, self.program.period, self.wording)
        yield say("breakdown.scheme"), breakdown.scheme_title
        yield say("breakdown.total"), self.wording.write(breakdown.total, Kind.MONEY)

    def show_lines(self, breakdown: Breakdown) -> TableBlock:
        """Show the lines of pay with their amounts."""
        wording = self.wording
        headings = (
            wording.heading("breakdown.line"),
            wording.heading("breakdown.kind"),
            wording.heading("breakdown.amount", Kind.MONEY),
        )
        money = [self._line_row(line) for line in breakdown.lines if is_shown(line)]
        rights = [self._line_row(line) for line in breakdown.lines if not line.kind.traits.money]
        total = (Cell(wording.say("breakdown.total")), Cell(""), wording.cell(breakdown.total, Kind.MONEY))
        return TableBlock(headings, (*money, TableRow(total, strong=True), *rights))

    def _line_row(self, line: Line) -> TableRow:
        wording, kind = self.wording, line.value_kind
        cells = (
            Cell(wording.title(line.name, line.label)),
            Cell(wording.say(f"line.{line.kind}")),
            Cell(wording.write(line.value, kind), Kind.MONEY),
        )
        return TableRow(cells, tell_line(line, wording, self.formula, lambda each: self.note(each, kind)))

    def show_decisions(self, decisions: Sequence[Decision]) -> Iterator[Block]:
        """Yield what was decided, and why, as a table."""
        if not decisions:
            return
        wording = self.wording
        yield Heading(wording.say("sheet.decided"), 2)
        headings = (
            wording.heading("sheet.fact"),
            wording.heading("sheet.value", Kind.NUMBER),
            wording.heading("sheet.reason"),
        )
        yield TableBlock(headings, tuple(self._decision_row(each) for each in decisions))

    def _decision_row(self, decision: Decision) -> TableRow:
        title = self.plain.title(decision.name, decision.label, decision.role)
        said = "; ".join(self.note(each, decision.kind) for each in decision.notes)
        value = Cell(self.wording.write(decision.value, decision.kind), Kind.NUMBER)
        return TableRow((Cell(begin_large(title)), value, Cell(said)))


def word_sheets(program: Program, language: Language) -> SheetWords:
    """Collect the words of the sheets of a scheme."""
    return SheetWords(program, plain_words(program, word_program(program, language)))


def show_sheet(breakdown: Breakdown, grounds: Grounds, told: SheetWords, beside: Beside) -> tuple[Shown, ...]:
    """Show the sheet with its title: who, for what, how it came about, and what it rests on."""
    wording = told.wording
    year = show_year(breakdown.total, beside.before, wording)
    front = (
        Heading(wording.say("sheet.title")),
        KeyValues((*told.who(breakdown), *year)),
        Paragraph(wording.say("sheet.annex"), Tone.MUTED),
    )
    more = tuple(_show_missing(beside, wording))
    curve = [] if beside.curve is None else [_draw_own_point(beside.curve, beside.missing, wording)]
    *first, lines, annex = show_pay_of_one(breakdown, grounds, told)
    return (Document(front), *first, *curve, *more[:1], lines, *more[1:], annex)


def show_year(total: Value | None, before: PaidBefore | None, wording: Wording) -> Iterator[tuple[str, str]]:
    """Yield what was paid since the year began, where closed months tell it."""
    if before is not None and isinstance(total, Decimal):
        paid = wording.write(CONTEXT.add(total, before.amount), Kind.MONEY)
        yield wording.say("sheet.year", count=before.months + 1), paid


def _show_missing(beside: Beside, wording: Wording) -> Iterator[Document]:
    """Yield what is missing to the next step; what goes beyond the first few in an annex."""
    steps = [Paragraph(say_step(each, Kind.MONEY, wording)) for each in beside.missing]
    held = [Paragraph(wording.say("sheet.held"), Tone.MUTED)] if beside.competes else []
    if steps:
        yield Document((Heading(wording.say("sheet.missing"), 2), *steps[:_STEPS], *held))
    if steps[_STEPS:]:
        yield Document((Heading(wording.say("sheet.more_steps"), 2), *steps[_STEPS:]), annex=True)


def _draw_own_point(own: OwnCurve, missing: Sequence[NextStep], wording: Wording) -> Picture:
    curve = own.study.curve
    same = [each for each in missing if (each.label, each.now) == (curve.label, own.now)]
    # Nearer than a twentieth of the chart their names would stand on each other.
    then = [each for each in same if abs(each.then - each.now) * 20 >= curve.last - curve.pieces[0].start]
    steps = [(each.then, each.paid_then, wording.say("sheet.own_step")) for each in then]
    marks = [(own.now, own.paid, wording.say("sheet.own_point")), *steps]
    seen = [each for each in marks if curve.pieces[0].start <= each[0] <= curve.last]
    return draw_payout(own.study, Figures(wording.language, wording.currency), ON_SHEET, seen)


def show_pay_of_one(breakdown: Breakdown, grounds: Grounds, told: SheetWords) -> tuple[Shown, ...]:
    """Show how the pay of one employee came about, without a title; what it rests on comes as an annex."""
    wording = told.wording
    first: list[Block] = []
    if breakdown.kpis:
        first += [Heading(wording.say("sheet.kpis"), 2), show_kpis(breakdown.kpis, wording)]
    if breakdown.indexes or breakdown.factors:
        first.append(show_factors((*breakdown.indexes, *breakdown.factors), wording))
    picture = draw_waterfall(breakdown, wording)
    if picture is not None:
        first.append(Heading(wording.say("sheet.steps"), 2))
    kpis = [Document(tuple(first))] if first else []
    lines = Document(tuple(_show_pay(breakdown, told)))
    annex = Document(tuple(_show_grounds(grounds, told)), annex=True)
    return (*kpis, *([picture] if picture else []), lines, annex)


def _show_pay(breakdown: Breakdown, told: SheetWords) -> Iterator[Block]:
    wording = told.wording
    yield Heading(wording.say("sheet.lines"), 2)
    yield told.show_lines(breakdown)
    if isinstance(breakdown.total, Fault):
        yield Paragraph(wording.say("breakdown.unpaid"), Tone.WARNING)


def _show_grounds(grounds: Grounds, told: SheetWords) -> Iterator[Block]:
    yield from told.show_decisions(grounds.decisions)
    wording = told.wording
    files = {each.cell.file for each in grounds.facts if each.cell}
    decided = [each for each in grounds.facts if each.given.decided_by]
    if decided:
        yield Heading(wording.say("sheet.decisions"), 2)
        yield _show_facts(decided, files, wording, by=True)
    plain = [each for each in grounds.facts if not each.given.decided_by]
    if plain:
        yield Heading(wording.say("sheet.facts"), 2)
        if len(files) == 1:
            yield KeyValues(((wording.say("sheet.file"), PurePath(*files).name),))
        yield _show_facts(plain, files, wording, by=False)
    for table in grounds.details:
        yield from _show_details(table, wording)
    version = {"scheme": told.program.scheme, "digest": told.program.digest[:_DIGEST], "version": __version__}
    yield Paragraph(wording.say("sheet.version", **version), Tone.MUTED)


def _show_facts(facts: Sequence[ReadFact], files: set[str], wording: Wording, *, by: bool) -> TableBlock:
    headings = [wording.heading("sheet.fact"), wording.heading("sheet.value", Kind.NUMBER)]
    headings += [wording.heading("sheet.who")] if by else []
    rows = []
    for each in facts:
        value = wording.write(each.value, each.given.kind)
        cells = [Cell(begin_large(each.given.label)), Cell(value, Kind.NUMBER)]
        cells += [Cell(each.given.decided_by)] if by else []
        rows.append(TableRow((*cells, Cell(_name_cell(each.cell, files)))))
    return TableBlock((*headings, wording.heading("sheet.cell")), tuple(rows))


def _show_details(table: DetailTable, wording: Wording) -> Iterator[Block]:
    """Yield the rows of the employee; where there are many columns, a few of them after another."""
    yield Heading(wording.say("sheet.rows", table=table.label, count=len(table.rows)), 2)
    if len(table.rows) > _ROWS:
        said = wording.say("sheet.more_rows", shown=_ROWS, count=len(table.rows))
        yield Paragraph(said, Tone.MUTED)
    shown = table.rows[:_ROWS]
    files = {each.place.file for each in shown if each.place}
    for start in range(0, len(table.columns), _COLUMNS):
        columns = table.columns[start : start + _COLUMNS]
        titles = (Cell(begin_large(each.label), each.kind) for each in columns)
        headings = (wording.heading("sheet.place"), *titles)
        rows = (
            TableRow(
                (
                    Cell(_name_cell(row.place, files)),
                    *(
                        wording.cell(value, each.kind)
                        for each, value in zip(columns, row.values[start : start + _COLUMNS], strict=True)
                    ),
                )
            )
            for row in shown
        )
        yield TableBlock(headings, tuple(rows))


def _name_cell(cell: CellRef | None, files: set[str]) -> str:
    """Name a cell by its sheet; by its file too where there are several."""
    if cell is None:
        return ""
    name = PurePath(cell.file).name
    whole = str(replace(cell, file=name))
    return whole if len(files) > 1 else whole.removeprefix(f"{name}!")
