"""`kpicalc show`: a closed month from the book, without its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kpicalc.cli.answer import Telling, end_answer
from kpicalc.cli.console import tell_refused
from kpicalc.cli.deliver import Format, Inputs, check_written
from kpicalc.cli.month_options import ShowOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.request import choose_number, find_asked_month
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Checked
from kpicalc.model.month import ClosedMonth
from kpicalc.months.book_file import read_checked
from kpicalc.months.closed_pay import read_month
from kpicalc.report.views.months import show_month
from kpicalc.report.writers.months_data import write_month
from kpicalc.report.writers.to_csv import write_pay_list


def show_period(options: ShowOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc show` was asked to."""
    asked = find_asked_month(options.book, options.period, options.department)
    if isinstance(asked, Refusal):
        return asked
    book, period, department = asked
    refusal = check_written(options.out, _TELLING.formats(), Inputs((book,)))
    if refusal is not None:
        return refusal
    found = read_checked(book, lambda opened: read_month(opened, book, period, options.version, department))
    if found.value is None:
        return tell_refused(found.diagnostics, options.format, language)
    month = _narrow(found.value, options.employee)
    if isinstance(month, Refusal):
        return month
    return end_answer(Checked((month, options)), _TELLING, options, language)


def _narrow(month: ClosedMonth, wanted: str) -> ClosedMonth | Refusal:
    """Return the month as far as it speaks of an employee, by number or by a part of a name that one has."""
    if not wanted:
        return month
    chosen = choose_number(wanted, {each.employee: each.name for each in month.amounts})
    if isinstance(chosen, Refusal):
        return chosen
    return replace(
        month,
        amounts=tuple(each for each in month.amounts if each.employee == chosen),
        differences=tuple(each for each in month.differences if each.either.employee == chosen),
    )


# A closed month, and what was asked of it.
_Shown = tuple[ClosedMonth, ShowOptions]


def _title(shown: _Shown, language: Language) -> str:
    return phrase("months.month", language, period=format_period(shown[0].record.period, language))


def _write_list(month: ClosedMonth, options: ShowOptions) -> Iterable[bytes]:
    return write_pay_list(month.amounts, options.csv_dialect)


_TELLING: Telling[_Shown] = Telling(
    _title,
    lambda shown, language: show_month(shown[0], shown[1].employee, language),
    lambda shown: write_month(shown[0]),
    more={".csv": Format(lambda answer: _write_list(*answer.found))},
)
