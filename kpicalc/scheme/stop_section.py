"""Stop-factors as written: rules in order, and the lines that they multiply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import PlainValidator

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.scheme.fields import FormulaField, NameField, TextField
from kpicalc.scheme.scalars import read_name
from kpicalc.scheme.shape import Refused, accept, require_items, require_scalar
from kpicalc.scheme.spec import Items, Spec
from kpicalc.scheme.tree import Node, ScalarNode
from kpicalc.scheme.words import Word

ANY = "any"


def _read_stopped(node: Node) -> tuple[Word, ...]:
    """Read a list of KPIs, or the one word `any`."""
    if isinstance(node, ScalarNode):
        written = require_scalar(node)
        if written.text != ANY:
            options = (ANY, f"[{written.text}]")
            raise Refused(
                error("KPI142", node.span, text=node.text, options=options, nearest=options[1], hint="meant")
            )
        return (Word(ANY, node.span),)
    return tuple(accept(read_name(require_scalar(item))) for item in require_items(node))


class StopRuleSpec(Spec):
    """A rule: when it holds, and the factor it sets; `kpis_stopped: any` is the one word `any`."""

    kpis_stopped: Annotated[tuple[Word, ...], PlainValidator(_read_stopped)] | None = None
    when: FormulaField | None = None
    factor: FormulaField
    title: TextField = ""

    def find_problems(self) -> Iterator[Diagnostic]:
        """A rule has one condition."""
        if self.kpis_stopped is None and self.when is None:
            yield error("KPI151", self.span, keys=("kpis_stopped", "when"))
        if self.kpis_stopped is not None and self.when is not None:
            yield error("KPI150", self.place("when"), first="kpis_stopped", second="when")


class StopFactorSpec(Spec):
    """A factor between 0 and 1; the first rule that holds decides."""

    title: TextField = ""
    lines: Items[NameField]
    rules: Items[StopRuleSpec]
    otherwise: FormulaField | None = None
