"""Which rows of a sheet are none of the people or deals, as written: `rows:` of a table of facts."""

from __future__ import annotations

from typing import Annotated

from kpicalc.model.row_rules import Groups, PrintedTotals, RowRules, Unlinked
from kpicalc.scheme.fields import Headings, choice
from kpicalc.scheme.spec import Spec


class RowsSpec(Spec):
    """Patterns of rows to leave out, to read in any case, and at which the table ends."""

    skip: Headings = ()
    keep: Headings = ()
    end_at: Headings = ()
    groups: Annotated[Groups, choice(Groups)] = Groups.PROVEN
    total: Annotated[PrintedTotals, choice(PrintedTotals)] = PrintedTotals.CHECK
    unlinked: Annotated[Unlinked, choice(Unlinked)] = Unlinked.REFUSE

    @property
    def rules(self) -> RowRules:
        """What the readers of sheets are told."""
        skip, keep, end_at = (tuple(map(str, each)) for each in (self.skip, self.keep, self.end_at))
        return RowRules(skip, keep, end_at, self.groups, self.total, self.unlinked)
