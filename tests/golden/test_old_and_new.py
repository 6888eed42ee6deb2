"""The client managers by their old and a new scheme, worked by hand: what each loses, and what is missing.

The new scheme pays 150 000 a quarter by receipts (120 000 before) and a prize of 50 000 (60 000). All of the
variable part is therefore 1.25 times what it was: with R the reward by the old rate,

- Соколова: R 33 000 × 1.1 = 36 300 → 45 375;
- Белов: 21 000 × 0.5 × 0.9 × 0.9 = 8 505 → 10 631.25, all taken for 15 000 of the soft part not earned;
- Гусева: 22 719.06 → 28 398.82 (from 28 398.82...), 5 000 taken off both;
- Ким: 25 762.50 × 0.8 × 1.1 × 0.9 = 20 403.90 → 25 504.875, up to 25 504.88; the prize 10 000 less.

Ким loses nothing where 1.25 V is 10 000 more than V, so V is 40 000. From 105 % of his plan on V is
P × 0.75 % × 1.1 × 1.1 × 0.9, P being his receipts, 3 435 000 now. 4 897 455.04 give 39 999.96, and the new
49 999.96 (from 49 999.955); with a kopeck less it is 39 999.96 and 49 999.95. So 1 462 455.04 are missing.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.api import AskedComparison, Request, compare_schemes
from kpicalc.model.comparison import PayComparison, PersonDifference
from kpicalc.report.book.month import columns_called

ROOT = Path(__file__).parents[2]
OLD = ROOT / "schemes" / "client-manager.yaml"
D = Decimal


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> PayComparison:
    text = OLD.read_text(encoding="utf-8")
    for mine, other in (
        ("переменная_квартала: {value: 120_000", "переменная_квартала: {value: 150_000"),
        ("приз_месяца:         {value: 60_000", "приз_месяца:         {value: 50_000"),
    ):
        assert text.count(mine) == 1
        text = text.replace(mine, other)
    new = tmp_path_factory.mktemp("drafts") / "client-manager.yaml"
    new.write_text(text, encoding="utf-8")
    facts = (ROOT / "examples" / "company" / "march.xlsx",)
    by = ("Должность",)
    request = Request(facts, (OLD,), None, columns=columns_called(by))
    checked = compare_schemes(request, (new,), AskedComparison(by=by))
    assert checked.value is not None, checked.diagnostics
    return checked.value


def people(compared: PayComparison) -> dict[str, PersonDifference]:
    (pair,) = compared.pairs
    return {each.name.split()[0]: each for each in pair.people}


@pytest.mark.parametrize(
    ("name", "old", "new", "parts"),
    [
        ("Соколова", "116300.00", "125375.00", ("9075.00", "0.00")),
        ("Белов", "80000.00", "80000.00", ("0.00", "0.00")),
        ("Гусева", "97719.06", "103398.82", ("5679.76", "0.00")),
        ("Ким", "160403.90", "155504.88", ("5100.98", "-10000.00")),
    ],
)
def test_the_parts_add_up_to_each_difference(
    compared: PayComparison, name: str, old: str, new: str, parts: tuple[str, ...]
) -> None:
    person = people(compared)[name]
    told = dict(zip([step.changes[0].name for step in compared.pairs[0].steps], person.parts, strict=True))

    assert (person.old, person.new) == (D(old), D(new))
    assert (told["переменная_квартала"], told["приз_месяца"]) == tuple(map(D, parts))
    assert sum(person.parts) == person.new - person.old


def test_what_was_missing_to_earn_no_less(compared: PayComparison) -> None:
    """Only what he influences is told: his receipts, and not the plan that he is given."""
    (step,) = people(compared)["Ким"].even or ()

    assert (step.label, step.now, step.then) == ("сумма", D(750_000), D("2212455.04"))
    assert (step.old, step.new) == (D("179999.96"), D("179999.96"))
    assert [each.even for name, each in people(compared).items() if name != "Ким"] == [None] * 3


def test_people_are_told_by_their_position(compared: PayComparison) -> None:
    assert {each.group for each in people(compared).values()} == {"Клиентский менеджер"}
    assert compared.grouped_by == "Должность"
