"""Words that people write for the keys of a scheme, in Russian or as elsewhere, with the key meant."""

from __future__ import annotations

from collections.abc import Collection

# A word may be said of several keys; which of them is meant the place tells.
_MEANT: dict[str, tuple[str, ...]] = {
    "схема": ("scheme",),
    "название": ("title", "name"),
    "описание": ("description",),
    "валюта": ("currency",),
    "период": ("period",),
    "календарь": ("calendar",),
    "параметры": ("parameters",),
    "факты": ("facts",),
    "данные": ("facts",),
    "лист": ("sheet",),
    "столбцы": ("columns",),
    "столбец": ("column",),
    "тип": ("type",),
    "вид": ("kind", "type"),
    "формулы": ("values",),
    "формула": ("formula",),
    "таблицы": ("tables",),
    "ступени": ("bands",),
    "от": ("from",),
    "до": ("to",),
    "больше": ("above",),
    "выше": ("above",),
    "меньше": ("below",),
    "ниже": ("below",),
    "минимум": ("min", "floor"),
    "мин": ("min", "floor"),
    "максимум": ("max", "cap"),
    "макс": ("max", "cap"),
    "потолок": ("cap", "max"),
    "значение": ("value",),
    "значения": ("values",),
    "ставка": ("rate",),
    "правила": ("rules",),
    "показатели": ("kpis",),
    "вес": ("weight",),
    "план": ("plan",),
    "факт": ("actual",),
    "порог": ("threshold",),
    "ответственный": ("owner",),
    "цели": ("goals",),
    "индексы": ("indexes",),
    "стоп_факторы": ("stop_factors",),
    "оплата": ("pay",),
    "выплаты": ("pay",),
    "начисления": ("pay",),
    "сумма": ("amount",),
    "база": ("base",),
    "процент": ("percent", "rate"),
    "доля": ("share",),
    "коэффициенты": ("factors",),
    "условие": ("when",),
    "если": ("when",),
    "иначе": ("otherwise",),
    "группа": ("group",),
    "округление": ("round",),
    "пределы": ("limits",),
    "ограничения": ("limits",),
    "тесты": ("tests",),
    "if": ("when",),
    "condition": ("when",),
    "then": ("value",),
    "else": ("otherwise",),
    "default": ("otherwise",),
    "target": ("plan",),
    "fact": ("actual",),
}


def find_meant_key(written: str, known: Collection[str]) -> str | None:
    """Return the key among the known ones that a word stands for, or None.

    >>> find_meant_key("Вид", ("type", "column")), find_meant_key("вид", ("from", "to"))
    ('type', None)
    """
    meant = _MEANT.get(written.casefold().replace("-", "_"), ())
    return next((each for each in meant if each in known), None)
