"""A made-up company of 200 people, month by month: its scheme and its facts, three people set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PEOPLE = 200
SCHEME = """\
kpicalc: 1
scheme: seller
title: Продавец
currency: RUB
facts:
  employees:
    plan: {type: money, above: 0}
    turnover: {type: money, min: 0}
values:
  year: year_to_date(turnover)
pay:
  salary: {kind: fixed, amount: 50_000, title: Оклад}
  bonus: {kind: variable, amount: turnover * (if turnover >= plan then 5% else 2%), title: Премия}
  yearly: {kind: variable, amount: year * 0.1%, title: За год}
"""
# The plan, and the turnover of January to April, of the three people whose pay is worked by hand.
BY_HAND: Mapping[int, tuple[int, tuple[int, ...]]] = {
    1: (100_000, (120_000, 90_000, 150_000, 100_000)),
    2: (200_000, (160_000, 200_000, 210_000, 100_000)),
    3: (100_000, (50_000, 100_000, 100_000, 100_000)),
}


def lay_out_company(folder: Path) -> None:
    """Write the scheme and the facts of January to April."""
    (folder / "schemes").mkdir()
    (folder / "schemes" / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    for month in range(1, 5):
        write_month(folder / f"{month}.csv", month, {})


def write_month(path: Path, month: int, mended: Mapping[int, tuple[int, int]]) -> None:
    """Write the facts of a month; for some people plan and turnover are others than they were."""
    rows = ["ID,Name,Plan,Turnover"]
    for number in range(1, PEOPLE + 1):
        plan, turnovers = BY_HAND.get(number, (100_000 + number * 100, _turnovers(number)))
        plan, turnover = mended.get(number, (plan, turnovers[month - 1]))
        rows.append(f"{number},Person {number},{plan},{turnover}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _turnovers(number: int) -> tuple[int, ...]:
    return tuple(80_000 + (number * 37 + month * 911) % 60 * 1000 for month in range(4))
