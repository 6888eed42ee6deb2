"""Words by which rows of sums, averages and groups, signatures and remarks are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter

from kpicalc.facts.packed import PLAIN, read_plain_cells
from kpicalc.facts.workbook import Raw, RowBlock, RowKind
from kpicalc.model.plain_text import clean_text

_WORD = r"(?:общий итог|промежуточный итог|итого|итог|всего|grand totals?|sub[- ]?totals?|totals?|sum)"
_TOTAL = re.compile(
    rf"{_WORD}(?:\s*[:.–—-]*|\s+(?:по|за|на|в|for|of|by|in)\s.*)|.+\s(?:итог|totals?)", re.IGNORECASE
)
_GRAND = re.compile(r"(?:общий итог|итого|итог|всего|(?:grand )?totals?|sum)\s*[:.–—-]*", re.IGNORECASE)
_HINTS = ("итог", "всего", "total", "sum")


def is_total(text: str) -> bool:
    """Say whether a text labels a row of totals.

    >>> is_total("Итого по отделу 3"), is_total("Север Итог"), is_total("Всеволод")
    (True, True, False)
    """
    return _TOTAL.fullmatch(clean_text(text)) is not None


def may_hold_total(texts: Sequence[str]) -> bool:
    """Say quickly whether any of many texts could label totals."""
    joined = "\n".join(texts).lower()
    return any(hint in joined for hint in _HINTS)


def is_grand_total(row: Sequence[Raw]) -> bool:
    """Say whether a row of totals sums up the whole sheet, not a part of it."""
    return any(isinstance(cell, str) and _GRAND.fullmatch(clean_text(cell)) for cell in row)


def classify_row(row: Sequence[Raw], inputs: Sequence[int]) -> RowKind:
    """Say what a row without a key is; `inputs` are the columns that the scheme reads.

    A row with data but no key is never passed over: it is KEYLESS, and an error.
    """
    if not any(_is_data(cell) for cell in row):
        return RowKind.BLANK
    if any(isinstance(cell, str) and is_total(cell) for cell in row):
        return RowKind.TOTAL
    return RowKind.KEYLESS if any(_is_data(row[column - 1]) for column in inputs) else RowKind.FOOTER


def _is_data(cell: Raw) -> bool:
    return not isinstance(cell, str) or bool(clean_text(cell))


_POSTS = r"директора?|руководител[ья]|начальник|бухгалтер|экономист|director|head|manager|accountant"
_SIGNED = (
    r"составил[аи]?|составлено|составитель|подготовил[аи]?|подготовлено|проверил[аи]?|проверено|исполнитель"
    r"|утверждаю|утвердил[аи]?|утверждено|согласован[оа]?|согласовал[аи]?|ответственный|подпись|подписи|дата|м\s?\.\s?п"
    r"|(?:prepared|approved|checked|reviewed|signed|authori[sz]ed)\s+by|signatures?|date"
)
# «Главный бухгалтер ____ Иванова», «Составил: Петров», «М.П.», a line to sign on.
_SIGNATURE = re.compile(
    rf"(?:(?:[\w.-]+\s+){{0,2}}(?:{_POSTS})|{_SIGNED})(?:[\s.:,/(_].*)?|.*_{{3}}.*", re.IGNORECASE | re.DOTALL
)
_FIGURE = re.compile("[0-9]")
_WITHOUT_FIGURE = re.compile("^[^0-9\n]*$", re.MULTILINE)
_MOST_SIGNED, _MOST_REMARKED = 4, 2  # filled cells: post, line, name, date; a remark
# What begins so is seen, whatever cleaning leaves of the rest.
_SEEN = re.compile("[0-9A-Za-zА-Яа-яЁё]")


def are_known_numbers(block: RowBlock, column: int) -> bool:
    """Say whether somebody asked before and found plainly written numbers there."""
    return block.shared.get((PLAIN, column)) is not None


def find_rows_without_figures(block: RowBlock, inputs: Sequence[int]) -> list[int]:
    """Return the offsets of the rows that have no number or date in any of the columns that are read."""
    place = ("without figures", *inputs)
    if place not in block.shared:
        block.shared[place] = _find_without_figures(block, inputs)
    found: list[int] = block.shared[place]
    return found


def _find_without_figures(block: RowBlock, inputs: Sequence[int]) -> list[int]:
    columns = [block.columns[column - 1] for column in inputs]
    if any(read_plain_cells(block, column) for column in inputs) or any(map(_all_figures, columns)):
        return []
    rows = range(len(block.numbers))
    return [offset for offset in rows if not any(_is_figure(cells[offset]) for cells in columns)]


def has_figures(row: Sequence[Raw], inputs: Sequence[int]) -> bool:
    """Say whether a row has a number or date in any of the columns that are read."""
    return any(_is_figure(row[column - 1]) for column in inputs)


def is_footer(row: Sequence[Raw], identity: Sequence[int], *, below_total: bool) -> bool:
    """Say whether a row without figures is a signature, or a remark below the grand total.

    `identity` are the columns of key and name. A row that may be a person whose cells are blank, because it
    has a number there or fills both, is no footer.

    >>> is_footer(("Руководитель", "____", "Иванов И. И."), (1, 2), below_total=False)
    True
    >>> is_footer(("0017", "Иванов И. И.", "Руководитель"), (1, 2), below_total=True)
    False
    """
    filled = [cell for cell in row if not isinstance(cell, str) or _SEEN.match(cell) or clean_text(cell)]
    known = [cell for cell in (row[column - 1] for column in identity) if cell in filled]
    if len(filled) <= _MOST_SIGNED and any(map(_is_signature, known or filled)):
        return True
    person = len(known) > 1 or any(map(_is_figure, known))
    return below_total and not person and len(filled) <= _MOST_REMARKED


def _is_signature(cell: Raw) -> bool:
    return isinstance(cell, str) and _SIGNATURE.fullmatch(clean_text(cell)) is not None


def _all_figures(cells: Sequence[Raw]) -> bool:
    types = set(map(type, cells))
    if types == {str}:
        # A line break inside a cell only makes more lines: none of them can stand for another cell.
        return not _WITHOUT_FIGURE.search("\n".join(cells))  # type: ignore[arg-type]
    return str not in types


def _is_figure(cell: Raw) -> bool:
    return not isinstance(cell, str) or _FIGURE.search(cell) is not None


# Words that begin no person's name; a row called so is at least asked about.
_STATISTIC = (
    r"итог|итоги|итого|итогом|всего|сумма|подытог|среднее|средн(?:яя|ий|ие|егодов\w+)|медиана|минимум|максимум|количество|кол-во"
    r"|всього|разом|сума|підсумок|середн[єіяй]\w*|усяго|разам|сярэдняе|барлығы|жиыны|орташа|бардыгы"
    r"|жами|ўртача|общо|средно|укупно|просек|grand total|sub-?totals?|totals?|average|avg\.?|median|minimum"
    r"|maximum|count"
    r"|sum of|mean of|std\.?(?: dev\w*)?|stdev|gesamt\w*|summen?|zwischensumme|durchschnitt\w*"
    r"|mittelwert|insgesamt"
    r"|sous-total|totaux|somme|moyennes?|médiane|ensemble des|promedios?|total general|médias?"
    r"|mediana|soma|totale"
    r"|totali|somma|subtotale|media (?:de|del|der|di)\b.*|razem|łącznie|ogółem|średni[ao]|srednia"
    r"|součet|celkem"
    r"|průměr|súčet|spolu|priemer|iš viso|viso|vidurkis|kopā|summa|vidēj\w+|kokku|keskmine|toplam|ortalama"
    r"|genel toplam|totaal|subtotaal|gemiddelde?|totalt|medelvärde|genomsnitt|gjennomsnitt"
    r"|gennemsnit|i alt|yhteensä"
    r"|keskiarvo|összesen|átlag|medie|ukupno|prosjek|prosek|skupaj|povprečje|σύνολο|μέσος|cəmi|tổng"
    r"|trung bình"
    r"|перенос|перенесено|carried forward|brought forward|carried over|brought over|übertrag|à reporter"
    r"|в среднем|контрольн(?:ая|ые) сумм[аы]|σ|у середньому|on average|control totals?"
    r"|check ?sums?|im durchschnitt|im schnitt|en moyenne|en promedio|in media|em média|średnio|v průměru"
    r"|vidutiniškai|keskmiselt|i gjennomsnitt|i genomsnit|i snitt|gemiddeld"
    r"|jumlah|rata-rata|合计|总计|小计|平均\w*|合計|総計|小計|합계|평균|소계|المجموع|متوسط|ממוצע|कुल|औसत"
)
# Words that some people are called: they count only alone, or before a small letter or a sign.
_SHORT = r"ср\.|сред\.|мин\.?|макс\.?|sum|mean|max\.?|min\.?|media|suma|som|jami|orta|snitt|mitte"
_GROUP = (
    r"отдел|департамент|управление|дирекция|служба|бюро|цех|участок|сектор|филиал|подразделение|группа|бригада"
    r"|магазин|склад|регион|направление|офис|відділ|департамент|аддзел|бөлім|бөлімі|отделение|одељење"
    r"|department|dept\.?|division|branch|team|section|region|group|office|store|shop|warehouse"
    r"|district|abteilung"
    r"|bereich|filiale|département|équipe|agence|departamento|sucursal|equipo|sección|dipartimento"
    r"|reparto|dział|oddział|zespół|oddělení|skyrius|padalinys|osakond|nodaļa|departman|bölüm|şube|afdeling"
    r"|avdelning|avdeling|osztály|odjel|odsjek|部门"
    # What stands among people without being one: nobody's place, the rest, a part of what is above.
    r"|ваканс\w+|вакантн\w+|прочие|прочее|остальные|уволенные|резерв|норматив|отклонение|разница|в том числе"
    r"|в т\. ?ч\.?|из них|по (?:отделу|компании|группе|филиалу|предприятию|организации|всем|магазину|региону)"
    r"|vacan(?:t|cy|cies)|others|of which|thereof|including|deviation|variance|difference|reserve"
    r"|план(?=\s*$)|факт(?=\s*$)|норма(?=\s*$)|other(?=\s*$)|rest(?=\s*$)|target(?=\s*$)|actual(?=\s*$)"
    # What somebody was given or is owed, as a remark says it.
    r"|доплат(?:а|ы|у|ить)|переплат(?:а|ы)|недоплат(?:а|ы)|удержан(?:о|ие|ия)|аванс|перерасч[её]т|корректировк[аи]"
    r"|компенсаци[яи]|возврат|adjustments?|corrections?|deductions?"
)
# In brackets only: some people are called Blank.
_BRACKETED = "пусто|blank"
# What stands where a name should: the pivot, the CRM or the accounting program knew no person.
_NOBODY = (
    r"объект не найден|неизвест(?:но|ный|ная)(?=\W*$)|аноним(?=\W*$)"
    r"|не (?:указ|назнач|определ|зада|выбр|заполн|найд|распред)\w+"
    r"|без (?:ответствен|менеджер|сотрудник|исполнител|продавц|имени)\w*"
    r"|нет (?:ответствен|менеджер|сотрудник|исполнител|продавц|имени|данных)\w*"
    r"|unassigned|not (?:assigned|set|specified|found|available|applicable)"
    r"|no (?:owner|manager|assignee|name|data)"
    r"|unknown(?=\W*$)|undefined|null(?=\W*$)|none(?=\W*$)|n/a(?=\W*$)|н/д(?=\W*$)"
    r"|система(?=\W*$)|робот(?=\W*$)|тест(?=\W*$)|тестов(?:ый|ая|ое|ые)|system(?=\W*$)|robot(?=\W*$)|test(?=\W*$)"
)
_LAST = (
    r"department|dept\.?|division|branch|team|section|region|group|office|store|shop|skyrius|osakond|nodaļa|bölümü"
    r"|бөлімі|osztály|abteilung|отдел|департамент|филиал|部|部门|科"
)
# The company itself, by its legal form, written as such: people are called Too and Sia.
_LEGAL_FORMS = r"ООО|ОАО|ЗАО|ПАО|ТОВ|ТОО|UAB|SIA"
_LEGAL_ENDS = r"GmbH|GMBH|Ltd\.?|LTD\.?|LLC|Inc\.?|INC\.?|PLC|Plc|Corp\.?|Kft\.?|UAB|SIA"
_SMALL = r"(?=\s*[:(=–—-]|\s+(?-i:[^\W\dA-ZА-ЯЁ_])|\s*$)"
_NOBODIES = re.compile(
    rf"[\W\d_]*(?:{_NOBODY})(?!\w).*|\W*[(\[<](?:{_BRACKETED})[)\]>]\W*", re.IGNORECASE | re.DOTALL
)
_STATISTICS = re.compile(
    rf"[\W\d_]*(?:(?:{_STATISTIC})(?!\w).*|(?:{_SHORT}){_SMALL}.*)", re.IGNORECASE | re.DOTALL
)
_GROUPS = re.compile(
    rf"[\W\d_]*(?:{_GROUP}|(?-i:{_LEGAL_FORMS}))(?!\w).*|.+\s(?:{_LAST}|(?-i:{_LEGAL_ENDS}))"
    # Nothing but signs, as `**` before a sum or `???` for a name; a single dash is a blank.
    r"|(?![-\u2014\u2013\u2212]$)[\W_]+",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(
    r"[\W_]*(?:страница|стр\.?|лист|сторінка|стор\.?|page|pg\.?|seite|página|pagina|pág\.?|strona|strana|sida|side"
    r"|sayfa|puslapis|lapa|lk\.?|oldal|бет)\s*(?:№\s*)?[0-9]+(?:\s*(?:из|з|of|von|de|di|z|av|af|/"
    r"|iš|no|-)\s*[0-9]+)?"
    r"[\W_]*|[\W_]*[0-9]+\s*(?:/|of|из)\s*[0-9]+[\W_]*",
    re.IGNORECASE,
)

_OF_TOTALS = "общий|промежуточный|итог|grand|sub|total|sum"
# What a text must begin or end with to be worth a closer look: there may be a hundred thousand of them.
_PARTS = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]|\\w|[*?.\\]")
BEGIN = 3
_ALL_KINDS = _STATISTIC, _SHORT, _GROUP, _NOBODY, _BRACKETED, _LEGAL_FORMS, _OF_TOTALS
_ALL_BEGINNINGS = "|".join(_ALL_KINDS).casefold()
_BEGINNINGS = frozenset(each[:BEGIN] for each in _PARTS.sub("", _ALL_BEGINNINGS).split("|"))
_BEFORE = "0123456789 \t.,:;-–—_*#=«»\"'()[]№"
_ENDS = frozenset(
    {*re.findall(r"\w+", f"{_LAST}|{_LEGAL_ENDS.casefold()}"), "dept.", "ltd.", "inc.", "corp.", "kft."}
    | {"итог", "total", "totals"}
)
_END = 2
_LAST_LETTERS = frozenset(f" {each}"[-_END:] for each in _ENDS)


def may_be_label(text: str) -> bool:
    """Say quickly whether a text could be called like a sum, an average or a part of a company.

    >>> may_be_label("Отдел продаж"), may_be_label("Sales team"), may_be_label("Ли Сяо"), may_be_label("**")
    (True, True, False, True)
    """
    begin = text.lstrip(_BEFORE)[:BEGIN]
    if not begin:
        return bool(text) and not any(map(str.isalnum, text))
    return may_begin_label(begin) or text.rpartition(" ")[2].casefold() in _ENDS


def may_begin_label(begin: str) -> bool:
    """Say quickly whether a text with these first letters could be a label."""
    folded = begin.casefold()
    if not folded or folded[0] in _BEFORE:
        return bool(folded)
    known = folded in _BEGINNINGS or folded[:2] in _BEGINNINGS or folded[:1] in _BEGINNINGS
    return known or not folded[0].isalpha()


def ends_like_label(texts: Iterable[str]) -> bool:
    """Say quickly whether one of many texts could be a label by its last word."""
    ends = set(map(itemgetter(slice(-_END, None)), texts))
    return not _LAST_LETTERS.isdisjoint(map(str.casefold, ends))


def is_statistic(text: str) -> bool:
    """Say whether a text begins like the name of a sum or an average.

    >>> is_statistic("Среднее по отделу"), is_statistic("Max Bell"), is_statistic("max")
    (True, False, True)
    """
    return is_total(text) or _STATISTICS.fullmatch(clean_text(text)) is not None


def is_label(text: str) -> bool:
    """Say whether a text is called like a sum, an average or a part of a company, or like nobody.

    >>> is_label("Отдел продаж"), is_label("Sales team"), is_label("Отделкин О. О.")
    (True, True, False)
    """
    return is_statistic(text) or is_nobody(text) or _GROUPS.fullmatch(clean_text(text)) is not None


def is_nobody(text: str) -> bool:
    """Say whether a text says that no person is known; yet somebody may be called so.

    >>> is_nobody("(blank)"), is_nobody("Не назначен"), is_nobody("Blank")
    (True, True, False)
    """
    return _NOBODIES.fullmatch(clean_text(text)) is not None


def is_page_line(text: str) -> bool:
    """Say whether a text is the page line of a printed report.

    >>> is_page_line("Страница 2 из 5"), is_page_line("Page 3")
    (True, True)
    """
    return _PAGE.fullmatch(clean_text(text)) is not None
