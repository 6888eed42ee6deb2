"""Where a number of a scheme is written, and the scheme with another one there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.model.source import SourceText
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode
from kpicalc.scheme.written_numbers import (
    NumberPlace,
    find_number,
    find_written_numbers,
    list_places,
    put_number,
    read_place,
    read_scheme_number,
)

TEXT = """\
parameters:
  ставка: 5%
  план: {value: {2025: 100, 2026-03: 200}, type: money}
  формула: ставка * 2
  список: [1, 2]
tables:
  шкала: {values: {bands: [{from: 0, rate: 1%}, {from: 5, rate: 2%}]}}
"""


def tree() -> MappingNode:
    """Read the text."""
    found = read_nodes(TEXT, "s.yaml").value
    assert isinstance(found, MappingNode)
    return found


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("ставка", Decimal("0.05")),
        ("план", Decimal(200)),
        ("tables.шкала.bands.2.rate", Decimal("0.02")),
        ("формула", None),
        ("нет", None),
        ("список", None),
        ("tables.шкала.bands.3.rate", None),
        ("tables.шкала.bands.x", None),
        ("ставка.x", None),
        ("tables.шкала.bands.1.rate", Decimal("0.01")),
        ("tables.шкала.bands.0.rate", None),
    ],
)
def test_numbers_are_found_by_their_names(name: str, number: Decimal | None) -> None:
    node = find_number(tree(), name, date(2026, 3, 1))
    assert (None if node is None else read_scheme_number(node)) == number


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (" rate [ junior ] ", NumberPlace("rate", "junior")),
        (" rate@2026 ", NumberPlace("rate", day=date(2026, 1, 1))),
        (" rate@2026-13 ", NumberPlace("rate@2026-13")),
        (" [x] ", NumberPlace("[x]")),
    ],
)
def test_names_of_numbers(text: str, place: NumberPlace) -> None:
    assert read_place(text) == place


_ODD = """\
parameters:
  формула: ставка * 2
  дни: {1: 5, 2025: 7, 2027: 8}
  без: {values: {а: 1, б: 2}}
pay: {премия: {kind: variable, amount: план * 2, max: 5}}
"""


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("формула", ["ставка * 2"]),
        ("дни", ["7"]),
        ("дни@2024", []),
        ("без", []),
        ("pay.премия.amount", []),
        ("pay.премия.max", ["5"]),
    ],
)
def test_formulas_are_numbers_of_parameters_alone(name: str, found: list[str]) -> None:
    odd = read_nodes(_ODD, "s.yaml").value
    assert isinstance(odd, MappingNode)
    assert [each.text for each in find_written_numbers(odd, read_place(name), date(2026, 3, 1))] == found
    assert list_places(odd) == ("формула", "дни", "без")


def test_another_number_knows_its_place() -> None:
    node = find_number(tree(), "tables.шкала.bands.2.rate", date(2026, 3, 1))
    assert node is not None
    changed = find_number(put_number(tree(), node, "7%"), "tables.шкала.bands.2.rate", date(2026, 3, 1))
    assert changed is not None
    assert changed.source == SourceText("7%", "s.yaml", ((0, node.span.line, node.span.column),))


def test_without_parameters_there_are_no_places() -> None:
    found = read_nodes("parameters: 5\n", "s.yaml").value
    assert isinstance(found, MappingNode)
    assert list_places(found) == ()


def test_another_number_stands_in_its_place() -> None:
    node = find_number(tree(), "tables.шкала.bands.2.rate", date(2026, 3, 1))
    assert node is not None
    changed = find_number(put_number(tree(), node, "3%"), "tables.шкала.bands.2.rate", date(2026, 3, 1))
    assert changed is not None
    assert read_scheme_number(changed) == Decimal("0.03")


CHOSEN = """\
parameters:
  ставка: {by: разряд, values: {А: 4%, Б: {2025: 5%, 2026-02: 6%}}, otherwise: 2%}
  надбавка: {by: разряд, values: {А: 1}}
  остальное: {by: разряд, otherwise: 3}
"""


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("ставка", ["4%", "6%", "2%"]),
        ("ставка[А]", ["4%"]),
        ("ставка[Б]", ["6%"]),
        ("ставка[Б]@2025-03", ["5%"]),
        ("ставка[Б]@2024", []),
        ("ставка[otherwise]", ["2%"]),
        ("ставка[иначе]", ["2%"]),
        ("ставка[В]", []),
        ("надбавка", ["1"]),
        ("остальное", ["3"]),
        ("нет[А]", []),
    ],
)
def test_values_of_a_parameter_are_named_by_whose_they_are(name: str, numbers: list[str]) -> None:
    chosen = read_nodes(CHOSEN, "s.yaml").value
    assert isinstance(chosen, MappingNode)

    found = find_written_numbers(chosen, read_place(name), date(2026, 3, 1))
    assert [each.text for each in found] == numbers
    assert list_places(chosen)[2:] == ("ставка[otherwise]", "надбавка[А]", "остальное[otherwise]")


def test_how_numbers_are_named() -> None:
    assert read_place("a@2026-13") == NumberPlace("a@2026-13")
    assert read_place("a]") == NumberPlace("a]")
    assert read_place("a@2026") == NumberPlace("a", day=date(2026, 1, 1))
    nothing = read_nodes("scheme: s", "s.yaml").value
    assert isinstance(nothing, MappingNode)
    assert list_places(nothing) == ()
