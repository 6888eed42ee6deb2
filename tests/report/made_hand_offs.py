"""Profiles of hand-offs made by chance, and runs whose people have the columns that they ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from kpicalc import api
from kpicalc.i18n.catalogue import Language
from kpicalc.model.fault import Value
from kpicalc.model.hand_off import (
    Check,
    Element,
    LineCode,
    Profile,
    ProfileFact,
    ProfileField,
    Slot,
    Template,
    TextForm,
)
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run, Settlement
from kpicalc.report.hand_offs.entries import list_columns
from kpicalc.report.hand_offs.make_hand_off import HandOffOrder, make_hand_off
from kpicalc.report.writers.to_register import write_hand_off
from tests.report.made_records import Maker
from tests.report.program_sample import SPAN, D

_ACCOUNTS = (
    "40702810000000000001",
    "40102810545370000003",
    "40817810099910004312",
    "4081 7810 0999 1000 4312",
)
_TEXTS: Mapping[Check | None, tuple[str, ...]] = {
    Check.ACCOUNT: (*_ACCOUNTS, "", "12"),
    Check.BIK: ("044525225", "004525988", "044525000", "any", "", "1"),
    Check.CARD: ("4276380012345678", "5469 3800 1234 5674", "4111111111111111", "", "x"),
    Check.DAY: ("05.03.2026", "2026-03-05", "25.03.26", "31.02.2026", ""),
    Check.DIGITS: ("123", "12a", ""),
    Check.INN: ("7707083893", "500100732259", "1234567890", ""),
    None: ("", "Иванов", "a;b", "=1+1", "Петровна", 'Он "Лев"', "日本"),
}
_CHECKS = {"account": Check.ACCOUNT, "bik": Check.BIK, "day": Check.DAY, "note": None}
_FIELDS = {**_CHECKS, "accounts_bik": Check.BIK}
_FACTS = {**_CHECKS, "card": Check.CARD, "inn": Check.INN, "digits": Check.DIGITS, "last_name": None}
_COMMON = (*(f"{each}" for each in _FIELDS), "period", "first_day", "last_day")
_OF_ROWS = ("position", "number", "name", "amount", "amount", "currency", "scheme", "scheme_title", "account")
_OF_LINES = ("line", "title", "code", "kind")
_OF_NAMES = ("last_name", "first_name", "patronymic")
_LINES = ("оклад", "премия", "seller.премия", "баллы", "премея")


def _template(names: tuple[str, ...]) -> Callable[[Maker], Template]:
    def make(maker: Maker) -> Template:
        slots = [Slot(each) for each in maker.chance.choices(names, k=maker.chance.choice((1, 1, 2)))]
        texts = maker.chance.choice(((), (), ("№ ",), ("a;b",)))
        return Template((*texts, *slots), SPAN)

    return make


def _pick(*values: Any) -> Callable[[Maker], Any]:
    return lambda maker: maker.chance.choice(values)


def _make_profile(maker: Maker) -> Any:
    """Make a profile; half of them have a name for each part of a name, half of them none."""
    facts = {name: check for name, check in _FACTS.items() if maker.chance.random() < 0.7}
    given = {name: check for name, check in _FIELDS.items() if maker.chance.random() < 0.8}
    names = (*_OF_ROWS, *_OF_LINES, *_OF_NAMES, *facts, *given)
    common = (*given, "period", "first_day")
    line, row = _template(common), _template(names)
    text = maker.make_fields(
        TextForm,
        delimiter=maker.chance.choice((";", ",", "\t")),
        encoding=maker.chance.choice(("utf-8", "windows-1251")),
        first=tuple((line(maker), line(maker)) for _ in range(maker.chance.randint(0, 1))),
        last=tuple((line(maker),) for _ in range(maker.chance.randint(0, 1))),
    )
    inner = maker.make_fields(Element, name="row", attributes=(), parts=(), text=row(maker), repeated=True)
    root = Element("list", (), (inner,), maker.chance.choice((None, line(maker))))
    codes = maker.chance.sample(_LINES, maker.chance.randint(0, 3))
    return maker.make_fields(
        Profile,
        name="банк",
        net=maker.chance.choice((None, ProfileFact(("Сумма",), None, maker.make(bool), SPAN))),
        currency=maker.chance.choice(("RUB", "RUB", "")),
        fields={
            name: ProfileField(maker.chance.choice(_TEXTS[check]), check, maker.make(bool), SPAN)
            for name, check in given.items()
        },
        facts={
            name: ProfileFact((name.title(), name), check, maker.make(bool), SPAN)
            for name, check in facts.items()
        },
        codes={name: LineCode(f"code {name}", SPAN) for name in codes},
        columns=tuple((Template((f"c{at}",), SPAN), row(maker)) for at in range(maker.chance.randint(1, 4))),
        text=text,
        root=maker.chance.choice((None, root)),
        xml_encoding="utf-8",
    )


HAND_OFF_WAYS: Mapping[object, Callable[[Maker], Any]] = {Profile: _make_profile}


def _add_columns(maker: Maker, settlement: Settlement, profile: Profile) -> Settlement:
    """Return a settlement whose people have the columns of a profile, most of them fit."""
    frame = settlement.facts.frames[EMPLOYEES]
    columns = dict[str, list[Value]]()
    for name, given in zip(list_columns(profile), (*profile.facts.values(), None), strict=False):
        texts = _TEXTS[given.check if given else None]
        columns[name.name] = [maker.chance.choice((*texts, texts[0], texts[0])) for _ in frame.keys]
        if given is None:
            columns[name.name] = [
                D(maker.chance.choice(("0.00", "-5.00", "70.05", "70.055"))) for _ in frame.keys
            ]
    frames = {**settlement.facts.frames, EMPLOYEES: replace(frame, columns={**frame.columns, **columns})}
    return replace(settlement, facts=replace(settlement.facts, frames=frames))


def tell_hand_off(run: Run, profile: Profile, language: Language, maker: Maker) -> Any:
    """Return what is handed off as each kind of file, with all problems."""
    settled = tuple(_add_columns(maker, each, profile) for each in run.settlements)
    run = replace(run, settlements=settled)
    told: list[object] = []
    for suffix in profile.suffixes:
        net = maker.make(bool)
        checked = make_hand_off(
            profile, HandOffOrder(run, api.employee_rows(run), suffix, language, amounts_are_net=net)
        )
        told.append(checked.diagnostics)
        if (made := checked.value) is not None:
            told += (getattr(made, each.name) for each in fields(made) if each.name != "profile")
            told.append(write_hand_off(made, suffix) if suffix != ".xlsx" else "")
    return tuple(told)
