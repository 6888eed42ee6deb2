"""One amount explained as a tree, down to the cells and the lines of the scheme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from kpicalc.formula.functions.rounding import without_rounding
from kpicalc.i18n.catalogue import words
from kpicalc.i18n.format import format_number
from kpicalc.i18n.sentence import spell_param
from kpicalc.model.expr import Number, OverRows, Reference
from kpicalc.model.figure import figure_of
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.model.result import Explanation, Note, Worked
from kpicalc.model.source import Span
from kpicalc.report.document import Document, Heading, Tree
from kpicalc.report.views.wording import Wording, title_limit

# Parameters of notes that are formulas, or names of them.
_FORMULAS = frozenset({"condition", "formula", "formulas"})
_COMPARED = ("value", "margin", "result", "other", "weight", "weights")
# What a figure of a note measures that does not say so: itself a kind, or that of the value explained.
_NOTE_KINDS: Mapping[str, Mapping[str, Kind | None]] = {
    "slice": {"from": None, "to": None, "amount": None, "rate": Kind.RATIO, "pay": None},
    "rounded": {"from": None, "to": None},
    "row": {"value": None},
    "rule_holds": {"value": None},
    "rule_fired": {"factor": Kind.RATIO},
    "limit": {"bound": None},
    "fallback": {"value": None},
    "divided": {"whole": None, "step": None},
    "portioned": {"whole": None, "step": None},
    "part": {"part": None},
}


def show_explanation(title: str, explanation: Explanation, wording: Wording, home: str) -> Document:
    """Show how a value came about; `home` is the grain of its formula."""
    return Document((Heading(title), _make_tree(explanation, wording, home, None)))


def _make_tree(explanation: Explanation, wording: Wording, home: str, above: Span | None) -> Tree:
    """Make a tree; the line of the scheme is named where it is not that of the value above."""
    branches = tuple(
        _make_tree(each, wording, _grain_of(each, explanation, home), explanation.span or above)
        for each in explanation.children
    )
    details = _tell_formula(explanation, wording, home)
    details.extend(say_note(note, explanation.kind, wording) for note in explanation.notes)
    if explanation.cell is not None:
        details.append(wording.say("explanation.cell", cell=str(explanation.cell)))
    elif explanation.written is not None:
        details.append(wording.say("explanation.written", span=str(explanation.written)))
    elif explanation.span not in {None, above}:
        details.append(wording.say("explanation.span", span=str(explanation.span)))
    return Tree(_title_value(explanation, wording), tuple(details), branches)


def _grain_of(child: Explanation, parent: Explanation, home: str) -> str:
    if isinstance(parent.expr, OverRows):
        return parent.expr.grain
    named = (
        each.grain for each in parent.operands if isinstance(each, Reference) and each.name == child.name
    )
    return next(named, home)


def _title_value(explanation: Explanation, wording: Wording) -> str:
    label, name = _label_value(explanation, wording), wording.author.text(explanation.name)
    shown = label if explanation.name in {"", label} or name == label else f"{label} (`{name}`)"
    role = explanation.role
    said = "" if role in {None, Role.VALUE} else f" · {wording.say(f'role.{role}')}"
    if explanation.value is None:
        return f"{shown}{said}"
    return f"{shown} = {wording.write(explanation.value, explanation.kind)}{said}"


def _label_value(explanation: Explanation, wording: Wording) -> str:
    """Return the title of a value; one of a KPI is followed by what it is of the KPI."""
    label = wording.title(explanation.name, explanation.label)
    if label == explanation.name:
        label = wording.author.text(label)
    part, figure = figure_of(explanation.name), ""
    if explanation.role in {Role.KPI, Role.GOAL}:
        figure = f"figure.{part}"
    elif explanation.role is Role.VALUE and part is not None:
        figure = f"line_figure.{part}"  # what a pay line is made of
    return f"{label}: {wording.say(figure)}" if figure in words(wording.language) else label


def _tell_formula(explanation: Explanation, wording: Wording, home: str) -> list[str]:
    if explanation.expr is None:
        return []
    # A note tells the last rounding where it changed the value.
    expr = without_rounding(explanation.expr)
    if isinstance(expr, Number):
        return []
    written = wording.author.formula(expr, None, home)
    named = written == wording.author.text(explanation.name)
    details = [] if named else [wording.say("explanation.formula", formula=written)]
    # The value of a formula that is a bare name stands in the title already.
    if explanation.operands and not isinstance(expr, Reference):
        numbers = wording.formula_in_numbers(expr, explanation.operands, home)
        details.append(wording.say("explanation.numbers", formula=numbers))
    return details


def say_note(
    note: Note, kind: Kind, wording: Wording, spell: Callable[[str, Worked], str] | None = None
) -> str:
    """Say a remark; `kind` is that of the value which it belongs to.

    `spell` writes a formula with its figures in another way than in the names of the scheme.
    """
    kinds = {name: own or kind for name, own in _NOTE_KINDS.get(note.key, {}).items()}
    told = dict(note.params).get("kind")
    if isinstance(told, Kind):
        # What is compared may be of another kind than what comes of it.
        kinds |= dict.fromkeys(_COMPARED, told)
    usual = note.measures or Kind.NUMBER
    params = {
        name: spell(name, value)
        if spell is not None and isinstance(value, Worked)
        else _write_param(name, value, kinds.get(name, usual), wording)
        for name, value in note.params
    }
    if note.key == "band":
        params["value"] = _band_value(dict(note.params), wording)
    return wording.say(f"note.{note.key}", **params)


def _write_param(name: str, value: object, kind: Kind, wording: Wording) -> str:
    if isinstance(value, Decimal):
        return wording.write(value, kind)
    if isinstance(value, Worked):
        return (_in_figures if name == "formula" else _with_figures)(value, wording)
    if name == "mode":
        return wording.say(f"mode.{value}")
    if isinstance(value, tuple):
        value = tuple(title_limit(str(each), wording.language) for each in value)
    spelt = spell_param(value, wording.language)
    return wording.author.text(spelt) if name in _FORMULAS else spelt


def _in_figures(worked: Worked, wording: Wording) -> str:
    """Write a formula in names, then in numbers."""
    in_names = wording.author.formula(worked.expr, None, EMPLOYEES)
    in_numbers = wording.formula_in_numbers(worked.expr, worked.operands, EMPLOYEES)
    return f"{in_names} = {in_numbers}"


def _with_figures(worked: Worked, wording: Wording) -> str:
    """Write a condition, then the figures of the names in it: `план >= 10 (план = 7)`."""
    written = wording.formula_in_numbers(worked.expr, {}, EMPLOYEES)
    if isinstance(worked.expr, Reference):
        return written
    figures = ", ".join(
        f"{wording.author.formula(part, None, EMPLOYEES)} = {wording.write(value, wording.kind_of(part))}"
        for part, value in worked.operands.items()
    )
    return f"{written} ({figures})" if figures else written


def _band_value(params: Mapping[str, object], wording: Wording) -> str:
    value, table = params.get("value"), wording.tables.get(str(params.get("table")))
    if not isinstance(value, Decimal):
        return spell_param(value, wording.language)
    return format_number(value, wording.language) if table is None else wording.write(value, table.value_kind)
