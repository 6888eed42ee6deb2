"""`kpicalc analyse`: analyse a scheme, write the files, print the report."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kpicalc import api
from kpicalc.cli.answer import Answer, Telling, end_answer
from kpicalc.cli.console import tell_refused, watch_progress
from kpicalc.cli.deliver import Format, Inputs, check_written
from kpicalc.cli.options import AnalyseOptions, ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import make_request, read_period
from kpicalc.cli.typed_moves import read_pins, read_ranges
from kpicalc.i18n.catalogue import Language
from kpicalc.model.analysis import Analysis
from kpicalc.model.diagnostic import Checked
from kpicalc.model.program import Program
from kpicalc.model.result import Settlement
from kpicalc.report.document import Document, Heading, Part
from kpicalc.report.picture import Picture
from kpicalc.report.views.analysis import show_analysis, show_front, title_analysis
from kpicalc.report.views.payout_curve import show_findings
from kpicalc.report.views.payout_picture import ON_PAGE, draw_payout
from kpicalc.report.views.wording import figures_of
from kpicalc.report.writers.analysis_json import write_analysis
from kpicalc.report.writers.to_png import can_write_png, write_png
from kpicalc.report.writers.to_svg import write_svg

# An analysis, and whether its witnesses are told.
_Told = tuple[Analysis, bool]


def analyse_scheme(options: AnalyseOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc analyse` was asked to."""
    period = read_period(options.period)
    if isinstance(period, Refusal):
        return period
    refusal = _check_use(options)
    if refusal is not None:
        return refusal
    paid = _settle_people(options, language)
    if isinstance(paid, Refusal):
        return paid
    if paid.value is None and paid.diagnostics:
        return tell_refused(paid.diagnostics, options.format, language)
    compiled = api.compile_alone(options.scheme, paid.value.program.period if paid.value else period)
    if compiled.value is None:
        return tell_refused(compiled.diagnostics, options.format, language)
    analysis = _analyse_as_asked(compiled.value, options, language)
    if isinstance(analysis, Refusal):
        return analysis
    if not analysis.curves and any(path.suffix.lower() in _PICTURES for path in options.out):
        return refuse("usage.no_curves")
    if paid.value is not None:
        placed = (api.place_people(each, paid.value) for each in analysis.curves)
        analysis = replace(analysis, curves=tuple(placed))
    at_plan = next((mix.witness for mix in analysis.mixes if mix.level == "target"), None)
    off = () if at_plan is None else api.mix_advice(options.scheme, compiled.value, at_plan)
    told = tuple(dict.fromkeys((*compiled.diagnostics, *paid.diagnostics, *off)))
    return end_answer(Checked((analysis, options.witness), told), _TELLING, options, language)


def _check_use(options: AnalyseOptions) -> Refusal | None:
    if not options.scheme.is_file():
        return refuse("usage.no_file", path=str(options.scheme))
    inputs = Inputs(options.people, [options.scheme])
    return check_written(options.out, _TELLING.formats(), inputs)


def _settle_people(options: AnalyseOptions, language: Language) -> Checked[Settlement] | Refusal:
    """Return today's people, paid by the scheme; nothing where none are asked for."""
    if not options.people:
        return Checked(None)
    typed = ComputeOptions(options.people, [options.scheme], options.period)
    request = make_request(tuple(options.people), typed)
    if isinstance(request, Refusal):
        return request
    with watch_progress(sys.stderr, language) as on_progress:
        paid, _ = api.settle_alone(request, on_progress)
    return paid


def _analyse_as_asked(program: Program, options: AnalyseOptions, language: Language) -> Analysis | Refusal:
    ranges = read_ranges(program, options.range, language)
    if isinstance(ranges, Refusal):
        return ranges
    pins = read_pins(program, options.at, language)
    return pins if isinstance(pins, Refusal) else api.analyse(program, ranges, pins)


def _show_page(told: _Told, language: Language) -> Iterator[Part]:
    analysis, witnesses = told
    figures = figures_of(analysis, language)
    yield Document(show_front(analysis, figures, witnesses=witnesses))
    for study in analysis.curves:
        # A curve as its title, its chart, and what stands out on it.
        title = Heading(figures.say("analysis.curve", fact=study.curve.label), level=2)
        curve = (
            Document((title,)),
            draw_payout(study, figures, ON_PAGE),
            Document(tuple(show_findings(study, figures))),
        )
        yield from curve


def _forbid_png() -> Refusal | None:
    return None if can_write_png() else refuse("usage.no_chart_library")


def _draw_curves(answer: Answer[_Told]) -> list[Picture]:
    analysis, _ = answer.found
    figures = figures_of(analysis, answer.language)
    return [draw_payout(study, figures) for study in analysis.curves]


_PICTURES: Mapping[str, Format[Answer[_Told]]] = {
    ".svg": Format(lambda answer: write_svg(_draw_curves(answer))),
    ".png": Format(lambda answer: write_png(_draw_curves(answer)), forbid=_forbid_png),
}
_TELLING: Telling[_Told] = Telling(
    lambda told, language: title_analysis(told[0], language),
    lambda told, language: show_analysis(told[0], language, witnesses=told[1]),
    lambda told: write_analysis(told[0]),
    page=_show_page,
    more=_PICTURES,
)
