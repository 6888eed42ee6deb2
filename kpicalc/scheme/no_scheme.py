"""Files of something else: YAML that does not say of itself that it is a scheme."""

from __future__ import annotations

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.spelling import find_look_alike, find_nearest
from kpicalc.scheme.meant_keys import find_meant_key
from kpicalc.scheme.tree import MappingNode, Node

VERSION_KEY = "kpicalc"

# Hardly anything else than a scheme has two of these at its top.
_MARKS = ("scheme", "currency", "applies_to", "facts", "kpis", "indexes", "stop_factors", "goals", "pay")
_FEWEST = 2
# As many keys as a reader needs to see what the file is.
_SHOWN = 4


def find_no_scheme(root: Node) -> Diagnostic | None:
    """Tell a file that has neither the key of a scheme, also misspelt, nor several of its sections."""
    if not isinstance(root, MappingNode) or not root.entries:
        return None
    written = [key.text for key, _ in root.entries]
    if any(_means(key, (VERSION_KEY,)) for key in written):
        return None
    if sum(_means(key, _MARKS) for key in written) >= _FEWEST:
        return None
    more = ("…",) if len(written) > _SHOWN else ()
    found = (*(f"`{key}`" for key in written[:_SHOWN]), *more)
    return error("KPI297", root.entries[0][0].span, found=found)


def _means(written: str, known: tuple[str, ...]) -> bool:
    if written in known:
        return True
    finders = (find_look_alike, find_meant_key, find_nearest)
    return any(find(written, known) is not None for find in finders)
