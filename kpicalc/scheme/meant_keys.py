"""Words that people write for the keys and words of a scheme, in any language, with what is meant."""

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
    "индекс": ("indexes",),
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
# The same for words that stand as values.
_MEANT_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("percent", "percentage", "pct", "%", "процент", "доля", "share"), ("ratio",)),
    **dict.fromkeys(("int", "integer", "штуки", "шт", "количество", "quantity"), ("count",)),
    **dict.fromkeys(("float", "decimal", "numeric", "число"), ("number",)),
    **dict.fromkeys(("string", "str", "строка", "текст"), ("text",)),
    **dict.fromkeys(("bool", "boolean", "флаг", "да/нет", "yes/no"), ("flag",)),
    **dict.fromkeys(("деньги", "сумма", "currency", "amount", "рубли"), ("money",)),
    **dict.fromkeys(("day", "дата", "datetime"), ("date", "days")),
    **dict.fromkeys(("дни",), ("days",)),
    **dict.fromkeys(("часы", "hour", "time"), ("hours",)),
    **dict.fromkeys(("tiered", "progressive", "graduated", "bracket", "прогрессивная"), ("marginal",)),
    **dict.fromkeys(("flat", "whole", "retroactive"), ("slab",)),
    **dict.fromkeys(("linear", "линейная"), ("interpolate",)),
    **dict.fromkeys(("step", "steps", "ступени"), ("lookup",)),
    **dict.fromkeys(("оклад", "salary", "постоянная", "фикс"), ("fixed",)),
    **dict.fromkeys(("премия", "бонус", "bonus", "commission", "переменная"), ("variable",)),
    **dict.fromkeys(("удержание", "вычет", "tax"), ("deduction",)),
    **dict.fromkeys(("надбавка", "доплата"), ("allowance",)),
    **dict.fromkeys(("yes", "да", "on", "1"), ("true",)),
    **dict.fromkeys(("no", "нет", "off", "0"), ("false",)),
    **dict.fromkeys(("monthly", "месяц"), ("month",)),
    **dict.fromkeys(("quarterly", "квартал"), ("quarter",)),
    **dict.fromkeys(("half-year", "полугодие"), ("half",)),
    **dict.fromkeys(("yearly", "annual", "год"), ("year",)),
    **dict.fromkeys(("больше", "выше", "more", "high", "up"), ("higher", "up")),
    **dict.fromkeys(("меньше", "ниже", "less", "low", "down"), ("lower", "down")),
}


def find_meant_key(written: str, known: Collection[str]) -> str | None:
    """Return the key among the known ones that a word stands for, or None.

    >>> find_meant_key("Вид", ("type", "column")), find_meant_key("вид", ("from", "to"))
    ('type', None)
    """
    meant = _MEANT.get(written.casefold().replace("-", "_"), ())
    return next((each for each in meant if each in known), None)


def find_meant_word(written: str, known: Collection[str]) -> str | None:
    """Return the word among the known ones that another word stands for, or None.

    >>> find_meant_word("percent", ("money", "ratio")), find_meant_word("percent", ("month",))
    ('ratio', None)
    """
    return next((each for each in _MEANT_WORDS.get(written.casefold(), ()) if each in known), None)
