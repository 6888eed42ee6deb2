"""`kpicalc show`: a closed month from the book, without its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kpicalc.cli.console import tell, tell_problems, write_for_programs
from kpicalc.cli.deliver import Format, Inputs, Page, check_formats, check_outputs, deliver, page_formats
from kpicalc.cli.month_options import ShowOptions
from kpicalc.cli.options import ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import find_book
from kpicalc.cli.request import read_period
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.month import ClosedMonth
from kpicalc.model.period import Period
from kpicalc.model.spelling import find_nearest
from kpicalc.months.book_file import read_book
from kpicalc.months.closed_pay import read_month
from kpicalc.report.views.months import show_month
from kpicalc.report.writers.months_json import write_month
from kpicalc.report.writers.to_pay_list import write_pay_list


def show_period(options: ShowOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc show` was asked to."""
    book, period = find_book(Path.cwd(), options.book), read_period(options.period)
    if isinstance(book, Refusal):
        return book
    if not isinstance(period, Period):
        return period or refuse("usage.period", text=options.period)
    outputs = tuple(options.out or ())
    refusal = check_formats(outputs, _FORMATS) or check_outputs(outputs, Inputs((book,)))
    if refusal is not None:
        return refusal
    found = read_book(book, lambda opened: read_month(opened, book, period, options.version))
    if found.value is None or isinstance(found.value, tuple):
        return tell_problems(found.value or found.diagnostics, language)
    month = _narrow(found.value, options.employee)
    if isinstance(month, Refusal):
        return month
    written = deliver(outputs, _FORMATS, (month, options.employee, language))
    if isinstance(written, Refusal):
        return written
    if options.format is ResultFormat.JSON:
        write_for_programs(json.dumps(write_month(month), ensure_ascii=False, indent=2) + "\n")
    else:
        tell(show_month(month, options.employee, language))
    return ExitCode.OK


def _narrow(month: ClosedMonth, wanted: str) -> ClosedMonth | Refusal:
    """Return the month as far as it speaks of an employee, by number or by a part of a name that one has."""
    if not wanted:
        return month
    people = {each.employee: each.name for each in month.amounts}
    named = [number for number, name in people.items() if wanted.casefold() in name.casefold()]
    chosen = wanted if wanted in people else named[0] if len(named) == 1 else ""
    if not chosen and named:
        return refuse("usage.many_employees", wanted=wanted, found=", ".join(named[:5]))
    if not chosen:
        near = find_nearest(wanted, sorted(people))
        return refuse(
            "usage.no_employee_near" if near else "usage.no_employee", wanted=wanted, near=near or ""
        )
    return replace(
        month,
        amounts=tuple(each for each in month.amounts if each.employee == chosen),
        differences=tuple(each for each in month.differences if each.either.employee == chosen),
    )


# A closed month, the employee asked for, and the language it is told in.
_Told = tuple[ClosedMonth, str, Language]


def _show_page(told: _Told) -> Page:
    month, employee, language = told
    title = phrase("months.month", language, period=format_period(month.record.period, language))
    return Page(title, (show_month(month, employee, language),), language)


_FORMATS: Mapping[str, Format[_Told]] = {
    ".csv": Format(lambda told: write_pay_list(told[0].amounts)),
    ".json": Format(lambda told: [json.dumps(write_month(told[0]), ensure_ascii=False, indent=2).encode()]),
    **page_formats(_show_page),
}
