"""One amount explained in a few lines: formula in words and numbers, what decided, where figures stand."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpicalc.formula.functions.rounding import without_rounding
from kpicalc.i18n.format import format_number, format_percent
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Compare, Expr, Number, Reference, Text
from kpicalc.model.fault import Fault
from kpicalc.model.figure import figure_of
from kpicalc.model.grounds import NextStep
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import Role
from kpicalc.model.result import Explanation, Note, Worked
from kpicalc.model.source import CellRef, column_letters
from kpicalc.report.document import Block, Document, Hanging, Heading, Tone, Verbatim
from kpicalc.report.views.explanation import say_note
from kpicalc.report.views.plain_words import PlainWords
from kpicalc.report.views.steps import say_step

# A short answer fits on one screen: what decided, how it was reckoned, and some of the cells.
_DECIDED, _STEPS, _CELLS, _ROWS = 3, 2, 3, 3
_INDENT = 2
# Told by the formula, the conditions or the list of cells; or of no weight.
_SILENT = frozenset(
    {
        "rounded",
        "rows",
        "branch_then",
        "branch_else",
        "no_rule",
        "of_row",
        "row",
        "among",
        "table_formulas",
        "above",
    }
)
# The remarks by which lines among people are told.
_STORIES = ("prize_", "pool", "fund")
_QUOTED = re.compile(r"`([^`]*)`")
_NUMBER = re.compile(r"-?\d+(\.\d+)?%?")
_BAND = re.compile(r"(?:(?P<low>.+?) (?P<after><=?) )?x(?: (?P<upto><=?) (?P<high>.+))?")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told: the explanation, the words for it, and what would change the value.

    With `names` values are also called as the scheme calls them; with `why_not` only what made it 0 is told.
    """

    explanation: Explanation
    plain: PlainWords
    steps: Sequence[NextStep] = ()
    names: bool = False
    why_not: bool = False

    def part(self, key: str, texts: Sequence[str]) -> Iterator[Block]:
        """Yield some texts under their heading."""
        if texts:
            yield Verbatim(self.plain.wording.say(key), Tone.MUTED)
            yield from (_line(text) for text in texts)

    def title(self, each: Explanation) -> str:
        """Return what people call a value, and what it is."""
        called = self._name(each)
        if each.value is None:
            return called
        return f"{called} = {self.plain.wording.write(each.value, each.kind)}"

    def _name(self, each: Explanation) -> str:
        """Return what people call a value."""
        if each.label or each.role is not None:
            called = self.plain.title(each.name, each.label, each.role)
        else:
            called = each.name if each.expr is None else self.plain.say(each.expr)
        return f"{called} (`{each.name}`)" if self.names and each.name != called else called

    def formulas(self) -> Iterator[str]:
        """Yield the formula in words and numbers: that of the first value that is more than a name."""
        each = self.explanation
        if _has_story(each):
            return
        while (
            isinstance(_taken(each), Reference)
            and len(each.children) == 1
            and each.children[0].expr is not None
        ):
            each = each.children[0]
        expr = _taken(each)
        if expr is None or isinstance(expr, Number | Reference):
            return
        in_words = self.plain.say(expr)
        in_numbers = self.plain.say_in_numbers(expr, each.operands)
        yield f"= {in_words}"
        if in_numbers not in {in_words, self.plain.wording.write(each.value or Decimal(0), each.kind)}:
            yield f"= {in_numbers}"

    def _is_made(self, each: Explanation) -> bool:
        """Say whether a value is one that nobody wrote: sums and places from which a story is told."""
        return _has_story(self.explanation) and not each.label and each.role is None

    def decisions(self) -> Iterator[str]:
        """Yield what decided, the value itself first, then what it is made of, level by level."""
        found = [line for each in self._walk() if (line := self._decision(each))]
        yield from found[:_DECIDED]
        if len(found) > _DECIDED:
            yield self.plain.wording.say("plain.more_decided", count=len(found) - _DECIDED)

    def _walk(self) -> Iterator[Explanation]:
        """Yield the values level by level, each once; rows of tables are not gone into.

        To tell why a value is 0 only what is 0 itself is gone into.
        """
        met: set[tuple[str, object]] = set()
        waiting = deque([self.explanation])
        while waiting:
            each = waiting.popleft()
            if (each.name, each.value) in met:
                continue
            met.add((each.name, each.value))
            yield each
            if not _counts_rows(each):
                waiting.extend(
                    part
                    for part in each.children
                    if not self.why_not or part.value == 0 or part.value is False
                )

    def _decision(self, each: Explanation) -> str:
        if self._is_made(each):
            return ""
        # A condition on which a line stands and of which its formula is made is told once.
        reasons = list(dict.fromkeys(self._reasons(each)))
        root = each is self.explanation
        if reasons:
            said = "; ".join(reasons)
            return said if root else f"{self.title(each)}: {said}"
        if root or each.expr is None or each.taken is None or not (each.role is Role.INDEX or self.why_not):
            return ""
        numbers, title = self.plain.say_in_numbers(each.taken, each.operands), self.title(each)
        return "" if title.endswith(numbers) else f"{title}: {numbers}"

    def _reasons(self, each: Explanation) -> Iterator[str]:
        tested = each.asked if _chooses(each) and not _has_story(each) else ()
        met = any(asked.holds for asked in tested)
        for asked in tested:
            key, condition = "note.met" if asked.holds else "note.unmet", asked.condition
            if not (met and _names_text(condition.expr)):
                yield self.plain.wording.say(key, condition=_with_figures(condition, self.plain))
            elif asked.holds:
                # Which text it is was said; which others it might have been helps nobody.
                yield self.plain.wording.say(key, condition=self.plain.say(condition.expr))
        for note in each.notes:
            if note.key not in _SILENT:
                yield say_plainly(note, each.kind, self.plain)

    def sources(self) -> Iterator[str]:
        """Yield the figures that were read, with their cells; of rows that were counted how many they are."""
        lines: dict[str, None] = {}
        for each in self._walk():
            if _counts_rows(each) and not self._is_made(each):
                lines.update(dict.fromkeys(self._say_rows(each)))
            elif each.cell is not None and each.value is not None and not isinstance(each.value, Fault):
                lines.setdefault(f"{self.title(each)} — {each.cell}")
        shown = list(lines)
        yield from shown[:_CELLS]
        if len(shown) > _CELLS:
            yield self.plain.wording.say("plain.more_cells", count=len(shown) - _CELLS)

    def _say_rows(self, each: Explanation) -> Iterator[str]:
        counts = next(dict(note.params) for note in each.notes if note.key == "rows")
        cells = [cell for child in each.children if (cell := _first_cell(child)) is not None]
        shown = ", ".join(str(cell) if not at else _address(cell) for at, cell in enumerate(cells[:_ROWS]))
        rest = " …" if len(cells) > _ROWS else ""
        if counts["of"]:
            rows = self.plain.wording.say("note.rows", **counts)
            yield f"{self.title(each)}: {rows}" + (f" — {shown}{rest}" if cells else "")


