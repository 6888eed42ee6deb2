"""The values of a row by the names that templates give them, also parts of names, and what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from kpicalc.facts.written_dates import WrittenDate, read_date
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.hand_off import Check, Profile, ProfileField, Takes, Uncoded
from kpicalc.model.money import CONTEXT, minor_unit
from kpicalc.model.period import Period
from kpicalc.model.plain_text import find_mixed_word
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import CellRef, Place
from kpicalc.report.hand_offs.bank_codes import find_account_fault, find_fault
from kpicalc.report.hand_offs.entries import Entry, code_of, heading_of_column, rows_differ
from kpicalc.report.hand_offs.spelling import Cell, find_unfit
from kpicalc.report.views.wording import title_value

Row = dict[str, Cell]
ACCOUNTS_BIK = "accounts_bik"
_NAME_PARTS = ("last_name", "first_name", "patronymic")


@dataclass(slots=True)
class FieldValues:
    """What fills the templates of one hand-off: the fields, and what all rows have in common."""

    profile: Profile
    suffix: str
    language: Language
    asked: frozenset[str]
    common: dict[str, Cell] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    accounts: dict[str, tuple[str, CellRef, str]] = field(default_factory=dict)

    def read_field(self, name: str, given: ProfileField) -> Cell:
        """Return what a field of the profile holds; its form is checked."""
        if not given.value:
            if name in self.asked and not given.optional:
                self.problems.append(
                    error(Problem.HAND_OFF_FIELD_MISSING, given.span, field=name, profile=self.profile.name)
                )
            return ""
        value, fault = _read_checked(given.check, given.value)
        if fault:
            self.problems.append(_wrong_code(given.value, fault, given.span, name))
        return value

    def check_own_account(self) -> None:
        """Compare the account of the organisation with its BIK."""
        account, bik = str(self.common.get("account", "")), _sure_bik(str(self.common.get("bik", "")))
        given = self.profile.fields.get("account")
        if given is None or not account:
            return
        fault = find_account_fault(account, bik, self.profile.currency)
        told = given.check and find_fault(given.check, account)
        if fault and not told:
            self.problems.append(_wrong_code(account, fault, given.span, "account"))

    def find_unfit_texts(
        self, texts: Mapping[str, Cell], place: Place | None, what: str
    ) -> Iterator[Diagnostic]:
        """Yield the texts that the file cannot hold."""
        for name, text in texts.items():
            if isinstance(text, str) and (name in self.asked or name == text):
                for reason, sign in find_unfit(text, self.profile, self.suffix):
                    yield error(
                        Problem.TEXT_UNFIT_FOR_FILE, place, text=text, sign=sign, what=what, hint=reason
                    )

    def fill_line(self, entry: Entry) -> dict[str, Cell]:
        """Return the name, title, code and kind of an entry's line."""
        line = entry.line
        if line is None:
            return {"line": "", "title": "", "code": "", "kind": ""}
        code = code_of(self.profile, entry, line, self.language)
        if not code and self.profile.uncoded is Uncoded.REFUSE and "code" in self.asked:
            name = f"{entry.settlement.program.scheme}.{line.name}"
            problem = error(Problem.LINE_WITHOUT_CODE, line.span, line=name, profile=self.profile.name)
            self.problems += [] if problem in self.problems else [problem]
        return {
            "line": line.name,
            "title": title_value(line.name, line.label, self.language),
            "code": code,
            "kind": phrase(f"line.{line.kind}", self.language),
        }

    def fill_fact(self, entry: Entry, name: str) -> Cell:
        """Return the text of a column for somebody; that it is there, and what it must be, is checked."""
        fact, called = self.profile.facts[name], heading_of_column(f"{self.profile.name} {name}")
        found = entry.facts(called)
        text, place = (str(found[0][0]), found[0][1]) if found else ("", entry.fact(called)[1])
        other = next((cell for value, cell in found if str(value) != text), None)
        if other is not None:
            self.problems.append(rows_differ(other, fact.headings[0], entry))
        if not text:
            if not fact.optional and name in self.asked:
                self.problems.append(
                    error(Problem.HAND_OFF_CELL_BLANK, place, column=fact.headings[0], person=entry.person)
                )
            return ""
        read, fault = _read_checked(fact.check, text)
        if fault and fact.check is not Check.ACCOUNT:
            self.problems.append(_wrong_code(text, fault, place, f"{fact.headings[0]}, {entry.person}"))
        return read

    def check_account(self, entry: Entry, row: Mapping[str, Cell]) -> None:
        """Check each account of an employee, by the BIK of his bank, else by that of all accounts."""
        for name, fact in self.profile.facts.items():
            account = str(row[name])
            if fact.check is not Check.ACCOUNT or not account:
                continue
            called = heading_of_column(f"{self.profile.name} {name}")
            place = next(cell for _, cell in entry.facts(called))
            fault = find_account_fault(account, self._bik_of(row), entry.currency)
            if fault:
                what = f"{fact.headings[0]}, {entry.person}"
                self.problems.append(_wrong_code(account, fault, place, what))
            if name in self.asked:
                self.problems += self._find_shared(entry, account, place)

    def _bik_of(self, row: Mapping[str, Cell]) -> str:
        own = next((name for name, each in self.profile.facts.items() if each.check is Check.BIK), None)
        said = str(row.get(own, "") if own else "") or str(self.common.get(ACCOUNTS_BIK, ""))
        return _sure_bik(said or str(self.common.get("bik", "")))

    def _find_shared(self, entry: Entry, account: str, place: CellRef) -> Iterator[Diagnostic]:
        number, first, person = self.accounts.setdefault(account, (entry.number, place, entry.person))
        if number != entry.number and not self.profile.shared_accounts:
            yield error(
                Problem.ACCOUNT_SHARED,
                place,
                Label(first),
                account=account,
                person=entry.person,
                other=person,
            )

    def fill_name(self, entry: Entry, row: Mapping[str, Cell]) -> dict[str, Cell]:
        """Return the parts of a name: from their own columns, else from a full name of exactly three."""
        last, first, patronymic = (str(row.get(each, "")) for each in _NAME_PARTS)
        parts = name_parts(entry, (last, first, patronymic))
        if isinstance(parts, Diagnostic):
            self.problems.append(parts)
            return {}
        return dict(zip(_NAME_PARTS, parts, strict=True))


