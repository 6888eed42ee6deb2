"""The strict grammar of a date written as text in a cell, and the names of months and days of the week."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.writing import DayOrder

# A line has the twelve months in one language and form; no word means two months. Those behind `~` are only
# looked for inside dates: in a title "Data set 2026" is no September.
_MONTHS = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
jan feb mar apr may june july aug sept oct nov dec
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
янв фев мар апр май июн июл авг сен окт ноя дек
янв февр март апр мая июня июля авг сент окт нояб дек
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
~ січ лют бер кві тра чер лип сер вер жов лис гру
студзень люты сакавік красавік травень чэрвень ліпень жнівень верасень кастрычнік лістапад снежань
қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
januar februar märz april mai juni juli august september oktober november dezember
~ jänner feber maerz apr mai jun jul aug sept okt nov dez
~ jan feb mrz apr mai juni juli aug sep okt nov dez
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
~ sty lut mar kwi maj cze lip sie wrz paź lis gru
sausis vasaris kovas balandis gegužė birželis liepa rugpjūtis rugsėjis spalis lapkritis gruodis
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
ledna února března dubna května června července srpna září října listopadu prosince
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
~ janv févr mars avr mai juin juil août sept oct nov déc
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
~ ene feb mar abr may jun jul ago set oct nov dic
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
~ gen feb mar apr mag giu lug ago set ott nov dic
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
"""
_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday
mon tue wed thu fri sat sun
mon tues weds thurs fri sat sun
понедельник вторник среда четверг пятница суббота воскресенье
пн вт ср чт пт сб вс
montag dienstag mittwoch donnerstag freitag samstag sonntag
"""
# Words beside a date that say nothing: «14 марта 2026 г.», «14 de marzo de 2026», «2026 m. kovo 14 d.».
FILLERS = frozenset(
    ("г", "год", "года", "р", "рік", "року", "r", "roku", "ж", "m", "d", "de", "del", "of", "the", "year")
)
_QUOTES = dict.fromkeys(map(ord, '«»"“”„'))


def fold_word(word: str) -> str:
    """Return a word without capitals and accents, as it is looked up.

    >>> fold_word("März"), fold_word("МАЙ") == fold_word("май")
    ('marz', True)
    """
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _numbered(lines: str) -> dict[str, int]:
    rows = (line.strip("~").split() for line in lines.strip().splitlines())
    return {fold_word(word): number for row in rows for number, word in enumerate(row, start=1)}


MONTHS = _numbered(_MONTHS)
"""Folded word → month, from 1."""

TITLE_MONTHS = _numbered("\n".join(line for line in _MONTHS.splitlines() if "~" not in line))
"""Those of them that titles name."""

WEEKDAYS = _numbered(_WEEKDAYS)
"""Folded word → day of the week, from 1 for Monday."""


# Two digits of a year mean one of 1950 to 2049; they are only read where the order is declared.
_FIRST_SHORT = 1950
# Programs write an empty date as a day of the year 1.
_FIRST_YEAR = 1900
# Nobody is paid by a day two centuries ahead; 2443 to 2643 are 1900 to 2100 of Thailand.
_FAR_YEAR, _BUDDHIST = 2200, range(2443, 2644)
_ALIKE = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u200e\u200f\u200b\ufeff"), ""),
}
_ZONE = r"(?:z|utc|gmt|msk|мск|(?:utc|gmt)?[+-][0-9]{1,2}(?::?[0-9]{2})?)"
_TIME = re.compile(
    r"(?:(?<=[0-9])t|,? (?:at |в )?)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<rest>[0-9]{1,9}))?)?"
    rf"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?{_ZONE})?(?: \({_ZONE}\))?$"
)
_COMPACT_TIME = re.compile(
    r"(?<=^[0-9]{8})t(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?"
    rf"(?P<rest>)(?P<half>)(?:{_ZONE})?$"
)
_DAY_ZONE = re.compile(r"(?<=-[0-9]{2})(?:z|[+-][0-9]{2}:[0-9]{2})$")
_SIGN = r"(?P<sign> ?[-./] ?| )"
_COMPACT = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_YEAR_FIRST = re.compile(
    rf"(?P<year>[0-9]{{4}}){_SIGN}(?P<month>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}})\.?"
)
_NUMBERS = re.compile(
    rf"(?P<one>[0-9]{{1,2}}){_SIGN}(?P<two>[0-9]{{1,2}})(?P=sign)"
    r"(?P<three>[0-9]{4}|[0-9]{2})(?: ?[гр]\.?)?"
)
_ORDINAL = re.compile(r"(?<=[0-9])(?:st|nd|rd|th|er|-?го|-?е|-?ое)(?![^\W_])")
# One sign at a time: a run inside a run would try every way to cut a long text.
_NAMED = re.compile(r"(?:[0-9]|[^\W\d_]|[ .,/'’-])+")
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
_WEEKDAY = re.compile(r"(?P<word>[^\W\d_]+)\.?,? (?=[^\W_])")


class Misdate(StrEnum):
    """Why a text is no date."""

    NO_DATE = "no_date"
    NO_DAY = "no_day"
    OTHER_ORDER = "other_order"


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date read from text.

    A writing that may mean several days has them in `readings`; `day` is one of them. `sign` is what stands
    between numbers whose order nobody declared, `order` the one order in which they are a date. `timed`
    tells of a time of day other than midnight.
    """

    day: date
    sign: str = ""
    order: DayOrder | None = None
    readings: tuple[tuple[DayOrder, date], ...] = ()
    timed: bool = False


