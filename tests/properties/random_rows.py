"""Random facts for random schemes: figures that meet the bounds of the tables, blanks, refunds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

Rows = dict[str, list[dict[str, str]]]

MONEY = ("0", "100", "999.99", "1000", "1000.01", "2500.5", "-300", "5000", "600", "800")
RATIO = ("0%", "50%", "100%", "33.3%", "-5%")
DAYS = ("2016-02-29", "2021-03-31", "2025-04-01", "2026-03-15", "2026-04-02")

EMPLOYEE_COLUMNS = {
    "план": "money",
    "факт": {"type": "money", "missing": "allow"},
    "ставка": "ratio",
    "касания": {"type": "count", "missing": "allow"},
    "взыскание": "flag",
    "разряд": "text",
    "принят": "date",
}
RECEIPT_COLUMNS = {
    "сумма": {"type": "money", "missing": "allow"},
    "доля": "ratio",
    "возврат": "flag",
    "клиент": "text",
}


def write_rows(random: Random, *, together: bool) -> Rows:
    """Write some employees, with receipts and items below them, in teams or not."""
    employees = [_employee(random, f"e{at}") for at in range(random.randint(1, 4))]
    receipts = _below(random, employees, "r", _receipt)
    items = _below(random, receipts, "i", lambda each: {"цена": _money(each)})
    rows = {"employees": employees, "receipts": receipts, "items": items}
    if together:
        rows["teams"] = [{"key": key, "план_отдела": _money(random)} for key in ("t1", "t2")]
        rows["company"] = [{"прибыль": _money(random)}]
        for each in employees:
            each["of"] = random.choice(("t1", "t2"))
    return rows


def shuffle_rows(random: Random, rows: Rows) -> Rows:
    """Put the rows of every table in another order."""
    return {name: random.sample(each, k=len(each)) for name, each in rows.items()}


def without_employee(rows: Rows, key: str) -> Rows:
    """Leave out an employee with all that belongs to him."""
    receipts = [each for each in rows["receipts"] if each["of"] != key]
    kept = {each["key"] for each in receipts}
    return rows | {
        "employees": [each for each in rows["employees"] if each["key"] != key],
        "receipts": receipts,
        "items": [each for each in rows["items"] if each["of"] in kept],
    }


def _below(
    random: Random,
    above: Sequence[Mapping[str, str]],
    stem: str,
    write: Callable[[Random], dict[str, str]],
) -> list[dict[str, str]]:
    owners = [each["key"] for each in above for _ in range(random.randint(0, 3))]
    random.shuffle(owners)
    return [{"key": f"{stem}{at}", "of": owner} | write(random) for at, owner in enumerate(owners)]


def _employee(random: Random, key: str) -> dict[str, str]:
    return {
        "key": key,
        "план": _money(random),
        "факт": _or_blank(random, _money(random)),
        "ставка": random.choice(RATIO),
        "касания": _or_blank(random, random.choice(("0", "3", "40"))),
        "взыскание": random.choice(("да", "нет")),
        "разряд": random.choice("AB"),
        "принят": random.choice(DAYS),
    }


def _receipt(random: Random) -> dict[str, str]:
    return {
        "сумма": _or_blank(random, _money(random)),
        "доля": random.choice(RATIO),
        "возврат": random.choice(("да", "нет")),
        "клиент": random.choice(("x", "y")),
    }


def _money(random: Random) -> str:
    return random.choice(MONEY) if random.random() < 0.7 else f"{random.randint(1, 999_999) / 100:.2f}"


def _or_blank(random: Random, written: str) -> str:
    return "" if random.random() < 0.08 else written
