"""What would make those even who lose by a new scheme: figures worked by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.api.test_compare import FACTS, NEW, OLD, TWO, compared, only_pair


def test_what_would_make_a_loser_even(tmp_path: Path) -> None:
    """Both schemes are asked with the other figure: 3 % more of the sales make up for 200."""
    new = NEW.replace("2 * calls * 1_00 / 100", "calls * price").replace(
        "parameters: {", "parameters: {price: {value: 20, type: money}, "
    )
    facts = FACTS.replace("5000,0", "5000,4")
    ann, bob = only_pair(compared(tmp_path, OLD, new, facts)).people

    assert ann.even is None
    assert bob.even is not None
    found = {each.label: tuple(map(str, (each.now, each.then, each.old, each.new))) for each in bob.even}
    # 1 000 + s · 5 % = 800 + 500 + (s − 10 000) · 8 % at 16 666.67; at 16 666.44 both round to 1 833.32.
    # Calls pay 200 from the tenth on.
    assert found == {
        "sales": ("5000", "16666.44", "1833.32", "1833.32"),
        "calls": ("4", "10", "1250.00", "1250.00"),
    }


def test_nothing_makes_up_for_a_lower_salary(tmp_path: Path) -> None:
    person = only_pair(compared(tmp_path, OLD, OLD.replace("1_000", "900"))).people[0]

    assert person.even == ()


_REFUSED = {
    "coefficient-catalogue",
    "contact-centre",
    "general-director",
    "manager-regulation",
    "sales-agent",
    "service-crew",
}


def test_nobody_is_told_to_do_worse(tmp_path: Path) -> None:
    """With sales of 16 000 the old scheme would pay 1 800 too; more sales never help."""
    new = OLD.replace("earned: sales * rate", "earned: 800 USD + sales * 0").replace("{rate: 5%, ", "{")
    person = only_pair(compared(tmp_path, OLD, new)).people[0]

    assert (person.old, person.new, person.even) == (Decimal(2000), Decimal(1800), ())


def test_two_facts_at_once_where_one_alone_is_not_enough(tmp_path: Path) -> None:
    """180 in the old scheme; 1.50 for each pair of a call and an offer: 120 of both are needed."""
    old = TWO.replace('"min(calls, offers) * 1.50"', "1 * 180 + 0 * (calls + offers)")
    pair = only_pair(compared(tmp_path, old, TWO, "ID,Name,Calls,Offers\n1,Ann,100,100\n"))

    (step,) = pair.people[0].even or ()
    figures = [step.label, step.now, step.then, step.old, step.new]
    assert figures == ["calls", *map(Decimal, (100, 120, 180, 180))]
    assert step.beside is not None
    assert (step.beside.label, int(step.beside.now), int(step.beside.then)) == ("offers", 100, 120)


def test_only_what_a_person_influences_is_told(tmp_path: Path) -> None:
    new = TWO.replace("offers: {type: count, min: 0}", "offers: {type: count, min: 0, influenced: true}")
    old = new.replace('"min(calls, offers) * 1.50"', "1 * 180 + 0 * (calls + offers)")
    pair = only_pair(compared(tmp_path, old, new, "ID,Name,Calls,Offers\n1,Ann,200,100\n2,Bob,100,100\n"))

    assert [(each.label, each.then) for each in pair.people[0].even or ()] == [("offers", 120)]
    assert pair.people[1].even == ()


CHECKED = """\
kpicalc: 1
scheme: checked
currency: USD
facts: {employees: {done: {type: money, min: 0, influenced: false}, checked: flag}}
pay: {fee: {kind: variable, amount: done * (if checked then 10% else 5%)}}
"""


def test_yes_in_place_of_no_is_a_change(tmp_path: Path) -> None:
    """1 000 pay 70 either way; by the new scheme 50 unchecked and 100 checked."""
    old = CHECKED.replace("(if checked then 10% else 5%)", "(if checked then 7% else 7%)")
    pair = only_pair(compared(tmp_path, old, CHECKED, "ID,Name,Done,Checked\n1,Ann,1000,no\n"))

    (step,) = pair.people[0].even or ()
    figures = [step.label, step.now, step.then, step.old, step.new]
    assert figures == ["checked", False, True, Decimal(70), Decimal(100)]


def test_the_nearest_cent_at_which_rounding_makes_both_even(tmp_path: Path) -> None:
    """10 and 0.5 % of sales against 1 %: alike from 2 000 on, and by rounding alone a little below."""
    scheme = (
        "kpicalc: 1\nscheme: s\ncurrency: USD\nfacts: {employees: {sales: {type: money, min: 0}}}\npay:\n"
    )
    old = scheme + "  fee: {kind: variable, amount: 10 + sales * 0.5%}\n"
    new = scheme + "  fee: {kind: variable, amount: sales * 1%}\n"
    pair = only_pair(compared(tmp_path, old, new, "ID,Name,Sales\n1,Ann,1000\n"))

    (step,) = pair.people[0].even or ()
    pays = {
        cents: (
            ((Decimal(cents) / 100 * Decimal("0.005") + 10) * 100 + Decimal("0.5")) // 1,
            (Decimal(cents) + Decimal("0.5") * 100) // 100,
        )
        for cents in range(199_000, 200_001)
    }
    first = min(cents for cents, (before, after) in pays.items() if after >= before)
    assert step.then == Decimal(first) / 100
