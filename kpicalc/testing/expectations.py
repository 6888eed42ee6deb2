"""What a test expects, by the names and employees of the scheme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error, has_errors
from kpicalc.model.kind import Scalar
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Program, Variable
from kpicalc.model.spelling import propose_name
from kpicalc.scheme.constructs.trials import Codes, TrialSpec
from kpicalc.scheme.scalars import read_scalar
from kpicalc.scheme.tree import ScalarNode
from kpicalc.scheme.words import Word

# The team of an employee is called so in formulas.
_TEAM = "team"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a value of one employee, or of a row above him, must be: a figure, or problems of these codes.

    Of a row of another table `row` is its position there.
    """

    who: Word | None
    name: Word
    variable: Variable
    value: Scalar | None
    codes: tuple[str, ...]
    row: int | None = None


@dataclass(slots=True)
class _Reading:
    program: Program
    people: Sequence[str] | None
    problems: list[Diagnostic]
    rows: Mapping[str, Sequence[str]] | None = None

    def read_figures(self, spec: TrialSpec) -> Iterator[Expectation]:
        for name, expected in spec.expect.items():
            if isinstance(expected, Mapping) and self._is_table(name):
                yield from self._read_rows(name, expected)
            elif isinstance(expected, Mapping):
                for inner, value in expected.items() if self._is_person(name) else ():
                    yield from self._read_figure(name, inner, value)
            elif self._says_whose(name):
                yield from self._read_figure(None, name, expected)

    def _is_table(self, name: Word) -> bool:
        """Say whether a name is that of a table of facts, and of no employee of the test."""
        return str(name) in self.program.grains and str(name) not in (self.people or ())

    def _read_rows(
        self, table: Word, rows: Mapping[Word, ScalarNode | Mapping[Word, ScalarNode]]
    ) -> Iterator[Expectation]:
        """Read what is expected of rows of a table; the company has one row, of which it is the values."""
        if str(table) == COMPANY:
            yield from self._read_row(table, (0, str(table)), rows)
            return
        for key, of_row in rows.items():
            place = self._place_of_row(table, key)
            if isinstance(of_row, ScalarNode):
                alone = {"text": of_row.text, "hint": "alone"}
                self.problems.append(error(Problem.MAPPING_EXPECTED, of_row.span, **alone))
            elif place is not None:
                yield from self._read_row(table, (place, f"{table}.{key}"), of_row)

    def _read_row(
        self,
        table: Word,
        row: tuple[int, str],
        figures: Mapping[Word, ScalarNode | Mapping[Word, ScalarNode]],
    ) -> Iterator[Expectation]:
        place, called = row
        for name, node in figures.items():
            if not isinstance(node, ScalarNode):
                self.problems.append(error(Problem.SINGLE_VALUE_EXPECTED, name.span))
                continue
            variable = self._find_at_row(table, name)
            value = None if variable is None else read_scalar(node, variable.kind, self.program.currency)
            if isinstance(value, Diagnostic):
                self.problems.append(value)
            elif variable is not None:
                yield Expectation(None, Word(f"{called}.{name}", name.span), variable, value, (), place)

    def _place_of_row(self, table: Word, key: Word) -> int | None:
        """Return the position of a row, by its key or its number; 0 where the rows are not known yet."""
        if self.rows is None or str(table) not in self.rows:
            return 0
        keys = list(self.rows[str(table)])
        if str(key) in keys:
            return keys.index(str(key))
        if key.isdecimal() and 0 < int(key) <= len(keys):
            return int(key) - 1
        self.problems.append(
            error(Problem.TEST_ROW_UNKNOWN, key.span, name=str(key), table=str(table), count=len(keys))
        )
        return None

    def _find_at_row(self, table: Word, name: Word) -> Variable | None:
        known = {each.name: each for each in self.program.variables() if each.grain == str(table)}
        if str(name) not in known:
            meant = propose_name(str(name), known)
            code = Problem.TEST_VALUE_UNKNOWN if meant is None else Problem.TEST_VALUE_MISSPELT
            told = {} if meant is None else {"meant": meant}
            self.problems.append(error(code, name.span, name=str(name), **told))
        return known.get(str(name))

    def read_faults(self, spec: TrialSpec) -> Iterator[Expectation]:
        if not isinstance(spec.expect_error, Mapping):
            return
        for name, expected in spec.expect_error.items():
            if isinstance(expected, Mapping):
                for inner, codes in expected.items() if self._is_person(name) else ():
                    yield from self._read_fault(name, inner, codes)
            elif self._says_whose(name):
                yield from self._read_fault(None, name, expected)

    def _read_figure(
        self, who: Word | None, name: Word, node: ScalarNode | Mapping[Word, ScalarNode]
    ) -> Iterator[Expectation]:
        if not isinstance(node, ScalarNode):
            self.problems.append(error(Problem.SINGLE_VALUE_EXPECTED, name.span))
            return
        variable = self._find_expected(name)
        if variable is None:
            return
        value = read_scalar(node, variable.kind, self.program.currency)
        if isinstance(value, Diagnostic):
            self.problems.append(value)
        else:
            yield Expectation(who, name, variable, value, ())

    def _read_fault(self, who: Word | None, name: Word, codes: Codes) -> Iterator[Expectation]:
        variable = self._find_expected(name)
        if variable is not None:
            yield Expectation(who, name, variable, None, tuple(map(str, codes)))

    def _is_person(self, name: Word) -> bool:
        if self.people is None or str(name) in self.people:
            return True
        hint = {"hint": "company"} if name == COMPANY else {}
        self.problems.append(
            error(Problem.TEST_EMPLOYEE_UNKNOWN, name.span, name=str(name), known=tuple(self.people), **hint)
        )
        return False

    def _says_whose(self, name: Word) -> bool:
        """Say whether it is clear whose value is meant: only one employee, or a value of the company."""
        if self.people is None or len(self.people) < 2 or name.startswith("company."):
            return True
        self.problems.append(error(Problem.TEST_EMPLOYEE_UNCLEAR, name.span, name=str(name)))
        return False

    def _find_expected(self, name: Word) -> Variable | None:
        # What can be expected: values of the employee, and with a point those of rows above him.
        above = self.program.ancestors(EMPLOYEES)
        variables = [each for each in self.program.variables() if each.grain in above]
        known = {each.name: each for each in variables if each.grain == EMPLOYEES}
        known |= {line.name: known[line.variable] for line in self.program.pay_lines}
        for each in variables:
            if each.grain != EMPLOYEES:
                known[f"{each.grain}.{each.name}"] = each
                if each.grain == TEAMS:
                    known[f"{_TEAM}.{each.name}"] = each
        if str(name) in known:
            return known[str(name)]
        head = name.partition(".")[0]
        above = self.program.ancestors(EMPLOYEES)
        if head in self.program.grains and head not in above:
            self.problems.append(
                error(Problem.TEST_VALUE_OF_MANY_ROWS, name.span, name=str(name), table=head)
            )
            return None
        meant = _propose_meant(str(name), known)
        if meant is None:
            self.problems.append(error(Problem.TEST_VALUE_UNKNOWN, name.span, name=str(name)))
        else:
            self.problems.append(error(Problem.TEST_VALUE_MISSPELT, name.span, name=str(name), meant=meant))
        return None


def read_expectations(
    program: Program,
    spec: TrialSpec,
    people: Sequence[str] | None,
    rows: Mapping[str, Sequence[str]] | None = None,
) -> Checked[tuple[Expectation, ...]]:
    """Read what a test expects of the employees with these keys; None where they are not known yet."""
    reading = _Reading(program, people, [], rows)
    found = [*reading.read_figures(spec), *reading.read_faults(spec)]
    return Checked(None if has_errors(reading.problems) else tuple(found), tuple(reading.problems))


def whole_codes(spec: TrialSpec) -> tuple[str, ...]:
    """Return the problems that a test expects without saying which value has them."""
    return () if isinstance(spec.expect_error, Mapping) else tuple(map(str, spec.expect_error))


def _propose_meant(name: str, known: Iterable[str]) -> str | None:
    """Return what may have been meant; after `company.` or the name of a KPI only the rest is compared."""
    head, point, rest = name.rpartition(".")
    beside = [each[len(head + point) :] for each in known if each.rpartition(".")[0] == head]
    meant = propose_name(rest, beside)
    if meant is not None:
        return f"{head}{point}{meant}"
    return None if point and beside else propose_name(name, known)
