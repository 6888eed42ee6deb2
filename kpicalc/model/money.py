"""Exact amounts: the decimal context of the program and its rounding rules."""

from __future__ import annotations

import decimal
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, localcontext
from enum import StrEnum
from functools import reduce
from math import gcd

from kpicalc.model.dataclass import dataclass

ZERO = Decimal(0)
ONE = Decimal(1)

# Sums, differences and products of amounts are exact with these digits; a quotient such as 2/3 is cut.
CONTEXT = decimal.Context(
    prec=200,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-999,
    Emax=999,
    traps=[
        decimal.InvalidOperation,
        decimal.DivisionByZero,
        decimal.Overflow,
        decimal.FloatOperation,
    ],
)

# ISO 4217: minor units 0 and 3; all other currencies have 2.
_CODES = {
    ONE: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    Decimal("0.001"): "BHD IQD JOD KWD LYD OMR TND",
}
_MINOR_UNITS = {code: unit for unit, codes in _CODES.items() for code in codes.split()}


# Where a value that may be cut is compared, looked up or rounded, half of its digits count, and none after
# the 99th decimal: 2/3 with its third added is then 1 and not just below it, and three thirds less the whole
# are 0. What is rounded so decides and is forgotten: no arithmetic goes on with it.
COUNTING = CONTEXT.copy()
COUNTING.prec = 100
COUNTING.Emin = 0

# What is shown, or handed on to other programs, of a number that does not end.
SHOWN = CONTEXT.copy()
SHOWN.prec = 50


