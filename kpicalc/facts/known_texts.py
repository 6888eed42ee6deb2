"""Texts that select pay: one that only looks like a text of the scheme is asked about, never passed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kpicalc.facts.refusals import Refusal, refuse
from kpicalc.model.expr import Text
from kpicalc.model.plain_text import DAMAGED, differ_by_a_slip, find_mixed_word, text_look
from kpicalc.model.program import Input


@dataclass(slots=True)
class KnownTexts:
    """The texts that the scheme names for a column, by themselves and by how they look."""

    exact: frozenset[str]
    named: tuple[Text, ...]
    by_look: dict[str, Text] = field(default_factory=dict)


def know_texts(spec: Input) -> KnownTexts | None:
    """Return what is known of the texts of a column; None where no pay depends on what they say."""
    allowed = (Text(each, spec.span) for each in spec.one_of if isinstance(each, str))
    named = {each.value: each for each in (*allowed, *spec.expected)}
    if not named and not spec.beside:
        return None
    known = KnownTexts(frozenset({*named, *spec.others}), tuple(named.values()))
    for each in reversed(known.named):
        known.by_look[text_look(each.value)] = each
    return known


def doubt_text(text: str, known: KnownTexts) -> Refusal | None:
    """Refuse a text that people would take for another one, and one whose letters are mixed or lost."""
    if text in known.exact:
        return None
    like = known.by_look.get(text_look(text)) or _near(text, known.named)
    if like is not None:
        return refuse("KPI520", found=text, known=like.value, where=str(like.span))
    if DAMAGED in text:
        return refuse("KPI468", found=text)
    mixed = find_mixed_word(text)
    return refuse("KPI521", found=text, word=mixed) if mixed else None


def _near(text: str, named: Iterable[Text]) -> Text | None:
    close = (each for each in named if abs(len(each.value) - len(text)) <= 1)
    return next((each for each in close if differ_by_a_slip(text, each.value)), None)
