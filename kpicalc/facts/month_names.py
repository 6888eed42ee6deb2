"""The names of months and days of the week, in the languages in which dates are met."""

from __future__ import annotations

import unicodedata

# A line has the twelve months in one language and form; no word means two months.
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
січ лют бер кві тра чер лип сер вер жов лис гру
студзень люты сакавік красавік травень чэрвень ліпень жнівень верасень кастрычнік лістапад снежань
қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
januar februar märz april mai juni juli august september oktober november dezember
jänner feber maerz apr mai jun jul aug sept okt nov dez
jan feb mrz apr mai juni juli aug sep okt nov dez
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
sty lut mar kwi maj cze lip sie wrz paź lis gru
sausis vasaris kovas balandis gegužė birželis liepa rugpjūtis rugsėjis spalis lapkritis gruodis
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
ledna února března dubna května června července srpna září října listopadu prosince
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
janv févr mars avr mai juin juil août sept oct nov déc
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene feb mar abr may jun jul ago set oct nov dic
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen feb mar apr mag giu lug ago set ott nov dic
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


def fold_word(word: str) -> str:
    """Return a word without capitals and accents, as it is looked up.

    >>> fold_word("März"), fold_word("МАЙ") == fold_word("май")
    ('marz', True)
    """
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _numbered(lines: str) -> dict[str, int]:
    rows = map(str.split, lines.strip().splitlines())
    return {fold_word(word): number for row in rows for number, word in enumerate(row, start=1)}


MONTHS = _numbered(_MONTHS)
"""Folded word → month, from 1."""

WEEKDAYS = _numbered(_WEEKDAYS)
"""Folded word → day of the week, from 1 for Monday."""
