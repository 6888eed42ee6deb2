"""The rows of the reference jobs and their pay, worked out in fractions without kpicalc."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

EMPLOYEE_HEADINGS = ("Таб. №", "ФИО", "Оклад", "Выручка", "Маржа", "Сделки", "Звонки", "Жалобы")
DEAL_HEADINGS = ("Таб. №", "Сумма", "Категория")
CATEGORIES = ("А", "Б", "В")

PLANS = (Fraction(1_200_000), Fraction(300_000), Fraction(70), Fraction(900), Fraction(20))
WEIGHTS = (Fraction(30, 100), Fraction(25, 100), Fraction(20, 100), Fraction(15, 100), Fraction(10, 100))
BANDS = ((0, 0), (50, 30), (60, 50), (70, 70), (80, 85), (90, 100), (100, 110), (110, 125), (120, 150))
RATES = {"А": Fraction(15, 1000), "Б": Fraction(10, 1000), "В": Fraction(5, 1000)}


@dataclass(frozen=True, slots=True)
class Employee:
    """One row of the employees sheet; amounts in kopecks."""

    number: int
    salary: int
    revenue: int
    margin: int
    deals: int
    calls: int
    complaints: int


@dataclass(frozen=True, slots=True)
class Deal:
    """One row of the deals sheet; the amount in kopecks."""

    employee: int
    amount: int
    category: str


def employees(count: int) -> Iterator[Employee]:
    """Yield the same employees every time; their results meet every band, threshold, cap and stop."""
    return (
        Employee(
            number=number,
            salary=3_000_000 + number * 7_919 % 6_000_001,
            revenue=30_000_000 + number * 104_729 % 160_000_003,
            margin=15_000_000 + number * 611_953 % 32_000_011,
            deals=40 + number * 31 % 71,
            calls=550 + number * 7_907 % 853,
            complaints=number * 5_923 % 53,
        )
        for number in range(1, count + 1)
    )


def deals(count: int, employee_count: int) -> Iterator[Deal]:
    """Yield the same deals every time, spread over the employees."""
    return (
        Deal(
            employee=number * 7_919 % employee_count + 1,
            amount=10_000 + number * 1_299_709 % 90_000_049,
            category=CATEGORIES[number * 31 % 3],
        )
        for number in range(1, count + 1)
    )


def reference_pay(employee: Employee) -> int:
    """Return the pay of the reference job in kopecks."""
    bonus = _half_up(Fraction(employee.salary * 40, 100) * _coefficient(employee) * _stop_factor(employee))
    deduction = min(max(0, employee.complaints - 25) * 15_000, bonus)
    return employee.salary + bonus - deduction


def deals_pay(salaries: dict[int, int], rows: Iterator[Deal]) -> dict[int, int]:
    """Return the pay of each employee of the deals job in kopecks."""
    commissions = dict.fromkeys(salaries, Fraction(0))
    for deal in rows:
        commissions[deal.employee] += deal.amount * RATES[deal.category]
    return {number: salary + _half_up(commissions[number]) for number, salary in salaries.items()}


def _coefficient(employee: Employee) -> Fraction:
    scores = (_score(attainment) for attainment in _attainments(employee))
    index = sum((weight * score for weight, score in zip(WEIGHTS, scores, strict=True)), Fraction(0))
    return next(Fraction(value, 100) for lower, value in reversed(BANDS) if index >= Fraction(lower, 100))


def _attainments(employee: Employee) -> tuple[Fraction, ...]:
    revenue, margin, deals_plan, calls, complaints = PLANS
    return (
        Fraction(employee.revenue, 100) / revenue,
        Fraction(employee.margin, 100) / margin,
        employee.deals / deals_plan,
        employee.calls / calls,
        2 - employee.complaints / complaints,
    )


def _score(attainment: Fraction) -> Fraction:
    return Fraction(0) if attainment < Fraction(70, 100) else min(attainment, Fraction(150, 100))


def _stop_factor(employee: Employee) -> Fraction:
    if Fraction(employee.revenue, 100) / PLANS[0] < Fraction(40, 100):
        return Fraction(0)
    return Fraction(1, 2) if employee.complaints > 45 else Fraction(1)


def _half_up(kopecks: Fraction) -> int:
    return (2 * kopecks.numerator + kopecks.denominator) // (2 * kopecks.denominator)
