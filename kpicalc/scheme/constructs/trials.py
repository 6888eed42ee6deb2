"""Tests of a scheme as written: facts that are given, and what must come of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.period import Period, parse_period
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.fields import QuantityField, WordField
from kpicalc.scheme.key_rules import apart, key_rules, one_of
from kpicalc.scheme.readers import (
    Entries,
    Fixed,
    Items,
    Refused,
    one_or_items,
    read_by,
    require_items,
    require_mapping,
    require_scalar,
    scalar,
    some_entries,
)
from kpicalc.scheme.scalars import read_word
from kpicalc.scheme.shapes import (
    CELL,
    TEXT,
    Shape,
    any_of,
    entries_of,
    items_of,
    one_or_items_of,
    some_entries_of,
)
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode
from kpicalc.scheme.words import Word

# What stands for a value until its kind is known from the scheme.
Written = ScalarNode
WrittenRow = Mapping[Word, Written]
Rows = tuple[WrittenRow, ...]
# What is expected of one name, of the names of one employee, or of those of each row of a table.
OfRow = Mapping[Word, Written]
Expected = Written | Mapping[Word, Written | OfRow]
Codes = tuple[Word, ...]
ExpectedCodes = Codes | Mapping[Word, Codes | Mapping[Word, Codes]]

_CODE = re.compile(r"KPI[0-9]{3}")

_PERIOD: Shape = {"type": ["string", "integer"]}
_ROW = entries_of(CELL)
_ROWS = any_of(_ROW, {"type": "array", "items": _ROW})
_OF_ROWS = any_of(some_entries_of(any_of(TEXT, some_entries_of(TEXT))), items_of(entries_of(TEXT)))
_EXPECTED = some_entries_of(any_of(TEXT, _OF_ROWS))
_CODES = one_or_items_of({"type": "string", "pattern": f"^{_CODE.pattern}$"})
_EXPECTED_CODES = any_of(_CODES, some_entries_of(any_of(_CODES, some_entries_of(_CODES))))


def _read_rows(node: Node) -> Rows:
    """Read one row, or a list of rows; an empty list says that there is none."""
    if isinstance(node, SequenceNode):
        return tuple(_read_row(each) for each in node.items)
    return (_read_row(node),)


def _read_row(node: Node) -> WrittenRow:
    return {Word(key.text, key.span): _read_cell(value) for key, value in require_mapping(node).entries}


def _read_cell(node: Node) -> ScalarNode:
    """Read one value; a key without a value is a blank cell."""
    return node if isinstance(node, ScalarNode) else require_scalar(node)


def _read_expected(node: Node) -> dict[Word, Expected]:
    entries = some_entries(node)
    return {name: _read_one_expected(value) for name, value in entries.items()}


def _read_one_expected(node: Node) -> Expected:
    """Read what is expected: of a list each item is that of the row with its number."""
    if isinstance(node, SequenceNode):
        numbered = enumerate(require_items(node), 1)
        return {Word(str(number), item.span): _read_row(item) for number, item in numbered}
    if isinstance(node, MappingNode):
        return {name: _read_of_row(value) for name, value in some_entries(node).items()}
    return require_scalar(node)


def _read_of_row(node: Node) -> Written | OfRow:
    if isinstance(node, MappingNode):
        return {name: require_scalar(value) for name, value in some_entries(node).items()}
    return require_scalar(node)


def _read_expected_codes(node: Node) -> ExpectedCodes:
    if not isinstance(node, MappingNode):
        return _read_codes(node)
    return {name: _read_codes_of_name(value) for name, value in some_entries(node).items()}


def _read_codes_of_name(node: Node) -> Codes | Mapping[Word, Codes]:
    if not isinstance(node, MappingNode):
        return _read_codes(node)
    return {name: _read_codes(value) for name, value in some_entries(node).items()}


def _read_codes(node: Node) -> Codes:
    codes = tuple(read_word(require_scalar(each)) for each in one_or_items(node))
    wrong = [
        error(Problem.TEST_CODE_UNKNOWN, each.span, text=str(each))
        for each in codes
        if not _CODE.fullmatch(each)
    ]
    if wrong:
        raise Refused(*wrong)
    return codes


def _read_files(node: Node) -> tuple[Word, ...]:
    return tuple(read_word(require_scalar(each)) for each in one_or_items(node))


def _read_period(node: ScalarNode) -> Period | Diagnostic:
    period = parse_period(node.text)
    return error(Problem.TEST_PERIOD_INVALID, node.span, text=node.text) if period is None else period


_GivenField = Annotated[Entries[Annotated[Rows, read_by(_read_rows, _ROWS)]], Fixed(tables=True)]
_ExpectField = Annotated[
    dict[Word, Expected], read_by(_read_expected, _EXPECTED), Fixed(names=True, tables=True)
]
_CodesField = Annotated[ExpectedCodes, read_by(_read_expected_codes, _EXPECTED_CODES), Fixed(names=True)]


class StepSpec(Spec):
    """A period of a test: the facts that are given, and what must come of them."""

    period: Annotated[Period, scalar(_read_period, _PERIOD)] | None = None
    given: _GivenField | None = None
    expect: _ExpectField = Field(default_factory=dict)
    expect_error: _CodesField = ()
    tolerance: QuantityField | None = None

    def find_problems(self) -> Iterator[Diagnostic]:
        """No difference is less than 0."""
        if self.tolerance is not None and self.tolerance.value < 0:
            yield error(Problem.TEST_TOLERANCE_NEGATIVE, self.tolerance.span)


class TrialSpec(StepSpec):
    """One test: facts written here or in files, and what must come of them.

    `then` are the periods that follow, each with what the one before it left; as tests of their own they
    come `after` that one.
    """

    name: WordField
    like: WordField | None = None
    given_files: Annotated[tuple[Word, ...], read_by(_read_files, shapes.one_or_items_of(shapes.TEXT))] = ()
    then: Items[StepSpec] = ()
    after: str = Field(default="", alias="\0after")

    between_keys = key_rules(
        apart("given", "given_files"),
        apart("like", "given_files"),
        apart("then", "given_files"),
        one_of("given", "given_files", "like"),
        one_of("expect", "expect_error", told=()),
    )

    def find_problems(self) -> Iterator[Diagnostic]:
        """A test expects something, and nearly all of it; of its later periods some may only pass by."""
        if not any(each.expect or each.expect_error for each in (self, *self.then)):
            yield error(Problem.TEST_EXPECTS_NOTHING, self.span, name=str(self.name))
        yield from super().find_problems()

    def periods(self) -> Iterator[TrialSpec]:
        """Yield the test and those of the periods that follow."""
        yield self
        before = self.name
        for number, step in enumerate(self.then, 2):
            name = Word(f"{self.name} → {number}", step.span)
            fields = {each: getattr(step, each) for each in StepSpec.model_fields}
            fields |= {"name": name, "like": before, "after": str(before), "given_files": (), "then": ()}
            yield TrialSpec.model_construct(**fields)
            before = name


def _named_apart(trials: tuple[TrialSpec, ...]) -> tuple[TrialSpec, ...]:
    """Let every test have a name of its own."""
    seen: dict[str, Word] = {}
    problems = []
    for each in trials:
        first = seen.setdefault(str(each.name), each.name)
        if first is not each.name:
            label = Label(first.span, "first_here")
            problems.append(error(Problem.TEST_NAME_REPEATED, each.name.span, label, name=str(each.name)))
    if problems:
        raise Refused(*problems)
    return tuple(period for each in trials for period in each.periods())


TrialsField = Annotated[Items[TrialSpec], AfterValidator(_named_apart)]


class TrialsDocument(Spec):
    """A file of tests beside a scheme; `scheme` is the path of the scheme file, seen from this file."""

    version: WordField | None = Field(default=None, alias="kpicalc")
    scheme: WordField
    tests: TrialsField

    @property
    def file(self) -> str:
        """The name of the file as it is shown."""
        return self.span.file
