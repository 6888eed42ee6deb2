"""Texts as people read them: what is not seen is taken out, and two that look the same are told."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from kpicalc.model.spelling import LOOKED_ALIKE, skeleton

DAMAGED = "\ufffd"
# Names and headings come back for each sheet; so many texts take some ten megabytes.
_REMEMBERED = 65536
# Marks without a look of their own that `str.isprintable` passes: joiners, fillers, variation selectors.
_UNSEEN_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10)))
_UNSEEN = re.compile(f"[{_UNSEEN_LETTERS}]")
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf"})
# ="00123": how programs keep a spreadsheet from cutting the zeros of a text.
_GUARDED = re.compile(r'="(?P<text>(?:[^"]|"")*)"')
# '00123: the tick that a spreadsheet hides, when the text comes out of a program.
_TICKED = re.compile("'[0-9]+")
_BETWEEN_WORDS = re.compile(r"(?<=\w)[-_/](?=\w)")
_NOT_SAID = str.maketrans("", "", " .,;:'\"«»“”„‟’‘`´()[]{}!?")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_WORDS = re.compile(r"[^\W\d_]+")
_SHEET_TITLE = re.compile(r"(?!')[^\[\]:*?/\\]{1,31}(?<!')")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
# Below so many letters a word with another letter is another word.
_LEAST_LETTERS, _LONG_WORD = 4, 6


def clean_text(text: str) -> str:
    r"""Return a text in normal form C without what is not seen; spaces and line breaks become one space.

    >>> clean_text(" К-12\u00a0"), clean_text("00\u200b02"), clean_text('="007"'), clean_text("'007")
    ('К-12', '0002', '007', '007')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _UNSEEN.search(text):
            text = _UNSEEN.sub("", text)
    if not text.isprintable():
        text = "".join(map(_seen, text))
    text = " ".join(text.split())
    if text.startswith("'") and _TICKED.fullmatch(text):
        return text[1:]
    guarded = _GUARDED.fullmatch(text) if text.startswith('="') else None
    return clean_text(guarded["text"].replace('""', '"')) if guarded else text


def plain_dashes(text: str) -> str:
    """Return a text with the same dash for every kind of dash."""
    return text.translate(_DASHES)


def clean_texts(texts: Sequence[str]) -> Sequence[str]:
    """Return many texts cleaned; quick where all of them are clean already."""
    joined = f"|{'|'.join(texts)}|"
    return texts if _is_clean(joined) else [clean_text(each) for each in texts]


def _is_clean(joined: str) -> bool:
    if not joined.isprintable() or any(mark in joined for mark in ("| ", " |", "  ", '|="', "|'")):
        return False
    if joined.isascii():
        return True
    return unicodedata.is_normalized("NFC", joined) and not any(sign in joined for sign in _UNSEEN_LETTERS)


def _seen(sign: str) -> str:
    """Return a sign as it is seen; half of a sign, which no file can hold, is damage."""
    if sign.isspace():
        return " "
    category = unicodedata.category(sign)
    return DAMAGED if category == "Cs" else "" if category in _UNSEEN_CATEGORIES else sign


def can_be_sheet(title: str) -> bool:
    """Say whether Excel lets a sheet be called so.

    >>> can_be_sheet("План"), can_be_sheet("План/факт"), can_be_sheet("a" * 32)
    (True, False, False)
    """
    return _SHEET_TITLE.fullmatch(title) is not None


def fold_text(text: str) -> str:
    """Return the form in which texts of cells compare with patterns and with values of `applies_to`.

    >>> fold_text(" Учёт  Продаж ")
    'учет продаж'
    """
    return " ".join(clean_text(text).casefold().replace("ё", "е").split())


@lru_cache(maxsize=_REMEMBERED)
def text_look(text: str) -> str:
    """Return a form that is equal for texts which people take for the same.

    Capitals, letters of another alphabet, accents (ё and е too), kinds of dashes, quotes and spaces do not
    count; digits, `+`, `#` and a dash at the end do.

    >>> text_look("Cтарший-кассир") == text_look("старший кассир."), text_look("A+") == text_look("A")
    (True, False)
    """
    plain = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    plain = _BETWEEN_WORDS.sub(" ", plain.translate(str.maketrans("’", "'")))
    marked = unicodedata.normalize("NFD", plain.casefold().upper())
    bare = "".join(sign for sign in marked if not unicodedata.combining(sign))
    return skeleton(bare.translate(_NOT_SAID))


