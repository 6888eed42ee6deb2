"""How large the book grows and how long closing takes: `python -m tests.months.big_book 36 10000`.

The figures of every month are of their own; some values do not end, as shares of a plan do.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from kpicalc.api import Request, compute, employee_rows, read_history
from kpicalc.cli.close import close_period
from kpicalc.cli.compute import compute_pay
from kpicalc.cli.month_options import CloseOptions
from kpicalc.cli.options import ComputeOptions
from kpicalc.i18n.catalogue import Language
from kpicalc.model.period import Period, PeriodLength
from kpicalc.months.recall import BookPlace

_FACTS = ("salary", *(f"plan{number}" for number in range(4)), *(f"fact{number}" for number in range(4)))
SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
facts:
  employees: {{{facts}}}
values:
{values}
pay:
  base: {{kind: fixed, amount: salary}}
  first: {{kind: variable, amount: salary * 10% * done0}}
  second: {{kind: variable, amount: salary * 10% * done1}}
  third: {{kind: variable, amount: sum0 * 1%}}
  fourth: {{kind: variable, amount: sum1 * 1%}}
"""


def write_scheme(folder: Path) -> Path:
    """Write a scheme of forty named values."""
    values = [f"  done{number}: fact{number} / plan{number}" for number in range(4)]
    values += [f"  sum{number}: fact{number} + fact{(number + 1) % 4}" for number in range(4)]
    values += [f"  capped{number}: min(fact{number}, plan{number})" for number in range(4)]
    values += [f"  hit{number}: 'fact{number} >= plan{number}'" for number in range(4)]
    values += [f"  over{number}: max(fact{number} - plan{number}, 0)" for number in range(4)]
    values += [f"  half{number}: salary / 2 + {number}" for number in range(6)]
    facts = ", ".join(f"{name}: money" for name in _FACTS)
    path = folder / "seller.yaml"
    path.write_text(SCHEME.format(facts=facts, values="\n".join(values)), encoding="utf-8")
    return path


def write_facts(folder: Path, month: int, people: int) -> Path:
    """Write the facts of a month."""
    chance = random.Random(month)  # noqa: S311 - figures, not keys
    rows = [",".join(("ID", "Name", *_FACTS))]
    for number in range(people):
        plans = [chance.randrange(100, 900) * 1000 for _ in range(4)]
        facts = [plan * chance.randrange(60, 140) // 100 + chance.randrange(1000) for plan in plans]
        salary = 30_000 + number % 50 * 1000
        rows.append(",".join(map(str, (number + 1, f"Person {number + 1}", salary, *plans, *facts))))
    path = folder / f"facts-{month:03}.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def _timed(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _measure(folder: Path, months: int, people: int) -> None:
    scheme, book = write_scheme(folder), folder / "pay.kpibook"
    for month in range(months):
        period = Period(2024 + month // 12, month % 12 + 1, PeriodLength.MONTH)
        facts = [write_facts(folder, month, people)]
        out = [folder / f"{month}.csv"]
        times = ""
        if month in {0, months - 1}:
            typed = ComputeOptions(facts, [scheme], str(period), out=[folder / "computed.csv"], summary=True)
            times = f" compute {_timed(lambda: compute_pay(typed, Language.EN)):.2f} s"  # noqa: B023 - called at once
        closed = CloseOptions(facts, [scheme], str(period), out=out, book=book)
        took = _timed(lambda: close_period(closed, Language.EN))  # noqa: B023 - called at once
        _say(f"{period}{times} close {took:.2f} s, book {book.stat().st_size / 1e6:.1f} MB")
    period = Period(2024 + months // 12, months % 12 + 1, PeriodLength.MONTH)
    request = Request((write_facts(folder, months, people),), (scheme,), period)
    run = _timed(lambda: employee_rows(compute(request).value))  # type: ignore[arg-type] # it is there
    reading = _timed(lambda: _read_all(book, period))
    _say(f"a run {run:.2f} s, one value of all {months} months read in {reading:.2f} s")


def _read_all(book: Path, period: Period) -> None:
    history = read_history(BookPlace(book), period).value
    for each in history.periods if history else ():
        list(each.columns["employees", "done0"])
        list(each.keys["employees"])


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        _measure(Path(made), *(int(each) for each in sys.argv[1:3]))
