"""`kpicalc calibrate`: find numbers of a scheme with which it pays what was asked for."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TypeVar, cast

from kpicalc import api
from kpicalc.cli.answer import Telling, end_answer
from kpicalc.cli.console import watch_progress
from kpicalc.cli.deciding_options import CalibrateOptions
from kpicalc.cli.deliver import Inputs, check_written
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal, find_refused, refuse
from kpicalc.cli.request import make_request, read_period
from kpicalc.cli.typed_moves import read_ends, read_step, read_typed_amount
from kpicalc.i18n.catalogue import Language
from kpicalc.model.calibration import Unknown
from kpicalc.report.views.calibration import show_calibration, title_calibration
from kpicalc.report.writers.decision_json import write_calibration
from kpicalc.scheme.more_formulas import sum_over_people, typed_source

Read = TypeVar("Read")


def find_numbers(options: CalibrateOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc calibrate` was asked to; without a solution the code is that of problems."""
    request = _make_request(options)
    if isinstance(request, Refusal):
        return request
    unknowns = _read_unknowns(options, request)
    if isinstance(unknowns, Refusal):
        return unknowns
    with watch_progress(sys.stderr, language) as on_progress:
        found = api.calibrate(request, unknowns, options.employee, on_progress)
    if found.value is None and not found.diagnostics:
        return refuse("usage.bad_aim", text=unknowns[0].aim.text)
    return end_answer(found, _TELLING, options, language)


def _make_request(options: CalibrateOptions) -> api.Request | Refusal:
    if not options.scheme.is_file():
        return refuse("usage.no_file", path=str(options.scheme))
    inputs = Inputs(options.facts, (options.scheme,))
    refusal = check_written(options.out, _TELLING.formats(), inputs)
    if refusal is not None:
        return refusal
    if options.facts:
        typed = ComputeOptions(options.facts, [options.scheme], options.period, encoding=options.encoding)
        return make_request(tuple(options.facts), typed)
    period = read_period(options.period)
    return period if isinstance(period, Refusal) else api.Request((), (options.scheme,), period)


def _read_unknowns(options: CalibrateOptions, request: api.Request) -> list[Unknown] | Refusal:
    """Pair each number with its aim, and with its ends and step where these are given."""
    aims = _read_aims(options)
    if isinstance(aims, Refusal):
        return aims
    if len(options.solve) != len(aims):
        return refuse("usage.aims_unpaired")
    read = [_read_unknown(options, at, aim, request) for at, aim in enumerate(aims)]
    return find_refused(read) or [each for each in read if isinstance(each, Unknown)]


def _read_unknown(options: CalibrateOptions, at: int, aim: str, request: api.Request) -> Unknown | Refusal:
    name = options.solve[at]
    known = api.knows_number(options.scheme, name, request.period)
    listed = "" if known else ", ".join(api.list_parameters(options.scheme)) or "—"
    number = None if known else refuse("usage.no_number", name=name, known=listed)
    ends = _read_at(options.between, at, read_ends)
    step = _read_at(options.round, at, read_step)
    if number is not None or isinstance(ends, Refusal) or isinstance(step, Refusal):
        return cast("Refusal", find_refused((number, ends, step)))
    return Unknown(name, typed_source(sum_over_people(aim), "--so-that"), ends, step)


def _read_aims(options: CalibrateOptions) -> Sequence[str] | Refusal:
    """Return the aims as they are typed, or those of a target income: its fixed part, then all of it."""
    if not options.mix and not options.target:
        return options.so_that
    target = read_typed_amount(options.target)
    if isinstance(target, Refusal) or options.so_that:
        return target if isinstance(target, Refusal) else refuse("usage.mix_and_aims")
    aims = (f"total = {target:f}",)
    if not options.mix:
        return aims
    parts = [read_step(each) for each in re.split(r"\s*[:/]\s*", options.mix.replace("%", "").strip())]
    known = [each for each in parts if not isinstance(each, Refusal)]
    if len(known) != len(parts) or len(known) != 2 or sum(known) != 100:
        return refuse("usage.bad_mix", text=options.mix)
    return (f"fixed = {known[0]:f}% * {target:f}", *aims)


def _read_at(texts: Sequence[str], at: int, read: Callable[[str], Read | Refusal]) -> Read | Refusal | None:
    return read(texts[at]) if at < len(texts) else None


_TELLING = Telling(
    title_calibration,
    show_calibration,
    write_calibration,
    currency=attrgetter("currency"),
    passes=attrgetter("confirmed"),
)
