"""The audit of a month as a report: equal work, pay and results, where results stop to count, gaming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_number, format_period
from kpicalc.model.audit import (
    Correlation,
    Gaming,
    PayAudit,
    PayCause,
    RankLink,
    ResultStanding,
    SchemeAudit,
    Trick,
    UnequalPay,
)
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.source import Span
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.views.plain_words import PlainWords, plain_words
from kpicalc.report.views.wording import (
    NOTHING,
    Figures,
    name_employee,
    name_in_sheet,
    title_limit,
    word_program,
)


def title_audit(audit: PayAudit, language: Language) -> str:
    """Return what the report is called."""
    return Figures(language, audit.currency, {}).say(
        "audit.title", period=format_period(audit.period, language)
    )


def show_audit(audit: PayAudit, language: Language) -> Document:
    """Return the report."""
    figures = Figures(language, audit.currency, {})
    blocks: list[Block] = [Heading(title_audit(audit, language)), *_show_equality(audit, figures)]
    for scheme in audit.schemes:
        blocks += _show_scheme(scheme, figures)
    return Document(tuple(blocks))


def _count(number: int, figures: Figures) -> Cell:
    value = Decimal(number)
    return Cell(format_number(value, figures.language), Kind.COUNT, raw=value)


def _money(amount: Decimal, figures: Figures, *, signed: bool = False) -> Cell:
    return Cell(figures.change(amount) if signed else figures.money(amount), Kind.MONEY, raw=amount)


def _headings(keys: Sequence[str], figures: Figures, texts: int = 1) -> tuple[Cell, ...]:
    return tuple(
        Cell(figures.say(f"audit.{key}"), Kind.TEXT if at < texts else Kind.MONEY)
        for at, key in enumerate(keys)
    )


def _show_equality(audit: PayAudit, figures: Figures) -> Iterator[Block]:
    near, part = "_alike" if audit.alike else "", figures.percent(audit.alike)
    counts = (
        ("people", audit.people),
        (f"groups{near}", audit.groups),
        (f"unequal{near}", audit.unequal),
        ("overtaken", audit.overtaken),
    )
    yield KeyValues(
        tuple((figures.say(f"audit.{key}", part=part), _told_count(each, figures)) for key, each in counts)
    )
    for equal, key in ((True, "equal_paid"), (False, "better_paid")):
        pairs = [each for each in audit.pairs if each.equal is equal]
        if pairs:
            title = f"audit.{key}{near if equal else ''}"
            yield Heading(figures.say(title, part=part), level=2)
            yield Paragraph(figures.say(f"audit.{key}_how"), Tone.MUTED)
            rows = tuple(_pair_row(each, figures) for each in pairs)
            yield TableBlock(_headings(("less", "more", "paid", "beside", "difference"), figures, 2), rows)


def _told_count(count: int | None, figures: Figures) -> str:
    return figures.say("audit.too_many") if count is None else _count(count, figures).text


def _pair_row(pair: UnequalPay, figures: Figures) -> TableRow:
    named = [Cell(name_employee(each.number, each.name)) for each in (pair.low, pair.high)]
    money = [_money(each, figures) for each in (pair.low.pay, pair.high.pay, pair.difference)]
    return TableRow((*named, *money), tuple(_tell_pair(pair, figures)))


def _tell_pair(pair: UnequalPay, figures: Figures) -> Iterator[str]:
    for result in pair.results:
        low, high = (figures.value(each, result.kind) for each in (result.low, result.high))
        key = "same_result" if result.low == result.high else "two_results"
        yield figures.say(f"audit.{key}", result=result.label, low=low, high=high)
    for cause in pair.causes:
        yield _tell_cause(cause, figures)
    if pair.low.scheme != pair.high.scheme:
        schemes = {"low": pair.low.scheme, "high": pair.high.scheme}
        yield figures.say("audit.other_scheme", amount=figures.change(pair.rest), **schemes)
    elif pair.rest:
        yield figures.say("audit.rest", amount=figures.change(pair.rest))


def _tell_cause(cause: PayCause, figures: Figures) -> str:
    low, high = (figures.value(each, cause.kind) for each in (cause.low, cause.high))
    told = cause.label if cause.low is None and cause.high is None else f"{cause.label}: {low} → {high}"
    lines = "; ".join(f"{line} {figures.change(amount)}" for line, amount in cause.lines)
    rules = ", ".join(f"{name} ({_name_place(place)})" for name, place in cause.rules)
    return figures.say(
        "audit.cause", cause=told, amount=figures.change(cause.amount), lines=lines, rules=rules
    )


def _name_place(place: Span) -> str:
    return f"{place.file.rpartition('/')[2]}:{place.line}"


def _show_scheme(scheme: SchemeAudit, figures: Figures) -> Iterator[Block]:
    yield Heading(scheme.title, level=2)
    yield KeyValues(((figures.say("audit.people"), _count(scheme.people, figures).text),))
    links = [*scheme.links, *([scheme.overall] if scheme.overall else [])]
    if links and scheme.people >= 2:
        yield Heading(figures.say("audit.links"), level=3)
        yield Paragraph(figures.say("audit.links_how"), Tone.MUTED)
        keys = ("result", "compared", "spearman", "kendall", "spearman_variable", "kendall_variable")
        yield TableBlock(_headings(keys, figures), tuple(_link_row(each, figures) for each in links))
    yield from _show_standings(scheme, figures)
    if scheme.slopes:
        yield Heading(figures.say("audit.slopes"), level=3)
        yield Paragraph(figures.say("audit.slopes_how"), Tone.MUTED)
        rows = (
            TableRow(
                (Cell(each.fact), *(_count(one, figures) for one in (each.more, each.nothing, each.less)))
            )
            for each in scheme.slopes
        )
        yield TableBlock(_headings(("fact", "pays_more", "pays_same", "pays_less"), figures), tuple(rows))
    yield from _show_gaming(scheme, figures)


def _link_row(link: RankLink, figures: Figures) -> TableRow:
    found = (link.spearman, link.kendall, link.spearman_variable, link.kendall_variable)
    label = Cell(link.label or figures.say("audit.overall"))
    cells = (label, _count(link.people, figures), *(_coefficient(each, figures) for each in found))
    return TableRow(cells, strong=not link.name)


def _coefficient(found: Correlation | None, figures: Figures) -> Cell:
    if found is None:
        return Cell(NOTHING, Kind.NUMBER)
    return Cell(format_number(found.value, figures.language), Kind.NUMBER, raw=found.value)


def _show_standings(scheme: SchemeAudit, figures: Figures) -> Iterator[Block]:
    if not scheme.standings:
        return
    plain = plain_words(scheme.program, word_program(scheme.program, figures.language))
    yield Heading(figures.say("audit.standings"), level=3)
    rows = (
        TableRow(
            (
                Cell(title_limit(each.label, figures.language)),
                Cell(figures.say(f"audit.standing.{each.kind}", formula=_say_parts(each, plain))),
                _count(each.people, figures),
                _part(each, figures),
            )
        )
        for each in scheme.standings
    )
    yield TableBlock(_headings(("what", "where", "people", "part"), figures, 2), tuple(rows))


def _say_parts(standing: ResultStanding, plain: PlainWords) -> str:
    return ", ".join(map(plain.say, standing.parts)) or standing.formula


def _part(standing: ResultStanding, figures: Figures) -> Cell:
    part = CONTEXT.divide(Decimal(standing.people), Decimal(standing.of))
    return Cell(figures.percent(part), Kind.RATIO, raw=part)


def _show_gaming(scheme: SchemeAudit, figures: Figures) -> Iterator[Block]:
    if not (scheme.gaming or scheme.harmless or scheme.left_out):
        return
    yield Heading(figures.say("audit.gaming"), level=3)
    if scheme.gaming:
        yield Paragraph(figures.say("audit.gaming_how"), Tone.MUTED)
        rows = tuple(_gaming_row(each, figures) for each in scheme.gaming)
        yield TableBlock(
            _headings(("trick", "example", "now", "then", "gain", "for_people"), figures, 2), rows
        )
    harmless = [each for each in scheme.harmless if each.tried]
    if harmless:
        told = "; ".join(f"{figures.say(f'audit.trick.{each.trick}')} ({each.fact})" for each in harmless)
        yield Paragraph(figures.say("audit.harmless", tricks=told), Tone.MUTED)
    if scheme.left_out:
        yield Paragraph(figures.say("audit.left_out", facts=", ".join(scheme.left_out)), Tone.WARNING)
    if not scheme.influence_told:
        yield Paragraph(figures.say("audit.influence_untold"), Tone.MUTED)


def _gaming_row(gaming: Gaming, figures: Figures) -> TableRow:
    sums = [sum(each, Decimal(0)) for each in (gaming.now, gaming.then)]
    cells = (
        Cell(figures.say(f"audit.trick.{gaming.trick}")),
        Cell(name_employee(gaming.person.number, gaming.person.name)),
        *(_money(each, figures) for each in sums),
        _money(gaming.gain, figures, signed=True),
        _count(gaming.people, figures),
    )
    return TableRow(cells, (_tell_gaming(gaming, figures),))


def _tell_gaming(gaming: Gaming, figures: Figures) -> str:
    """Tell the example in words: what stands in the facts, what would, and what each month pays."""
    amounts = [figures.value(each, gaming.kind) for each in gaming.amounts]
    months = [" + ".join(map(figures.money, each)) for each in (gaming.now, gaming.then)]
    fact = gaming.fact if gaming.cell is None else f"{gaming.fact} ({name_in_sheet(gaming.cell)})"
    taken = 2 if gaming.trick is Trick.MERGE else 1
    over = "_over" if gaming.trick is Trick.DAY and len(gaming.now) > 1 else ""
    return figures.say(
        f"audit.told.{gaming.trick}{over}",
        fact=fact,
        was=" + ".join(amounts[:taken]),
        will=" + ".join(amounts[taken:]),
        now=months[0],
        then=months[1],
    )
