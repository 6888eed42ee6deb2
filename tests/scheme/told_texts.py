"""All that is told of spoilt texts: their problems, what is read, the text in other keys and laid out.

`python -m tests.scheme.told_texts` writes anew what was kept, a digest for each way to spoil and each view;
with a folder it writes the texts themselves there, to be compared with those of another state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir
from datetime import date
from functools import cache, partial
from itertools import chain, starmap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked
from kpicalc.scheme.changes import list_changes, replace_entries, split_change
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.formatting.change_keys import change_keys
from kpicalc.scheme.formatting.format_text import format_text
from kpicalc.scheme.load import read_scheme, read_tests
from kpicalc.scheme.load_batch import read_batch
from kpicalc.scheme.load_profile import list_profiles, load_profile
from kpicalc.scheme.more_formulas import read_scenarios
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.settings import read_settings
from kpicalc.scheme.told_changes import tell_changes
from kpicalc.scheme.tree import MappingNode
from kpicalc.scheme.written_numbers import find_written_numbers, list_places, read_place
from tests.cases.case import list_cases, read_case
from tests.docs.snippet import read_snippets
from tests.kept_digests import Told, order_sets, write_told
from tests.scheme import test_load_batch, test_settings
from tests.scheme.spoilt_texts import cut_signs, list_spoils, walk_texts
from tests.scheme.test_syntax_cause import ACCIDENTS

FOLDER = Path(__file__).parent
KEPT = FOLDER / "told_texts.txt"
_BOOK = Path(__file__).resolve().parents[2] / "docs" / "language"

_DAY = date(2026, 3, 1)

# Names of the author's that are words of the program, in one language or the other, and in formulas.
_NAMES = """\
kpicalc: 1
схема: s
валюта: RUB
факты:
  сотрудники: {план: деньги, факт: деньги, index: деньги, месяц: {тип: число}}
  deals: {столбцы: {сумма: деньги, доля: доля, от: дата}, значения: {часть: сумма * доля}}
параметры: {макс: 5%, итог: 7, fixed: 3}
таблицы:
  сумма: {режим: значение_ступени, ступени: [{от: 0%, значение: 0}, {от: 80%, значение: макс}]}
  max: {режим: по_частям, ступени: [{от: 0, ставка: 1%}]}
показатели:
  выручка: {план: план, факт: факт, вес: 1, оценка: сумма(выполнение), не_выше: 120%}
  total: {выполнение: "if факт > 0 then 1 else выручка.оценка"}
цели: {рост: {название: Рост}}
индексы: {общий: {показатели: [выручка, total]}}
правила:
  k: {считать: первое, правила: [{когда: выручка.выполнение < 1 или не (план > 0), значение: 1}]}
оплата:
  оклад: {вид: постоянная, сумма: "мин(план, максимум) + max(факт) + сумма(deals.сумма где доля = 1)"}
  премия: {вид: переменная, сумма: index * общий + индекс + k.правило + limits.total.before}
  итог: {вид: удержание, из: [премия], сумма: пределы.премии.до_предела + период.месяц + сотрудник.план}
пределы: {группы: {премии: {не_более: 5}}, итого: {не_более: сотрудники.итого + компания.план.оценка}}
проверки: {есть: если итого > 0 то да иначе нет, checks: проверки.есть и отделы.план = "сумма(план)"}
"""
_TRIALS = """\
tests:
  - name: план выполнен
    period: 2026-03
    parameters: {ставка: 5%}
    given: {company: {касса: 100}, employees: {план: 100, факт: 120}, deals: [{сумма: 5}, {сумма: 7}]}
    expect: {оклад: 100, total: 250.50, премия.before: 5}
  - name: два шага
    steps:
      - {period: 2026-01, given: {employees: {план: 1}}, expect: {оклад: 100}}
      - {period: 2026-02, given: {employees: {план: 2}}, expect: {problems: [KPI601, {code: KPI602, at: A1}]}}
"""
_PROFILE = """\
hand_off: 1
title: Банк
extends: bank-1c
fields: {organisation: {value: Ромашка}, inn: {value: "1", check: inn}, date: {value: 2026-03, check: day}}
facts: {personal_account: {column: Счёт, check: account, optional: false}, cost: {column: [МВЗ, ЦФО]}}
codes: {оклад: "01", премия: "02"}
columns: {Номер: <number>, Сумма: "<amount> руб.", Код: <code>, МВЗ: <cost>}
text: {delimiter: tab, encoding: cp1251, decimal: point, quotes: false, first: [[H, <total>]]}
"""
_SCENARIOS = 'спад: {план: план * 0.9, факт: 0}\nрост: ["факт = факт * 2", план = 1]\n'
_SMALL = """\
kpicalc: 1  # первая
scheme: "seller-1"
title: 'Продавец: Москва'
facts:
  employees: {план: money, факт: {type: money, min: 0}}
