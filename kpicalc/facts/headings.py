"""Headings: how they compare, the words people use for keys and names, and which ones a table wants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kpicalc.facts.unit_text import split_unit
from kpicalc.facts.written_dates import WrittenDate, read_date
from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind
from kpicalc.model.plain_text import clean_text
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Grain, Input, Program
from kpicalc.model.spelling import skeleton

KEY_HEADINGS = (
    "Таб. №",
    "№ таб.",
    "Табельный номер",
    "Табельный №",
    "Таб. номер",
    "Таб. N",
    "Таб. N°",
    "Таб. No",
    "Табельный N",
    "Табельный No",
    "Табельний номер",
    "Персональный номер",
    "Номер сотрудника",
    "№ сотрудника",
    "Код сотрудника",
    "ID сотрудника",
    "employee id",
    "employeeid",
    "employee no",
    "employee number",
    "employee code",
    "emp id",
    "empid",
    "emp no",
    "payroll no",
    "payroll number",
    "personnel no",
    "personnel number",
    "Personalnummer",
    "staff id",
    "staff no",
    "worker id",
    "salesperson id",
    "ID",
    "employee",
)
# In a table of deals `ID` numbers these.
_OWNER_KEYS = tuple(each for each in KEY_HEADINGS if each != "ID")
# Headings under which the employee may stand, but his superior just as well.
AMBIGUOUS_HEADINGS = ("Менеджер", "Ответственный", "manager", "responsible")
# Ranked: what can only be the employee himself comes first.
NAME_HEADINGS = (
    "ФИО",
    "Ф.И.О.",
    "Фамилия, имя, отчество",
    "ФИО сотрудника",
    "Имя сотрудника",
    "Сотрудник",
    "Работник",
    "Продавец",
    "Продавец-консультант",
    "Консультант",
    "Торговый представитель",
    "Кассир",
    "Специалист",
    "full name",
    "employee name",
    "name",
    "salesperson",
    "sales person",
    "sales rep",
    "sales representative",
    "rep",
    "seller",
    "consultant",
    "worker",
    "staff",
    *AMBIGUOUS_HEADINGS,
)
# Words of which one stands in a heading under which only people can stand: neither goods nor posts.
_OF_PEOPLE = re.compile(
    r"(?:^| )(?:фио|ф и о|фамилия|сотрудника?|работника?|таб(?:ельный)?"
    r"|employee.*|emp|empid|full name|personnel|payroll)(?: |$)"
)
TEAM_HEADINGS = ("Команда", "Отдел", "Подразделение", "Группа", "team", "department", "unit", "group")

# Each scheme of a run looks at the same headings again, and at the rows below them.
_REMEMBERED = 8192
_YEAR = re.compile("(?:19|20)[0-9]{2}")
# A letter that nobody uses: it stands for the `*` of a pattern, which is no letter of a heading.
_ANY = "\ue000"
_DROPPED = str.maketrans({**dict.fromkeys("№#.,:*_-\u2010", " "), "ё": "е"})


@lru_cache(maxsize=_REMEMBERED)
def normalise_heading(text: str) -> str:
    r"""Return the form in which two headings are compared, units included.

    >>> normalise_heading("План,\nруб.") == normalise_heading("план руб")
    True
    >>> normalise_heading("01.03.2026") == normalise_heading("2026-03-01")
    True
    >>> normalise_heading("First-year commission") == normalise_heading("first_year_commission")
    True
    """
    folded = unicodedata.normalize("NFKC", clean_text(text.replace("№", " "))).casefold()
    return " / ".join(" ".join(_plain_date(part).translate(_DROPPED).split()) for part in folded.split(" / "))


def _plain_date(text: str) -> str:
    """Return a text that is a date in one spelling, so that headings that are dates compare."""
    found = read_date(text) if _YEAR.search(text) else None
    return found.day.isoformat() if isinstance(found, WrittenDate) and not found.readings else text


@lru_cache(maxsize=_REMEMBERED)
def fits_name(pattern: str, name: str) -> bool:
    """Say whether a name of a sheet is the one meant; names compare like headings, `*` is any letters.

    >>> fits_name("deals-*", "Deals North"), fits_name("сделки", "Сделки"), fits_name("сделки", "Сделки 2")
    (True, True, False)
    """
    parts = [re.escape(part) for part in normalise_heading(pattern.replace("*", _ANY)).split(_ANY)]
    return re.fullmatch(".*".join(parts), normalise_heading(name)) is not None


@lru_cache(maxsize=_REMEMBERED)
def trim_unit(text: str) -> str:
    """Return the compared form without a unit at the end («, руб.», «(шт)», «%»).

    >>> trim_unit("План продаж, руб.")
    'план продаж'
    """
    return normalise_heading(split_unit(text)[0])


def is_sure_person(text: str) -> bool:
    """Say whether under a heading only employees stand, neither goods nor posts.

    >>> is_sure_person("ФИО"), is_sure_person("ID"), is_sure_person("Продавец"), is_sure_person("employee id")
    (True, False, False, True)
    """
    form = trim_unit(text)
    usual = (trim_unit(each) for each in (*KEY_HEADINGS, *NAME_HEADINGS))
    return form in usual and _OF_PEOPLE.search(form) is not None


# What a deal is called, and the number that tells it from others. A noun alone, or a number of nothing, is
# less sure: goods and people have such too. `заказчик`, `счётчик`, `sales id` number no deals.
_DEAL = (
    r"(?:сделк[аи]|заказа?|заявк[аи]|сч[её]та?|сч[её]та?[ -]фактур[аы]|договора?|контракта?|чека?"
    r"|накладн(?:ая|ой)|документа?|операци[яи]|транзакци[яи]|продаж[аи]|плат[её]жа?|лида?|записи?|полиса?|отгрузк[аи]"
    r"|реализаци[яи]|квитанци[яи]|deal|(?:sales |purchase )?order|invoice|contract|transaction|sale|receipt"
    r"|document|doc|payment|opportunity|lead|record|policy|booking|rechnungs?|auftrags?|vertrags?|beleg"
    r"|bestell|sandorio|užsakymo|sąskaitos|sutarties)"
)
_MARK = r"(?:[№#]|номер|id|ид|n[o°r]?|number|num|nummer|numeris|ref|reference|u?uid|guid|идентификатор)"
_NAMED = re.compile(rf"(?:\w+[ыи]й )?{_MARK} ?{_DEAL}(?: в \w+| crm)?|{_DEAL} ?(?:ref )?{_MARK}")
_UNSURE = re.compile(rf"{_MARK}|{_DEAL}|регистратор")


@lru_cache(maxsize=_REMEMBERED)
def rank_identifier(text: str) -> int:
    """Say how surely a heading is that of the numbers of deals: 2 for certain, 1 perhaps, 0 for none.

    >>> [rank_identifier(each) for each in ("№ сделки", "Deal_ID", "Счёт №", "ID", "Договор", "№ заказчика")]
    [2, 2, 2, 1, 1, 0]
    """
    form = " ".join(re.sub(r"[\W_]", _part_words, clean_text(text).casefold()).split())
    return 2 if _NAMED.fullmatch(form) else 1 if _UNSURE.fullmatch(form) else 0


def _part_words(found: re.Match[str]) -> str:
    return found[0] if found[0] in "№#°-" else " "


def heading_skeleton(text: str) -> str:
    """Return a form that is equal for headings that look alike in capitals."""
    return skeleton(trim_unit(text).upper())


def is_ambiguous(text: str) -> bool:
    """Say whether under a heading the employee may stand, but his superior just as well.

    >>> is_ambiguous("Менеджер"), is_ambiguous("Продавец")
    (True, False)
    """
    return normalise_heading(text) in {normalise_heading(each) for each in AMBIGUOUS_HEADINGS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column to find: the headings that name it, and whether the sheet is useless without it.

    With `ranked` the first heading that is present decides; else two columns that fit are an error.
    A column found for one of the slots `beside` is left alone: the scheme says what it is.
    """

    slot: str
    headings: tuple[str, ...]
    required: bool = True
    ranked: bool = False
    beside: tuple[str, ...] = ()


