"""Two states of schemes as a reviewer reads them: changes in words, bounds and cliffs, pay on a sample."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_money, format_percent
from kpicalc.i18n.sentence import phrase
from kpicalc.model.comparison import Diff, PayRange, SchemeDiff, ToldChange, ToldWord
from kpicalc.model.money import ZERO
from kpicalc.report.document import Block, Document, Heading, KeyValues, Paragraph, Tone, Tree
from kpicalc.report.views.comparison import show_differences
from kpicalc.report.views.wording import NOTHING, name_section, name_word

# As many words of a new or removed entry as a reviewer takes in.
_SHOWN = 12
_SHOWN_SHARE = Decimal("0.0001")


def show_diff(diff: Diff, language: Language) -> Document:
    """Show what changed in each scheme, what it can pay now, and what the sample is paid by both.

    At the end it says why that is not let through.
    """
    title = phrase("diff.title", language, base=diff.base, head=diff.head)
    blocks: list[Block] = [Heading(title)]
    if not diff.schemes:
        blocks.append(Paragraph(phrase("diff.nothing", language), Tone.MUTED))
    for scheme in diff.schemes:
        blocks.extend(_show_scheme(scheme, language))
    if diff.pay is not None:
        blocks.extend(show_differences(diff.pay, language).blocks)
    if not diff.let_through:
        blocks.append(_judge(diff, language))
    return Document(tuple(blocks))


def _judge(diff: Diff, language: Language) -> Paragraph:
    """Say why pay on the sample is not let through."""
    if diff.increase is None:
        return Paragraph(phrase("diff.not_compared", language), Tone.ERROR)
    shown = {"grows": diff.increase.quantize(_SHOWN_SHARE), "limit": diff.limit or ZERO}
    shares = {name: format_percent(share, language) for name, share in shown.items()}
    return Paragraph(phrase("diff.above_limit", language, **shares), Tone.ERROR)


def _show_scheme(scheme: SchemeDiff, language: Language) -> Iterator[Block]:
    yield Heading(scheme.title or scheme.new or scheme.old, level=2)
    if not scheme.old or not scheme.new:
        key = "new_file" if not scheme.old else "removed_file"
        yield Paragraph(phrase(f"diff.{key}", language, file=scheme.new or scheme.old), Tone.STRONG)
    elif scheme.old != scheme.new:
        moved = phrase("diff.moved_file", language, old=scheme.old, new=scheme.new)
        yield Paragraph(moved, Tone.STRONG)
    whole_file = not scheme.old or not scheme.new
    for change in scheme.changes if not whole_file else ():
        yield Tree(tell_change(change, language), tuple(tell_words(change, language)))
    sides = ((scheme.before, scheme.old), (scheme.after, scheme.new))
    before, after = (_tell_range(*each, scheme.currency, language) for each in sides)
    if scheme.before is None and scheme.after is None:
        return
    pairs = [(phrase("diff.range", language), before if before == after else f"{before} → {after}")]
    cliffs = [NOTHING if each is None else str(each.cliffs) for each in (scheme.before, scheme.after)]
    pairs.append((phrase("diff.cliffs", language), " → ".join(dict.fromkeys(cliffs))))
    yield KeyValues(tuple(pairs))


def tell_change(change: ToldChange, language: Language) -> str:
    """Say what happened to an entry."""
    noun = name_section(change.section, language)
    key = f"diff.{change.kind}"
    if not change.name:
        key = f"diff.whole_{change.kind}"
    told = phrase(key, language, what=noun, name=change.name, was=change.was)
    return told if change.of_pay else f"{told} {phrase('diff.no_pay', language)}"


def tell_words(change: ToldChange, language: Language) -> Iterator[str]:
    """Yield each value that differs; of a whole entry that came or went what it says."""
    for word in change.words[:_SHOWN]:
        yield _tell_word(word, language)
    if len(change.words) > _SHOWN:
        yield phrase("diff.more", language, count=len(change.words) - _SHOWN)


def _tell_word(word: ToldWord, language: Language) -> str:
    named = name_word(word, language)
    if word.whole:
        if not named:  # the entry is new, or gone, as a whole
            return word.old or word.new
        key = "item_removed" if word.old else "item_added"
        return phrase(f"diff.{key}", language, where=named, text=word.old or word.new).removeprefix(": ")
    told = phrase("diff.value", language, where=named, old=word.old or NOTHING, new=word.new or NOTHING)
    return told.removeprefix(": ")


def _tell_range(found: PayRange | None, file: str, currency: str, language: Language) -> str:
    if found is None:
        return phrase("diff.not_computed", language) if file else NOTHING
    ends = (
        phrase("diff.no_limit", language) if each is None else format_money(each, currency, language)
        for each in (found.lowest, found.highest)
    )
    return " … ".join(ends)