def read_date(text: str, declared: DayOrder | None = None) -> WrittenDate | Misdate:
    """Read a date as people and programs write it; `declared` is the order of bare numbers.

    >>> [read_date(each).day.isoformat() for each in ("14-Mar-2026", "14 марта 2026 г.", "3/14/2026")]
    ['2026-03-14', '2026-03-14', '2026-03-14']
    >>> [day.isoformat() for _, day in read_date("3/4/2026").readings]
    ['2026-04-03', '2026-03-04']
    """
    plain = " ".join(unicodedata.normalize("NFKC", text.translate(_ALIKE)).casefold().split())
    time = _TIME.search(plain) or _COMPACT_TIME.search(plain)
    if time is not None:
        plain = plain[: time.start()]
    elif zone := _DAY_ZONE.search(plain):
        plain = plain[: zone.start()]
    weekday = _WEEKDAY.match(plain)
    number = WEEKDAYS.get(fold_word(weekday["word"])) if weekday else None
    found = _read_day(_WEEKDAY.sub("", plain, count=1) if number else plain, declared)
    if isinstance(found, Misdate):
        return found
    if found.day.year < _FIRST_YEAR or (time is not None and not _is_time(time)):
        return Misdate.NO_DATE
    if number and not found.readings and found.day.isoweekday() != number:
        return Misdate.NO_DAY
    return replace(found, timed=time is not None and not _is_midnight(time))


def stands_for_day(cell: object) -> bool:
    """Say whether a cell is a day, or a place for one, as it stands beside a signature.

    >>> stands_for_day("«31» марта 2026 г."), stands_for_day("«__» ______ 2026 г."), stands_for_day("31")
    (True, True, False)
    """
    if isinstance(cell, str):
        return "__" in cell or isinstance(read_date(cell.translate(_QUOTES)), WrittenDate)
    return isinstance(cell, date)


def _is_time(time: re.Match[str]) -> bool:
    hours = range(1, 13) if time["half"] else range(24)
    return int(time["hour"]) in hours and int(time["minute"]) < 60 and int(time["second"] or 0) < 60


def _is_midnight(time: re.Match[str]) -> bool:
    midnight = (12,) if time["half"] == "a" else () if time["half"] else (0,)
    rest = (time["minute"], time["second"] or "0", time["rest"] or "0")
    return int(time["hour"]) in midnight and not any(map(int, rest))


def _read_day(text: str, declared: DayOrder | None) -> WrittenDate | Misdate:
    if (found := _COMPACT.fullmatch(text) or _YEAR_FIRST.fullmatch(text)) is not None:
        return _only(_make(int(found["year"]), int(found["month"]), int(found["day"])))
    if (found := _NUMBERS.fullmatch(text)) is not None:
        one, two, three = found["one"], found["two"], found["three"]
        if len(three) == 2:
            return _choose(_short(one, int(two), three), declared)
        return _read_numbers((int(one), int(two), int(three)), found["sign"].strip() or " ", declared)
    return _read_named(_ORDINAL.sub("", text), declared) if _NAMED.fullmatch(text) else Misdate.NO_DATE


