"""How a regulation ends: a worked example, approval, acquaintance, the mark of its scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpicalc.i18n.format import format_date, format_percent, format_value
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.worked_example import WorkedExample
from kpicalc.report.document import Block, Cell, KeyValues, Paragraph, TableBlock, TableRow
from kpicalc.report.views.regulation.formula_words import Speaker
from kpicalc.report.views.wording import title_value

_SIGNATURES = 8
_LINE = "_" * 18


def say_example(examples: Sequence[WorkedExample], speaker: Speaker) -> Iterator[Block]:
    """Show facts and pay at each level side by side."""
    if not examples:
        return
    first = examples[0]
    key = "example_alone" if first.level is None else "example_moved" if first.moved else "example"
    yield Paragraph(speaker.say(key, fact=speaker.quote(first.moved)))
    levels = [_say_level(each, speaker) for each in examples]
    yield TableBlock(
        (Cell(speaker.say("example.facts")), *(Cell(each, Kind.MONEY) for each in levels)),
        tuple(_fact_rows(examples, speaker)),
    )
    yield TableBlock(
        (Cell(speaker.say("example.lines")), *(Cell(each, Kind.MONEY) for each in levels)),
        tuple(_pay_rows(examples, speaker)),
    )


def _say_level(example: WorkedExample, speaker: Speaker) -> str:
    if example.level is None:
        return speaker.say("example.amount")
    key = "example.moved" if example.moved else "example.level"
    return speaker.say(key, level=format_percent(example.level, speaker.language))


def _fact_rows(examples: Sequence[WorkedExample], speaker: Speaker) -> Iterator[TableRow]:
    inputs = {each.key: each for each in speaker.program.inputs}
    rows = zip(*(each.witness.rows for each in examples), strict=False)
    for same in rows:
        for place, (name, _) in enumerate(same[0].values):
            given = inputs.get((same[0].grain, name))
            kind = Kind.NUMBER if given is None else given.kind
            label = name if given is None else given.label
            told = label if same[0].grain == EMPLOYEES else f"{speaker.title((same[0].grain, ''))}: {label}"
            values = (each.values[place][1] for each in same)
            yield TableRow(
                (Cell(told), *(Cell(_write(value, kind, speaker), Kind.MONEY) for value in values))
            )


def _pay_rows(examples: Sequence[WorkedExample], speaker: Speaker) -> Iterator[TableRow]:
    program = speaker.program
    for line in program.pay_lines:
        amounts = [each.amounts.get(line.variable) for each in examples]
        if not line.kind.traits.written and all(amount == 0 for amount in amounts):
            continue
        title = title_value(line.name, line.label, speaker.language)
        kinds = {each.name: each.kind for each in program.variables() if each.grain == EMPLOYEES}
        kind = kinds.get(line.variable, Kind.MONEY)
        yield TableRow((Cell(title), *(Cell(_write(each, kind, speaker), Kind.MONEY) for each in amounts)))
    totals = (Cell(_write(each.total, Kind.MONEY, speaker), Kind.MONEY) for each in examples)
    yield TableRow((Cell(speaker.say("example.total")), *totals), strong=True)


def _write(value: object, kind: Kind, speaker: Speaker) -> str:
    if value is None:
        return "—"
    return format_value(value, kind, speaker.language, speaker.program.currency)  # type: ignore[arg-type]


def say_end(speaker: Speaker) -> Iterator[Block]:
    """Say when the regulation comes into force, who keeps it, until when it is reviewed, what computes it."""
    document, language = speaker.document, speaker.language
    if document.approved is None:
        yield Paragraph(speaker.say("in_force"))
    else:
        yield Paragraph(speaker.say("approved", day=format_date(document.approved, language)))
    if document.owner:
        yield Paragraph(speaker.say("owner", owner=document.owner))
    if document.review_by is not None:
        yield Paragraph(speaker.say("review_by", day=format_date(document.review_by, language)))
    yield Paragraph(speaker.say("changes"))
    yield Paragraph(speaker.say("computed", scheme=str(speaker.document.scheme)))


def show_mark(speaker: Speaker) -> Block:
    """Return what the regulation was made from."""
    return KeyValues(
        (
            (speaker.say("mark.scheme"), str(speaker.document.scheme)),
            (speaker.say("mark.digest"), speaker.document.digest),
        )
    )


def show_approval(speaker: Speaker) -> TableBlock:
    """Return the place for the approval."""
    rows = [(speaker.say("approval.post"), _LINE), (speaker.say("approval.name"), _LINE)]
    rows += [
        (speaker.say("approval.signature"), _LINE),
        (speaker.say("approval.day"), speaker.say("approval.date")),
    ]
    return TableBlock(
        (Cell(speaker.say("approval")), Cell("")), tuple(TableRow(tuple(map(Cell, row))) for row in rows)
    )


def show_acquaintance(speaker: Speaker) -> TableBlock:
    """Return the place for the signatures of those whom the regulation covers."""
    headings = tuple(
        Cell(speaker.say(f"acquaintance.{each}")) for each in ("number", "name", "post", "day", "signature")
    )
    rows = (TableRow((Cell(str(at)), *(Cell("") for _ in headings[1:]))) for at in range(1, _SIGNATURES + 1))
    return TableBlock(headings, tuple(rows))