class RoundingMode(StrEnum):
    """How a tie or a rest is rounded; `half_up` means away from zero, `half_down` towards it."""

    HALF_UP = "half_up"
    HALF_DOWN = "half_down"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rounding rule: to a multiple of `step`, which is above zero."""

    step: Decimal
    mode: RoundingMode = RoundingMode.HALF_UP

    @property
    def by_digits(self) -> bool:
        """True for steps such as 1 or 0.01, where decimals are left off and nothing is divided."""
        return self.step.as_tuple().digits == (1,) and self.step <= ONE


_DECIMAL_MODES = {
    RoundingMode.HALF_UP: decimal.ROUND_HALF_UP,
    RoundingMode.HALF_DOWN: decimal.ROUND_HALF_DOWN,
    RoundingMode.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    RoundingMode.DOWN: decimal.ROUND_DOWN,
    RoundingMode.UP: decimal.ROUND_UP,
}


def round_to_step(amount: Decimal, rounding: Rounding) -> Decimal:
    """Round an amount to a multiple of the step; zero never comes back negative.

    >>> round_to_step(Decimal("2.665"), Rounding(Decimal("0.01")))
    Decimal('2.67')
    >>> round_to_step(Decimal("1330"), Rounding(Decimal("100"), RoundingMode.UP))
    Decimal('1400')
    """
    first, second = rounding_moves(rounding)
    return second(first(COUNTING.plus(amount) if rounding.by_digits else amount, rounding.step))


def round_steps(amount: Decimal, step: Decimal, mode: str) -> Decimal:
    """Return the multiple of a step next to an amount by a rounding of `decimal`.

    The number of steps is decided by the digits that count, the multiple has all of the step's digits;
    InvalidOperation for more steps than those digits tell apart.

    >>> round_steps(Decimal("1990"), Decimal("500"), decimal.ROUND_FLOOR)
    Decimal('1500')
    """
    steps = COUNTING.plus(CONTEXT.divide(amount, step))
    return CONTEXT.multiply(steps.quantize(ONE, mode, COUNTING), step)


def rounding_moves(
    rounding: Rounding,
) -> tuple[Callable[[Decimal, Decimal], Decimal], Callable[[Decimal], Decimal]]:
    """Return the two moves of a rounding, for rounding whole columns: (amount, step) → near, near → rounded.

    Where the rounding is by digits the amounts have those that count. The second move only turns a negative
    zero into zero.

    >>> first, second = rounding_moves(Rounding(Decimal("0.01")))
    >>> near = first(Decimal("-0.004"), Decimal("0.01"))
    >>> near, second(near)
    (Decimal('-0.00'), Decimal('0.00'))
    """
    mode = _DECIMAL_MODES[rounding.mode]
    if rounding.by_digits:
        context = COUNTING.copy()
        context.rounding = mode
        return context.quantize, CONTEXT.plus

    def round_by_steps(amount: Decimal, step: Decimal) -> Decimal:
        return round_steps(amount, step, mode)

    return round_by_steps, CONTEXT.plus


def split_in_proportion(whole: Decimal, weights: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """Divide a whole in proportion to weights, to multiples of a step, by largest remainders.

    The parts add up to the whole, itself rounded half up to the step; of equal remainders the earlier
    weight comes first. Weights are not negative, and their sum is above 0.

    >>> split_in_proportion(Decimal(900), list(map(Decimal, ("1", "0.8", "1.2", "1.1"))), Decimal("0.01"))
    [Decimal('219.51'), Decimal('175.61'), Decimal('263.42'), Decimal('241.46')]
    """
    with localcontext(CONTEXT):
        steps = (round_to_step(whole, Rounding(step)) / step).to_integral_value()
        total = sum(weights, ZERO)
        # Rests that are equal on paper are equal by the digits that count.
        shares = [COUNTING.plus(steps * weight / total) for weight in weights]
        floors = [share.to_integral_value(decimal.ROUND_FLOOR) for share in shares]
        missing = int(steps - sum(floors, ZERO))
        by_rest = sorted(range(len(shares)), key=lambda at: floors[at] - shares[at])
        more = frozenset(by_rest[:missing])
        return [(floor + (at in more)) * step for at, floor in enumerate(floors)]


def common_step(steps: Iterable[Decimal | None]) -> Decimal | None:
    """Return the greatest amount of which all steps are multiples, None where one of them is unknown.

    >>> common_step([Decimal("0.25"), Decimal("0.1")]), common_step([Decimal(5), None])
    (Decimal('0.05'), None)
    """
    listed = list(steps)
    known = [each for each in listed if each is not None]
    return reduce(_greatest_common, known) if known and len(known) == len(listed) else None


def _greatest_common(first: Decimal, second: Decimal) -> Decimal:
    places = max(0, *(-int(each.as_tuple().exponent) for each in (first, second)))
    whole = (int(each.scaleb(places)) for each in (first, second))
    return Decimal(gcd(*whole)).scaleb(-places)


def minor_unit(currency: str) -> Decimal:
    """Return the smallest amount of a currency (ISO 4217), as a step of rounding.

    >>> minor_unit("RUB"), minor_unit("JPY")
    (Decimal('0.01'), Decimal('1'))
    """
    return _MINOR_UNITS.get(currency, Decimal("0.01"))


# The codes of ISO 4217.
CURRENCY_CODES = frozenset(
    re.findall(
        "[A-Z]{3}",
        """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
    CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF
    GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK
    LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD
    OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
    SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF
    YER ZAR ZMW ZWG
    """,
    )
)

_DOLLARS = "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP BBD BMD BND BSD BZD FJD JMD LRD NAD TTD UYU XCD"
# The words and signs of money, each with the currencies that it may mean.
CURRENCY_WORDS = {
    "₽ рубль рубля рубли рублей рублях рублям rubles roubles ruble rouble rur": "RUB",
    "руб р": "RUB BYN",
    "$ доллар доллара доллары долларов долларах долл dollar dollars": _DOLLARS,
    "us$ бакс баксов": "USD",
    "a$ au$": "AUD",
    "c$ ca$": "CAD",
    "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "r$ reais": "BRL",
    "€ евро euro euros": "EUR",
    "£ pound pounds фунт фунтов фунтах": "GBP EGP LBP SYP SDG SSP FKP GIP SHP",
    "¥ yen yuan юань юаня юани юаней юанях иена иен иенах": "JPY CNY",
    "元 rmb": "CNY",
    "円": "JPY",
    "₴ грн гривна гривен гривнах гривень hryvnia": "UAH",
    "₸ тенге тг tenge": "KZT",
    "сум сумов сумах soum": "UZS",
    "сом сомов сомах": "KGS",
    "сомони": "TJS",
    "лв лев лева левов leva": "BGN",
    "br": "BYN ETB",
    "zł zl злотый злотых zloty zlotych": "PLN",
    "kč kc": "CZK",
    "kr крона крон кроны кронах kronor kroner": "SEK NOK DKK ISK CZK",
    "ft форинт форинтов forint": "HUF",
    "lei лей леев леях": "RON MDL",
    "₺ tl лир лира лирах lira": "TRY",
    "₹ rs рупий рупия рупиях rupee rupees": "INR PKR LKR NPR MUR SCR",
    "₩ 원": "KRW",
    "₪ шекель шекелей": "ILS",
    "₫ đ": "VND",
    "฿ baht": "THB",
    "₦": "NGN",
    "₱": "PHP",
    "₼ манат манатов manat": "AZN TMT",
    "₾ лари lari": "GEL",
    "֏ драм драмов dram": "AMD",
    "₮": "MNT",
    "₡": "CRC SVC",
    "₲": "PYG",
    "₵": "GHS",
    "din дин динар динаров": "RSD",
    "песо peso pesos": "MXN ARS CLP COP CUP DOP PHP UYU",
    "франк франков fr": "CHF XAF XOF XPF",
    "уе": "",
}


def currencies_of(mark: str) -> frozenset[str]:
    """Return the currencies that a code, sign or word may mean; none where it is not one of money.

    >>> sorted(currencies_of("руб")), sorted(currencies_of("USD")), currencies_of("шт")
    (['BYN', 'RUB'], ['USD'], frozenset())
    """
    if mark in CURRENCY_CODES:
        return frozenset({mark})
    found = (codes for words, codes in CURRENCY_WORDS.items() if mark.casefold() in words.split())
    return frozenset(next(found, "").split())
