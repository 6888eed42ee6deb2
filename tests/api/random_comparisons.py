"""Random pairs of scheme versions over the same facts: what the changes do adds up for each person.

A script by hand: `python -m tests.api.random_comparisons 200` prints what was looked at.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

from kpicalc.api import AskedComparison, Request, compare_schemes
from kpicalc.model.comparison import PayComparison
from kpicalc.model.period import parse_period

_SECTIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "parameters": (
        (
            "rate: 5%",
            "rate: 6.5%",
            "rate: {2025-01: 5%, 2026-03: 7%}",
            "rate: {by: post, values: {A: 4%}, otherwise: 5%}",
        ),
        ("salary: {value: 1_000, type: money}", "salary: {value: 900, type: money, title: Base}"),
    ),
    "tables": (
        (
            "tiers: {mode: marginal, bands: [{from: 0, rate: 2%}, {from: 20_000, rate: 3%}]}",
            "tiers: {mode: marginal, bands: [{from: 0, rate: 2%}, {from: 20_000, rate: 2.5%}]}",
            "tiers: {mode: slab, bands: [{from: 0, rate: 2%}, {from: 20_000, rate: 2.2%}]}",
        ),
        (
            "level: {mode: lookup, bands: [{from: 0%, value: 0.5}, {from: 80%, value: 1}]}",
            "level: {mode: lookup, bands: [{from: 0%, value: 0.4}, {from: 90%, value: 1.1}]}",
            "level: {mode: interpolate, bands: [{from: 0%, value: 0}, {from: 100%, value: 1}], beyond: last}",
        ),
    ),
    "kpis": (
        (
            "income: {weight: 60%, plan: plan, actual: sales}",
            "income: {weight: 60%, plan: plan, actual: sales, cap: 120%}",
            "turnover: {weight: 60%, plan: plan, actual: sales, threshold: 50%}",
        ),
        (
            "calling: {weight: 40%, plan: 100, actual: calls}",
            "calling: {weight: 40%, plan: 80, actual: calls, floor: 20%}",
        ),
    ),
    "pay": (
        (
            "base: {kind: fixed, amount: salary, title: Salary}",
            "fixed_part: {kind: fixed, amount: salary * 1.1, title: Salary}",
        ),
        (
            "fee: {kind: variable, amount: sales * rate}",
            "fee: {kind: variable, amount: tiers(sales), factors: [level(sales / plan)]}",
            "commission: {kind: variable, amount: sales * rate}",
            "commission: {kind: variable, amount: sales * rate, max: 2_000, round: {step: 10}}",
        ),
        (
            "",
            "bonus: {kind: variable, amount: 500 * index}",
            "prize: {kind: prize, best: sales, among: company, amount: 333.33, ties: split}",
        ),
        (
            "",
            "calls_paid: {kind: variable, amount: calls * 1.15 USD}",
            "fine: {kind: deduction, amount: 10 * calls, from: [fee]}",
        ),
    ),
}
_HEAD = """\
kpicalc: 1
scheme: seller
currency: USD
facts: {employees: {plan: {type: money, above: 0}, sales: {type: money, min: 0}, calls: count, post: text}}
"""


def compare_pair(seed: int, folder: Path) -> PayComparison | None:
    """Make two versions and six people of a seed and compare them; None where one of them is no scheme."""
    chance = Random(seed)  # noqa: S311 - test data
    paths = folder / f"old{seed}.yaml", folder / f"new{seed}.yaml"
    for path in paths:
        path.write_text(_write_scheme(chance), encoding="utf-8")
    rows = [
        f"{at},P{at},{chance.randint(10, 40)}000,{chance.randint(0, 50_000)}.{at:02},"
        f"{chance.randint(0, 150)},{chance.choice('ABC')}"
        for at in range(1, 7)
    ]
    facts = folder / f"f{seed}.csv"
    facts.write_text("\n".join(["ID,Name,Plan,Sales,Calls,Post", *rows]) + "\n", encoding="utf-8")
    request = Request((facts,), paths[:1], parse_period("2026-03"))
    return compare_schemes(request, paths[1:], AskedComparison(people=("nobody",))).value


def _write_scheme(chance: Random) -> str:
    lines = [_HEAD]
    for section, entries in _SECTIONS.items():
        chosen = [each for options in entries if (each := chance.choice(options))]
        chance.shuffle(chosen)
        lines.append("\n".join([f"{section}:", *(f"  {each}" for each in chosen)]) + "\n")
    return "".join(lines).replace("[fee]", "[fee]" if "  fee:" in "".join(lines) else "[commission]")


def main(count: int) -> None:
    """Print how many pairs were compared, and for how many people the parts did not add up."""
    people = wrong = steps = none = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            found = compare_pair(seed, Path(folder))
            none += found is None
            for pair in found.pairs if found else ():
                steps += len(pair.steps)
                people += len(pair.people)
                wrong += sum(sum(each.parts) != each.new - each.old for each in pair.people)
    sys.stdout.write(f"{count} pairs, {none} are no schemes, {steps} steps, {people} people, {wrong} wrong\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
