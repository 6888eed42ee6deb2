"""The order of the rows of a table: `order: [дата, номер]`."""

from __future__ import annotations

from kpicalc.compiler.draft import Draft, Requirement
from kpicalc.model.expr import Name
from kpicalc.scheme.document import SchemeDocument


def translate_orders(draft: Draft, document: SchemeDocument) -> None:
    """Add the columns and values that put the rows of each table in order, for `before`."""
    for grain, table in document.facts.items():
        if not table.order:
            continue
        names = tuple(Name((str(word),), word.span) for word in table.order)
        draft.orders[str(grain)] = names
        draft.requirements += [Requirement(str(grain), name, None, "", str(name.path[0])) for name in names]
