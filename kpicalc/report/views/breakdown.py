"""The pay of one employee, taken apart for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.engine.settle import segment_of, settlement_total, sum_of_person
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_date, format_period, format_value
from kpicalc.i18n.sentence import phrase
from kpicalc.model.expr import Number
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import (
    Breakdown,
    CheckResult,
    FactorResult,
    KpiResult,
    Line,
    Note,
    Segment,
    Settlement,
)
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Gauge,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.views.explanation import say_note
from kpicalc.report.views.wording import Wording, name_employee

# A bar is as long as one and a half of the plan; its length, and where the plan stands on it.
_MOST = Decimal("1.5")
_LENGTH = 1000
_PLAN = 667


def show_breakdown(breakdown: Breakdown, period: Period, wording: Wording) -> Document:
    """Show one employee: who, KPIs, factors, lines of pay with their formulas, entitlements, total."""
    blocks: list[Block] = [Heading(name_employee(breakdown.employee, breakdown.label))]
    pairs = [
        (wording.say("breakdown.scheme"), breakdown.scheme_title),
        (wording.say("breakdown.period"), format_period(period, wording.language)),
    ]
    pairs.extend(show_days(breakdown, period, wording))
    if breakdown.place is not None:
        pairs.append((wording.say("breakdown.place"), str(breakdown.place)))
    blocks.append(KeyValues(tuple(pairs)))
    if breakdown.kpis:
        blocks.append(show_kpis(breakdown.kpis, wording))
    if breakdown.indexes or breakdown.factors:
        blocks.append(show_factors((*breakdown.indexes, *breakdown.factors), wording))
    blocks.append(_show_lines(breakdown, wording))
    if breakdown.checks:
        blocks.append(show_checks(breakdown.checks, wording))
    entitlements = [line for line in breakdown.lines if not line.kind.traits.money]
    if entitlements:
        blocks.append(_show_entitlements(entitlements, wording))
    if isinstance(breakdown.total, Fault):
        blocks.append(Paragraph(wording.say("breakdown.unpaid"), Tone.WARNING))
    return Document(tuple(blocks))


def show_days(breakdown: Breakdown, period: Period, wording: Wording) -> Iterator[tuple[str, str]]:
    """Yield the days that a row pays for, where they are not all of the period."""
    segment = breakdown.segment
    if segment is not None and (segment.first, segment.last) != (period.first_day, period.last_day):
        yield wording.say("breakdown.days"), word_segment(segment, wording.language)


def word_segment(segment: Segment, language: Language) -> str:
    """Write the days for which a row pays."""
    return f"{format_date(segment.first, language)} – {format_date(segment.last, language)}"


def show_person(places: Sequence[tuple[Settlement, int]], language: Language) -> Document:
    """Show what a person with several rows gets for each of them, and together."""
    settlement, row = places[0]
    frame = settlement.facts.frames[EMPLOYEES]
    named = name_employee(frame.keys[row], frame.labels[row])
    headings = (
        Cell(phrase("breakdown.days", language)),
        Cell(phrase("breakdown.scheme", language)),
        Cell(phrase("breakdown.total", language), Kind.MONEY),
    )
    rows = [_part_row(place, language) for place in places]
    total = sum_of_person(places)
    if total is not None:
        amount = format_value(total, Kind.MONEY, language, settlement.program.currency)
        cells = (Cell(phrase("breakdown.together", language)), Cell(""), Cell(amount, Kind.MONEY))
        rows.append(TableRow(cells, strong=True))
    title = Heading(phrase("breakdown.parts", language, employee=named))
    return Document((title, TableBlock(headings, tuple(rows))))


def _part_row(place: tuple[Settlement, int], language: Language) -> TableRow:
    settlement, row = place
    segment, program = segment_of(settlement, row), settlement.program
    days = "" if segment is None else word_segment(segment, language)
    total = settlement_total(settlement, row)
    amount = format_value(total, Kind.MONEY, language, program.currency)
    return TableRow((Cell(days), Cell(program.title), Cell(amount, Kind.MONEY)))


def show_kpis(kpis: tuple[KpiResult, ...], wording: Wording) -> TableBlock:
    """Show KPIs with their figures, and a bar for what is reached of the plan."""
    figures = ("plan", "actual", "attainment", "weight", "score", "part")
    headings = (
        wording.heading("breakdown.kpi"),
        *(wording.heading(f"breakdown.{figure}", Kind.NUMBER) for figure in figures),
    )
    return TableBlock(headings, tuple(_kpi_row(kpi, wording) for kpi in kpis))


def _kpi_row(kpi: KpiResult, wording: Wording) -> TableRow:
    shares = ((kpi.weight, Kind.RATIO), (kpi.score, kpi.score_kind), (kpi.part, kpi.score_kind))
    cells = (
        Cell(wording.title(kpi.name, kpi.label)),
        wording.cell(kpi.plan, kpi.plan_kind),
        wording.cell(kpi.actual, kpi.actual_kind),
        replace(wording.cell(kpi.attainment, Kind.RATIO), gauge=gauge_of(kpi.attainment)),
        *(wording.cell(share, kind) for share, kind in shares),
    )
    said = (("goal", kpi.goal), ("owner", kpi.owner))
    noted = (say_note(each, Kind.FLAG, wording) for each in kpi.notes)
    details = (wording.say(f"breakdown.{key}", **{key: text}) for key, text in said if text)
    return TableRow(cells, (*noted, *details))


def gauge_of(attainment: Value | None) -> Gauge | None:
    """Return the bar of a share of the plan; it has room for half as much again."""
    if not isinstance(attainment, Decimal) or attainment < 0:
        return None
    return Gauge(int(CONTEXT.divide(min(attainment, _MOST) * _LENGTH, _MOST)), _PLAN)


def show_factors(factors: tuple[FactorResult, ...], wording: Wording) -> TableBlock:
    """Show indexes and factors, and of stop-factors the rule that applied."""
    headings = (wording.heading("breakdown.factors"), wording.heading("breakdown.value", Kind.NUMBER))
    return TableBlock(headings, tuple(_factor_row(factor, wording) for factor in factors))


def _factor_row(factor: FactorResult, wording: Wording) -> TableRow:
    cells = (Cell(wording.title(factor.name, factor.label)), wording.cell(factor.value, factor.kind))
    if factor.rule:
        return TableRow(cells, (wording.say("breakdown.rule", rule=factor.rule),))
    return TableRow(cells, (wording.say("breakdown.no_rule"),) if factor.stop_factor else ())


def _show_lines(breakdown: Breakdown, wording: Wording) -> TableBlock:
    headings = (
        wording.heading("breakdown.lines"),
        wording.heading("breakdown.kind"),
        wording.heading("breakdown.amount", Kind.MONEY),
    )
    rows = [_line_row(line, wording) for line in breakdown.lines if is_shown(line)]
    total = (
        Cell(wording.say("breakdown.total")),
        Cell(""),
        wording.cell(breakdown.total, Kind.MONEY),
    )
    return TableBlock(headings, (*rows, TableRow(total, strong=True)))


def is_shown(line: Line) -> bool:
    """Tell lines of money; a limit that does not bite is none."""
    bites = line.kind.traits.written or line.value != 0
    return bites and line.kind.traits.money


def _line_row(line: Line, wording: Wording) -> TableRow:
    def say(each: Note) -> str:
        return say_note(each, Kind.MONEY, wording)

    details = tell_line(line, wording, lambda own: explain_in_line(own, wording), say)
    kind = Cell(wording.say(f"line.{line.kind}"))
    return TableRow(
        (Cell(wording.title(line.name, line.label)), kind, wording.cell(line.value, line.value_kind)), details
    )


def tell_line(
    line: Line, wording: Wording, explain: Callable[[Line], Iterable[str]], say: Callable[[Note], str]
) -> tuple[str, ...]:
    """Return what stands under a line of pay; `explain` writes its formula, `say` a remark."""
    told = () if line.earned is None else explain(line.earned)
    # A line with a story is told in words; its formula would say less.
    details = [*map(say, line.notes), *told] or list(explain(line))
    if line.unstopped is not None:
        amount = wording.write(line.unstopped, Kind.MONEY)
        details.append(wording.say("breakdown.unstopped", amount=amount))
    if line.left is not None and line.left != 0:
        details.append(
            wording.say(f"breakdown.{line.kind.traits.leaves}", amount=wording.write(line.left, Kind.MONEY))
        )
    return tuple(details)


def _show_entitlements(lines: list[Line], wording: Wording) -> TableBlock:
    headings = (wording.heading("breakdown.entitlements"), wording.heading("breakdown.value", Kind.NUMBER))
    rows = tuple(
        TableRow(
            (
                Cell(wording.title(line.name, line.label)),
                Cell(wording.write(line.value, line.value_kind), Kind.NUMBER),
            ),
            _explain_entitlement(line, wording),
        )
        for line in lines
    )
    return TableBlock(headings, rows)


def _explain_entitlement(line: Line, wording: Wording) -> tuple[str, ...]:
    """Return the condition of a right, and how a number was found; a yes or no is the condition itself."""
    said = tuple(say_note(each, line.value_kind, wording) for each in line.notes)
    told = bool(said) and line.value_kind is Kind.FLAG
    return said if told else (*said, *explain_in_line(line, wording))


def show_checks(checks: tuple[CheckResult, ...], wording: Wording) -> TableBlock:
    """Show what the scheme checks of its own pay, and what came out."""
    headings = (wording.heading("breakdown.checks"), wording.heading("breakdown.value", Kind.NUMBER))
    return TableBlock(headings, tuple(_check_row(each, wording) for each in checks))


def _check_row(check: CheckResult, wording: Wording) -> TableRow:
    """Say yes or no, that a check does not apply, or why it has no answer; what fails stands out."""
    answer = wording.say("breakdown.no_check")
    if check.value is not None:
        answer = wording.write(check.value, Kind.FLAG)
    in_names = f"= {wording.author.formula(check.expr, None, check.grain)}"
    in_numbers = f"= {wording.formula_in_numbers(check.expr, check.operands, check.grain)}"
    details = (in_names, in_numbers) if check.operands else (in_names,)
    cells = (Cell(wording.title(check.name, check.label)), Cell(answer, Kind.NUMBER))
    return TableRow(cells, details, strong=check.value is False)


def explain_in_line(line: Line, wording: Wording) -> tuple[str, ...]:
    """Return the formula of a line in names and in numbers; nothing for a bare number."""
    if isinstance(line.expr, Number):
        return ()
    in_names = f"= {wording.author.formula(line.expr, None, EMPLOYEES)}"
    in_numbers = f"= {wording.formula_in_numbers(line.expr, line.operands, EMPLOYEES)}"
    return (in_names, in_numbers) if line.operands else (in_names,)
