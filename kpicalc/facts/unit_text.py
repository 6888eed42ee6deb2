"""Find what a text says of units: a heading, the row below it, a number format, what stands beside digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from kpicalc.facts.units import MARKS, NATION_OF, SIGNS, WORDLIKE, WORDS, Measured, UnitMark
from kpicalc.facts.workbook import Raw
from kpicalc.model.money import CURRENCY_CODES

_REMEMBERED = 4096
_TOKEN = re.compile(r"[A-Za-z]{1,2}\$|кол-во|[^\W\d_]+|[0-9]+s?|[^\w\s]", re.IGNORECASE)
# `т.р.`, `у.е.`, `п.п.`; then `руб./мес`: so much for each.
_SHORT = (
    (re.compile(r"\bт\s?\.?\s?р\b\.?", re.IGNORECASE), "тыс руб"),
    (re.compile(r"\b([уп])\.\s?([еп])\b", re.IGNORECASE), r"\1\2"),
)
_EACH = re.compile(
    r"(?:\s*/\s*|\s+(?:в|за|на|per|an?)\s+)(?:месяц|мес|год|г|час|ч|день|дн|неделю|нед|смену|сотрудника|чел|шт|ед|"
    r"month|mo|year|yr|hour|hr|h|day|week|shift|employee|person|unit|pc)\.?\s*$",
    re.IGNORECASE,
)
_JOINING = frozenset({"в", "in", "of", ".", "'", "’"})
_TAIL = re.compile(
    r"^(?P<bare>.*?\S)(?:\s*,\s*(?P<after>[^,()\[\]]+)|\s*[(\[](?P<inside>[^()\[\]]+)[)\]])\s*$", re.DOTALL
)
_SPACED = re.compile(
    r"^(?P<bare>.*\S)\s+(?P<after>шт\.?|руб\.?|%)\s*$|^(?P<word>.*\w)(?P<sign>%)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_FRONT = re.compile(r"\s*%\s*")
# A rate of exchange is money for money.
_RATES = frozenset({"курс", "курса", "курсы", "rate", "rates", "fx", "exchange"})
_LONG = 3
# Words of money that say something else in the middle of a heading.
_WEAK = frozenset(
    {"сум", "сом", "лев", "лева", "лир", "лира", "лей", "фунт", "pound", "pounds", "дин", "din", "fr", "mio"}
)


@lru_cache(maxsize=_REMEMBERED)
def read_unit(text: str) -> UnitMark | None:
    """Return the unit that a text is, when it is nothing else.

    >>> str(read_unit("тыс. руб.").factor), read_unit("k$").measured == read_unit("руб./мес").measured
    ('thousand', True)
    >>> read_unit("март") is None
    True
    """
    folded = _EACH.sub("", _spelled_out(text))
    found = UnitMark()
    for token in _tokens(folded):
        mark = _mark_of(token)
        joined = None if mark is None else _join(found, mark)
        if joined is None:
            return None
        found = joined
    return None if found == UnitMark() or not _is_sure(folded, found) else found


@lru_cache(maxsize=_REMEMBERED)
def split_unit(heading: str) -> tuple[str, tuple[str, ...]]:
    """Return a heading without the units at its end, and these, the last one first.

    >>> split_unit("План, тыс. руб."), split_unit("Выполнение (% )"), split_unit("План, март")
    (('План', ('тыс. руб.',)), ('Выполнение', ('%',)), ('План, март', ()))
    """
    bare, units = heading.strip(), []
    while (found := _TAIL.match(bare) or _SPACED.match(bare)) is not None:
        parts = {name: text for name, text in found.groupdict().items() if text}
        written = next(text for name, text in parts.items() if name not in {"bare", "word"}).strip()
        if read_unit(written) is None:
            break
        units.append(written)
        bare = parts.get("bare") or parts["word"]
    return bare, tuple(units)


def units_of(heading: str) -> Iterator[tuple[str, UnitMark]]:
    """Yield the units at the end of a heading; of `Above / below` those of the nearest part that has some."""
    for part in reversed(heading.split(" / ")):
        units = [(text, mark) for text in split_unit(part)[1] if (mark := read_unit(text)) is not None]
        units += [("%", MARKS["%"])] if not units and _FRONT.match(part) else []
        yield from units
        if units:
            return


def money_words(text: str, *, small_codes: bool = False) -> Iterator[tuple[str, UnitMark]]:
    """Yield the currencies and factors that stand anywhere in a text, those that mean nothing else.

    With `small_codes` a code may be in small letters, as names of files are.

    >>> [word for word, _ in money_words("Оклад в долларах")], list(money_words("Сделки от 1 млн"))
    (['долларах'], [])
    >>> list(money_words("sales_usd")), [word for word, _ in money_words("sales_usd", small_codes=True)]
    ([], ['usd'])
    """
    tokens = list(_tokens(_spelled_out(text)))
    if any(each.casefold() in _RATES for each in tokens):
        return
    for before, token in zip(["", *tokens], tokens, strict=False):
        mark = None if before.isdigit() else _strong(token, small_codes=small_codes)
        if mark is not None:
            yield token, mark


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
    if code[:1] in {"K", "M"} and (code[1:] in CURRENCY_CODES or word[1:] in MARKS):
        rest = _mark_of(token[1:])
        return None if rest is None or rest.measured is not Measured.MONEY else _join(MARKS[word[0]], rest)
    return None


def _strong(token: str, *, small_codes: bool) -> UnitMark | None:
    if token.casefold() in _WEAK or token.upper() in WORDLIKE or token.isdigit():
        return None
    mark = _mark_of(token)
    if mark is None or (len(token) < _LONG and token not in SIGNS and "$" not in token):
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
    alone = mark.measured is None and mark.factor is not None
    return not alone or len(text.strip(" .'’")) > 1 or text.strip(" .").casefold() in {"k", "к"}


# What stands there in columns that are counted in nothing, or in something that no scheme is compared with.
_NO_UNITS = frozenset(
    re.findall(
        r"\S+",
        """
    - – — x х № n/n п/п №п/п ед.изм ед.изм. единицаизмерения единицыизмерения ед.измерения unit units uom
    measure кг г т ц л м км м2 м² м3 м³ кв.м куб.м га балл баллы баллов б. коэф коэф. доля раз разы кол-во
    текст дата год дд.мм.гггг чч:мм ч:мм да/нет kg g t l m km m2 m² m3 m³ points pts score ratio text date
    yes/no dd.mm.yyyy yyyy-mm-dd mm/dd/yyyy hh:mm h:mm
    """,
    )
)
# «руб. (без НДС)», `EUR net`: how the amount is meant, not what it is counted in.
_TAXED = re.compile(
    r"\s*[,(]?\s*\b(?:без|с|вкл\w*\.?|включая|с уч[её]том)\s+(?:ндс|ндфл|налог\w*)\b\s*\)?$"
    r"|\s*[,(]?\s*\b(?:net|gross|(?:excl?|incl?)\w*\.?\s+(?:vat|taxe?s?))\b\s*\)?$",
    re.IGNORECASE,
)


def find_unit_row(below: Iterable[Sequence[Raw]]) -> Mapping[int, str]:
    """Return the units of the columns when the first filled row below the headings says them.

    The same unit again in the next row is a column that names currencies row by row.
    """
    filled = [row for row in below if any(cell != "" for cell in row)]
    units = read_unit_row(filled[0]) if filled else {}
    again = read_unit_row(filled[1]) if units and len(filled) > 1 else {}
    return {} if again.keys() & units.keys() else units


def read_unit_row(row: Sequence[Raw]) -> dict[int, str]:
    """Return what a row says each column is counted in, nothing if it says anything else too.

    >>> read_unit_row(["", "-", "тыс. руб.", "(%)"]), read_unit_row(["", "Иванов", "руб."])
    ({3: 'тыс. руб.', 4: '%'}, {})
    """
    units: dict[int, str] = {}
    for column, cell in enumerate(row, start=1):
        if not isinstance(cell, str):
            return {}
        text = _TAXED.sub("", cell.strip()).strip("()[] ").rstrip(",;:")
        if read_unit(text) is not None:
            units[column] = text
        elif text and "".join(text.casefold().split()) not in _NO_UNITS:
            return {}
    return units


_OF_MONEY = frozenset({Measured.MONEY, Measured.CENTS})
# What a title says before a unit: `Единица измерения: тыс. руб.`, `All amounts are in USD`.
_LEAD = re.compile(
    r"(?:\b(?:итого|всего|total|примечание|note|ед|единиц[аы]|изм|измерения|все|суммы?|данные|показатели|числа|указаны|валюта|отчёта|отчета|в|"
    r"all|the|amounts?|figures|numbers|values|units?|of|measure|currency|are|shown|in)\b[\s.:\u2014\u2013-]*)*",
    re.IGNORECASE,
)


def read_remark(cell: Raw) -> UnitMark | None:
    """Return the currency or factor that a title, or a remark below the table, says and nothing else.

    >>> read_remark("Все суммы в тыс. руб.").factor, read_remark("Итого, USD").currencies
    (<Unit.THOUSAND: 'thousand'>, frozenset({'USD'}))
    >>> read_remark("Петров П. П.") is None
    True
    """
    if not isinstance(cell, str) or not cell:
        return None
    bare = cell.strip().lstrip("*•–—- ").strip("()[]")
    mark = read_unit(bare[len(found[0]) if (found := _LEAD.match(bare)) else 0 :].strip("()[],;.: "))
    return mark if mark is not None and (mark.measured in _OF_MONEY or mark.factor is not None) else None
