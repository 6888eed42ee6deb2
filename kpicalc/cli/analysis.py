"""The work of `kpicalc analyse`: analyse, write the files, print the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kpicalc import api
from kpicalc.cli.analyse_options import AnalyseOptions, AnalysisFormat
from kpicalc.cli.asked_facts import read_pins, read_ranges
from kpicalc.cli.console import tell, tell_problems, tell_refusal
from kpicalc.cli.exit_codes import ExitCode
from kpicalc.cli.outputs import check_outputs, write_outputs
from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.cli.streams import write_for_programs
from kpicalc.i18n.catalogue import Language
from kpicalc.model.analysis import Analysis, CurveStudy
from kpicalc.model.period import Period, parse_period
from kpicalc.model.program import Program
from kpicalc.report.charts.payout import draw_payout
from kpicalc.report.charts.picture import Picture
from kpicalc.report.charts.svg import write_svg
from kpicalc.report.document import Document, Heading
from kpicalc.report.views.analysis import show_analysis, show_front, title_analysis
from kpicalc.report.views.analysis_curve import show_findings
from kpicalc.report.views.analysis_words import Figures, figures_of
from kpicalc.report.writers.analysis_json import write_analysis
from kpicalc.report.writers.to_html import write_html
from kpicalc.report.writers.to_png import can_write_png, write_png

_SUFFIXES = frozenset({".json", ".svg", ".png", ".html"})
_PICTURES = frozenset({".svg", ".png"})


def run_analysis(options: AnalyseOptions, language: Language) -> ExitCode:
    """Do what `kpicalc analyse` was asked to; return the exit code."""
    period = None if options.period is None else parse_period(options.period)
    refusal = _check_use(options, period)
    if refusal is not None:
        return tell_refusal(refusal, language)
    compiled = api.compile_alone(options.scheme, period)
    if compiled.value is None:
        return tell_problems(compiled.diagnostics, language)
    analysis = _analyse(compiled.value, options, language)
    refusal = analysis if isinstance(analysis, Refusal) else _deliver(analysis, options, language)
    if refusal is not None:
        return tell_refusal(refusal, language)
    return tell_problems(compiled.diagnostics, language)


def _check_use(options: AnalyseOptions, period: Period | None) -> Refusal | None:
    if options.period is not None and period is None:
        return refuse("usage.period", text=options.period)
    if not options.scheme.is_file():
        return refuse("usage.no_file", path=str(options.scheme))
    for path in options.out or ():
        if path.suffix.lower() not in _SUFFIXES:
            return refuse("usage.analyse_suffix", path=str(path))
        if path.suffix.lower() == ".png" and not can_write_png():
            return refuse("usage.no_chart_library")
    return check_outputs(options.out or (), schemes=[options.scheme])


def _analyse(program: Program, options: AnalyseOptions, language: Language) -> Analysis | Refusal:
    ranges = read_ranges(program, options.range or (), language)
    if isinstance(ranges, Refusal):
        return ranges
    pins = read_pins(program, options.at or (), language)
    return pins if isinstance(pins, Refusal) else api.analyse(program, ranges, pins)


def _deliver(analysis: Analysis, options: AnalyseOptions, language: Language) -> Refusal | None:
    """Write the files, then print; say why when a file cannot be written."""
    if not analysis.curves and any(path.suffix.lower() in _PICTURES for path in options.out or ()):
        return refuse("usage.no_curves")
    outputs = {path: _contents(path, analysis, options, language) for path in options.out or ()}
    refused = write_outputs(outputs)
    if refused is not None:
        return refused
    if options.format is AnalysisFormat.JSON:
        write_for_programs(b"".join(write_analysis(analysis)).decode())
    else:
        tell(show_analysis(analysis, language, witnesses=options.witness))
    return None


def _contents(path: Path, analysis: Analysis, options: AnalyseOptions, language: Language) -> Iterable[bytes]:
    figures = figures_of(analysis, language)
    match path.suffix.lower():
        case ".json":
            return write_analysis(analysis)
        case ".svg":
            return write_svg([draw_payout(study, figures) for study in analysis.curves])
        case ".png":
            return write_png([draw_payout(study, figures) for study in analysis.curves])
        case _:
            return _page(analysis, options, language)


def _page(analysis: Analysis, options: AnalyseOptions, language: Language) -> Iterator[bytes]:
    figures = figures_of(analysis, language)
    front = Document(show_front(analysis, figures, witnesses=options.witness))
    parts: list[Document | Picture] = [
        front,
        *(each for study in analysis.curves for each in _chapter(study, figures)),
    ]
    return write_html(title_analysis(analysis, language), parts, language)


def _chapter(study: CurveStudy, figures: Figures) -> tuple[Document | Picture, ...]:
    """Return a curve as its title, its chart, and what stands out on it."""
    title = Heading(figures.say("analysis.curve", fact=study.curve.label), level=2)
    return (Document((title,)), draw_payout(study, figures), Document(tuple(show_findings(study, figures))))
