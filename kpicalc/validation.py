"""Schemes and their tests checked without facts: everything that is wrong, each problem once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os.path import normpath
from pathlib import Path, PurePath

from kpicalc.analysis.proofs.pay_norms import mixes_off
from kpicalc.analysis.proofs.practice import ON_REQUEST, advise
from kpicalc.analysis.proofs.prove import prove_all
from kpicalc.compiler.passes import compile_scheme
from kpicalc.compiler.several_schemes import find_clashes
from kpicalc.model.analysis import Witness
from kpicalc.model.diagnostic import Checked, Diagnostic, error, has_errors, tell_of_keys
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, Program
from kpicalc.model.result import Run
from kpicalc.scheme.allowances import apply_allowances, drop_allowed, find_misspelt, read_allowances
from kpicalc.scheme.file_text import SETTINGS, TESTS, load_text
from kpicalc.scheme.formula_words import call_values_of
from kpicalc.scheme.load import read_scheme, read_tests
from kpicalc.scheme.periods import periods_to_check
from kpicalc.scheme.settings import read_settings
from kpicalc.testing.trials import check_trials

_IN_VAIN = Problem.ALLOWANCE_NEEDLESS


def validate(paths: Iterable[Path], period: Period | None = None) -> Checked[tuple[Program, ...]]:
    """Check scheme files, and files of tests beside schemes.

    The value has every scheme compiled for each period of `periods_to_check`, or for the period given.
    """
    loaded = {str(path): load_text(path, str(path)) for path in paths}
    unread = tuple(problem for each in loaded.values() for problem in each.diagnostics)
    texts = {file: each.value for file, each in loaded.items() if each.value is not None}
    checked = validate_texts(texts, period)
    return Checked(None if unread else checked.value, unread + checked.diagnostics)


def validate_texts(
    texts: Mapping[str, str], period: Period | None = None, *, advice: bool = False
) -> Checked[tuple[Program, ...]]:
    """Check texts by the names of their files; in one folder no two schemes may have one name.

    With `advice` it is also told how schemes are built better.
    """
    problems: list[Diagnostic] = []
    compiled: list[tuple[Program, ...]] = []
    for file, text in texts.items():
        if file.endswith(TESTS):
            problems += _validate_tests(text, file, texts)
            continue
        if PurePath(file).name == SETTINGS:
            problems += read_settings(text, file).diagnostics
            continue
        checked = validate_text(text, file, period, advice=advice)
        problems += checked.diagnostics
        compiled += [checked.value] if checked.value else []
    problems += _twins_of_folders([programs[0] for programs in compiled])
    whole = tuple(program for programs in compiled for program in programs)
    return Checked(None if has_errors(problems) else whole, tuple(problems))


def validate_text(
    text: str, file: str, period: Period | None = None, *, advice: bool = False
) -> Checked[tuple[Program, ...]]:
    """Check the text of one scheme: shape, names, kinds, tests, what can be proved; drop what is allowed."""
    read = read_scheme(text, file)
    problems = list(read.diagnostics)
    programs: list[Program] = []
    looked_at_whole = True
    if read.value is not None:
        periods = periods_to_check(read.value)
        looked_at_whole = period is None or len(periods) == 1
        compiled = [compile_scheme(read.value, each) for each in (periods if period is None else (period,))]
        problems += [problem for each in compiled for problem in each.diagnostics]
        programs = [each.value for each in compiled if each.value is not None]
        problems += () if has_errors(problems) else check_trials(read.value, read.value.tests, programs)
        problems += () if has_errors(problems) else prove_all(programs, read.value)
        problems = list(tell_of_keys(read.value.keys, problems))
        problems = list(call_values_of(programs[-1], problems)) if programs else problems
        asked = advice or any(code in text for code in ON_REQUEST)
        problems += () if has_errors(problems) or not asked else advise(programs[-1], read.value)
    problems += find_misspelt(text, file)
    told = apply_allowances(read_allowances(text, file), dict.fromkeys(problems))
    # What is allowed for another period cannot be said to be allowed in vain.
    kept = (each for each in told if looked_at_whole or each.code != _IN_VAIN)
    kept = (each for each in kept if advice or each.code not in ON_REQUEST)
    return Checked(None if has_errors(told) else tuple(programs), tuple(dict.fromkeys(kept)))


def with_advice(checked: Checked[Run], schemes: Iterable[Path]) -> Checked[Run]:
    """Return what was computed, with the advice on how its schemes are built better."""
    texts = {str(path): load_text(path, str(path)).value for path in schemes}
    told = (validate_text(text, file, advice=True) for file, text in texts.items() if text is not None)
    found = (each for one in told for each in one.diagnostics if each.code in ON_REQUEST)
    return Checked(checked.value, (*checked.diagnostics, *found))


def mix_advice(path: Path, program: Program, at_plan: Witness) -> tuple[Diagnostic, ...]:
    """Return the advice on the mix of pay that a row of facts gives, less what comments allow."""
    text = load_text(path, str(path)).value or ""
    document = read_scheme(text, str(path)).value
    found = () if document is None else tuple(mixes_off(program, document, at_plan))
    return drop_allowed(read_allowances(text, str(path)), found)


def _validate_tests(text: str, file: str, texts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Check a file of tests against its scheme; what is wrong with the scheme itself is told there."""
    read = read_tests(text, file)
    yield from read.diagnostics
    if read.value is None:
        return
    named = normpath(PurePath(file).parent / read.value.scheme)
    known = {normpath(other): each for other, each in texts.items()}
    scheme = known[named] if named in known else load_text(Path(named), named).value
    if scheme is None:
        yield error(Problem.TEST_FILE_MISSING, read.value.scheme.span, path=str(read.value.scheme))
        return
    document = read_scheme(scheme, named).value
    if document is not None:
        yield from tell_of_keys(document.keys, check_trials(document, read.value.tests))


def _twins_of_folders(programs: Iterable[Program]) -> Iterator[Diagnostic]:
    folders: dict[str, list[Program]] = {}
    for program in programs:
        file = program.grains[COMPANY].span.file
        folders.setdefault(str(PurePath(file).parent), []).append(program)
    for found in folders.values():
        yield from find_clashes(found)
