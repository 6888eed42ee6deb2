"""What a regulation says first: its subject, whom it covers, the facts and the parameters it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kpicalc.i18n.format import format_date, format_number, format_percent
from kpicalc.model.audience import Audience, Description
from kpicalc.model.kind import Kind
from kpicalc.model.period import PeriodLength
from kpicalc.model.program import COMPANY, EMPLOYEES
from kpicalc.report.document import Block, Cell, Paragraph, TableBlock, TableRow, Tone
from kpicalc.report.views.regulation.formula_words import Speaker, plain_name
from kpicalc.scheme.constructs.facts import ColumnSpec, FactTable
from kpicalc.scheme.constructs.parameters import ChosenParameterSpec, DatedFormula, ParameterSpec
from kpicalc.scheme.words import Formula


def say_general(speaker: Speaker) -> Iterator[Block]:
    """Say what the regulation is about, whom it covers, for which period and in which currency it pays."""
    document = speaker.document
    yield Paragraph(speaker.say("subject", title=speaker.quote(str(document.title))))
    if document.description:
        yield Paragraph(end_sentence(document.description))
    yield from _say_audience(document.applies_to, speaker)
    cycle = document.period
    length = cycle.length if not cycle.weeks else PeriodLength.DAYS
    if cycle.starts != 1 and length is PeriodLength.MONTH:
        yield Paragraph(speaker.say("period_month_from", day=cycle.starts))
    else:
        yield Paragraph(speaker.say(f"period.{length}"))
        if cycle.starts != 1:
            yield Paragraph(speaker.say("period_starts", day=cycle.starts))
    yield Paragraph(speaker.say("currency", currency=str(document.currency)))
    yield Paragraph(speaker.say("parts"))


def _say_audience(audience: Audience, speaker: Speaker) -> Iterator[Block]:
    if not audience:
        yield Paragraph(speaker.say("everybody"))
        return
    if audience.named:
        yield Paragraph(speaker.say("covers", who=_say_description(audience.named, speaker)))
    if audience.otherwise:
        yield Paragraph(speaker.say("all_the_rest"))
    for each in audience.exceptions:
        yield Paragraph(speaker.say("except", who=_say_description(each, speaker)))


def _say_description(description: Description, speaker: Speaker) -> str:
    return speaker.say("and_so").join(
        speaker.say(
            "asked", column=speaker.quote(each.heading), values=", ".join(map(speaker.quote, each.values))
        )
        for each in description
    )


def end_sentence(text: str) -> str:
    """Return a text of the company with a full stop, where it has none."""
    plain = " ".join(text.split())
    return plain if plain.endswith((".", "!", "?", ":", ";", "…")) else f"{plain}."


def say_facts(speaker: Speaker) -> Iterator[Block]:
    """Say on which facts the pay rests: of the employee first, then table by table."""
    yield Paragraph(speaker.say("facts"))
    tables = speaker.document.facts
    for name, table in sorted(tables.items(), key=lambda each: each[0] != EMPLOYEES):
        if name not in {EMPLOYEES, COMPANY} and table.columns:
            title = speaker.title((str(name), ""))
            rows_of = speaker.title((str(table.of), "")) if table.of and table.of != EMPLOYEES else ""
            key = "facts_rows_of" if rows_of else "facts_rows"
            key = "facts_above" if name in speaker.program.ancestors(EMPLOYEES) else key
            yield Paragraph(speaker.say(key, table=title, of=rows_of))
            for role in table.roles.values():
                yield Paragraph(speaker.say("facts_role", column=speaker.quote(str(role.link[0]))))
        if table.columns:
            yield _facts_table(table, speaker)
        if table.segments is not None:
            yield Paragraph(speaker.say("segments"))
        for value, spec in table.values.items():
            path, inside = (str(name), str(value)), replace(speaker, rows=str(name))
            key = f"{name}_value" if name in {EMPLOYEES, COMPANY} else "row_value"
            told = speaker.say(key, value=speaker.title(path))
            said = f"{told}: {inside.define(path, spec.formula)}."
            if spec.round is not None:
                said += " " + speaker.say("rounded.value", how=speaker.rounding(spec.round))
            yield Paragraph(said)


def _facts_table(table: FactTable, speaker: Speaker) -> TableBlock:
    headings = tuple(Cell(speaker.say(f"facts.{each}")) for each in ("name", "kind", "allowed", "decided"))
    rows = tuple(_fact_row(str(name), column, speaker) for name, column in table.columns.items())
    return TableBlock(headings, rows)


def _fact_row(name: str, column: ColumnSpec, speaker: Speaker) -> TableRow:
    heading = str(column.column[0]) if column.column else plain_name(name)
    texts = (
        column.title or heading,
        speaker.say(f"kind.{column.type}"),
        "; ".join(_allowed(column, speaker)) or "—",
        column.decided_by or "—",
    )
    return TableRow(tuple(map(Cell, texts)))


def _allowed(column: ColumnSpec, speaker: Speaker) -> Iterator[str]:
    if column.one_of:
        yield speaker.say(
            "one_of", values=", ".join(_write(each, column.type, speaker) for each in column.one_of)
        )
    for key, bound in column.bounds.items():
        if isinstance(bound, Formula):
            value = speaker.formula(bound)
        else:
            value = _write(bound.value, column.type, speaker)
        yield speaker.say(f"bound.{key}", value=value)
    if column.in_period:
        yield speaker.say("in_period")


def _write(value: object, kind: Kind, speaker: Speaker) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    return (format_percent if kind is Kind.RATIO else format_number)(value, speaker.language)


def say_parameters(speaker: Speaker) -> Iterator[Block]:
    """Say the constants of the regulation, each with the days from which its values hold."""
    parameters = speaker.document.parameters
    if not parameters:
        return
    yield Paragraph(speaker.say("parameters"))
    headings = tuple(Cell(speaker.say(f"parameter.{each}")) for each in ("name", "value"))
    rows = [
        TableRow(tuple(map(Cell, row)))
        for name, each in parameters.items()
        for row in _rows(str(name), each, speaker)
    ]
    yield TableBlock(headings, tuple(rows))


def _rows(
    name: str, spec: ParameterSpec | ChosenParameterSpec, speaker: Speaker
) -> Iterator[tuple[str, str]]:
    title = spec.title or plain_name(name)
    if isinstance(spec, ParameterSpec):
        yield title, _dated(spec.values, spec.type, speaker)
        return
    by = speaker.formula(spec.by)
    for text, values in spec.values.items():
        case = speaker.say("when_is", what=by, value=speaker.quote(str(text)))
        yield f"{title}: {case}", _dated(values, spec.type, speaker)
    if spec.otherwise is not None:
        yield f"{title}: {speaker.say('otherwise')}", _dated(spec.otherwise, spec.type, speaker)


def _dated(values: tuple[DatedFormula, ...], kind: Kind | None, speaker: Speaker) -> str:
    said = [
        speaker.formula(formula, kind)
        if since is None
        else speaker.say(
            "since", day=format_date(since, speaker.language), value=speaker.formula(formula, kind)
        )
        for since, formula in values
    ]
    return "; ".join(said)


def muted(text: str) -> Paragraph:
    """Return a line that belongs to the clause before it."""
    return Paragraph(f"— {text}", Tone.MUTED)
