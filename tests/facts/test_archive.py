"""Archives that lie: bombs, wrong checksums, odd members, unsafe declarations."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from kpicalc.facts import archive, preflight
from kpicalc.facts.read_files import FileKind, read_workbook, sniff_kind
from tests.facts.builders import (
    bound,
    codes,
    column,
    edit_member,
    money,
    program,
    show,
    values,
    write_xlsx,
)

PLAN = program(column("План"))
ROWS = [["ФИО", "План"], ["Иванов", 10], ["Петров", 20]]
SHEET = "xl/worksheets/sheet1.xml"


def refused(path: Path) -> list[str]:
    """Return the codes for a file that must not be read."""
    checked = read_workbook((path,))
    assert checked.value is None
    assert len(show(checked.diagnostics)) == len(checked.diagnostics)
    return codes(checked.diagnostics)


def write_bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as target:
        target.writestr("readme.txt", "x")
    assert refused(tmp_path / "a.xlsx") == ["KPI406"]
    with zipfile.ZipFile(tmp_path / "b.xlsb", "w") as target:
        target.writestr("xl/workbook.bin", "x")
    assert sniff_kind(tmp_path / "b.xlsb") is FileKind.XLSB
    assert refused(tmp_path / "b.xlsb") == ["KPI403"]


def test_a_truncated_workbook_is_damaged(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    content = path.read_bytes()
    for size in (4, len(content) // 2, len(content) - 10):
        assert refused(write_bytes(path, content[:size])) == ["KPI403"]


def test_a_workbook_with_a_wrong_checksum_is_damaged(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    with zipfile.ZipFile(path) as source:
        crc = struct.pack("<L", source.getinfo(SHEET).CRC)
    path.write_bytes(path.read_bytes().replace(crc, b"\0\0\0\0"))
    assert refused(path) == ["KPI403"]


def test_a_workbook_that_lies_about_a_size_stops_at_it(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    with zipfile.ZipFile(path) as source:
        info = source.getinfo(SHEET)
    real, lie = (
        struct.pack("<LL", info.compress_size, info.file_size),
        struct.pack("<LL", info.compress_size, 50),
    )
    content = path.read_bytes()
    assert content.count(real) >= 1
    assert refused(write_bytes(path, content.replace(real, lie))) == ["KPI403"]


def test_broken_compression_is_damage(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    with zipfile.ZipFile(path) as source:
        info = source.getinfo(SHEET)
    content = bytearray(path.read_bytes())
    start = info.header_offset + 30 + len(info.filename)
    content[start : start + 10] = b"\xff" * 10
    assert refused(write_bytes(path, bytes(content))) == ["KPI403"]


def test_a_member_whose_own_header_is_gone_is_damage(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    with zipfile.ZipFile(path) as source:
        info = source.getinfo(SHEET)
    content = bytearray(path.read_bytes())
    content[info.header_offset : info.header_offset + 4] = b"\0\0\0\0"
    assert refused(write_bytes(path, bytes(content))) == ["KPI403"]


def test_unknown_compression_is_damage_and_stored_members_are_read(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    with zipfile.ZipFile(path) as source:
        members = {each: source.read(each) for each in source.namelist()}
    for method, expected in ((zipfile.ZIP_STORED, []), (zipfile.ZIP_BZIP2, ["KPI403"])):
        with zipfile.ZipFile(path, "w", method) as target:
            for name, content in members.items():
                target.writestr(name, content)
        assert codes(read_workbook((path,)).diagnostics) == expected


def test_zip_bombs_are_refused_by_what_they_declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    edit_member(path, SHEET, lambda content: content + b" " * (65 << 20))
    assert refused(path) == ["KPI404"]
    write_xlsx(path, {"Март": ROWS})
    # However large a workbook is, it is none where it is packed as texts are.
    monkeypatch.setattr(archive, "_SUSPECT_BYTES", 0)
    assert read_workbook((path,)).ok
    monkeypatch.setattr(archive, "_MOST_BYTES", 100)
    assert refused(path) == ["KPI404"]


@pytest.mark.parametrize(
    ("members", "sizes", "refused"),
    [
        (10_000, (0, 1), None),
        (10_001, (0, 1), 0),
        (1, (64 << 20, 1), None),
        (1, (200 * 350_000, 350_000), None),
        (1, (200 * 350_000 + 1, 350_000), 66),
        (1, ((64 << 20) + 1, 0), 64),
        (1, (3 << 30, 3 << 27), None),
        (1, ((3 << 30) + 1, 3 << 27), 3 << 10),
    ],
)
def test_how_much_an_archive_may_hold(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    members: int,
    sizes: tuple[int, int],
    refused: int | None,
) -> None:
    infos = [zipfile.ZipInfo(str(number)) for number in range(members)]
    infos[0].file_size, infos[0].compress_size = sizes
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("a", b"")
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda _: infos)
    monkeypatch.setattr(Path, "stat", lambda _: SimpleNamespace(st_size=sizes[1]))

    opened = archive.open_archive(tmp_path / "a.zip", "a.zip")

    assert [dict(each.params)["megabytes"] for each in opened.diagnostics] == (
        [] if refused is None else [refused]
    )


def test_many_members_are_a_bomb_where_none_of_them_is(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS, "Второй": ROWS})
    for number in (1, 2):
        member = f"xl/worksheets/sheet{number}.xml"
        edit_member(path, member, lambda content: content + b" " * (33 << 20))
    assert refused(path) == ["KPI404"]


def test_the_list_of_styles_is_not_read_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    monkeypatch.setattr(preflight, "_LARGEST_PART", 100)
    assert refused(path) == ["KPI403"]


def test_a_zip_that_grows_while_it_unpacks_stops_at_the_declared_size(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    opened = archive.open_archive(path, "a.xlsx").value
    assert opened is not None
    info = opened.members[SHEET]
    info.file_size = 5
    with pytest.raises(archive.DamagedArchiveError):
        next(archive.inflate(opened, info))
    edit_member(path, SHEET, lambda content: content + b" " * (8 << 20))
    assert values(bound(PLAN, path), "План") == money("10", "20")
    (tmp_path / "b.xlsx").write_bytes(b"PK")
    assert codes(archive.open_archive(tmp_path / "b.xlsx", "b.xlsx").diagnostics) == ["KPI403"]


def test_a_directory_that_begins_behind_itself_is_damage(tmp_path: Path) -> None:
    content = bytearray(write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS}).read_bytes())
    (begins,) = struct.unpack("<I", content[-6:-2])
    content[-6:-2] = struct.pack("<I", 2 * begins)
    assert refused(write_bytes(tmp_path / "a.xlsx", bytes(content))) == ["KPI403"]


def test_encrypted_and_doubled_members_are_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refused(write_bytes(path, bytes(content))) == ["KPI402"]
    write_xlsx(path, {"Март": ROWS})
    with zipfile.ZipFile(path, "a") as target:
        target.writestr("xl/Workbook.xml", "second")
    assert refused(path) == ["KPI403"]


@pytest.mark.parametrize(
    "start",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]>',
        b"",
        "\ufeff".encode("utf-16-le"),
        b"\0<\0?",
    ],
)
def test_declarations_and_odd_encodings_in_any_part_are_refused(tmp_path: Path, start: bytes) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    declared = b"" if start else b'<?xml version="1.0" encoding="koi8-r"?>'
    edit_member(path, "docProps/app.xml", lambda content: start + declared + content)
    assert refused(path) == ["KPI405"]


@pytest.mark.parametrize("area", ["A1:", "A:B"])
def test_merged_cells_that_name_no_area_are_damage(tmp_path: Path, area: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    merged = f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'.encode()

    def edit(xml: bytes) -> bytes:
        slow = xml.replace(b"<sheetData>", b"<!-- x --><sheetData>")
        return slow.replace(b"</sheetData>", merged)

    assert refused(edit_member(path, SHEET, edit)) == ["KPI403"]
