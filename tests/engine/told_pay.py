"""All that comes of small schemes over a few rows: `python -m tests.engine.told_pay` writes it anew.

A case stands below `=== title`: a scheme without its head, then tables, each below `--- its name`, headings
first; `_` is a blank cell. Below `--- told` stands what comes of it: every value of every row (`~` where
digits may be cut), what was found over rows, the problems, also of each person alone, and the remarks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.checks import hold_back
from kpicalc.engine.explain import explain
from kpicalc.engine.settle import join_settlements, narrow_run, settle
from kpicalc.formula.printer import print_formula
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, KindedValue, Listing
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Fault
from kpicalc.model.program import Program
from kpicalc.model.result import Explanation, Note, Settlement, Worked
from tests.engine.builders import compile_text, make_facts

KEPT = Path(__file__).parent / "told_pay.txt"


@dataclass(frozen=True, slots=True)
class Case:
    """A scheme, its facts, and what was told of them."""

    title: str
    given: str
    program: Program
    facts: Facts
    told: str


def read_cases() -> list[Case]:
    """Read the cases of the file."""
    return [_read_case(part) for part in KEPT.read_text(encoding="utf-8").split("=== ")[1:]]


def _read_case(part: str) -> Case:
    given, _, told = part.partition("--- told\n")
    title, _, body = given.partition("\n")
    text, *tables = body.split("--- ")
    program = compile_text(text)
    rows = {name: _read_rows(lines) for name, _, lines in (each.partition("\n") for each in tables)}
    return Case(title, given, program, make_facts(program, rows), told.rstrip("\n") + "\n")


def _read_rows(text: str) -> list[Mapping[str, str]]:
    heading, *rows = (line.split() for line in text.strip().splitlines())
    return [{name: cell for name, cell in zip(heading, row, strict=True) if cell != "_"} for row in rows]


def tell_case(program: Program, facts: Facts) -> str:
    """Tell all that comes of a scheme and facts."""
    return "".join(f"{line}\n" for line in _tell(hold_back(settle(program, facts))))


def _tell(settlement: Settlement) -> Iterator[str]:
    values, people = settlement.values, settlement.facts.frames["employees"].keys
    for key, column in (*values.columns.items(), *values.aggregates.items()):
        name = ".".join(key) if isinstance(key, tuple) else print_formula(key)
        if name.startswith("company.period."):
            continue
        yield f"{name}: {' '.join(map(_show, column))}{' ~' if key in values.cut else ''}"
    run = join_settlements(settlement.program.period, [settlement])
    told = list(map(_tell_problem, run.diagnostics))
    yield from told
    for row in settlement.rows:
        alone = list(map(_tell_problem, narrow_run(run, [(settlement, row)]).diagnostics))
        if alone != told:
            yield f"{people[row]} alone: {'; '.join(alone) or 'nothing'}"
    yield from (f"{line.line or 'total'}: {line.amount} of {line.employees}" for line in run.totals)
    for row, pay in zip(settlement.rows, break_down(settlement, settlement.rows), strict=True):
        yield f"{people[row]}: {' '.join(f'{each.name} {_show(each.value)}' for each in pay.checks)}"
        yield from (
            f"{people[row]} {line.name}: {_tell_note(each)}" for line in pay.lines for each in line.notes
        )
        remarks = (
            f"{people[row]} {part.name}: {_tell_note(note)}"
            for line in pay.lines
            for part in _parts(explain(settlement, row, line.name))
            for note in part.notes
        )
        yield from dict.fromkeys(remarks)


def _parts(explanation: Explanation) -> Iterator[Explanation]:
    yield explanation
    for each in explanation.children:
        yield from _parts(each)


def _tell_problem(problem: Diagnostic) -> str:
    place = "" if problem.primary is None else f" {problem.primary.place}"
    others = "".join(f" {each.place}" for each in problem.others)
    return f"{problem.code} {problem.severity}{place}{others} {_tell_params(problem.params)}"


def _tell_note(note: Note) -> str:
    return f"{note.key} {_tell_params(note.params)}"


def _tell_params(params: Sequence[tuple[str, object]]) -> str:
    return ", ".join(f"{name} {_show(value)}" for name, value in params)


def _show(value: Any) -> str:
    match value:
        case Fault(causes=causes, missing=missing):
            return f"!{'+'.join(each.code for each in causes)}{'?' if missing else ''}"
        case Worked(expr=expr, operands=operands):
            return f"{print_formula(expr)} [{', '.join(map(_show, operands.values()))}]"
        case KindedValue(value=inner, kind=kind):
            return f"{_show(inner)} {kind}"
        case Listing(parts=parts):
            return "(" + " ".join(map(_show, parts)) + ")"
        case tuple():
            return "(" + ", ".join(map(_show, value)) + ")"
        case date():
            return value.isoformat()
        case Diagnostic():
            return value.code
    written = str(value)
    return written if len(written) < 60 else f"{written[:10]}…{written[-30:]}:{len(written)}"


def write_case(given: str, told: str) -> str:
    """Return the text of a case as it is kept."""
    return f"=== {given}--- told\n{told}\n"


if __name__ == "__main__":
    KEPT.write_text(
        "".join(write_case(each.given, tell_case(each.program, each.facts)) for each in read_cases()),
        encoding="utf-8",
    )
