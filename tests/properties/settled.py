"""Random cases compiled and settled, and what is paid in them."""

from __future__ import annotations

from dataclasses import dataclass

from kpicalc.engine.settle import settle
from kpicalc.model.facts import Facts
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement
from tests.engine.builders import compile_text, make_facts
from tests.properties.figures import Outcome
from tests.properties.random_rows import Rows
from tests.properties.random_schemes import Case
from tests.properties.second_evaluator import understand


@dataclass(frozen=True, slots=True)
class Settled:
    """A program, facts for it, and its outcome."""

    program: Program
    facts: Facts
    settlement: Settlement

    def pay_of(self, key: str) -> dict[str, Outcome]:
        """Return every line and the total of an employee."""
        row = list(self.facts.frames[EMPLOYEES].keys).index(key)
        columns = self.settlement.values.columns
        names = [*(line.variable for line in self.program.pay_lines), self.program.total]
        return {name: understand(columns[EMPLOYEES, name][row]) for name in names}

    def pay(self) -> dict[str, dict[str, Outcome]]:
        """Return what everybody is paid."""
        return {key: self.pay_of(key) for key in self.facts.frames[EMPLOYEES].keys}


def settle_case(case: Case) -> Settled:
    """Compile a case, which must give no error, and settle it."""
    return settle_program(compile_text(case.text), case.rows)


def settle_program(program: Program, rows: Rows) -> Settled:
    """Settle a program over rows."""
    facts = make_facts(program, rows)
    return Settled(program, facts, settle(program, facts))
