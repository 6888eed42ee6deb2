"""What a single value of a scheme says: each reader returns the value, or the problem with it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from kpicalc.formula.numerals import FRACTION_DIGITS, WHOLE_DIGITS, is_amount, split_amount
from kpicalc.formula.tokens import KEYWORDS, LETTERS
from kpicalc.i18n.catalogue import meant_words
from kpicalc.i18n.key_names import named_keys, named_words
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.kind import NUMERIC, Kind, Scalar, read_flag_word
from kpicalc.model.money import currencies_of
from kpicalc.model.plain_text import clean_text
from kpicalc.model.problem import Problem
from kpicalc.model.spelling import find_look_alike, find_nearest, propose_name
from kpicalc.scheme.syntax_cause import split_lone_key
from kpicalc.scheme.tree import ScalarNode
from kpicalc.scheme.words import Formula, Quantity, Word, mend_number, parse_written_number


def find_meant_key(written: str, known: Collection[str]) -> str | None:
    """Return the key among the known ones that a word stands for, or None.

    >>> find_meant_key("Вид", ("type", "column")), find_meant_key("вид", ("from", "to"))
    ('type', None)
    """
    # A word may be said of several keys; which of them is meant the place tells.
    word = written.casefold().replace("-", "_")
    meant = (*named_keys().get(word, ()), *meant_words("meant_keys").get(word, ()))
    return next((each for each in meant if each in known), None)


def find_meant_word(written: str, known: Collection[str]) -> str | None:
    """Return the word among the known ones that another word stands for, or None.

    >>> find_meant_word("percent", ("money", "ratio")), find_meant_word("percent", ("month",))
    ('ratio', None)
    """
    word = written.casefold()
    meant = (*named_words().get(word, ()), *meant_words("meant_words").get(word, ()))
    return next((each for each in meant if each in known), None)


PERCENT_KINDS = frozenset({Kind.RATIO, Kind.NUMBER})

_NAME = re.compile(rf"[{LETTERS}][{LETTERS}0-9]*")
_FOREIGN = re.compile(rf"[^{LETTERS}0-9]")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_NOT_IN_IDENTIFIERS = re.compile(r"^-|[^\w-]")
_CURRENCY = re.compile(r"[A-Z]{3}")


def read_word(node: ScalarNode) -> Word:
    """Read a text that is shown or compared."""
    return Word(node.word, node.span)


def read_text(node: ScalarNode) -> str:
    """Read a text for people."""
    return node.word


def read_formula(node: ScalarNode) -> Formula:
    """Take a formula as it is written."""
    return Formula(node.source)


def read_name(node: ScalarNode) -> Word | Diagnostic:
    """Read a name of the formula language."""
    return check_name(Word(node.text, node.span))


def read_identifier(node: ScalarNode) -> Word | Diagnostic:
    """Read what a scheme is called among others: letters of any alphabet, digits, `-` and `_`."""
    text = node.word
    foreign = _NOT_IN_IDENTIFIERS.search(text)
    if foreign is not None:
        return error(
            Problem.SCHEME_NAME_INVALID, node.span, name=text, character=foreign[0], at=foreign.start() + 1
        )
    return Word(text, node.span)


def check_name(word: Word) -> Word | Diagnostic:
    """Return the word when formulas can use it as a name."""
    foreign = _FOREIGN.search(word)
    if foreign is not None:
        at = foreign.start() + 1
        return error(Problem.NAME_INVALID, word.span, name=str(word), character=foreign[0], at=at)
    if not _NAME.fullmatch(word):
        return error(Problem.NAME_BEGINS_WITH_DIGIT, word.span, name=str(word))
    if word in KEYWORDS:
        return error(Problem.NAME_IS_KEYWORD, word.span, name=str(word))
    return word


def read_quantity(node: ScalarNode) -> Quantity | Diagnostic:
    """Read a number or a percent."""
    number = parse_written_number(node.text)
    if number is None:
        mend = mend_number(node.text)
        if is_amount(node.text):
            return error(Problem.NUMBER_EXPECTED, node.span, text=node.text, hint="currency")
        if mend is None:
            return error(Problem.NUMBER_EXPECTED, node.span, text=node.text)
        return error(Problem.NUMBER_MISWRITTEN, node.span, text=node.text, mend=mend)
    if not number.fits:
        return error(
            Problem.NUMBER_TOO_LONG, node.span, text=node.text, whole=WHOLE_DIGITS, decimals=FRACTION_DIGITS
        )
    return Quantity(number.value, number.percent, node.span)


def read_amount(node: ScalarNode) -> Quantity | Diagnostic:
    """Read a number or a percent, or an amount of money with its currency."""
    size = node.text.removeprefix("-")
    if not is_amount(size):
        return read_quantity(node)
    written, unit = split_amount(size)
    bare = replace(node, source=replace(node.source, text=node.text.replace(size, written)))
    found = read_quantity(bare)
    return replace(found, unit=unit) if isinstance(found, Quantity) else found


def read_choice(node: ScalarNode, options: tuple[str, ...]) -> str | Diagnostic:
    """Read one of a few words."""
    if node.text in options:
        return node.text
    nearest = find_meant_word(node.text, options) or propose_name(node.text, options)
    if nearest is None:
        return error(Problem.CHOICE_UNKNOWN, node.span, text=node.text, options=options)
    return error(
        Problem.CHOICE_UNKNOWN, node.span, text=node.text, options=options, nearest=nearest, hint="meant"
    )


FLAGS = ("true", "false")


def read_flag(node: ScalarNode) -> bool | Diagnostic:
    """Read `true` or `false`."""
    chosen = read_choice(node, FLAGS)
    return chosen if isinstance(chosen, Diagnostic) else chosen == "true"


def read_day(node: ScalarNode) -> date | Diagnostic:
    """Read `2026-03-31`; `2026-03` is the first day of the month."""
    return parse_day(node.text) or error(Problem.DATE_INVALID, node.span, text=node.text)


def parse_day(text: str) -> date | None:
    """Return the day of a text, None where it is none.

    >>> parse_day("2026-03"), parse_day("2026-02-30")
    (datetime.date(2026, 3, 1), None)
    """
    found = _DAY.fullmatch(text)
    try:
        return date(*(int(part or 1) for part in found.groups())) if found else None
    except ValueError:
        return None


def check_day(word: Word) -> Word | Diagnostic:
    """Return the word when it is a day."""
    return error(Problem.DATE_INVALID, word.span, text=str(word)) if parse_day(word) is None else word


def read_currency(node: ScalarNode) -> Word | Diagnostic:
    """Read the code of a currency."""
    if _CURRENCY.fullmatch(node.text):
        return Word(node.text, node.span)
    return error(Problem.CURRENCY_INVALID, node.span, text=node.text)


def read_scalar(node: ScalarNode, kind: Kind, currency: str = "") -> Scalar | Diagnostic:
    """Read a value of a kind, as it would stand in a cell; yes and no may be words (`да`, `no`).

    An amount of money may name its currency, where it is known which it must be.
    """
    if kind in NUMERIC:
        quantity = (read_amount if currency and kind is Kind.MONEY else read_quantity)(node)
        if isinstance(quantity, Diagnostic):
            return quantity
        return percent_problem(quantity, kind) or foreign_amount(quantity, currency) or quantity.value
    match kind:
        case Kind.FLAG:
            said = read_flag_word(node.text)
            return read_flag(node) if said is None else said
        case Kind.DATE:
            return read_day(node)
        case _:
            return clean_text(node.text)


def percent_problem(quantity: Quantity, kind: Kind) -> Diagnostic | None:
    """Refuse a percent where something else than a share is measured."""
    if quantity.percent and kind not in PERCENT_KINDS:
        return error(Problem.PERCENT_FOR_OTHER_KIND, quantity.span, kind=kind)
    return None


def foreign_amount(quantity: Quantity, currency: str) -> Diagnostic | None:
    """Refuse an amount that names another currency than that of the scheme."""
    if not quantity.unit or currency in currencies_of(quantity.unit):
        return None
    return error(Problem.AMOUNT_OF_OTHER_CURRENCY, quantity.span, found=quantity.unit, wanted=currency)


def unknown_key(key: Word, known: tuple[str, ...]) -> Diagnostic:
    """Make the problem of a key that is not known where it stands, with what may have been meant."""
    look_alike = find_look_alike(key, known)
    if look_alike is not None:
        at = next(at for at, (one, other) in enumerate(zip(key, look_alike, strict=False)) if one != other)
        return error(
            Problem.KEY_OF_OTHER_ALPHABET,
            key.span,
            key=str(key),
            meant=look_alike,
            character=key[at],
            at=at + 1,
        )
    glued = split_lone_key(key, key.span, known)
    if glued is not None:
        return glued
    meant = find_meant_key(key, known) or find_nearest(key, sorted(known))
    if meant is not None:
        return error(Problem.KEY_MISSPELT, key.span, key=str(key), meant=meant)
    return error(Problem.KEY_UNKNOWN, key.span, key=str(key), known=known)