KEY, NAME, LINK, LINK_NAME = "key", "name", "link", "link name"
# Who it is, said once more beside the link that the scheme names: only compared with it.
OWNER_NAME, OWNER_KEY = "owner name", "owner key"


def list_wanted(program: Program, grain: Grain) -> tuple[Wanted, ...]:
    """List the columns to look for in the sheet of a grain; inputs are found under `input <name>`."""
    inputs = tuple(
        Wanted(input_slot(each.name), each.headings, required=not each.spare)
        for each in spread_runs(program.inputs)
        if each.grain == grain.name
    )
    return inputs + _identity(program, grain) + _link(program, grain)


def list_audience(program: Program) -> tuple[Wanted, ...]:
    """List the columns by which a scheme chooses its employees; they are found under their heading."""
    return tuple(Wanted(heading, (heading,)) for heading in program.applies_to.headings())


def spread_runs(inputs: Iterable[Input]) -> Iterator[Input]:
    """Yield the single columns to read; those of a run stand in the place of its sum."""
    for each in inputs:
        if not each.run:
            yield each
        elif not each.counted:
            yield from each.run


def input_slot(name: str) -> str:
    """Return the slot of an input in a header."""
    return f"input {name}"


def is_input_slot(slot: str) -> bool:
    """Say whether a slot of a header is that of an input."""
    return slot.startswith("input ")


