"""How the values of a hand-off are spelt as text, and which texts a file cannot hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from kpicalc.model.hand_off import DayForm, FormulaSigns, Profile, Template
from kpicalc.model.writing import DecimalMark
from kpicalc.report.writers.screen import escape_unsafe

Cell = str | Decimal | date | int

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a text must not begin with where a spreadsheet may open the file."""

_DAYS = {DayForm.DOTTED: "%d.%m.%Y", DayForm.ISO: "%Y-%m-%d", DayForm.COMPACT: "%Y%m%d"}


def fill_template(template: Template, row: Mapping[str, Cell], profile: Profile) -> Cell:
    """Return the value of a template that is one place as it is, else a text."""
    parts = [part if isinstance(part, str) else row.get(part.name, "") for part in template.parts]
    return parts[0] if len(parts) == 1 else "".join(spell(part, profile) for part in parts)


def spell(value: Cell, profile: Profile, decimal: DecimalMark | None = None) -> str:
    """Return a value as text; amounts have all minor digits and no thousands."""
    match value:
        case Decimal():
            text = f"{value:f}"
            mark = decimal or profile.text.decimal
            return text.replace(".", ",") if mark is DecimalMark.COMMA else text
        case date():
            return value.strftime(_DAYS[profile.days])
        case _:
            return str(value)


def find_unfit(text: str, profile: Profile, suffix: str) -> Iterator[tuple[str, str]]:
    """Yield why a file of this kind cannot hold a text: what it is that does not fit, and the sign."""
    if escape_unsafe(text) != text:
        sign = next(each for each in text if escape_unsafe(each) != each)
        yield "control", f"U+{ord(sign):04X}"
    if suffix == ".xlsx":
        return
    if profile.text.formulas is FormulaSigns.REFUSE and text.startswith(FORMULA_SIGNS):
        yield "formula", text[0]
    if suffix != ".xml" and not profile.text.quotes and profile.text.delimiter in text:
        yield "delimiter", profile.text.delimiter
    encoding = profile.xml_encoding if suffix == ".xml" else profile.text.encoding
    lost = next((sign for sign in text if not sign.encode(encoding, "ignore")), "")
    if lost:
        yield "encoding", lost
