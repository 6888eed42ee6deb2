"""The one list of units that people write beside numbers: what they measure, currencies, factors."""

from __future__ import annotations

import re
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import CURRENCY_WORDS
from kpicalc.model.writing import Unit


class Measured(StrEnum):
    """What a unit measures."""

    MONEY = "money"
    CENTS = "cents"
    PERCENT = "percent"
    COUNT = "count"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class UnitMark:
    """What a text says of the numbers beside it: what they measure, in which currencies, counted in what.

    A sign such as `$` belongs to several currencies: it agrees with each of them.
    """

    measured: Measured | None = None
    currencies: frozenset[str] = frozenset()
    factor: Unit | None = None


POWERS = {
    Unit.ONE: 0,
    Unit.HUNDRED: 2,
    Unit.THOUSAND: 3,
    Unit.LAKH: 5,
    Unit.MILLION: 6,
    Unit.CRORE: 7,
    Unit.BILLION: 9,
}

NUMBERED: dict[str, str] = dict(
    re.findall(
        "([0-9]{3})([A-Z]{3})",
        """
    008ALL 012DZD 032ARS 036AUD 048BHD 050BDT 051AMD 068BOB 116KHR 124CAD 144LKR 152CLP 156CNY 170COP 188CRC
    191HRK 192CUP 203CZK 208DKK 214DOP 230ETB 344HKD 348HUF 352ISK 356INR 360IDR 364IRR 368IQD 376ILS 388JMD
    392JPY 398KZT 400JOD 404KES 410KRW 414KWD 417KGS 422LBP 458MYR 484MXN 496MNT 498MDL 504MAD 512OMR 524NPR
    554NZD 566NGN 578NOK 586PKR 590PAB 600PYG 604PEN 608PHP 634QAR 643RUB 682SAR 702SGD 704VND 710ZAR 752SEK
    756CHF 764THB 784AED 788TND 800UGX 807MKD 810RUB 818EGP 826GBP 834TZS 840USD 858UYU 860UZS 901TWD 933BYN
    934TMT 936GHS 941RSD 944AZN 946RON 949TRY 950XAF 952XOF 971AFN 972TJS 974BYN 975BGN 977BAM 978EUR 980UAH
    981GEL 985PLN 986BRL
    """,
    )
)
"""The numbers of currencies as ISO 4217 and national classifiers have them; 810 is still written for RUB."""

# Codes that are words or shortened words too: only in capitals, and only where a unit is expected.
WORDLIKE = frozenset(
    {
        "ALL",
        "AMD",
        "BAM",
        "BIF",
        "BOB",
        "CAD",
        "COP",
        "CUP",
        "DOP",
        "GEL",
        "LAK",
        "MAD",
        "MOP",
        "PEN",
        "RON",
        "SAR",
        "SOS",
        "TOP",
        "TRY",
    }
)
# Never a currency in a heading: `Sales (ALL)`, `TOP`.
WORDS = frozenset({"ALL", "TOP"})

_REST = {
    "коп копейка копейки копеек копейках копійок cent cents ¢ groszy": Measured.CENTS,
    "% пп проц процент процента проценты процентов процентах "
    "percent percents percentage pct": Measured.PERCENT,
    "шт штук штуки штуках ед единиц единицы единицах чел человек pcs pc pieces units people persons items "
    "кол-во количество qty": Measured.COUNT,
    "мин минут минуты минутах min mins minutes": Measured.MINUTES,
    "ч час часа часов часы часах h hr hrs hour hours": Measured.HOURS,
    "дн день дня дней дни днях day days": Measured.DAYS,
    "мес месяц месяца месяцев месяцах month months": Measured.MONTHS,
    # What no type of money, shares or time is counted in, and `mil`, a million here and a thousand there.
    "кг килограмм килограммов тонн тонна тонны литр литров км балл балла баллы баллов очков мрот "
    "kg tonnes tons litres liters km miles sqm m2 m² м2 м² pts points ‰ promille permille bps bp "
    "mil 万 萬 億 亿": Measured.OTHER,
}
_FACTORS = {
    "сот сотня сотни сотен сотнях hundred hundreds": Unit.HUNDRED,
    "тыс тысяча тысячи тысяч тысячах thousand thousands thous ths th k к т 000 000s "
    "tsd tausend tys tysiące tysięcy tūkst tūkstančiai tūkstančių tūkstoši tuhat tis tisíc tisíce ezer mii "
    "milliers millier mille mila milhares duizend tusind tusen tuhatta bin тис тисяч хил χιλ мың тыщ "
    "千": Unit.THOUSAND,
    "lakh lakhs lac lacs": Unit.LAKH,
    "млн миллион миллиона миллионы миллионов миллионах мільйонів "
    "million millions millionen milionów miliony millionų milj mln mill mio mn m м 百万": Unit.MILLION,
    "crore crores": Unit.CRORE,
    "млрд миллиард миллиарда миллиарды миллиардов миллиардах billion billions bln bn mrd mld mlrd "
    "milliarden milliards miliard miliardów": Unit.BILLION,
}
# Words beside a currency that say which of several is meant.
_NATIONS = {
    "сша us american американский": "USD",
    "канадский канадских canadian": "CAD",
    "австралийский австралийских australian": "AUD",
    "бел белорусский белорусских belarusian": "BYN",
    "рос росс рф российский российских russian": "RUB",
    "китайский китайских chinese": "CNY",
    "японская японских japanese": "JPY",
    "шведская шведских swedish": "SEK",
    "норвежская норвежских norwegian": "NOK",
    "датская датских danish": "DKK",
    "чешская чешских czech": "CZK",
}


NATION_OF = {word: code for words, code in _NATIONS.items() for word in words.split()}
MARKS: dict[str, UnitMark] = {
    **{
        word: UnitMark(Measured.MONEY, frozenset(codes.split()))
        for words, codes in CURRENCY_WORDS.items()
        for word in words.split()
    },
    **{word: UnitMark(Measured.MONEY, frozenset({word.upper()})) for word in ("usdt", "usdc", "btc", "eth")},
    **{word: UnitMark(measured) for words, measured in _REST.items() for word in words.split()},
    **{word: UnitMark(factor=factor) for words, factor in _FACTORS.items() for word in words.split()},
}
"""Every word and sign that is a unit, without dots and capitals."""

SIGNS = "".join(word for word in MARKS if len(word) == 1 and not word.isalnum())
"""The units that are signs, not letters."""