tables:
  К:
    bands:
      - {from: 0%, value: 0}
      - from: 80%
        value: round(план, 1, "up")
description: |
  Приказ # 12
   от
pay:
- one
"""


def _read_profile(text: str, file: str) -> Checked[Any]:
    with TemporaryDirectory() as folder, chdir(folder):
        Path(file).write_text(text, encoding="utf-8")
        return load_profile(Path(file), list_profiles(None), {"inn": "7707083893"})


_READERS: Sequence[tuple[Callable[[str, str], Checked[Any]], str]] = (
    (read_tests, _TRIALS),
    (read_batch, test_load_batch.WHOLE),
    (read_settings, test_settings.WHOLE),
    (read_scenarios, _SCENARIOS),
    (_read_profile, _PROFILE),
)


def list_told() -> Told:
    """Return the ways to spoil texts, each with what tells of the texts that are spoilt by it."""
    spoils = list_spoils()
    return {
        **{name: partial(_tell_spoilt, at, spoil) for at, (name, spoil) in enumerate(spoils.items())},
        "names": lambda: {"keys": _tell_keys(_NAMES), "others": "\n".join(_tell(read_scheme(_NAMES, "s")))},
        "signs": _tell_signs,
    }


@cache
def _texts() -> tuple[str, ...]:
    pages = (*sorted(_BOOK.glob("*.md")), *sorted((_BOOK / "ru").glob("*.md")))
    book = [each.scheme for page in pages for each in read_snippets(page)]
    whole = (FOLDER / "whole.yaml").read_text(encoding="utf-8")
    return (whole, *book, *(read_case(each).scheme for each in list_cases("good")))


def _tell_spoilt(at: int, spoil: Callable[[str], str]) -> Mapping[str, str]:
    spoilt = [(text, spoil(text)) for text in _texts()[at % _STEP :: _STEP]]
    read: list[Checked[Any]] = [
        *(read_scheme(text, "s") for _, text in spoilt),
        *(read(spoil(text), "f") for read, text in _READERS),
    ]
    told = {"read": "\n".join(chain.from_iterable(map(_tell, read)))}
    match at % _FEW:
        case 0:
            return {**told, "keys": _tell_keys(spoilt[0][1]), "layout": _tell_layout(spoilt[1][1])}
        case 1:
            pairs = (*spoilt[:2], spoilt[-1][::-1])
            return {**told, "changes": "\n".join(chain.from_iterable(starmap(_tell_changes, pairs)))}
    return told


def _tell(checked: Checked[Any]) -> Iterator[str]:
    yield from map(repr, checked.diagnostics)
    yield order_sets(str(checked.value))


def _tell_changes(old: str, new: str) -> Iterator[str]:
    """Yield what differs, the scheme with each change more, and the numbers that it has then."""
    yield repr(tell_changes(old, new))
    trees = [read_nodes(text, "s").value for text in (old, new)]
    match trees:
        case [MappingNode() as tree, MappingNode() as other]:
            for change in (each for whole in list_changes(tree, other) for each in split_change(whole)):
                tree = replace_entries(tree, [change])
                yield f"{change}: {[node.text for _, node, _ in walk_texts((), tree)]}"
            for place in (*list_places(tree), "pay.оклад.amount", "tables.К.bands.1.value"):
                yield f"{place}: {find_written_numbers(tree, read_place(place), _DAY)}"


def _tell_keys(text: str) -> str:
    """Return what changing the keys into those of either language gives, and what is read then."""
    changed: list[Checked[Any]] = [change_keys(text, "s", SchemeDocument, language) for language in Language]
    again = [read_scheme(each.value, "s") for each in changed if each.value not in (None, text)]
    return "\n".join(chain.from_iterable(map(_tell, (*changed, *again))))


def _tell_layout(text: str) -> str:
    return "\n".join(_tell(format_text(text, "s")))


def _tell_signs() -> Mapping[str, str]:
    cut = (each for text in (_SMALL, *(text for text, _ in ACCIDENTS)) for each in cut_signs(text))
    read = (read_scheme(text, "s") for text in cut)
    return {"read": "\n".join(chain.from_iterable(map(_tell, read)))}


# Each way spoils a few of the texts; what takes longest is asked of one way in so many.
_STEP, _FEW = 83, 3

if __name__ == "__main__":
    write_told(KEPT, list_told())
