"""What a pay line or a value is called for people."""

from __future__ import annotations

from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.sentence import phrase
from kpicalc.model.figure import Figure, figure_of, owner_of
from kpicalc.model.outline import PayLine

_LIMIT_OF_GROUP = "limits."
# What a line leaves for later periods, and what a draw is made of.
_PARTS = frozenset({Figure.CARRIED, Figure.ADVANCE, Figure.RECOVERED, Figure.BALANCE})

# What a fund is made of: what an employee, and all of them, claim of it, and the most that it pays.
_FUND_PARTS = frozenset({Figure.CLAIM, Figure.CLAIMS, Figure.MAX})


def title_left(line: PayLine, language: Language) -> str:
    """Return what is called that which a pay line leaves for later periods."""
    title = title_value(line.name, line.label, language)
    return phrase(f"title.{figure_of(line.left)}", language, line=title)


def title_value(name: str, label: str, language: Language) -> str:
    """Return the title that the scheme gives, or that of a line which the program adds by itself."""
    if label:
        return label
    spoken = words(language)
    if f"title.{name}" in spoken:
        return spoken[f"title.{name}"]
    line, part = owner_of(name), figure_of(name)
    if part in _PARTS:
        return phrase(f"title.{part}", language, line=title_value(line, "", language))
    if name.startswith(_LIMIT_OF_GROUP) and part in _FUND_PARTS:
        return phrase(f"title.fund_{part}", language, fund=line.removeprefix(_LIMIT_OF_GROUP))
    if name.startswith(_LIMIT_OF_GROUP) and part is Figure.BEFORE:
        return phrase("title.before_limit", language)
    if name.startswith(_LIMIT_OF_GROUP):
        return phrase("title.limit_of", language, group=name.removeprefix(_LIMIT_OF_GROUP))
    return name
