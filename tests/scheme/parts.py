"""The parts of a document of schemes."""

from __future__ import annotations

from kpicalc.scheme.json_schema import shape_of_field, written_fields
from kpicalc.scheme.shapes import Shape
from kpicalc.scheme.spec import PartChoice, Spec


def parts_of(document: type[Spec]) -> tuple[type[Spec], ...]:
    """Return the document and every part that is reached from it, each once."""
    found: dict[type[Spec], None] = {}

    def refer(part: type[Spec] | PartChoice) -> Shape:
        if isinstance(part, PartChoice):
            for member in part.options:
                refer(member)
        elif part not in found:
            found[part] = None
            for _, each in written_fields(part):
                shape_of_field(each, refer)
        return {}

    refer(document)
    return tuple(found)
