"""`kpicalc forget`: a person's data taken out of the book after the time of keeping."""

from __future__ import annotations

from pathlib import Path

from kpicalc.cli.console import tell, tell_problems
from kpicalc.cli.month_options import ForgetOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import find_book
from kpicalc.cli.request import choose_number
from kpicalc.cli.signing import check_clock, confirm_warnings, hold, read_accepted, sign
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked, has_errors
from kpicalc.model.source import FilePlace
from kpicalc.months.book_file import OpenBook, change_book, read_book
from kpicalc.months.forget_person import Forgetting, find_people, forget_person, plan_forgetting
from kpicalc.report.views.months import show_forgetting


def forget_employee(options: ForgetOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc forget` was asked to."""
    book, accepted = find_book(Path.cwd(), options.book), read_accepted(options.accept)
    if isinstance(book, Refusal) or isinstance(accepted, Refusal):
        return next(each for each in (book, accepted) if isinstance(each, Refusal))
    if not options.reason.strip():
        return refuse("usage.no_reason_to_forget")
    people = read_book(book, find_people)
    if people.value is None:
        return tell_problems(people.diagnostics, language)
    number = choose_number(options.employee, people.value)
    if isinstance(number, Refusal):
        return number
    planned = read_book(book, lambda opened: plan_forgetting(opened, number, book))
    if planned.value is None:
        return tell_problems(planned.diagnostics, language)
    problems = (*planned.value.problems, *check_clock(book))
    if options.dry_run or has_errors(problems):
        tell(show_forgetting(number, planned.value.records, language, done=False))
        return tell_problems(problems, language)
    unconfirmed = confirm_warnings(problems, accepted, FilePlace(str(book)), language)
    if unconfirmed:
        return tell_problems((*problems, *unconfirmed), language)
    return _write(book, planned.value, options.reason.strip(), language)


def _write(book: Path, planned: Forgetting, reason: str, language: Language) -> ExitCode:
    """Forget, unless the book has come to say otherwise since it was looked into."""

    def forget(opened: OpenBook) -> Checked[Forgetting]:
        now = plan_forgetting(opened, planned.number, book)
        if not has_errors(now.problems):
            forget_person(opened, now, sign(reason))
        return Checked(now, now.problems)

    done = change_book(book, hold(), forget)
    if done.ok:
        tell(show_forgetting(planned.number, planned.records, language, done=True))
    return tell_problems(done.diagnostics, language)