def open_values(profile: Profile, suffix: str, period: Period, language: Language) -> FieldValues:
    """Read the fields that a file of this kind asks for; each that is missing or wrong is a problem."""
    asked = frozenset(name for each in profile.templates(suffix) for name in each.names)
    values = FieldValues(profile, suffix, language, asked)
    values.common |= {
        "period": str(period),
        "first_day": period.first_day,
        "last_day": period.last_day,
    }
    for name, each in profile.fields.items():
        values.common[name] = value = values.read_field(name, each)
        values.problems += values.find_unfit_texts({name: value}, each.span, name)
    for template in profile.templates(suffix):
        constants = {part: part for part in template.parts if isinstance(part, str)}
        values.problems += values.find_unfit_texts(constants, template.span, profile.name)
    values.check_own_account()
    return values


def _read_checked(check: Check | None, text: str) -> tuple[Cell, str]:
    """Return what a text says, and what is wrong with it; codes may be written in groups."""
    if check is None:
        return text, ""
    if check is Check.DAY:
        found = read_date(text)
        if isinstance(found, WrittenDate) and not found.readings:
            return found.day, ""
        return text, "day"
    plain = "".join(text.split())
    return plain, find_fault(check, plain)


def _sure_bik(text: str) -> str:
    """Return a BIK that accounts can be compared with, "" for any other text, such as `any`."""
    return "" if find_fault(Check.BIK, text) else text


def _wrong_code(found: str, fault: str, place: Place | None, what: str) -> Diagnostic:
    return error(Problem.BANK_CODE_WRONG, place, found=found, what=what, hint=fault)


def fill_row(values: FieldValues, entry: Entry, position: int) -> dict[str, Cell]:
    """Return the values of one row, as far as the templates ask for them."""
    row = values.common | {
        "position": position,
        "number": entry.number,
        "name": entry.name,
        "amount": CONTEXT.quantize(entry.amount, minor_unit(entry.currency)),
        "currency": entry.currency,
        "scheme": entry.settlement.program.scheme,
        "scheme_title": entry.settlement.program.title,
    }
    row |= values.fill_line(entry)
    for name in values.profile.facts:
        row[name] = values.fill_fact(entry, name)
    values.check_account(entry, row)
    if not values.asked.isdisjoint(_NAME_PARTS):
        row |= values.fill_name(entry, row)
    if values.profile.takes is Takes.NET and not values.asked.isdisjoint({"name", *_NAME_PARTS}):
        given = [str(row.get(each, "")) for each in _NAME_PARTS]
        called = phrase("pay_table.name", values.language) if "name" in values.asked else ""
        values.problems += _find_name_doubts(entry, given, called)
    own = {name: value for name, value in row.items() if name not in values.common}
    values.problems += values.find_unfit_texts(own, entry.place, entry.person)
    return row


_PART = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Parts that belong to the one before them, and show that a name is divided otherwise.
_TAILS = frozenset({"оглы", "оглу", "улы", "уулу", "кызы", "гызы", "заде", "ибн", "бен", "фон", "де", "ван"})


def name_parts(entry: Entry, given: tuple[str, str, str]) -> tuple[str, str, str] | Diagnostic:
    """Return last name, first name and patronymic: of their own columns, else of a name of three words."""
    if given[0] and given[1]:
        return given
    words = entry.name.split()
    plain = len(words) == 3 and all(_PART.fullmatch(word) and len(word) > 1 for word in words)
    if any(given) or not plain or any(word.casefold() in _TAILS for word in words):
        return error(Problem.NAME_PARTS_UNCERTAIN, _cell_of_name(entry), person=entry.person)
    return words[0], words[1], words[2]


def _find_name_doubts(entry: Entry, given: Iterable[str], column: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with a name by which a bank finds somebody: it is blank, or of two alphabets.

    Without a `column` its parts are asked for, which are looked at by themselves.
    """
    place, texts = _cell_of_name(entry), [each for each in given if each]
    if column and not texts and entry.name in {"", entry.number}:
        yield error(Problem.HAND_OFF_CELL_BLANK, place, column=column, person=entry.person)
    for text in texts or [entry.name]:
        if word := find_mixed_word(text):
            params = {"text": text, "sign": word, "what": entry.person, "hint": "alphabets"}
            yield error(Problem.TEXT_UNFIT_FOR_FILE, place, **params)


def _cell_of_name(entry: Entry) -> CellRef:
    """Return the cell of the name, as the receipt of its sheet tells the column."""
    row = entry.place
    for receipt in entry.settlement.facts.receipts:
        if (receipt.file, receipt.sheet, receipt.grain) == (row.file, row.sheet, EMPLOYEES):
            columns = [role.column for role in receipt.roles if role.role == "name"]
            return CellRef(row.file, row.sheet, row.row, columns[0]) if columns else row
    return row
