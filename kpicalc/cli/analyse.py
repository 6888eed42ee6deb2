"""`kpicalc analyse`: analyse a scheme, write the files, print the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpicalc import api
from kpicalc.cli.console import tell, tell_problems, write_for_programs
from kpicalc.cli.deliver import Format, Inputs, Page, check_formats, check_outputs, deliver, page_formats
from kpicalc.cli.options import AnalyseOptions, ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import read_period
from kpicalc.cli.typed_facts import read_pins, read_ranges
from kpicalc.i18n.catalogue import Language
from kpicalc.model.analysis import Analysis, CurveStudy
from kpicalc.model.program import Program
from kpicalc.report.document import Document, Heading
from kpicalc.report.picture import Picture
from kpicalc.report.views.analysis import show_analysis, show_front, title_analysis
from kpicalc.report.views.payout_curve import draw_payout, show_findings
from kpicalc.report.views.wording import Figures, figures_of
from kpicalc.report.writers.analysis_json import write_analysis
from kpicalc.report.writers.to_png import can_write_png, write_png
from kpicalc.report.writers.to_svg import write_svg


@dataclass(frozen=True, slots=True)
class _Told:
    """An analysis, and how it is told."""

    analysis: Analysis
    options: AnalyseOptions
    language: Language

    def pictures(self) -> list[Picture]:
        """Return the curves as charts."""
        figures = figures_of(self.analysis, self.language)
        return [draw_payout(study, figures) for study in self.analysis.curves]


def analyse_scheme(options: AnalyseOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc analyse` was asked to."""
    period = read_period(options.period)
    if isinstance(period, Refusal):
        return period
    refusal = _check_use(options)
    if refusal is not None:
        return refusal
    compiled = api.compile_alone(options.scheme, period)
    if compiled.value is None:
        return tell_problems(compiled.diagnostics, language)
    analysis = _analyse_as_asked(compiled.value, options, language)
    refusal = (
        analysis if isinstance(analysis, Refusal) else _show_analysis(_Told(analysis, options, language))
    )
    return refusal or tell_problems(compiled.diagnostics, language)


def _check_use(options: AnalyseOptions) -> Refusal | None:
    outputs = options.out or ()
    if not options.scheme.is_file():
        return refuse("usage.no_file", path=str(options.scheme))
    return check_formats(outputs, _FORMATS) or check_outputs(outputs, Inputs(schemes=[options.scheme]))


def _analyse_as_asked(program: Program, options: AnalyseOptions, language: Language) -> Analysis | Refusal:
    ranges = read_ranges(program, options.range or (), language)
    if isinstance(ranges, Refusal):
        return ranges
    pins = read_pins(program, options.at or (), language)
    return pins if isinstance(pins, Refusal) else api.analyse(program, ranges, pins)


def _show_analysis(told: _Told) -> Refusal | None:
    """Write the files, then print; say why when a file cannot be written."""
    outputs, analysis = told.options.out or (), told.analysis
    if not analysis.curves and any(_FORMATS[path.suffix.lower()] in _PICTURES for path in outputs):
        return refuse("usage.no_curves")
    written = deliver(outputs, _FORMATS, told)
    if isinstance(written, Refusal):
        return written
    if told.options.format is ResultFormat.JSON:
        write_for_programs(b"".join(write_analysis(analysis)).decode())
    else:
        tell(show_analysis(analysis, told.language, witnesses=told.options.witness))
    return None


def _show_page(told: _Told) -> Page:
    figures = figures_of(told.analysis, told.language)
    front = Document(show_front(told.analysis, figures, witnesses=told.options.witness))
    curves = (part for study in told.analysis.curves for part in _show_curve(study, figures))
    return Page(title_analysis(told.analysis, told.language), (front, *curves), told.language)


def _show_curve(study: CurveStudy, figures: Figures) -> tuple[Document | Picture, ...]:
    """Return a curve as its title, its chart, and what stands out on it."""
    title = Heading(figures.say("analysis.curve", fact=study.curve.label), level=2)
    return (Document((title,)), draw_payout(study, figures), Document(tuple(show_findings(study, figures))))


def _forbid_png() -> Refusal | None:
    return None if can_write_png() else refuse("usage.no_chart_library")


_SVG: Format[_Told] = Format(lambda told: write_svg(told.pictures()))
_PNG: Format[_Told] = Format(lambda told: write_png(told.pictures()), forbid=_forbid_png)
_PICTURES = (_SVG, _PNG)
_FORMATS: Mapping[str, Format[_Told]] = {
    **page_formats(_show_page),
    ".svg": _SVG,
    ".png": _PNG,
    ".json": Format(lambda told: write_analysis(told.analysis)),
}