def _identity(program: Program, grain: Grain) -> tuple[Wanted, ...]:
    if grain.name == EMPLOYEES:
        # The slots whose columns the scheme says are not the employee: his superior, team or figures.
        figures = (
            input_slot(each.name)
            for each in program.inputs
            if each.grain == grain.name and (each.kind is not Kind.TEXT or each.name == grain.superior)
        )
        others = (LINK, *figures)
        return (
            _person(KEY, grain.key, KEY_HEADINGS, others),
            _person(NAME, grain.title, NAME_HEADINGS, others),
        )
    name = (Wanted(NAME, grain.title, ranked=True),) if grain.title else ()
    keys = grain.key or (TEAM_HEADINGS if grain.name == TEAMS else ())
    return (Wanted(KEY, keys, ranked=True), *name) if keys else name


def _person(slot: str, named: tuple[str, ...], usual: tuple[str, ...], others: tuple[str, ...]) -> Wanted:
    """Want the headings that the scheme names, else the usual ones, in columns that are nothing else."""
    if named:
        return Wanted(slot, named, ranked=True)
    return Wanted(slot, usual, required=False, ranked=True, beside=others)


def _link(program: Program, grain: Grain) -> tuple[Wanted, ...]:
    if grain.parent is None or grain.parent == COMPANY:
        return ()
    parent = program.grains[grain.parent]
    if parent.name == EMPLOYEES and (grain.link or parent.key):
        return (
            Wanted(LINK, grain.link or parent.key, ranked=True),
            Wanted(OWNER_NAME, (*parent.title, *NAME_HEADINGS), required=False, ranked=True, beside=(LINK,)),
            Wanted(OWNER_KEY, parent.key or _OWNER_KEYS, required=False, ranked=True, beside=(LINK,)),
        )
    if grain.link:
        return (Wanted(LINK, grain.link, ranked=True),)
    if parent.name == EMPLOYEES:
        return (
            Wanted(LINK, KEY_HEADINGS, required=False, ranked=True),
            Wanted(LINK_NAME, NAME_HEADINGS, required=False, ranked=True),
        )
    default = parent.key or (TEAM_HEADINGS if parent.name == TEAMS else ())
    return (Wanted(LINK, default, ranked=True),) if default else ()
