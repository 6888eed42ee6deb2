"""What rows have to do with each other and with dated rows above, once all columns are read."""

from __future__ import annotations

from kpicalc.facts.finish_frame import Built
from kpicalc.facts.hierarchy import link_superiors
from kpicalc.facts.ownership import check_terms, pick_owners
from kpicalc.facts.shares import check_shares
from kpicalc.model.diagnostic import Checked
from kpicalc.model.program import Grain


def link_rows(grain: Grain, built: Built, parent: tuple[Grain, Built] | None) -> Checked[Built]:
    """Tie employees to superiors and rows to their owners of the day; check terms and the shares of deals."""
    linked = pick_owners(grain, built, *parent) if parent and grain.on else link_superiors(grain, built)
    problems = list(linked.diagnostics)
    for check in (check_terms, check_shares):
        if linked.value is not None:
            linked = check(grain, linked.value)
            problems += linked.diagnostics
    return Checked(linked.value, tuple(problems))
