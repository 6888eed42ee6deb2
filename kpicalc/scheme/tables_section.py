"""The section `tables`: each table is of one axis or, with `mode: matrix`, of two."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from kpicalc.model.program import TableMode
from kpicalc.model.spelling import propose_name
from kpicalc.scheme.matrix_section import MatrixTable
from kpicalc.scheme.spec import HIDDEN_MARK
from kpicalc.scheme.table_section import CoefficientTable
from kpicalc.scheme.tree import MappingNode, ScalarNode

_MODES = tuple(mode.value for mode in TableMode)


def _shape_of_table(node: Any) -> str:
    """Choose the shape by `mode`, or by the nearest mode, so that one misspelling is one problem."""
    entry = node.find("mode") if isinstance(node, MappingNode) else None
    written = entry[1].text if entry is not None and isinstance(entry[1], ScalarNode) else ""
    is_matrix = propose_name(written, _MODES) == TableMode.MATRIX or written == TableMode.MATRIX
    return HIDDEN_MARK + ("matrix" if is_matrix else "bands")


TableSpec = Annotated[
    Annotated[CoefficientTable, Tag("\0bands")] | Annotated[MatrixTable, Tag("\0matrix")],
    Discriminator(_shape_of_table),
]
