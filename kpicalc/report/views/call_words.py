"""What a call of a function is in words: one table of phrases for explanations and for regulations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpicalc.formula.function import Described
from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, HISTORY_FUNCTIONS, TABLE_FUNCTIONS, WINDOWS
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.sentence import phrase

_SORTS: tuple[Mapping[str, Described], ...] = (
    FUNCTIONS,
    AGGREGATES,
    WINDOWS,
    TABLE_FUNCTIONS,
    HISTORY_FUNCTIONS,
)


def say_call(function: str, arguments: Sequence[str], language: Language) -> str:
    """Return a function of some arguments in words; one without a phrase by its name."""
    for key in (f"call.{function}.{len(arguments)}", f"call.{function}"):
        if key in words(language):
            one_by_one = {f"a{at}": each for at, each in enumerate(arguments, 1)}
            return phrase(key, language, all="; ".join(arguments), over="", **one_by_one).strip()
    return f"{_name_of(function, language)} ({'; '.join(arguments)})"


def say_over_rows(function: str, what: str, rows: tuple[str, str], language: Language) -> str:
    """Return an aggregate in words; `rows` are those it goes over, and what they are when counted."""
    keys = (f"call.rows.{function}", f"call.{function}")
    key = next((each for each in keys if each in words(language)), "")
    over, many = rows
    if not key:
        return f"{_name_of(function, language)} ({what}) {over}".rstrip()
    return phrase(key, language, all=what, a1=what, over=over, many=many).rstrip()


def _name_of(function: str, language: Language) -> str:
    """Return what a function is called in formulas; a name that is none with spaces."""
    record = next((each[function] for each in _SORTS if function in each), None)
    russian = record is not None and record.name_ru and language is Language.RU
    return record.name_ru if russian and record is not None else function.replace("_", " ")
