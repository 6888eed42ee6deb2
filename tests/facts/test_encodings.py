"""An encoding that is named is used, and checked to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.facts.guess_encoding import guess_encoding
from kpicalc.facts.read_files import read_workbook
from kpicalc.model.writing import find_codec
from tests.facts.builders import codes, places, show, write_csv

LINES = ("ФИО;План", "Иванов;1,5")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "cp866", "koi8-r", "mac-cyrillic"])
def test_a_named_encoding_is_used(tmp_path: Path, encoding: str) -> None:
    path = write_csv(tmp_path / "a.csv", *LINES, encoding=find_codec(encoding))
    book = read_workbook((path,), find_codec(encoding)).value
    assert book is not None
    (sheet,) = book.sheets
    assert [list(row) for row in sheet.head] == [["ФИО", "План"], ["Иванов", "1,5"]]
    assert sheet.reader == f"csv {find_codec(encoding)} ;"


def test_a_wrong_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "name;plan", "Иванов;1", encoding="cp1251")
    checked = read_workbook((path,), "utf-8-sig")
    assert (show(checked.diagnostics), places(checked.diagnostics)) == (
        ["строку 2 нельзя прочитать в кодировке utf-8-sig"],
        ["a.csv!2"],
    )


def test_a_nul_is_found_in_any_encoding(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "ФИО;План", "А\0;1", encoding="cp1251")
    checked = read_workbook((path,), "cp1251")
    assert (codes(checked.diagnostics), places(checked.diagnostics)) == (["KPI409"], ["a.csv!2"])


WORDS = {
    "ru": ("Семёнов", "Оклад", "Премия"),
    "uk": ("Шевченко", "Київ", "Їжакевич"),
    "de": ("Jörg Müller", "Verkäufer", "Größe"),
    "fr": ("Hélène", "Employé", "Été"),
    "es": ("Muñoz", "González", "Año"),
    "pl": ("Wiśniewski", "Łukasz", "Sprzedaż"),
    "cs": ("Jiří Dvořák", "Prodejní", "Růžena"),
    "hu": ("Erdős", "Tőkés", "Értékesítő"),
    "lt": ("Vadovė", "Žemaitis", "Šiauliai"),
    "lv": ("Bērziņš", "Pārdevējs", "Jānis"),
    "et": ("Mägi", "Töötaja", "Õnne"),
    "tr": ("Yıldız", "Ayşe", "Doğan"),
    "el": ("Παπαδόπουλος", "Πωλητής", "Ελένη"),
    "ro": ("Ştefan", "Vânzător", "Brăila"),
}
PAGES = {
    "ru": ("cp1251", "cp866", "koi8-r", "mac-cyrillic", "iso8859-5"),
    "uk": ("cp1251", "koi8-u"),
    "de": ("cp1252", "mac-roman", "cp850"),
    "fr": ("cp1252", "iso8859-15", "mac-roman"),
    "es": ("cp1252", "cp850"),
    "pl": ("cp1250", "iso8859-2", "cp852"),
    "cs": ("cp1250", "iso8859-2", "cp852"),
    "hu": ("cp1250", "iso8859-2"),
    "lt": ("cp1257", "iso8859-13"),
    "lv": ("cp1257", "iso8859-13"),
    "et": ("cp1257", "cp1252"),
    "tr": ("cp1254", "iso8859-9"),
    "el": ("cp1253", "iso8859-7"),
    "ro": ("cp1250",),
}
EACH = [(language, page) for language, pages in PAGES.items() for page in pages]


@pytest.mark.parametrize(("language", "page"), EACH)
def test_a_text_is_read_right_or_refused(tmp_path: Path, language: str, page: str) -> None:
    for count in range(1, len(WORDS[language]) + 1):
        words = list(WORDS[language][:count])
        book = read_workbook(
            (write_csv(tmp_path / "a.csv", "ID;Name", *(f"1;{each}" for each in words), encoding=page),)
        )
        assert book.value is None or [row[1] for row in book.value.sheets[0].head[1:]] == words
        assert set(codes(book.diagnostics)) <= {"KPI449"}


@pytest.mark.parametrize(("language", "page"), EACH)
def test_words_that_the_schemes_hold_settle_the_doubt(tmp_path: Path, language: str, page: str) -> None:
    words = WORDS[language]
    known = frozenset(part.casefold() for word in words for part in word.split())
    path = write_csv(tmp_path / "a.csv", "ID;Name", *(f"1;{each}" for each in words), encoding=page)
    book = read_workbook((path,), known=lambda: known).value
    assert book is not None
    assert [row[1] for row in book.sheets[0].head[1:]] == list(words)


@pytest.mark.parametrize("page", ["cp1251", "cp866", "koi8-r"])
def test_a_few_russian_words_are_enough(tmp_path: Path, page: str) -> None:
    book = read_workbook((write_csv(tmp_path / "a.csv", "ФИО;План", "Иванов;5", encoding=page),)).value
    assert book is not None
    assert [list(row) for row in book.sheets[0].head] == [["ФИО", "План"], ["Иванов", "5"]]


@pytest.mark.parametrize("page", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-32", "utf-16"])
def test_texts_of_several_bytes_for_a_letter(tmp_path: Path, page: str) -> None:
    book = read_workbook((write_csv(tmp_path / "a.csv", "Таб. №;ФИО", "1;Jörg", encoding=page),)).value
    assert book is not None
    assert [list(row) for row in book.sheets[0].head] == [["Таб. №", "ФИО"], ["1", "Jörg"]]


def test_a_doubt_shows_one_word_in_each_reading(tmp_path: Path) -> None:
    checked = read_workbook((write_csv(tmp_path / "a.csv", "ID;Name", "1;Ayşe", encoding="cp1254"),))
    assert (show(checked.diagnostics), places(checked.diagnostics)) == (
        ["кодировка файла неоднозначна, это может быть cp1257: `Ayže`, cp1254: `Ayşe`, cp1252: `Ayþe`"],
        ["a.csv!2"],
    )


def test_a_few_letters_of_a_rare_encoding_prove_nothing() -> None:
    word = b"\xc3\xf0\xe5\xd2"

    assert word.decode("mac-greek") == "Οπε“"
    assert guess_encoding([word], frozenset()).encoding == ""


@pytest.mark.parametrize(
    ("words", "expected"), [("3;Jürgen\n4;Größe\n", "KPI408"), ("3;JÜrgen\n", "KPI408"), ("3;ß5\n", "KPI449")]
)
def test_a_latin_file_with_a_piece_in_utf_8_is_mixed(tmp_path: Path, words: str, expected: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("ID;Name\n1;Jörg\n2;Müller\n".encode("cp1252") + words.encode())
    assert codes(read_workbook((path,)).diagnostics) == [expected]


@pytest.mark.parametrize(
    "name",
    ["rot13", "hex", "idna", "unicode_escape", "punycode", "base64", "no such", "", "utf-7"],
)
def test_codecs_for_other_ends_are_no_encodings_of_files(name: str) -> None:
    assert find_codec(name) == ""


def test_latin_words_with_digits_are_told_apart_by_their_letters() -> None:
    guess = guess_encoding(["Åsa1".encode("cp1252")], frozenset())

    assert guess.doubts == (("cp1252", "Åsa1"), ("mac-latin2", "Ňsa1"), ("cp1250", "Ĺsa1"))
