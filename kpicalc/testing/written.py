"""A value as it is written in a test."""

from __future__ import annotations

from kpicalc.facts.cells import read_flag_cell
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.kind import Kind, Scalar
from kpicalc.scheme.scalars import read_scalar
from kpicalc.scheme.tree import ScalarNode


def read_written(node: ScalarNode, kind: Kind) -> Scalar | Diagnostic:
    """Read a value of a kind; yes and no may be written as in a sheet (`да`, `нет`) or as in a formula."""
    if kind is Kind.FLAG:
        flag = read_flag_cell(node.text)
        if isinstance(flag, bool):
            return flag
    return read_scalar(node, kind)
