"""What a company says in its own words, section by section of the document made from a scheme."""

from __future__ import annotations

from kpicalc.scheme.fields import TextField
from kpicalc.scheme.spec import Spec


class OwnTextSpec(Spec):
    """Free text for the sections of the written regulation; an empty line begins a new clause."""

    general: TextField = ""
    facts: TextField = ""
    parameters: TextField = ""
    kpis: TextField = ""
    tables: TextField = ""
    values: TextField = ""
    pay: TextField = ""
    stop_factors: TextField = ""
    limits: TextField = ""
    example: TextField = ""
    end: TextField = ""
