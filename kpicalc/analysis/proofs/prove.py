"""Everything that can be proved of a scheme before anyone is paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kpicalc.analysis.proofs.bands import find_holes, find_redundant_bands, find_unreached_bands
from kpicalc.analysis.proofs.conditions import find_shadowed, find_vain_conditions
from kpicalc.analysis.proofs.harm_search import HarmSearch
from kpicalc.analysis.proofs.idle_limits import find_idle_limits
from kpicalc.analysis.proofs.lines import find_dead_lines, find_negative_factors, find_negative_lines
from kpicalc.analysis.proofs.practice import find_crowded_indexes, find_small_weights
from kpicalc.analysis.proofs.rule_overlaps import find_overlapping_rules
from kpicalc.analysis.proofs.sightings import Overview, go_through
from kpicalc.analysis.proofs.subject import Subject, subject_of
from kpicalc.analysis.proofs.unused import find_unused
from kpicalc.analysis.proofs.zero_divisors import find_zero_divisors
from kpicalc.model.diagnostic import Diagnostic, Label, place_in_text
from kpicalc.model.problem import Problem
from kpicalc.model.program import Program
from kpicalc.scheme.document import SchemeDocument

# Proofs that something never happens: they hold of a scheme only when they hold in every period.
_NEVER = frozenset(
    {
        Problem.BAND_UNREACHABLE,
        Problem.RULE_UNREACHABLE,
        Problem.CONDITION_ALWAYS_TRUE,
        Problem.COLUMN_UNUSED,
        Problem.DECLARATION_UNUSED,
        Problem.LIMIT_WITHOUT_EFFECT,
        Problem.PAY_LINE_ALWAYS_ZERO,
        Problem.CONDITION_NEVER_TRUE,
        Problem.PAY_LINE_NOT_COMPUTABLE,
    }
)


def prove(program: Program, document: SchemeDocument) -> tuple[Diagnostic, ...]:
    """Return what is proved of a scheme compiled without errors for one period, in the order of the file."""
    subject = subject_of(program, document)
    found = [problem for look in _WRITTEN for problem in look(subject)]
    overview, search = go_through(program), HarmSearch(program)
    found += [problem for look in _RULED_OUT for problem in look(subject, overview)]
    found += [problem for look in _HARM for problem in look(subject, overview, search)]
    told: dict[tuple[str, Label | None], Diagnostic] = {}
    for problem in found:
        told.setdefault(_what(problem), problem)
    return tuple(sorted(told.values(), key=place_in_text))


def prove_all(programs: Iterable[Program], document: SchemeDocument) -> tuple[Diagnostic, ...]:
    """Return what is proved of a scheme compiled for several periods, each once, in the order of the file.

    What never happens must never happen in any of them; everything else is told when it is found in one.
    """
    proved = [{_what(each): each for each in prove(program, document)} for program in programs]
    merged = {what: each for found in reversed(proved) for what, each in found.items()}
    sure = [
        each
        for what, each in merged.items()
        if each.code not in _NEVER or all(what in found for found in proved)
    ]
    return tuple(sorted(sure, key=place_in_text))


def _what(problem: Diagnostic) -> tuple[str, Label | None]:
    """Two problems are the same when they have one code and one place."""
    return problem.code, problem.primary


_WRITTEN: tuple[Callable[[Subject], Iterator[Diagnostic]], ...] = (
    find_unused,
    find_crowded_indexes,
    find_small_weights,
    find_redundant_bands,
    find_holes,
    find_shadowed,
)
_RULED_OUT: tuple[Callable[[Subject, Overview], Iterator[Diagnostic]], ...] = (
    find_vain_conditions,
    find_unreached_bands,
    find_idle_limits,
    find_dead_lines,
)
_HARM: tuple[Callable[[Subject, Overview, HarmSearch], Iterator[Diagnostic]], ...] = (
    find_negative_factors,
    find_negative_lines,
    find_zero_divisors,
    find_overlapping_rules,
)
