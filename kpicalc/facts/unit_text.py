"""Find what a text says of units: a heading, the row below it, a number format, what stands beside digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kpicalc.facts.units import MARKS, NATION_OF, SIGNS, WORDLIKE, WORDS, Measured, UnitMark
from kpicalc.facts.workbook import Raw
from kpicalc.model.money import CURRENCY_CODES
from kpicalc.model.writing import Unit

# Headings and units repeat; other texts are not worth keeping.
_REMEMBERED = 4096
_TOKEN = re.compile(r"[A-Za-z]{1,2}\$|кол-во|[mм][23]\b|[^\W\d_]+|[0-9]+s?|[^\w\s]", re.IGNORECASE)
# `т.р.`, `у.е.`, `п.п.`, `U.S.`, `千円`; `x1000`, `10^3`; then `руб./мес`: so much for each.
_SHORT = (
    (re.compile(r"\bт\s?\.?\s?р\b\.?", re.IGNORECASE), "тыс руб"),
    (re.compile(r"\b([уп])\.\s?([еп])\b", re.IGNORECASE), r"\1\2"),
    (re.compile(r"\bu\.\s?s\.", re.IGNORECASE), "us "),
    (re.compile(r"百万|[千万萬億亿円元]"), r" \g<0> "),
)
_TIMES = r"(?<![\w.,])(?:[xх×*]\s?)?"
_POWERS = (
    (
        re.compile(rf"{_TIMES}(?:1[ \u00a0.,'’]?000[ \u00a0.,'’]?000|10\s?\^\s?6|10⁶)(?!\w)", re.IGNORECASE),
        "million",
    ),
    (re.compile(rf"{_TIMES}(?:1[ \u00a0.,'’]?000s?|10\s?\^\s?3|10³)(?!\w)", re.IGNORECASE), "thousand"),
    (re.compile(r"(?<![\w.,])[xх×*]\s?100(?!\w)", re.IGNORECASE), "hundred"),
)
_EACH = re.compile(
    r"(?:\s*/\s*|\s+(?:в|за|на|per|an?)\s+)(?:месяц|мес|год|г|час|ч|день|дн|неделю|нед|смену|сотрудника|чел|шт|ед|"
    r"month|mo|year|yr|hour|hr|h|day|week|shift|employee|person|unit|pc)\.?\s*$",
    re.IGNORECASE,
)
_BY_MONEY = frozenset({"money", "code"})
_JOINING = frozenset({"в", "in", "of", ".", ",", "'", "’"})
_TAIL = re.compile(
    r"^(?P<bare>.*?\S)(?:\s*,\s*(?P<after>[^,()\[\]]+)|\s*[(\[](?P<inside>[^()\[\]]+)[)\]])\s*$", re.DOTALL
)
_SPACED = re.compile(
    r"^(?P<bare>.*\S)\s+(?:(?P<after>шт\.?|руб\.?|%|[xх×]\s?1000|U\.\s?S\.\s?\w+)|(?P<money>[^\s\d_.,()]+\.?))\s*$"
    r"|^(?P<word>.*\w)(?:(?P<sign>%)|_(?P<code>[a-z]{3,}))\s*$",
    re.IGNORECASE | re.DOTALL,
)
_IN = re.compile(r"\s+(?:in|в)$", re.IGNORECASE)
_FRONT = re.compile(r"\s*%\s*")
# A rate of exchange is money for money.
_RATES = frozenset({"курс", "курса", "курсы", "rate", "rates", "fx", "exchange"})
_LONG = 3
# Words of money that say something else in the middle of a heading.
_WEAK = frozenset(
    re.findall(
        r"\S+",
        "сум сом лев лева лир лира лей lei фунт pound pounds дин din fr mio bin mille mila mii tis ezer mill "
        "eth lac сот сотня сотни hundred hundreds ths хил tuhat",
    )
)
# Names and words that only look like a factor before a currency; `mARS` is one.
_NAMES = frozenset({"kern", "mars", "maud", "mils", "tars", "tern", "tisk", "tron"})
# Shorter than other words, and sure all the same.
_SURE = frozenset({*SIGNS, "zł", "kč", "уе"})


@lru_cache(maxsize=_REMEMBERED)
def read_unit(text: str) -> UnitMark | None:
    """Return the unit that a text is, when it is nothing else.

    >>> str(read_unit("тыс. руб.").factor), read_unit("k$").measured == read_unit("руб./мес").measured
    ('thousand', True)
    >>> read_unit("март") is None
    True
    """
    folded = _EACH.sub("", _spelled_out(text))
    found = _join_all(map(_mark_of, _tokens(folded)))
    return None if found is None or not _is_sure(folded, found) else found


def _join_all(marks: Iterable[UnitMark | None]) -> UnitMark | None:
    """Put the words of one unit together; None where one of them is none, or where there are none."""
    found = UnitMark()
    for mark in marks:
        joined = None if mark is None else _join(found, mark)
        if joined is None:
            return None
        found = joined
    return None if found == UnitMark() else found


@lru_cache(maxsize=_REMEMBERED)
def split_unit(heading: str) -> tuple[str, tuple[str, ...]]:
    """Return a heading without the units at its end, and these, the last one first.

    >>> split_unit("План, тыс. руб."), split_unit("Выполнение (% )"), split_unit("План, март")
    (('План', ('тыс. руб.',)), ('Выполнение', ('%',)), ('План, март', ()))
    """
    bare, units = heading, []
    while (found := _TAIL.match(bare) or _SPACED.match(bare)) is not None:
        parts = {name: text for name, text in found.groupdict().items() if text}
        name, written = next(each for each in parts.items() if each[0] not in {"bare", "word"})
        written = _spell_powers(written.strip())
        behind_number = name == "money" and parts["bare"][-1].isdigit()
        if (
            behind_number
            or read_unit(written) is None
            or (name in _BY_MONEY and not _is_money(written, name))
        ):
            break
        units.append(written)
        bare = parts.get("bare") or parts["word"]
        bare = _IN.sub("", bare) if name == "money" else bare
    return bare, tuple(units)


def _spell_powers(written: str) -> str:
    """Write `x1000` and `10^3` in a heading as a word; anywhere else they are numbers."""
    for power, word in _POWERS if "0" in written else ():
        written = power.sub(word, written)
    return written


def _is_money(written: str, name: str) -> bool:
    """Say whether a word behind a space or `_` is a currency or a factor, and can be nothing else."""
    found = next(iter(money_words(written, small_codes=name == "code")), None)
    return found is not None and found[0].casefold() not in NATION_OF


@lru_cache(maxsize=_REMEMBERED)
def units_of(heading: str) -> Sequence[tuple[str, UnitMark]]:
    """Return the units at the end of a heading; of `Above / below` those of the nearest part with some."""
    for part in reversed(heading.split(" / ")):
        units = [(text, mark) for text in split_unit(part)[1] if (mark := read_unit(text)) is not None]
        units += [("%", MARKS["%"])] if not units and _FRONT.match(part) else []
        if units:
            return units
    return ()


@lru_cache(maxsize=_REMEMBERED)
def money_words(text: str, *, small_codes: bool = False) -> Sequence[tuple[str, UnitMark]]:
    """Return the currencies and factors that stand anywhere in a text, those that mean nothing else.

    With `small_codes` a code may be in small letters, as in names of files, and of columns of a database.

    >>> [word for word, _ in money_words("Оклад в долларах")], list(money_words("Сделки от 1 млн"))
    (['долларах'], [])
    >>> list(money_words("sales usd")), [word for word, _ in money_words("sales_usd")]
    ([], ['usd'])
    """
    small_codes = small_codes or "_" in text
    tokens = list(_tokens(_spelled_out(text)))
    if any(each.casefold() in _RATES for each in tokens):
        return ()
    pairs = zip(["", *tokens], tokens, strict=False)
    marks = ((each, _strong(each, small_codes=small_codes)) for before, each in pairs if not before.isdigit())
    return [(token, mark) for token, mark in marks if mark is not None]


_KILO = re.compile(
    r"_(?:in_)?(?:[KkКк]|тр|000s?)$|[a-zа-яё]\s?K$|^(?:k|к|тр)_|[,(]\s*[тТ]\.?\)?$|['’]000s?\)?$"
)
_MEGA = re.compile(r"_(?:in_)?(?:[MmМм]|mm|MM|mln|млн|mn|mio)$|^(?:mln|млн|mm)_|[,(]\s*(?:[MМм]|MM)\.?\)?$")


def hinted_factor(heading: str) -> Unit | None:
    """Return the factor that a letter at an end of a heading of amounts may mean, if it is none of a word.

    >>> [str(hinted_factor(each)) for each in ("sales_k", "Sales K", "k_sales", "продажи_тр", "sales_m")]
    ['thousand', 'thousand', 'thousand', 'thousand', 'million']
    >>> [str(hinted_factor(each)) for each in ("Sales '000", "Продажи (т)", "Sales (M)", "Оборот, М")]
    ['thousand', 'thousand', 'million', 'million']
    >>> {hinted_factor(each) for each in ("SALES K", "Park", "KPI", "book", "отдел к", "kpi_sales")}
    {None}
    """
    found = ((_KILO, Unit.THOUSAND), (_MEGA, Unit.MILLION))
    return next((factor for pattern, factor in found if pattern.search(heading.strip())), None)


def says_percent(heading: str) -> bool:
    """Say whether a heading announces percents: «Выполнение, %», «% выполнения», «Процент», PercentDone.

    >>> says_percent("Выполнение (% )"), says_percent("PercentSalaryHike"), says_percent("Percentile")
    (True, True, False)
    """
    return re.search(r"%|процент|\bпроц\b|percent(?!il)|\bpct\b", heading, re.IGNORECASE) is not None


def _spelled_out(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    for short, whole in _SHORT:
        text = short.sub(whole, text)
    return text


def _tokens(text: str) -> Iterator[str]:
    return (each for each in _TOKEN.findall(text) if each.casefold() not in _JOINING)


def _mark_of(token: str) -> UnitMark | None:
    word = token.casefold()
    if word in MARKS:
        return MARKS[word]
    if word in NATION_OF:
        return UnitMark(Measured.MONEY, frozenset({NATION_OF[word]}))
    code = token.upper()
    if code in CURRENCY_CODES - WORDS and (token.isupper() or code not in WORDLIKE):
        return UnitMark(Measured.MONEY, frozenset({code}))
    if word in _NAMES and not (token[0].islower() and token[1:].isupper()):
        return None
    for letter, rest in ((code[:1], token[1:]), (code[-1:], token[:-1])):
        # `kEUR`, `USDk`; `TEUR` are thousands in German.
        if rest and letter in "KMTМТК" and (rest.upper() in CURRENCY_CODES or rest in SIGNS):
            beside = _mark_of(rest)
            factor = MARKS["k" if letter in "TТKК" else "m"]
            return None if beside is None or beside.measured is not Measured.MONEY else _join(factor, beside)
    return None


def _strong(token: str, *, small_codes: bool) -> UnitMark | None:
    if token.casefold() in _WEAK or token.upper() in WORDLIKE or token.isdigit():
        return None
    mark = _mark_of(token)
    if mark is None or (len(token) < _LONG and token.casefold() not in _SURE and "$" not in token):
        return None
    if token.upper() in CURRENCY_CODES and not (small_codes or token.isupper()):
        return None
    return mark if mark.measured is Measured.MONEY or mark.factor is not None else None


def _join(one: UnitMark, other: UnitMark) -> UnitMark | None:
    """Put the words of one unit together: `тыс.` and `руб.`, `долл.` and `США`."""
    if (one.factor and other.factor) or (
        one.measured and other.measured and one.measured is not other.measured
    ):
        return None
    currencies = one.currencies | other.currencies
    if one.currencies and other.currencies:
        currencies = one.currencies & other.currencies
        if not currencies:
            return None
    return UnitMark(one.measured or other.measured, currencies, one.factor or other.factor)


def _is_sure(text: str, mark: UnitMark) -> bool:
    """A single letter `M` or `м` is a factor only beside a currency."""
    alone = mark.measured is None
    return not alone or len(text.strip(" .'’")) > 1 or text.strip(" .").casefold() in {"k", "к"}


_OF_MONEY = frozenset({Measured.MONEY, Measured.CENTS})
# What a title says before a unit: `Единица измерения: тыс. руб.`, `All amounts are in USD`.
_LEAD = re.compile(
    r"(?:\b(?:итого|всего|total|примечание|note|ед|единиц[аы]|изм|измерения|все|суммы?|данные|показатели|числа|указаны|валюта|отчёта|отчета|в|"
    r"all|the|amounts?|figures|numbers|values|units?|of|measure|currency|are|shown|in)\b[\s.:\u2014\u2013-]*)*",
    re.IGNORECASE,
)
_STATED = re.compile(r"\b(?:in|в)\s+(\S+)", re.IGNORECASE)


@lru_cache(maxsize=_REMEMBERED)
def read_title(cell: Raw) -> UnitMark | None:
    """Return the currency and factor of a title: all that it says, its tail, or what it says amounts are in.

    >>> read_title("Ведомость за март 2026 (тыс. руб.)").factor, read_title("In thousands, but shares").factor
    (<Unit.THOUSAND: 'thousand'>, <Unit.THOUSAND: 'thousand'>)
    >>> read_title("Продажи в тысячах рублей").factor, read_title("Сделки от 5 млн"), read_title("Отдел К")
    (<Unit.THOUSAND: 'thousand'>, None, None)
    """
    if not isinstance(cell, str):
        return None
    text = _spelled_out(cell)
    stated = (read_unit(each.strip(".,;:()")) for each in _STATED.findall(text))
    tails = [mark for _, mark in units_of(text)] if _spell_powers(text) == text else []
    # «в тысячах рублей» are two words of one unit.
    marks = (
        read_remark(_spell_powers(cell)),
        _join_all(tails),
        *tails,
        *(each for each in stated if each and each.factor),
    )
    return next((each for each in marks if each and (each.measured in _OF_MONEY or each.factor)), None)


def read_remark(cell: Raw) -> UnitMark | None:
    """Return the currency or factor that a title, or a remark below the table, says and nothing else.

    >>> read_remark("Все суммы в тыс. руб.").factor, read_remark("Итого, USD").currencies
    (<Unit.THOUSAND: 'thousand'>, frozenset({'USD'}))
    >>> read_remark("Петров П. П.") is None
    True
    """
    if not isinstance(cell, str):
        return None
    bare = cell.strip().lstrip("*•–—- ").strip("()[]")
    mark = read_unit(_LEAD.sub("", bare, count=1).strip("()[],;.: "))
    return mark if mark is not None and (mark.measured in _OF_MONEY or mark.factor is not None) else None
