"""The sum of the lines that an allowance, a guarantee or a draw looks at."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.compiler.desugar.lines import EARNED_KINDS, LIMITS
from kpicalc.compiler.desugar.suggestion import missing_name
from kpicalc.compiler.desugar.terms import own, total
from kpicalc.compiler.draft import Draft
from kpicalc.model.expr import Expr
from kpicalc.scheme.document import AllowanceSpec, GuaranteeSpec, SchemeDocument
from kpicalc.scheme.words import Word


def sum_of_named(
    draft: Draft, document: SchemeDocument, name: Word, spec: AllowanceSpec | GuaranteeSpec
) -> Expr:
    """Return the sum of the lines named in `of`; of a group also what the limit of the group changes.

    A line that belongs to the group it names counts its fellows only, before the limit of the group.
    """
    known = {each for named in _earned(document) for each in named if each}
    draft.problems.extend(missing_name("KPI219", each, known) for each in spec.of if each not in known)
    wanted = set(map(str, spec.of))
    lines = [line for line, group in _earned(document) if _is_wanted(line, group, wanted, name)]
    limits = [f"{LIMITS}.{each}" for each in spec.of if each in _limited(document) and each != spec.group]
    return total((own(each, spec.span) for each in (*lines, *limits)), spec.span)


def _earned(document: SchemeDocument) -> Iterator[tuple[str, str]]:
    """Yield the earned lines with their groups, in the order of the scheme."""
    for line, spec in document.pay.items():
        if spec.kind in EARNED_KINDS:
            yield str(line), str(spec.group or "")


def _is_wanted(line: str, group: str, wanted: set[str], name: Word) -> bool:
    return line in wanted or (group in wanted and line != name)


def _limited(document: SchemeDocument) -> frozenset[str]:
    return frozenset() if document.limits is None else frozenset(map(str, document.limits.groups))