def differ_by_a_slip(one: str, other: str) -> bool:
    """Say whether two texts are the same but for one letter of one word, as when it is mistyped.

    >>> differ_by_a_slip("менеджер зала", "менеджр зала"), differ_by_a_slip("senior", "senoir")
    (True, True)
    >>> differ_by_a_slip("grade 1", "grade 2"), differ_by_a_slip("hire", "fire")
    (False, False)
    """
    ours, theirs = (_WORDS.sub("*", each) for each in (one, other))
    if ours != theirs:
        return False
    # Cut before folded: a folded İ is two signs, of which one is no letter.
    words = zip(*(map(str.casefold, _WORDS.findall(each)) for each in (one, other)), strict=True)
    different = [pair for pair in words if pair[0] != pair[1]]
    return len(different) == 1 and _is_slip(*different[0])


def _is_slip(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _LEAST_LETTERS or len(long) - len(short) > 1:
        return False
    if one[0] != other[0] and len(short) < _LONG_WORD:
        return False
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = long[:at] + long[at + 1 : at + 2] + long[at : at + 1] + long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or short == swapped


def find_mixed_word(text: str) -> str:
    """Return the first word with letters of two alphabets that one alphabet could write, else "".

    Words such as «PRщик», whose letters are meant, are none.

    >>> find_mixed_word("Cтарший кассир"), find_mixed_word("PRщик"), find_mixed_word("3D-печать")
    ('Cтарший', '', '')
    """
    if text.isascii():
        return ""
    return next((word for word in _WORDS.findall(text) if _is_mixed(word)), "")


def _is_mixed(word: str) -> bool:
    scripts = {script: set[str]() for script in _SCRIPTS}
    for letter in word:
        name = unicodedata.name(letter, "")
        for script in _SCRIPTS:
            if name.startswith(script):
                scripts[script].add(letter)
    used = [letters for letters in scripts.values() if letters]
    return len(used) > 1 and any(map(LOOKED_ALIKE.issuperset, used))


# Quick looks at many texts at once, a line each: what their bytes rule out needs no search. A byte of UTF-8
# tells to which letters it belongs, and bytes are sorted into a few classes fifty times as fast as a pattern
# is searched for. What is not ruled out is only likely.


def _sort_bytes(**classes: bytes) -> bytes:
    """Return a table that turns each byte into the letter of its class, all others into a full stop."""
    table = bytearray(b"." * 256)
    for letter, members in classes.items():
        for each in members:
            table[each] = ord(letter)
    return bytes(table)


_LETTERS_AND_DIGITS = (string.ascii_letters + string.digits).encode()
# The first bytes of Greek and Cyrillic letters; the other bytes of letters outside of ASCII.
_FIRST, _LATER = bytes(range(0xCD, 0xD4)), bytes(range(0x80, 0xC0))
_ALPHABETS = _sort_bytes(a=_LETTERS_AND_DIGITS, f=_FIRST, t=_LATER)
_NO_DIGITS = bytes(set(range(256)) - set(string.digits.encode() + b"\n"))
# All but signs and the first bytes of «№», «…» and quotes.
_NO_SIGNS = bytes(set(range(256)) - set(b'*#=:/%@|<>{}[]";!?\xc2\xe2'))
# Small Cyrillic letters begin with one of two bytes, capitals with the first of them and a lesser one.
_CASES = _sort_bytes(
    s=b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f",
    l=string.ascii_lowercase.encode() + b"\xd1",
    c=b"\xd0",
    t=bytes(range(0xB0, 0xC0)),
    x=b"\xc2\xe1\xe2\xe3",
)


def may_mix_alphabets(lines: str) -> bool:
    """Say whether a Greek or Cyrillic letter may stand beside a Latin one or a digit.

    >>> may_mix_alphabets("Cтарший"), may_mix_alphabets("Кассир T01")
    (True, False)
    """
    classes = _as_bytes(lines).translate(_ALPHABETS)
    return b"af" in classes or b"ta" in classes


def some_lack_digits(lines: str) -> bool:
    r"""Say whether a line has no digit.

    >>> [some_lack_digits(each) for each in ("T1\nT2", "T1\nT", "1\n\n2", "")]
    [False, True, True, True]
    """
    ends = b"\n" + _as_bytes(lines).translate(None, _NO_DIGITS) + b"\n"
    return b"\n\n" in ends


def may_hold_signs(lines: str) -> bool:
    """Say whether a sign may stand there that names do not have.

    >>> may_hold_signs("№ 1"), may_hold_signs("*"), may_hold_signs("Петров-Ким П. П.")
    (True, True, False)
    """
    return bool(_as_bytes(lines).translate(None, _NO_SIGNS))


def may_hold_low_words(lines: str) -> bool:
    """Say whether a word may begin with a small letter.

    >>> may_hold_low_words("Отдел продаж"), may_hold_low_words("de"), may_hold_low_words("Ким Рая")
    (True, True, False)
    """
    classes = _as_bytes(f"\n{lines}").translate(_CASES)
    return any(each in classes for each in (b"x", b"sl", b"sct"))


def _as_bytes(lines: str) -> bytes:
    return lines.encode("utf-8", "surrogatepass")
