"""Values as people write them in each language; nothing here is used to compute."""

from __future__ import annotations

import decimal
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from kpicalc.i18n.catalogue import Language, words
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import minor_unit
from kpicalc.model.period import Period, PeriodLength

NBSP = "\u00a0"
ROUNDED = "≈"

# Rates are read to a hundredth of a percent; the context holds whatever the engine's own can.
_DECIMALS = 4
_RELATION = re.compile(r"n(?: % (\d+))? (!?=) (\d[\d.,]*)")
_DISPLAY = decimal.Context(prec=2200, rounding=decimal.ROUND_HALF_UP, Emin=-9999, Emax=9999, traps=[])


@dataclass(frozen=True, slots=True)
class Notation:
    """How numbers, dates and currencies are written in a language, and the forms of nouns beside numbers."""

    group: str
    point: str
    minus: str
    percent: str
    date: str
    signs: Mapping[str, str]
    forms: tuple[tuple[str, str], ...]


@cache
def _notation(language: Language) -> Notation:
    """Return the notation of a language, as the table `notation` of its words tells it."""
    said = words(language)
    signs = said["notation.signs"].split()
    return Notation(
        group=said["notation.group"],
        point=said["notation.point"],
        minus=said["notation.minus"],
        percent=said["notation.percent"],
        date=said["notation.date"],
        signs=dict(zip(signs[::2], signs[1::2], strict=True)),
        forms=tuple((form, said[f"notation.{form}"]) for form in ("one", "few")),
    )


def format_number(value: Decimal, language: Language) -> str:
    """Write a number with at most four decimals, or four significant digits of a small fraction.

    A number that does not fit is marked as rounded.

    >>> format_number(Decimal("1234.50"), Language.EN), format_number(Decimal(2) / 3, Language.EN)
    ('1,234.5', '≈0.6667')
    >>> format_number(Decimal("0.00075"), Language.EN)
    '0.00075'
    """
    return _write(value, language, 0, _decimals_shown(value))


def format_money(amount: Decimal, currency: str, language: Language) -> str:
    r"""Write an amount with all minor digits of its currency; more only for an unrounded amount.

    >>> format_money(Decimal("1234.5"), "RUB", Language.EN), format_money(Decimal(700), "JPY", Language.EN)
    ('1,234.50\xa0RUB', '700\xa0JPY')
    """
    written = format_amount(amount, currency, language)
    return f"{written}{NBSP}{currency_sign(currency, language)}" if currency else written


def format_amount(amount: Decimal, currency: str, language: Language) -> str:
    r"""Write an amount as `format_money` does, without the sign of the currency.

    >>> format_amount(Decimal("1234.5"), "RUB", Language.RU)
    '1\xa0234,50'
    """
    least = minor_digits(currency)
    return _write(amount, language, least, max(least, _decimals_shown(amount)))


def currency_sign(currency: str, language: Language) -> str:
    """Return what stands behind an amount: ₽ in Russian, RUB in English."""
    return _notation(language).signs.get(currency, currency)


def format_percent(ratio: Decimal, language: Language) -> str:
    """Write a ratio as a percentage.

    >>> format_percent(Decimal("0.972"), Language.EN), format_percent(Decimal(1) / 3, Language.EN)
    ('97.2%', '≈33.3333%')
    """
    percentage = _DISPLAY.multiply(ratio, Decimal(100))
    return _write(percentage, language, 0, _decimals_shown(percentage)) + _notation(language).percent


def format_date(day: date, language: Language) -> str:
    """Write a date: 31.03.2026 in Russian, 2026-03-31 in English."""
    return _notation(language).date.format(day=day.day, month=day.month, year=day.year)


def format_period(period: Period, language: Language) -> str:
    """Write a period in words: «март 2026», "Q1 2026"; one of other days also says from when to when."""
    if not period.stretch:
        return _call_period(period, language)
    days = f"{format_date(period.first_day, language)} – {format_date(period.last_day, language)}"
    return days if period.length is PeriodLength.DAYS else f"{_call_period(period, language)} ({days})"


def _call_period(period: Period, language: Language) -> str:
    spoken = words(language)
    match period.length:
        case PeriodLength.MONTH:
            month = spoken[f"month.{period.month}"]
            return spoken["period.month"].format(month=month, year=period.year)
        case PeriodLength.QUARTER:
            return spoken["period.quarter"].format(number=(period.month + 2) // 3, year=period.year)
        case PeriodLength.HALF:
            return spoken["period.half"].format(number=(period.month + 5) // 6, year=period.year)
        case _:
            return spoken["period.year"].format(year=period.year)


def format_value(value: Value, kind: Kind, language: Language, currency: str = "") -> str:
    """Write any value by its kind; a Fault is said in words."""
    match value:
        case Fault(missing=missing):
            return words(language)["value.missing" if missing else "value.fault"]
        case bool():
            return words(language)["value.yes" if value else "value.no"]
        case Decimal():
            return _format_figure(value, kind, language, currency)
        case date():
            return format_date(value, language)
        case _:
            return value


def minor_digits(currency: str) -> int:
    """Return how many decimals an amount of the currency has."""
    return -int(minor_unit(currency).as_tuple().exponent)


def plural(count: int, key: str, language: Language) -> str:
    """Return a count with its noun in the right form.

    >>> plural(21, "count.employees", Language.RU)
    '21 сотрудник'
    """
    forms = _notation(language).forms
    form = next((name for name, rule in forms if _holds(rule, count)), "many")
    return words(language)[f"{key}.{form}"].format(count=format_number(Decimal(count), language))


def _format_figure(value: Decimal, kind: Kind, language: Language, currency: str) -> str:
    match kind:
        case Kind.MONEY:
            return format_money(value, currency, language)
        case Kind.RATIO:
            return format_percent(value, language)
        case Kind.HOURS | Kind.DAYS:
            unit = words(language)[f"unit.{kind}"]
            return unit.format(number=format_number(value, language)).replace(" ", NBSP)
        case _:
            return format_number(value, language)


def _decimals_shown(value: Decimal) -> int:
    return max(_DECIMALS, _DECIMALS - 1 - value.adjusted()) if value else _DECIMALS


def _write(value: Decimal, language: Language, least: int, most: int) -> str:
    notation = _notation(language)
    shown = value.quantize(Decimal(1).scaleb(-most, _DISPLAY), context=_DISPLAY)
    whole, _, decimals = f"{abs(shown):f}".partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    mark = "" if shown == value else ROUNDED
    minus = notation.minus if shown < 0 else ""
    grouped = f"{int(whole):,}".replace(",", notation.group)
    return f"{mark}{minus}{grouped}{notation.point if decimals else ''}{decimals}"


def _holds(rule: str, count: int) -> bool:
    """Say whether a rule of CLDR holds for a whole number: `n % 10 = 2..4 and n % 100 != 12..14`.

    >>> [_holds("n % 10 = 1 and n % 100 != 11", count) for count in (1, 11, 21)]
    [True, False, True]
    """
    return bool(rule) and all(_relates(found, count) for found in _RELATION.finditer(rule))


def _relates(relation: re.Match[str], count: int) -> bool:
    divisor, sign, ranges = relation.groups()
    rest = count % int(divisor) if divisor else count
    ends = [part.split("..") for part in ranges.split(",")]
    return any(int(each[0]) <= rest <= int(each[-1]) for each in ends) == (sign == "=")


def begin_large(text: str) -> str:
    """Return a text as a line of a table begins: with a large letter.

    >>> begin_large("план оборота"), begin_large("CRM"), begin_large("")
    ('План оборота', 'CRM', '')
    """
    return text[:1].upper() + text[1:]
