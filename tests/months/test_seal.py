"""The seal page by page: of whatever was written, also where a run was killed before it had ended it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest

from kpicalc.model.diagnostic import Checked
from kpicalc.months.book_file import Holder, attempt, change_book, commit, open_to_write, read_book
from kpicalc.months.book_tables import NEWEST, department_column, knows_removals, seals_pages
from kpicalc.months.seal import is_whole, seal_book

BOOK = Path("pay.kpibook")
PAGE = 4096
# What is written after another: more than SQLite keeps in memory, what takes the place of pages that became
# free, pages far from each other, and nothing.
STEPS = (
    "INSERT INTO people (number) SELECT hex(randomblob(40)) FROM generated",
    "INSERT INTO people (number) SELECT hex(randomblob(40)) FROM generated LIMIT 30",
    "DELETE FROM people WHERE id < 1500",
    "INSERT INTO people (number) SELECT hex(randomblob(400)) FROM generated LIMIT 200",
    "UPDATE people SET number = hex(randomblob(40)) WHERE id % 7 = 0",
    "DELETE FROM people WHERE id < 0",
)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _write(change: str) -> None:
    with open_to_write(BOOK, Holder(1, "here", "now")) as opened:
        opened.execute("PRAGMA cache_size = 10")
        many = str([*range(4000)])
        opened.execute("CREATE TEMP TABLE generated AS SELECT value FROM json_each(?)", (many,))
        opened.execute(change)
        seal_book(opened)
        commit(opened)


def _is_whole() -> bool:
    return read_book(BOOK, lambda opened: is_whole(opened, BOOK)).value is True


def _pages_left_out() -> int:
    with closing(sqlite3.connect(BOOK)) as opened:
        ((left_out,),) = opened.execute("SELECT left_out FROM seal").fetchall()
    return sum(int.from_bytes(left_out[at : at + 4], "big") for at in range(4, len(left_out), 8))


def test_whatever_is_written_the_seal_is_that_of_all_pages() -> None:
    found = []
    for step in STEPS:
        _write(step)
        found.append((_is_whole(), _pages_left_out()))

    assert found == [(True, 0)] * len(STEPS)


@pytest.mark.parametrize("unsealed", [frozenset({1}), frozenset({2, 3}), frozenset({0, 4})])
def test_the_next_run_ends_what_a_killed_one_had_begun(
    monkeypatch: pytest.MonkeyPatch, unsealed: frozenset[int]
) -> None:
    left_out = []
    for number, step in enumerate(STEPS):
        with monkeypatch.context() as patch:
            if number in unsealed:
                patch.setattr("kpicalc.months.book_file.seal_pages", lambda *_: None)
            _write(step)
        assert _is_whole()
        left_out.append(_pages_left_out())

    assert [number for number, pages in enumerate(left_out) if pages] == sorted(unsealed)
    # All pages are read anew only where SQLite does not keep what they were: of a new file, of free pages.
    assert {number for number, pages in enumerate(left_out) if pages > 1000} == unsealed & {0, 3}


@pytest.mark.parametrize(
    "change", ["DELETE FROM seal", "UPDATE seal SET digest = x'00'", "UPDATE seal SET left_out = x'00'"]
)
def test_a_book_without_a_seal_is_not_whole(change: str) -> None:
    _write(STEPS[0])
    assert _is_whole()
    with closing(sqlite3.connect(BOOK)) as opened, opened:
        opened.execute(change)

    assert not _is_whole()


def test_what_books_of_each_version_know() -> None:
    known = []
    with closing(sqlite3.connect(":memory:")) as opened:
        for version in range(1, NEWEST + 1):
            opened.execute(f"PRAGMA user_version = {version}")
            known.append((department_column(opened), knows_removals(opened), seals_pages(opened)))

    assert known == [
        ("''", False, False),
        ("department", False, False),
        ("department", True, False),
        ("department", True, True),
    ]


def _changed_bytes(whole: bytes) -> Iterator[bytes]:
    for place in range(11, len(whole), len(whole) // 300):
        yield whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :]


def test_a_changed_byte_stays_found_by_whoever_writes_next() -> None:
    for step in STEPS[:2]:
        _write(step)
    whole = BOOK.read_bytes()
    for place in (PAGE * 20 + 30, PAGE * 30):
        BOOK.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert not _is_whole()
        _write("UPDATE people SET number = 'x' WHERE id = 1")
        assert not _is_whole()


def _as_before(content: bytes) -> bytes:
    """Return the digest that stood for the whole file before there was one of each page."""
    blank = bytearray(content)
    blank[24:28] = blank[92:96] = blank[96:100] = bytes(4)
    return hashlib.sha256(blank).digest()


def _seal_as_before() -> None:
    with closing(sqlite3.connect(BOOK, isolation_level=None)) as opened:
        library, blank = int.from_bytes(BOOK.read_bytes()[96:100], "big"), bytes(32)
        for change in (
            "BEGIN",
            "DROP TABLE seal",
            "CREATE TABLE seal (id INTEGER PRIMARY KEY, library INTEGER, digest BLOB) STRICT",
            "PRAGMA user_version = 3",
        ):
            opened.execute(change)
        opened.execute("INSERT INTO seal VALUES (1, ?, ?)", (library, blank))
        opened.execute("UPDATE seal SET digest = ?", (_as_before(opened.serialize()),))
        opened.execute("COMMIT")


@pytest.mark.parametrize("prepare", [lambda: None, _seal_as_before])
def test_a_changed_byte_is_found_in_books_of_both_kinds(prepare: Callable[[], None]) -> None:
    _write(STEPS[1])
    prepare()
    assert _is_whole()
    missed = []
    for number, changed in enumerate(_changed_bytes(BOOK.read_bytes())):
        Path("changed").write_bytes(changed)
        found = read_book(Path("changed"), lambda opened: is_whole(opened, Path("changed")))
        if found.value:
            missed.append(number)

    assert missed == []


def test_what_fails_in_a_changed_book_is_its_damage() -> None:
    """A changed byte may make of a text a number; in a whole book a failure is our mistake."""

    def fail(_: object) -> None:
        raise ValueError(1)

    _write(STEPS[1])
    whole = BOOK.read_bytes()
    Path("changed").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    found = read_book(Path("changed"), fail)

    told = {"book": "changed", "reason": "ValueError"}
    assert [(each.code, dict(each.params)) for each in found.diagnostics] == [("KPI803", told)]
    with pytest.raises(ValueError, match="1"):
        read_book(BOOK, fail)


def test_a_book_of_before_is_sealed_page_by_page_from_then_on() -> None:
    _write(STEPS[1])
    _seal_as_before()
    _write(STEPS[1])

    assert (_is_whole(), _pages_left_out()) == (True, 0)


def test_what_sqlite_says_of_changed_bytes_is_no_text() -> None:
    """It quotes them: its own words cannot be read. Any other text that cannot be read is our mistake."""

    def fail(quoted: bytes) -> None:
        quoted.decode()

    told = attempt(BOOK, lambda: fail(b"malformed database schema (\xff)"))
    assert [each.code for each in told.diagnostics] == ["KPI803"]
    with pytest.raises(UnicodeDecodeError):
        attempt(BOOK, lambda: fail(b"\xff"))
    with closing(sqlite3.connect(":memory:")) as opened, pytest.raises(sqlite3.IntegrityError):
        attempt(
            BOOK, lambda: opened.executescript("CREATE TABLE a (b UNIQUE); INSERT INTO a VALUES (1), (1)")
        )


def test_what_a_killed_run_had_begun_is_undone_by_the_next_reader() -> None:
    killed = Path("killed.kpibook")
    _write(STEPS[0])
    with open_to_write(BOOK, Holder(1, "here", "now")) as opened:
        opened.execute("PRAGMA cache_size = 10")
        opened.execute("UPDATE people SET number = hex(randomblob(40))")
        for end in ("", "-journal"):
            copyfile(f"{BOOK}{end}", f"{killed}{end}")
    assert killed.read_bytes() != BOOK.read_bytes()

    assert read_book(killed, lambda opened: is_whole(opened, killed)).value is True
    assert killed.read_bytes() == BOOK.read_bytes()


def test_what_is_no_book_is_told_to_whoever_writes() -> None:
    BOOK.write_bytes(b"PK")
    refused = change_book(BOOK, Holder(1, "here", "now"), lambda _: Checked(True))  # noqa: FBT003 - a value

    assert ([each.code for each in refused.diagnostics], refused.value) == (["KPI801"], None)
    assert BOOK.read_bytes() == b"PK"


def test_a_look_into_the_book_sees_one_state_of_it() -> None:
    _write(STEPS[0])

    def write_too() -> None:
        with open_to_write(BOOK, Holder(2, "there", "now"), patience=0) as opened:
            opened.execute("DELETE FROM people")
            commit(opened)

    def look(opened: sqlite3.Connection) -> tuple[list[int], list[str]]:
        count = "SELECT count(*) FROM people"
        first = opened.execute(count).fetchone()
        told = attempt(BOOK, write_too).diagnostics
        return [*first, *opened.execute(count).fetchone()], [each.code for each in told]

    assert read_book(BOOK, look).value == ([4000, 4000], ["KPI804"])