def show_briefly(title: str, told: Told) -> Document:
    """Show a value in ten to fifteen lines."""
    blocks: list[Block] = [Heading(title), Verbatim(told.title(told.explanation), Tone.STRONG)]
    say = told.plain.wording.say
    blocks.extend(_line(text) for text in told.formulas())
    if told.why_not and told.explanation.value != 0:
        blocks.append(Verbatim(say("plain.not_zero")))
    blocks.extend(told.part("plain.decided", list(told.decisions())))
    steps = [say_step(each, told.explanation.kind, told.plain.wording) for each in told.steps[:_STEPS]]
    blocks.extend(told.part("plain.steps", steps))
    blocks.extend(told.part("plain.cells", list(told.sources())))
    if told.explanation.span is not None:
        blocks.append(Verbatim(say("plain.rule", span=str(told.explanation.span)), Tone.MUTED))
    blocks.append(Hanging(say("plain.more"), 0, Tone.MUTED))
    return Document(tuple(blocks))


def _line(text: str) -> Hanging:
    return Hanging(" " * _INDENT + text, _INDENT)


def _has_story(each: Explanation) -> bool:
    """Say whether a line is told by what happened among people: a prize, a part of a pool or of a fund."""
    return any(note.key.startswith(_STORIES) for note in each.notes)


def _taken(each: Explanation) -> Expr | None:
    expr = each.taken if each.taken is not None else each.expr
    return None if expr is None else without_rounding(expr)


def _names_text(expr: Expr) -> bool:
    return isinstance(expr, Compare) and expr.sign == "=" and isinstance(expr.right, Text)


def _chooses(each: Explanation) -> bool:
    """Say whether the conditions of a value were written by its author, and not told by a rule or a line."""
    made = each.role is Role.VALUE and figure_of(each.name) is not None
    return not made and each.role not in {Role.STOP_FACTOR, Role.LIMIT}


def say_plainly(note: Note, kind: Kind, plain: PlainWords) -> str:
    """Say a remark in titles and in figures as people write them."""
    wording = plain.wording
    params = dict(note.params)
    if note.key == "band":
        value = params["value"]
        shown = wording.write(value, kind) if isinstance(value, Decimal) else _bound(str(value), plain)
        return wording.say("plain.band", band=_say_band(str(params["band"]), plain), value=shown)
    table = wording.tables.get(str(params.get("table")))
    if table is not None and table.label:
        note = Note(note.key, tuple((params | {"table": table.label}).items()), note.measures)
    said = say_note(note, kind, wording, lambda _, worked: _with_figures(worked, plain))
    return _QUOTED.sub(lambda found: wording.say("plain.named", title=found[1]), said)


def _say_band(band: str, plain: PlainWords) -> str:
    """Say the ends of a band: `0% <= x < 80%` is "from 0% to 80%"."""
    found = _BAND.fullmatch(band)
    if found is None:
        return band
    say = plain.wording.say
    ends = []
    if found["low"]:
        low = _bound(found["low"], plain)
        ends.append(say("plain.from" if found["after"] == "<=" else "plain.over", bound=low))
    if found["high"]:
        high = _bound(found["high"], plain)
        ends.append(say("plain.below" if found["upto"] == "<" else "plain.upto", bound=high))
    return " ".join(ends)


def _bound(written: str, plain: PlainWords) -> str:
    """Write a number of a table as people write it; a day stays as it is."""
    language = plain.wording.language
    if not _NUMBER.fullmatch(written):
        return written
    if written.endswith("%"):
        return format_percent(CONTEXT.scaleb(Decimal(written[:-1]), -2), language)
    return format_number(Decimal(written), language)


def _with_figures(worked: Worked, plain: PlainWords) -> str:
    """Say a condition, then the same in figures: `Индекс < порог (65 % < 70 %)`."""
    in_words = plain.say(worked.expr)
    in_numbers = plain.say_in_numbers(worked.expr, worked.operands)
    bare = isinstance(worked.expr, Reference) or in_numbers == in_words
    return in_words if bare else f"{in_words} ({in_numbers})"


def _counts_rows(each: Explanation) -> bool:
    return any(note.key == "rows" for note in each.notes)


def _first_cell(each: Explanation) -> CellRef | None:
    if each.cell is not None:
        return each.cell
    found = (_first_cell(child) for child in each.children)
    return next((cell for cell in found if cell is not None), None)


def _address(cell: CellRef) -> str:
    return f"{column_letters(cell.column)}{cell.row}"
