"""Random schemes with a number to be found: solved, put in, and computed again from the file.

A script by hand: `python -m tests.api.random_calibrations 50` prints what each came to.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

from kpicalc.api import Request, calibrate, compute
from kpicalc.model.calibration import CalibratedNumber, Unknown
from kpicalc.model.period import parse_period
from kpicalc.model.program import EMPLOYEES
from kpicalc.scheme.more_formulas import typed_source

_LINES = (
    "fee: {kind: variable, amount: sales * rate}",
    "fee: {kind: variable, amount: if sales >= plan then sales * rate else sales * rate / 2}",
    "fee: {kind: variable, amount: tiers(sales) * rate}",
    "fee: {kind: variable, amount: sales * rate, max: 4_000}",
    "fee: {kind: variable, amount: level(sales / plan) * 1_000 * rate * 10, min: 100}",
)
_MORE = (
    "",
    "  base: {kind: fixed, amount: 1_000}\n",
    "  calls: {kind: variable, amount: calls * 1.5, type: money}\n",
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A scheme with a target: what was found, and what all get with the number in the file."""

    target: Decimal
    number: CalibratedNumber
    paid: Decimal | None


def try_scheme(seed: int, folder: Path) -> Tried:
    """Make a scheme and facts, ask for a total, write the line into the file and compute it again."""
    chance = Random(seed)  # noqa: S311 - test data
    scheme, facts = folder / f"s{seed}.yaml", folder / f"f{seed}.csv"
    more = chance.choice(_MORE[:2])
    scheme.write_text(
        "kpicalc: 1\nscheme: seller\ncurrency: USD\nparameters:\n  rate: 5%\n"
        "facts: {employees: {plan: {type: money, above: 0}, sales: {type: money, min: 0}}}\n"
        "tables:\n  tiers: {mode: marginal, bands: [{from: 0, rate: 50%}, {from: 20_000, rate: 100%}]}\n"
        "  level: {mode: lookup, bands: [{from: 0%, value: 0.5}, {from: 80%, value: 1}]}\n"
        f"pay:\n{more}  {chance.choice(_LINES)}\n",
        encoding="utf-8",
    )
    rows = [
        f"{at},P{at},{chance.randint(10, 50)}000,{chance.randint(5_000, 60_000)}.{at:02}"
        for at in range(1, 8)
    ]
    facts.write_text("\n".join(["ID,Name,Plan,Sales", *rows]) + "\n", encoding="utf-8")
    request = Request((facts,), (scheme,), parse_period("2026-03"))
    target = Decimal(chance.randint(100, 4_000_000)) / 100
    aim = typed_source(f"sum(employees.total) = {target}", "--so-that")
    found = calibrate(request, [Unknown("rate", aim)])
    assert found.value is not None, found.diagnostics
    (number,) = found.value.numbers
    return Tried(target, number, _compute_with(number, request) if number.solutions else None)


def _compute_with(number: CalibratedNumber, request: Request) -> Decimal:
    """Return what all get when the line stands in the file."""
    (path,) = request.schemes
    lines = path.read_text(encoding="utf-8").split("\n")
    old = lines[number.place.line - 1]
    lines[number.place.line - 1] = old[: len(old) - len(old.lstrip())] + number.line
    path.write_text("\n".join(lines), encoding="utf-8")
    run = compute(request).value
    assert run is not None
    (settled,) = run.settlements
    column = settled.values.columns[EMPLOYEES, settled.program.total]
    return sum((each for each in column if isinstance(each, Decimal)), Decimal(0))


def main(count: int) -> None:
    """Print what the calibration of each scheme came to."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            tried = try_scheme(seed, Path(folder))
            number = tried.number
            told = "no number" if not number.solutions else f"{number.line}, off {tried.paid - tried.target}"  # type: ignore[operator]
            if not number.solutions and number.reach is not None:
                told += f": {number.reach.least} to {number.reach.greatest}, leaps {len(number.leaps)}"
            sys.stdout.write(f"{seed}: aim {tried.target}: {told}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
