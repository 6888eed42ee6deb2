"""A language is added by files alone; what they do not say is said in English."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.i18n import catalogue, stored_text
from kpicalc.i18n import format as formats
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.format import format_date, format_money, format_percent, format_period, plural
from kpicalc.i18n.sentence import find_page, phrase
from kpicalc.i18n.stored_text import list_languages, list_tables, read_table
from kpicalc.model.period import parse_period
from tests.typed import run_typed

LT = Language("lt")
FOLDER = Path(stored_text.__file__).parent
WORDS = """
[notation]
group = "'"
[value]
yes = "jo"
"""


def test_lithuanian_is_a_language_though_not_one_of_the_complete_ones() -> None:
    assert (Language("lt") is LT, list(Language), list_languages()) == (
        True,
        [Language.RU, Language.EN],
        ("en", "lt", "ru"),
    )


def test_an_unknown_language_is_none() -> None:
    with pytest.raises(ValueError, match="de"):
        Language("de")


def test_numbers_dates_and_periods_are_written_as_in_lithuania() -> None:
    assert format_money(Decimal("-1234.5"), "EUR", LT) == "−1\u00a0234,50\u00a0€"
    assert format_percent(Decimal("0.875"), LT) == "87,5\u00a0%"
    assert format_date(date(2026, 3, 9), LT) == "2026-03-09"
    march, quarter = parse_period("2026-03"), parse_period("2026-Q1")
    assert march is not None
    assert quarter is not None
    assert [format_period(each, LT) for each in (march, quarter)] == ["2026 m. kovas", "2026 m. 1 ketvirtis"]


@pytest.mark.parametrize(
    ("form", "counts"),
    [
        ("darbuotojas", (1, 21, 101, 121)),
        ("darbuotojai", (2, 9, 22, 109)),
        ("darbuotojų", (0, 10, 11, 12, 19, 20, 111, 1000)),
    ],
)
def test_nouns_have_the_form_that_goes_with_their_number(form: str, counts: tuple[int, ...]) -> None:
    assert [plural(count, "count.employees", LT).split()[-1] for count in counts] == [form] * len(counts)


def test_what_is_missing_is_said_in_english() -> None:
    assert phrase("usage.no_file", LT, path="x") == phrase("usage.no_file", Language.EN, path="x")
    assert find_page("KPI430", LT) == find_page("KPI430", Language.EN)
    assert set(words(LT)) == set(words(Language.EN))


def test_every_phrase_is_one_of_ours_and_has_its_placeholders() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    own = {
        (table, key): text
        for table in list_tables("lt", "words")
        for key, text in read_table("lt", "words", table).items()
    }
    english = {place: read_table("en", "words", place[0]).get(place[1]) for place in own}

    assert [place for place, text in english.items() if text is None] == []
    wrong = [
        place
        for place, text in own.items()
        if place[0] != "notation" and fields(text) != fields(str(english[place]))
    ]
    assert wrong == []


def test_the_screen_and_the_sheet_have_no_english_in_them() -> None:
    tables = (
        *(
            "breakdown",
            "count",
            "explanation",
            "figure",
            "kind",
            "left_out",
            "line",
            "line_figure",
            "line_title",
        ),
        *("note", "output", "pay_mark", "pay_table", "receipt", "role_read", "severity", "sheet", "skipped"),
        *("step", "summary", "title", "value"),
    )
    missing = [
        (table, key)
        for table in tables
        for key in read_table("en", "words", table)
        if key not in read_table("lt", "words", table)
    ]
    assert missing == []


def test_the_screen_speaks_lithuanian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.yaml").write_text(
        "kpicalc: 1\nscheme: s\ncurrency: EUR\nfacts: {employees: {sales: money}}\n"
        "pay: {fee: {kind: variable, amount: sales * 5%}}\n",
        encoding="utf-8",
    )
    (tmp_path / "m.csv").write_text("ID;Name;sales\n1;Jonas;1000\n", encoding="utf-8")

    done = run_typed(
        Language.EN,
        ["compute", "m.csv", "--scheme", "s.yaml", "--period", "2026-03", "--lang", "lt"],
    )

    assert "Laikotarpis  2026 m. kovas" in done.stdout
    assert "Iš viso           1  50,00\u00a0€" in done.stdout


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    """Add a language of a few words as one folder."""
    for name in ("en", "ru"):
        (tmp_path / name).symlink_to(FOLDER / name)
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "words.toml").write_text(WORDS, encoding="utf-8")
    monkeypatch.setattr(stored_text, "_FOLDER", tmp_path)
    _forget()
    yield Language("xx")
    Language._value2member_map_.pop("xx")
    _forget()


def _forget() -> None:
    read = ("read_table", "list_tables", "list_languages", "_cut_tables")
    for module, names in ((stored_text, read), (catalogue, ("words",)), (formats, ("_notation",))):
        for name in names:
            getattr(module, name).cache_clear()


def test_a_folder_adds_a_language(added: Language) -> None:
    assert (phrase("value.yes", added), phrase("value.no", added)) == ("jo", "no")
    assert format_money(Decimal(1234), "EUR", added) == "1'234.00\u00a0EUR"
