"""`kpicalc compare`: pay the same facts by old and new schemes, tell who gains, who loses, and why."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from kpicalc import api
from kpicalc.cli.answer import Telling, end_answer
from kpicalc.cli.console import watch_progress
from kpicalc.cli.deciding_options import CompareOptions
from kpicalc.cli.deliver import Inputs, check_written
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import find_schemes
from kpicalc.cli.request import check_numbers, make_request
from kpicalc.cli.revisions import names_revision, open_repository, take_out_scheme
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.comparison import Choice, PayComparison, narrow_pair
from kpicalc.model.diagnostic import Checked
from kpicalc.report.book.month import columns_called, headings_called
from kpicalc.report.views.comparison import show_comparison
from kpicalc.report.writers.decision_json import write_comparison


def compare_pay(options: CompareOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc compare` was asked to; a side may be a scheme of a revision of git."""
    if not any(map(names_revision, (options.old, options.new))):
        return _compare(options, language)
    with open_repository(Path.cwd()) as repository:
        if isinstance(repository, Refusal):
            return repository
        sides: list[Path] = []
        for side in (options.old, options.new):
            found = take_out_scheme(repository, side) if names_revision(side) else side
            if isinstance(found, Refusal):
                return found
            sides.append(found)
        return _compare(replace(options, old=sides[0], new=sides[1]), language, repository.call_file)


def _compare(
    options: CompareOptions, language: Language, call_file: Callable[[str], str] = str
) -> ExitCode | Refusal:
    request = _make_request(options)
    if isinstance(request, Refusal):
        return request
    new = find_schemes([options.new], (), Path.cwd())
    if isinstance(new, Refusal):
        return new
    refusal = check_written(options.out, _TELLING.formats(), Inputs(request.facts, (*request.schemes, *new)))
    if refusal is not None:
        return refusal
    with watch_progress(sys.stderr, language) as on_progress:
        asked = api.AskedComparison(tuple(options.employee), headings_called(options.by))
        checked = api.compare_schemes(request, new, asked, on_progress)
    choice = Choice(options.choose) if options.choose else None
    found = checked.value and _narrow(replace(checked.value, choice=choice), options.employee)
    if isinstance(found, Refusal):
        return found
    return end_answer(Checked(found, checked.diagnostics), _TELLING, options, language, call_file)


def _make_request(options: CompareOptions) -> api.Request | Refusal:
    if options.choose and options.choose not in set(Choice):
        return refuse("usage.bad_choice", text=options.choose, known=tuple(map(str, Choice)))
    typed = ComputeOptions(options.facts, [options.old], options.period, encoding=options.encoding)
    request = make_request(tuple(options.facts), typed)
    if isinstance(request, Refusal) or not options.by:
        return request
    return replace(request, columns=columns_called(headings_called(options.by)))


def _narrow(comparison: PayComparison, wanted: Sequence[str]) -> PayComparison | Refusal:
    """Return the comparison as far as it speaks of some employees; without any, all of it.

    Amounts of two currencies are not compared.
    """
    unknown = check_numbers(wanted, {each.number for pair in comparison.pairs for each in pair.people})
    if unknown is not None:
        return unknown
    if wanted:
        pairs = (narrow_pair(pair, frozenset(wanted)) for pair in comparison.pairs)
        told = tuple(filter(lambda each: each.people, pairs))
        comparison = replace(comparison, pairs=told, one_sided=(), left_out=0)
    foreign = next((each for each in comparison.pairs if each.old.currency != each.new.currency), None)
    if foreign is None:
        return comparison
    return refuse("usage.compare_currencies", old=foreign.old.currency, new=foreign.new.currency)


def _title(comparison: PayComparison, language: Language) -> str:
    return phrase("comparison.title", language, period=format_period(comparison.period, language))


def _currency(comparison: PayComparison) -> str:
    return comparison.pairs[0].old.currency if comparison.pairs else ""


_TELLING = Telling(_title, show_comparison, write_comparison, currency=_currency)
