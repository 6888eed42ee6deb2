"""Two schemes of one name: which of them pays would be chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.program import COMPANY, Program


def find_namesakes(programs: Iterable[Program]) -> Iterator[Diagnostic]:
    """Tell schemes that have the name of one before them."""
    seen: dict[str, Program] = {}
    for program in programs:
        first = seen.setdefault(program.scheme, program)
        if first is not program:
            label = Label(first.grains[COMPANY].span, "first_here")
            yield error("KPI227", program.grains[COMPANY].span, label, name=program.scheme)