def _read_numbers(
    numbers: tuple[int, int, int], sign: str, declared: DayOrder | None
) -> WrittenDate | Misdate:
    """Read three numbers with the year behind; with points between them the day comes first."""
    one, two, year = numbers
    found = {DayOrder.DMY: _make(year, two, one), DayOrder.MDY: _make(year, one, two)}
    readings = {order: day for order, day in found.items() if day is not None}
    if declared is not None:
        return _choose(readings, declared)
    if sign == ".":
        return _only(readings.get(DayOrder.DMY))
    if len(set(readings.values())) > 1:
        return WrittenDate(readings[DayOrder.DMY], sign, None, tuple(readings.items()))
    order = next(iter(readings)) if len(readings) == 1 else None
    day = next(iter(readings.values()), None)
    return Misdate.NO_DAY if day is None else WrittenDate(day, sign, order)


def _read_named(text: str, declared: DayOrder | None) -> WrittenDate | Misdate:
    """Read a date with the month as a word: one month, a day and a year, in any order."""
    tokens = [each for each in map(fold_word, _TOKEN.findall(text)) if each not in FILLERS]
    months = [MONTHS.get(each) for each in tokens if not each.isdecimal()]
    numbers = [each for each in tokens if each.isdecimal()]
    if len(months) != 1 or months[0] is None or len(numbers) != 2:
        return Misdate.NO_DATE
    sizes = sorted(map(len, numbers))
    if sizes[1] == 4 and sizes[0] <= 2:
        day, year = sorted(numbers, key=len)
        return _only(_make(int(year), months[0], int(day)))
    if sizes[1] > 2:
        return Misdate.NO_DATE
    day_first = _make(_long(numbers[1]), months[0], int(numbers[0]))
    year_first = None if tokens[0].isalpha() else _make(_long(numbers[0]), months[0], int(numbers[1]))
    days = {DayOrder.DMY: day_first, DayOrder.MDY: day_first, DayOrder.YMD: year_first}
    return _choose(_known(days), declared)


def _short(one: str, two: int, three: str) -> dict[DayOrder, date]:
    """Return the days of numbers with a year of two digits, by the order that is meant."""
    return _known(
        {
            DayOrder.DMY: _make(_long(three), two, int(one)),
            DayOrder.MDY: _make(_long(three), int(one), two),
            DayOrder.YMD: _make(_long(one), two, int(three)),
        }
    )


def _known(days: dict[DayOrder, date | None]) -> dict[DayOrder, date]:
    return {order: day for order, day in days.items() if day is not None}


def _choose(readings: dict[DayOrder, date], declared: DayOrder | None) -> WrittenDate | Misdate:
    """Take the reading of the declared order; without one there are several, of two centuries at least."""
    if not readings:
        return Misdate.NO_DAY
    if declared is not None:
        return WrittenDate(readings[declared]) if declared in readings else Misdate.OTHER_ORDER
    days = tuple(readings.items())
    if len(set(readings.values())) == 1:
        order, day = days[0]
        century = 100 if day.year < 2000 else -100
        other = day.replace(year=day.year + century, day=min(day.day, 28))
        days = ((order, day), (DayOrder.YMD, other))
    return WrittenDate(days[0][1], "", None, days)


def _long(year: str) -> int:
    return (int(year) - _FIRST_SHORT % 100) % 100 + _FIRST_SHORT


def _make(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_far(day: date) -> bool:
    """Say whether a day is so far ahead that its year is mistyped, or of another calendar: 2569 in Thailand.

    >>> [is_far(date(*each)) for each in ((2569, 3, 5), (2206, 3, 5), (9999, 12, 31), (2099, 1, 1))]
    [True, True, False, False]
    """
    # Programs write «without end» as the first or the last day of a year far ahead.
    endless = (day.month, day.day) in {(1, 1), (12, 31)} and day.year not in _BUDDHIST
    return day.year >= _FAR_YEAR and not endless


def _only(day: date | None) -> WrittenDate | Misdate:
    return Misdate.NO_DAY if day is None else WrittenDate(day)
