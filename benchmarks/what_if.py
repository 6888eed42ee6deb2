"""CPU time of 10 000 draws of 200 people, against computing the month again for each: a script by hand."""

from __future__ import annotations

import sys
import tempfile
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from time import process_time

from kpicalc.api import Request, compute, simulate
from kpicalc.model.period import parse_period
from kpicalc.model.what_if import Draw, Shape, WhatIf
from kpicalc.report.writers.decision_json import write_simulation
from kpicalc.scheme.more_formulas import typed_source

_SCHEME = """\
kpicalc: 1
scheme: seller
currency: USD
facts:
  employees: {plan: {type: money, above: 0}, sales: {type: money, min: 0}, calls: {type: count, min: 0}}
kpis:
  revenue: {weight: 70%, plan: plan, actual: sales, cap: 130%}
  activity: {weight: 30%, plan: 100, actual: calls, cap: 120%}
indexes: {result: {kpis: [revenue, activity]}}
tables:
  tiers: {mode: marginal, bands: [{from: 0, rate: 2%}, {from: 100_000, rate: 3%}, {from: 150_000, rate: 4%}]}
  level: {mode: lookup, bands: [{from: 0%, value: 0}, {from: 80%, value: 0.8}, {from: 100%, value: 1}]}
pay:
  base: {kind: fixed, amount: 1_000}
  bonus: {kind: variable, amount: level(result) * 500}
  commission: {kind: variable, amount: tiers(sales)}
"""


def _write_month(folder: Path, people: int) -> Request:
    rows = [
        f"{at},P{at},{80_000 + 500 * at},{70_000 + 617 * at},{60 + at % 70}" for at in range(1, people + 1)
    ]
    (folder / "month.csv").write_text("\n".join(["ID,Name,Plan,Sales,Calls", *rows]), encoding="utf-8")
    (folder / "seller.yaml").write_text(_SCHEME, encoding="utf-8")
    return Request((folder / "month.csv",), (folder / "seller.yaml",), parse_period("2026-03"))


def main(people: int = 200, times: int = 10_000) -> None:
    """Print the seconds of both ways and the digest of the result."""
    draws = (
        Draw(typed_source("sales", "--draw"), Shape.NORMAL, (Decimal(1), Decimal("0.1")), share=True),
        Draw(typed_source("calls", "--draw"), Shape.UNIFORM, (Decimal("0.8"), Decimal("1.2")), share=True),
    )
    with tempfile.TemporaryDirectory() as folder:
        request = _write_month(Path(folder), people)
        begun = process_time()
        for _ in range(5):
            compute(request)
        loop = (process_time() - begun) / 5 * times
        begun = process_time()
        found = simulate(request, WhatIf(draws=draws, times=times))
        took = process_time() - begun
    if found.value is None:
        sys.exit(f"not simulated: {found.diagnostics}")
    digest = sha256(b"".join(write_simulation(found.value))).hexdigest()
    sys.stdout.write(
        f"{times} draws of {people} people: {took:.1f} s; compute in a loop: about {loop:.0f} s\n"
    )
    sys.stdout.write(f"SHA-256 {digest}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
