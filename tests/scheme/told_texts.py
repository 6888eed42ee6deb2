"""All that is told of spoilt texts: their problems, what is read, the text in other keys and laid out.

`python -m tests.scheme.told_texts` writes anew what was kept, a digest for each way to spoil and each view;
with a folder it writes the texts themselves there, to be compared with those of another state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.formatting.change_keys import change_keys
from kpicalc.scheme.formatting.format_text import format_text
from kpicalc.scheme.load import read_scheme, read_tests
from kpicalc.scheme.load_batch import read_batch
from kpicalc.scheme.more_formulas import read_scenarios
from kpicalc.scheme.settings import read_settings
from kpicalc.scheme.told_changes import tell_changes
from tests.cases.case import list_cases, read_case
from tests.docs.snippet import read_snippets
from tests.kept_digests import Told, write_told
from tests.scheme import test_load_batch, test_settings
from tests.scheme.spoilt_texts import cut_signs, list_spoils

FOLDER = Path(__file__).parent
KEPT = FOLDER / "told_texts.txt"
_BOOK = Path(__file__).resolve().parents[2] / "docs" / "language"

_SET = re.compile(r"frozenset\(\{([^{}]*)\}\)")

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
_READERS: Sequence[tuple[Callable[[str, str], Checked[Any]], str]] = (
    (read_tests, _TRIALS),
    (read_batch, test_load_batch.WHOLE),
    (read_settings, test_settings.WHOLE),
    (read_scenarios, _SCENARIOS),
)


def list_told() -> Told:
    """Return the ways to spoil texts, each with what tells of the texts that are spoilt by it."""
    spoils = list_spoils()
    return {
        **{name: partial(_tell_spoilt, at, spoil) for at, (name, spoil) in enumerate(spoils.items())},
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
    told = {
        "read": "\n".join(chain.from_iterable(map(_tell, read))),
        "changes": "\n".join(repr(tell_changes(*pair)) for pair in spoilt[:2]),
    }
    return (
        told
        if at % _FEW
        else {**told, "keys": _tell_keys(spoilt[0][1]), "layout": _tell_layout(spoilt[1][1])}
    )


def _tell(checked: Checked[Any]) -> Iterator[str]:
    yield from map(repr, checked.diagnostics)
    # The order of a set is another one in each process.
    yield _SET.sub(lambda found: ", ".join(sorted(found[1].split(", "))), str(checked.value))


def _tell_keys(text: str) -> str:
    """Return what changing the keys into those of either language gives, and what is read then."""
    changed: list[Checked[Any]] = [change_keys(text, "s", SchemeDocument, language) for language in Language]
    again = [read_scheme(each.value, "s") for each in changed if each.value not in (None, text)]
    return "\n".join(chain.from_iterable(map(_tell, (*changed, *again))))


def _tell_layout(text: str) -> str:
    return "\n".join(_tell(format_text(text, "s")))


def _tell_signs() -> Mapping[str, str]:
    read = (read_scheme(text, "s") for text in cut_signs(_SMALL))
    return {"read": "\n".join(chain.from_iterable(map(_tell, read)))}


# Each way spoils a few of the texts; what takes longest is asked of one way in so many.
_STEP, _FEW = 83, 3

if __name__ == "__main__":
    write_told(KEPT, list_told())
