"""The middle of a period as a report: each KPI against what is due, pay at this pace and as planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import partial

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import (
    NBSP,
    currency_sign,
    format_amount,
    format_date,
    format_money,
    format_number,
    format_percent,
    format_period,
    format_value,
)
from kpicalc.i18n.sentence import phrase
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO, Rounding, round_to_step
from kpicalc.model.period import Pace
from kpicalc.model.progress import Due, KpiProgress, PersonProgress, Progress
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Entry,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    Roster,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.views.breakdown import gauge_of
from kpicalc.report.views.wording import name_employee

# A tenth of a percent: more says nothing of what is to come.
_TENTH = Rounding(Decimal("0.001"))
_HUNDREDTH = Rounding(Decimal("0.01"))
# The columns in the order in which a narrow screen leaves them out; those not named never go.
_SPARE = {
    "plan": 1,
    "attainment": 2,
    "due": 3,
    "needed": 1,
    "scheme": 5,
    "difference": 4,
    "weakest": 3,
    "pay_plan": 1,
}
# A bar of letters: how long it is, where what is due stands on it, and how much of that it shows.
_BAR, _DUE_AT, _MOST = 12, 8, Decimal("1.5")
# Of larger amounts nobody foresees the cents.
_LARGE, _WHOLE = Decimal(1000), Rounding(Decimal(1))
# How an amount is written: as a figure, or with its currency.
_Write = Callable[[Decimal, str, Language], str]
_FIGURES = ("plan", "due", "actual", "reached", "forecast", "attainment", "needed")


def title_progress(progress: Progress, language: Language) -> str:
    """Return the title of a report on a period that is not over."""
    period, day = format_period(progress.period, language), format_date(progress.as_of, language)
    return phrase("pace.title", language, period=period, day=day)


def show_progress(progress: Progress, language: Language) -> Document:
    """Show a row for each employee, the sums of each currency, and what a forecast is."""
    more = (Paragraph(phrase("pace.more", language), Tone.MUTED),)
    tables = _list_by_currency(progress, language).blocks
    return Document((*_show_front(progress, language), *tables, *_explain(language), *more))


def _list_by_currency(progress: Progress, language: Language) -> Document:
    currencies = dict.fromkeys(each.currency for each in progress.people)
    people = ([each for each in progress.people if each.currency == currency] for currency in currencies)
    return Document(tuple(_show_people(own, language) for own in people))


def show_in_full(progress: Progress, language: Language) -> Iterator[Document]:
    """Yield each employee with all KPIs."""
    yield Document(tuple(_show_front(progress, language)))
    for each in progress.people:
        yield Document(tuple(_show_person(each, language, on_screen=True)))
    yield Document(tuple(_explain(language)))


def show_progress_page(progress: Progress, language: Language) -> Iterator[Part]:
    """Yield the parts of the page: the front, and the people, each to be opened."""
    yield Document(tuple(_show_front(progress, language)))
    headings = tuple(_heading(name, "", language) for name in _columns())
    entries = (_enter(each, language) for each in progress.people)
    on_paper = partial(_list_by_currency, progress, language)
    yield Roster(phrase("pace.people", language), headings, entries, key=3, on_paper=on_paper)
    yield Document(tuple(_explain(language)))


def show_progress_sheet(progress: Progress, person: PersonProgress, language: Language) -> Iterator[Part]:
    """Yield the sheet of one employee: nothing of other people stands on it."""
    own = replace(progress, people=(person,))
    yield Document((*_show_front(own, language), *_show_person(person, language), *_explain(language)))


def _show_front(progress: Progress, language: Language) -> Iterator[Block]:
    yield Heading(title_progress(progress, language))
    for due in progress.dues:
        yield Paragraph(_tell_due(due, language))
    if not progress.people:
        yield Paragraph(phrase("pace.nobody", language), Tone.WARNING)


def _tell_due(due: Due, language: Language) -> str:
    share = _percent(CONTEXT.divide(due.passed, due.whole), language)
    passed, whole = due.passed, due.whole
    pace = due.growth.pace
    if pace is Pace.CURVE:
        return phrase("pace.passed.curve", language, share=share)
    return phrase(f"pace.passed.{pace}", language, passed=passed, whole=whole, share=share)


def _explain(language: Language) -> tuple[Paragraph, ...]:
    return (Paragraph(phrase("pace.explained", language), Tone.MUTED),)


def _show_person(person: PersonProgress, language: Language, *, on_screen: bool = False) -> Iterator[Block]:
    """Yield the KPIs and what is paid; a screen draws no bars, so there they stand as letters."""
    yield Heading(name_employee(person.employee, person.label), 2)
    if person.kpis:
        headings = [_heading("kpi", "", language), *(_heading(each, "", language) for each in _FIGURES)]
        rows = [_kpi_row(each, person, language, on_screen=on_screen) for each in person.kpis]
        yield TableBlock(tuple(headings), tuple(rows), phrase("pay_table.narrowed", language))
    amounts = (("pay_forecast", person.pay_forecast), ("pay_plan", person.pay_plan))
    yield KeyValues(
        tuple(
            (phrase(f"pace.{name}", language), format_value(amount, Kind.MONEY, language, person.currency))
            for name, amount in amounts
            if amount is not None
        )
    )
    if person.open_lines:
        yield Paragraph(phrase("pace.open", language, lines=person.open_lines), Tone.WARNING)


def _kpi_row(kpi: KpiProgress, person: PersonProgress, language: Language, *, on_screen: bool) -> TableRow:
    def figure(value: Value | None) -> Cell:
        return _write_figure(value, kpi.kind or Kind.NUMBER, person, language)

    reached, attainment = (
        Cell(_percent(each, language), Kind.RATIO) for each in (kpi.reached, kpi.attainment)
    )
    bar = Cell(f"{reached.text}{_draw_bar(kpi.reached)}", Kind.RATIO)
    reached = bar if on_screen else replace(reached, gauge=gauge_of(kpi.reached))
    cells = (
        Cell(kpi.label),
        *(figure(each) for each in (kpi.plan, kpi.due, kpi.actual)),
        reached,
        figure(kpi.forecast),
        attainment,
        figure(kpi.needed),
    )
    return TableRow(cells, tuple(phrase(f"pace.{each}", language) for each in _remarks(kpi)))


def _draw_bar(reached: Value | None) -> str:
    """Return a bar of letters, nothing where there is no figure; the stroke is what is due."""
    if not isinstance(reached, Decimal):
        return ""
    filled = int(min(max(reached, ZERO), _MOST) * _DUE_AT)
    bar = "█" * filled + "░" * (_BAR - filled)
    return f" {bar[:_DUE_AT]}│{bar[_DUE_AT:]}"


def _write_figure(value: Value | None, kind: Kind, person: PersonProgress, language: Language) -> Cell:
    """Write a figure as exactly as a look ahead deserves: amounts of some size in whole units."""
    if not isinstance(value, Decimal):
        return Cell("" if value is None else format_value(value, kind, language), kind)
    if kind is Kind.MONEY and abs(value) >= _LARGE:
        sign = currency_sign(person.currency, language)
        whole = round_to_step(value, _WHOLE)
        return Cell(f"{format_number(whole, language)}{NBSP}{sign}", kind)
    shown = value if kind in {Kind.MONEY, Kind.RATIO} else round_to_step(value, _HUNDREDTH)
    return Cell(format_value(shown, kind, language, person.currency), kind)


def _remarks(kpi: KpiProgress) -> Iterator[str]:
    if kpi.assumed:
        yield "assumed"
    elif kpi.pace is None and kpi.reached is not None:
        yield "level"


def _columns() -> tuple[str, ...]:
    return "number", "name", "scheme", "pay_forecast", "pay_plan", "difference", "weakest"


def _heading(name: str, currency: str, language: Language) -> Cell:
    said = phrase(f"pace.{name}", language)
    money = name in {"pay_forecast", "pay_plan", "difference"}
    kind = Kind.MONEY if money else Kind.NUMBER if name in _FIGURES else Kind.TEXT
    named = f"{said}, {currency_sign(currency, language)}" if money and currency else said
    return Cell(named, kind, _SPARE.get(name, 0))


def _show_people(people: Sequence[PersonProgress], language: Language) -> TableBlock:
    currency = people[0].currency
    several = len({each.scheme for each in people}) > 1
    names = [each for each in _columns() if each != "scheme" or several]
    rows = [_person_cells(each, language) for each in people]
    sums = _sums(people, language)
    return TableBlock(
        tuple(_heading(each, currency, language) for each in names),
        (
            *(TableRow(tuple(cells[each] for each in names)) for cells in rows),
            TableRow(tuple(sums.get(each, Cell("")) for each in names), strong=True),
        ),
        phrase("pay_table.narrowed", language),
    )


def _person_cells(
    person: PersonProgress, language: Language, write: _Write = format_amount
) -> dict[str, Cell]:
    weakest = _weakest(person)
    said = "" if weakest is None else f"{weakest.label} {_percent(weakest.reached, language)}"
    return {
        "number": Cell(person.employee),
        "name": Cell(person.label),
        "scheme": Cell(person.scheme_title),
        **_amounts((person.pay_forecast, person.pay_plan), person.currency, language, write),
        "weakest": Cell(said),
    }


def _amounts(
    pay: tuple[Decimal | None, Decimal | None], currency: str, language: Language, write: _Write
) -> dict[str, Cell]:
    forecast, plan = pay
    gap = None if forecast is None or plan is None else CONTEXT.subtract(forecast, plan)
    found = {"pay_forecast": forecast, "pay_plan": plan, "difference": gap}
    return {
        name: Cell("" if amount is None else write(amount, currency, language), Kind.MONEY)
        for name, amount in found.items()
    }


def _sums(people: Sequence[PersonProgress], language: Language) -> dict[str, Cell]:
    with localcontext(CONTEXT):
        forecast, plan = (
            sum((each for each in amounts if each is not None), ZERO)
            for amounts in ([each.pay_forecast for each in people], [each.pay_plan for each in people])
        )
    said = Cell(phrase("pace.sum", language))
    return {"number": said, **_amounts((forecast, plan), people[0].currency, language, format_amount)}


def _weakest(person: PersonProgress) -> KpiProgress | None:
    """Return the KPI that is furthest behind what is due; None where all are there."""
    behind = [
        (each.reached, at, each)
        for at, each in enumerate(person.kpis)
        if isinstance(each.reached, Decimal) and each.reached < 1
    ]
    return min(behind)[2] if behind else None


def _enter(person: PersonProgress, language: Language) -> Entry:
    # Here no heading names the currency, and people may be paid in several.
    cells = _person_cells(person, language, format_money)
    shown = tuple(cells[each] for each in _columns())
    amounts = (person.pay_forecast, person.pay_plan)
    order = [each.text for each in shown]
    order[3:5] = ["" if each is None else f"{each:f}" for each in amounts]
    return Entry(shown, tuple(order), (Document(tuple(_show_person(person, language))),))


def _percent(value: Value | None, language: Language) -> str:
    return format_percent(round_to_step(value, _TENTH), language) if isinstance(value, Decimal) else ""
