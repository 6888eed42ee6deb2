"""Whom a scheme pays, as written: columns with their values, exceptions, and all the rest."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kpicalc.model.audience import Asked, Audience, Description
from kpicalc.model.expr import Text
from kpicalc.scheme.fields import FlagField, Headings
from kpicalc.scheme.readers import ENTRY_OR_ENTRIES, Entries, SomeEntries
from kpicalc.scheme.spec import Spec, WrittenAs
from kpicalc.scheme.words import Word


class AudienceSpec(Spec):
    """Columns of the employees with the values that are paid; `otherwise` takes whom nobody else names."""

    open_form = "\0named"

    named: Entries[Headings] = Field(default_factory=dict, alias="\0named")
    except_: Annotated[tuple[SomeEntries[Headings], ...], ENTRY_OR_ENTRIES] = Field(
        default=(), alias="except"
    )
    otherwise: FlagField = False


def _make_audience(written: AudienceSpec) -> Audience:
    exceptions = tuple(_describe(each) for each in written.except_)
    return Audience(_describe(written.named), exceptions, written.otherwise)


def _describe(columns: dict[Word, tuple[Word, ...]]) -> Description:
    return tuple(
        Asked(str(heading), tuple(Text(str(each), each.span) for each in texts))
        for heading, texts in columns.items()
    )


AudienceField = Annotated[Audience, WrittenAs(AudienceSpec, _make_audience)]
