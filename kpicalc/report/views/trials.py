"""The results of tests: each test in a line, and of what failed the figures and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase, sentence
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.trial import Comparison, Coverage, SchemeTrials, Trial, TrialRun
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
    Verbatim,
)
from kpicalc.report.views.explanation import show_explanation
from kpicalc.report.views.problems import show_problems
from kpicalc.report.views.wording import Wording, word_program


def show_trials(run: TrialRun, texts: Mapping[str, str], language: Language) -> Document:
    """Show all tests, what failed, what no test reaches, and the count; `texts` are the files named."""
    blocks: list[Block] = []
    for trials in run.schemes:
        blocks.append(Heading(f"{trials.title} · {trials.file}"))
        if not trials.trials:
            blocks.append(Paragraph(phrase("trials.none", language), Tone.MUTED))
        for trial in trials.trials:
            if trial.passed:
                blocks.append(Verbatim(phrase("trials.passed", language, name=trial.name)))
            else:
                blocks.append(
                    Verbatim(
                        phrase("trials.failed", language, name=trial.name, place=str(trial.span)), Tone.ERROR
                    )
                )
    for trial in run.trials():
        if not trial.passed:
            blocks += _show_failure(trial, texts, language)
    for trials in run.schemes:
        if trials.coverage is not None:
            blocks += _show_coverage(trials, trials.coverage, language)
    passed = len(run.trials()) - run.failed
    tone = Tone.ERROR if run.failed else Tone.STRONG
    tests = Paragraph(phrase("trials.count", language, passed=passed, failed=run.failed), tone)
    return Document((*blocks, tests))


def _show_failure(trial: Trial, texts: Mapping[str, str], language: Language) -> Iterator[Block]:
    yield Heading(phrase("trials.failure", language, name=trial.name))
    yield Verbatim(str(trial.span), Tone.MUTED)
    yield from _show_figures(trial, language)
    if not wrong_figures(trial) and not trial.missed:
        yield Verbatim("")
    if trial.missed:
        yield Paragraph(say_missed(trial, language), Tone.ERROR)
    if trial.problems:
        yield from show_problems(trial.problems, texts, language).blocks


def _show_figures(trial: Trial, language: Language) -> Iterator[Block]:
    """Show the wrong figures as a table, then how each of them came about."""
    wrong = wrong_figures(trial)
    if not wrong or trial.program is None:
        return
    wording = word_program(trial.program, language)
    kinds = {each.kind for each in wrong}
    kind = kinds.pop() if len(kinds) == 1 else Kind.NUMBER
    headings = (
        wording.heading("trials.value"),
        *(wording.heading(f"trials.{each}", kind) for each in ("expected", "actual", "difference")),
    )
    rows = []
    for comparison in wrong:
        written = (
            write_expected(comparison, wording),
            write_actual(comparison, wording),
            write_difference(comparison, wording),
        )
        cells = (Cell(name_value(comparison)), *(Cell(text, kind) for text in written))
        rows.append(TableRow(cells, (wording.say("trials.at", place=str(comparison.span)),)))
    yield TableBlock(headings, tuple(rows))
    for comparison in wrong:
        yield from _show_why(comparison, trial, language)


def _show_why(comparison: Comparison, trial: Trial, language: Language) -> Iterator[Block]:
    if comparison.explanation is None or trial.program is None:
        return
    wording = word_program(trial.program, language)
    title = wording.say("trials.why", value=name_value(comparison))
    _, *tree = show_explanation(title, comparison.explanation, wording, EMPLOYEES).blocks
    yield Heading(title, 2)
    yield from tree


def _show_coverage(trials: SchemeTrials, coverage: Coverage, language: Language) -> Iterator[Block]:
    counts = {"percent": coverage.percent, "reached": len(coverage.reached), "points": len(coverage.points)}
    yield Heading(phrase("trials.coverage", language, scheme=trials.scheme, **counts))
    if coverage.unreached:
        headings = (Cell(phrase("trials.line", language)), Cell(phrase("trials.unreached", language)))
        rows = [
            TableRow(
                (
                    Cell(f"{each.span.line}:{each.span.column}"),
                    Cell(phrase(each.key, language, **dict(each.params))),
                )
            )
            for each in coverage.unreached
        ]
        yield TableBlock(headings, tuple(rows))


def name_value(comparison: Comparison) -> str:
    """Name what is compared, with the employee where there are several."""
    return f"{comparison.who} · {comparison.name}" if comparison.who else comparison.name


def write_expected(comparison: Comparison, wording: Wording) -> str:
    """Write what was expected: a figure, or the codes of problems."""
    if comparison.expected is None:
        return ", ".join(comparison.codes)
    return wording.write(comparison.expected, comparison.kind)


def write_actual(comparison: Comparison, wording: Wording) -> str:
    """Write what came out; of a value that cannot be computed the codes of its problems."""
    if isinstance(comparison.actual, Fault):
        return ", ".join(dict.fromkeys(each.code for each in comparison.actual.causes))
    return wording.write(comparison.actual, comparison.kind)


def difference_of(comparison: Comparison) -> Decimal | None:
    """Return how much came out above what was expected; None where nothing can be subtracted."""
    actual, expected = comparison.actual, comparison.expected
    if isinstance(actual, Decimal) and isinstance(expected, Decimal):
        return CONTEXT.subtract(actual, expected)
    return None


def write_difference(comparison: Comparison, wording: Wording) -> str:
    """Write the difference with its sign, "" where there is none."""
    difference = difference_of(comparison)
    if difference is None:
        return ""
    written = wording.write(difference, comparison.kind)
    return f"+{written}" if difference > 0 else written


def wrong_figures(trial: Trial) -> tuple[Comparison, ...]:
    """Return the comparisons that failed."""
    return tuple(each for each in trial.comparisons if not each.passed)


def say_missed(trial: Trial, language: Language) -> str:
    """Say which expected problems did not come."""
    return phrase("trials.missed", language, codes=", ".join(trial.missed))


def sum_up_failure(trial: Trial, language: Language) -> str:
    """Say in one line what failed first."""
    return next(_failure_lines(trial, language))


def write_failure(trial: Trial, language: Language) -> str:
    """Write what failed: each wrong figure with its place, missed problems, unexpected problems."""
    return "\n".join(_failure_lines(trial, language))


def _failure_lines(trial: Trial, language: Language) -> Iterator[str]:
    if trial.program is not None:
        wording = word_program(trial.program, language)
        for comparison in wrong_figures(trial):
            apart = write_difference(comparison, wording)
            figures = {
                "value": name_value(comparison),
                "expected": write_expected(comparison, wording),
                "actual": f"{write_actual(comparison, wording)} ({apart})"
                if apart
                else write_actual(comparison, wording),
            }
            yield wording.say("trials.wrong", place=str(comparison.span), **figures)
    if trial.missed:
        yield say_missed(trial, language)
    for problem in trial.problems:
        place = f" {problem.primary.place}" if problem.primary else ""
        yield f"{problem.code}{place}: {sentence(problem, language)}"
