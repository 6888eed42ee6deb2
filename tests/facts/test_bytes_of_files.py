"""Where the bounds of archives and text files lie: sizes as declared, cut members, bytes that are no text."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kpicalc.facts import archive, encodings
from kpicalc.facts.archive import Archive, DamagedArchiveError, inflate, open_archive
from kpicalc.facts.encodings import check_encoding, find_encoding, find_wide
from kpicalc.model.diagnostic import Checked

CONTENT = b"0123456789"


def write_members(path: Path, *sizes: int) -> Path:
    """Write an archive whose members are not packed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for number, size in enumerate(sizes):
            target.writestr(f"{number}", b"x" * size)
    return path


@pytest.mark.parametrize(
    "bound",
    [
        ("_MOST_MEMBERS", 2, 1000, 0),
        ("_MOST_BYTES", 150, 1000, 0),
        ("_SUSPECT_BYTES", 150, 150, 0),
        ("_SUSPECT_RATIO", 1, 0, 1),
    ],
)
def test_an_archive_may_be_as_large_as_the_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: tuple[str, int, int, int]
) -> None:
    name, fitting, suspect, ratio = bound
    path = write_members(tmp_path / "a.zip", 100, 50)
    monkeypatch.setattr(archive, "_SUSPECT_BYTES", suspect)
    monkeypatch.setattr(archive, "_SUSPECT_RATIO", ratio)
    found = []
    for most in (fitting, fitting - 1):
        monkeypatch.setattr(archive, name, most)
        problems = open_archive(path, "a").diagnostics
        found.append([(each.code, dict(each.params)) for each in problems])

    assert found == [[], [("KPI404", {"megabytes": 0})]]


def unpack(path: Path, **changes: int) -> tuple[bytes, bool]:
    """Return what comes out of a member of which the directory says something else, and whether it may."""
    with zipfile.ZipFile(path) as source:
        info = source.infolist()[0]
    cut = changes.pop("cut", None)
    path.write_bytes(path.read_bytes()[:cut])
    for name, value in changes.items():
        setattr(info, name, value)
    found = b""
    try:
        for part in inflate(Archive(path, {}), info):
            found += part
    except DamagedArchiveError:
        return found, False
    return found, True


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (CONTENT, True)),
        ({"file_size": 9}, (b"", False)),
        ({"file_size": 11}, (CONTENT, False)),
        ({"CRC": 1}, (CONTENT, False)),
        ({"compress_type": zipfile.ZIP_BZIP2}, (b"", False)),
        ({"header_offset": -1}, (b"", False)),
        ({"cut": 29}, (b"", False)),
        ({"cut": 30}, (b"", False)),
        ({"cut": 35}, (CONTENT[:4], False)),
    ],
)
def test_a_member_is_unpacked_to_what_is_declared_or_not_at_all(
    tmp_path: Path, changes: dict[str, int], expected: tuple[bytes, bool]
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_STORED) as target:
        target.writestr("a", CONTENT)

    assert unpack(tmp_path / "a.zip", **changes) == expected


def told(checked: Checked[encodings.TextFile]) -> object:
    """Return the encoding, or what is wrong and where."""
    if checked.value is not None:
        return checked.value.encoding
    return [(each.code, str(each.primary and each.primary.place)) for each in checked.diagnostics]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"x\n1\n2\n", "utf-8"),
        (b"\xef\xbb\xbfx\n1\n", "utf-8-sig"),
        (b"\xef\xbb\xbfx\n\xff\n", [("KPI408", "a!2")]),
        ("x\n\u0438\u0438".encode()[:-1], [("KPI449", "a!2")]),
        (b"a\n\0\nbb\n\0\n", [("KPI409", "a!2")]),
        (b"a\nabcdefghijk", [("KPI526", "a!2")]),
    ],
)
def test_bytes_that_are_no_text_are_told_with_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, expected: object
) -> None:
    monkeypatch.setattr(encodings, "_CHUNK", 6)
    (tmp_path / "a").write_bytes(content)

    assert told(find_encoding(tmp_path / "a", "a", frozenset)) == expected


def test_a_file_without_the_mark_that_its_encoding_asks_for(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"ID;x\n1;2\n")

    assert told(check_encoding(tmp_path / "a", "a", "utf-16")) == [("KPI475", "a!1")]


@pytest.mark.parametrize(("text", "expected"), [("a\u21ff", "utf-16-le"), ("a\u2200", ""), ("a\ue000", "")])
def test_signs_beyond_all_alphabets_tell_that_an_encoding_is_another(text: str, expected: str) -> None:
    assert find_wide(text.encode("utf-16-le")) == expected
