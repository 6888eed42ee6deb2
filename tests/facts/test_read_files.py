"""Files as they arrive: every odd one gets a plain sentence, none is read halfway."""

from __future__ import annotations

import base64
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from kpicalc.facts import preflight, read_calamine, read_xlsx
from kpicalc.facts.read_files import is_facts_name, list_facts_files, read_workbook
from kpicalc.model.diagnostic import Listing
from kpicalc.model.kind import Kind
from kpicalc.model.settings import Settings
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    edit_member,
    grain,
    money,
    open_files,
    program,
    receipt,
    show,
    values,
    write_csv,
    write_xlsx,
)

PLAN = program(column("План"))
ROWS = [["ФИО", "План"], ["Иванов", 10], ["Петров", 20]]
SHEET = "xl/worksheets/sheet1.xml"
# A workbook of Excel 97 (BIFF8): a sheet with two employees.
OLD_XLS = (
    "c-rk)O=uHA6#iy1`K3*hnikqhn+B{}i!|y%khnFVJ&2`xQAE(x<{&Mp1TT8fYRyp)JSkoZy?Cj5@dp+3=0T|FK@@~UkDe3-4",
    "{g>rFS|9ZJ#;~f%6!Xw^Y+cWnYTM{-u}Fti<hVGwpXwWyWvCC4kJ*f6I8<PNet9(+gfz%5Ea|tpF%i93mNd^QR9oCUPHa!6-",
    "eAs&xnB!RF2^^h9(O6<QgK&KIDY<Aww*1lQdDZu~*H^Cz;nV-{zi=nFm;Ng*iig%i<{JtfAhWP81)JDQ=5Gk9(hO-mxZ)7Ch",
    "HceBr97_4Q*<@l<a7?`-H)4VVF~+hD$sFXqO}NYDb#;G3NUzPda0Y0~J|Rxd#M?@RT;74+An0w!Uf-~caCPJQdsElR9c{c1p",
    "E)jYOAX$@~pks@_kZKYvayA?#2+C_?tBC%WTV3DG@KONDDnm2ZA$;NKvfNvlkMH9<$4*M9T?)h7vUmX}3wvMxAl9PEY<!{hl",
    "!p22yLB>&T@hx&MTWn#z#G`hw+|Hb!V5PcexWy6nO>v*g+}cC)Y-hZ-HrC0TNG^Rk_@J}&(b`P%>|o_wV)l(SjTAkCM#)|uQ",
    "|J?Y;>LB2hn8ClCq2ApZu=!wgk;R|-FBX9O;|vL#W-{AOy3=`cqW~DrLDyZ)`G3|{Wvcp>|GrDI|A^_5Xq9q(zbG$?Gwk_IK",
    "BwY*)HDTWF^^(9>ua5_jDIZY(Ei!fq{X6fq{X6fq`cTezmQ=$m`d9zw@aObpGosP^p^VB>ycAVS<h`^hLQB1*(fU>nVO(;TP",
    "^$VwE=T|3Zz!G<y+a7-2ugJjXA6Jc;`2S+!y8_iZ7s^H;t2`G@EK0Y^W=<^",
)
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
ODS = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{NAMESPACE}:office:1.0"
 xmlns:table="{NAMESPACE}:table:1.0" xmlns:text="{NAMESPACE}:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Март">
<table:table-row><table:table-cell/></table:table-row>
<table:table-row><table:table-cell/>
<table:table-cell office:value-type="string"><text:p>ФИО</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>План</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell/>
<table:table-cell office:value-type="string"><text:p>Иванов</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="10.5"><text:p>10,5</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def refused(path: Path) -> list[str]:
    """Return the codes for a file that must not be read."""
    checked = read_workbook((path,))
    assert checked.value is None
    assert len(show(checked.diagnostics)) == len(checked.diagnostics)
    return codes(checked.diagnostics)


def write_bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def write_ods(path: Path, content: str = ODS) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", content.replace("\n", ""))
        target.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def test_a_folder_means_its_facts_files_in_name_order(tmp_path: Path) -> None:
    write_csv(tmp_path / "b.csv", "ФИО;План", "А;1")
    write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    write_bytes(tmp_path / "~$a.xlsx", b"lock")
    write_bytes(tmp_path / "notes.md", b"x")
    assert [each.title for each in open_files(tmp_path).sheets] == ["Март", "b"]


def test_a_folder_without_facts_and_a_missing_file_are_both_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    checked = read_workbook((tmp_path / "empty", tmp_path / "нет.xlsx"))
    assert (checked.value, codes(checked.diagnostics)) == (None, ["KPI407", "KPI400"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "KPI401"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><Workbook/>", "KPI401"),
        (b"", "KPI406"),
        (b" \r\n", "KPI406"),
        (b"\xef\xbb\xbf", "KPI476"),
        (b"MIME-Version: 1.0", "KPI401"),
        (b"MZ\x90;1", "KPI406"),
        (b"%PDF-1.4", "KPI406"),
        (b"\x00\x01\x02\x03binary", "KPI406"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "KPI402"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "KPI406"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "KPI403"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Book".encode("utf-16-le"), "KPI403"),
        (b"PK\x03\x04 cut off", "KPI403"),
    ],
)
def test_what_a_file_is_decides_not_its_name(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(write_bytes(tmp_path / "march.xls", content)) == [code]


def test_a_csv_called_xls_is_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "march.xls", "ФИО;План", "А;1,5")
    assert values(bound(PLAN, path), "План") == money("1.5")


def test_old_excel_files_are_read(tmp_path: Path) -> None:
    path = write_bytes(tmp_path / "march.xls", zlib.decompress(base64.b85decode("".join(OLD_XLS))))
    facts = bound(program(column("План"), column("Сдан", Kind.FLAG)), path)
    assert list(facts.frames["employees"].keys) == ["01", "124"]
    assert values(facts, "План") == money("1000.5", "2000")
    assert values(facts, "Сдан") == [True, False]


def test_where_errors_are_told_a_blank_is_a_blank(tmp_path: Path) -> None:
    optional = program(column("План", optional=True))
    blank = ODS.replace('office:value-type="float" office:value="10.5"><text:p>10,5</text:p>', ">")
    assert bind(optional, write_ods(tmp_path / "b.ods", blank)).diagnostics == ()


def test_opendocument_files_are_read_with_absolute_addresses(tmp_path: Path) -> None:
    facts = bound(PLAN, write_ods(tmp_path / "march.ods"))
    assert values(facts, "План") == money("10.5")
    assert str(facts.frames["employees"].cell("План", 0)).endswith("march.ods!Март!C3")


def test_unsafe_or_damaged_opendocument_files_are_refused(tmp_path: Path) -> None:
    unsafe = ODS.replace("<office:document-content", "<!DOCTYPE x>\n<office:document-content", 1)
    assert refused(write_ods(tmp_path / "a.ods", unsafe)) == ["KPI405"]
    assert refused(write_ods(tmp_path / "b.ods", "no xml")) == ["KPI403"]
    path = write_ods(tmp_path / "c.ods")
    with zipfile.ZipFile(path) as source:
        crc = struct.pack("<L", source.getinfo("content.xml").CRC)
    assert refused(write_bytes(path, path.read_bytes().replace(crc, b"\0\0\0\0"))) == ["KPI403"]


def test_a_workbook_whose_list_of_sheets_is_no_xml_is_damaged(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    assert refused(edit_member(path, "xl/workbook.xml", lambda _: b"<workbook>")) == ["KPI403"]


def test_a_workbook_that_no_reader_understands_is_damaged(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    assert refused(edit_member(path, SHEET, lambda _: b"<worksheet><sheetData><row")) == ["KPI403"]


def test_a_capital_in_the_name_of_the_shared_texts_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - openpyxl writes no shared texts here

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Март")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    edit_member(path, "xl/sharedStrings.xml", lambda content: content, rename="xl/SharedStrings.xml")
    assert values(bound(PLAN, path), "План") == money("10", "20")
    monkeypatch.setattr(preflight, "PlainRows", lambda *_: None)
    monkeypatch.setattr(read_xlsx, "open_calamine", lambda _: "fault")
    facts = bound(PLAN, path)
    assert (values(facts, "План"), receipt(facts).reader) == (money("10", "20"), "openpyxl")


def test_when_the_fast_reader_fails_on_a_sheet_the_other_one_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    monkeypatch.setattr(read_xlsx, "open_whole_sheet", lambda _book, _name: "fault")
    assert receipt(bound(PLAN, path)).reader == "openpyxl"


def test_the_fast_reader_gives_its_own_words(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": ROWS})
    book = read_calamine.open_calamine(path)
    assert not isinstance(book, str)
    assert isinstance(read_calamine.open_whole_sheet(book, "нет такого"), str)


def test_sheets_of_one_folder_make_one_workbook(tmp_path: Path) -> None:
    write_csv(tmp_path / "employees.csv", "Таб. №;План", "1;5")
    write_csv(tmp_path / "сделки.csv", "Таб. №;Сумма", "1;5")
    wanted = program(
        column("План"), column("Сумма", table="deals"), grains=(grain("deals", "employees", sheet="Сделки"),)
    )
    assert bind(wanted, tmp_path).ok


def test_what_stands_in_a_folder_and_is_not_looked_into_is_told(tmp_path: Path) -> None:
    """Archives may hold people; folders of tables inside it, too, unless they are given or ignored."""
    write_csv(tmp_path / "a.csv", "ФИО;План", "А;1")
    for name in ("service", "team=North", ".git", "schemes"):
        (tmp_path / name).mkdir()
    for name in ("service", "team=North", ".git"):
        write_csv(tmp_path / name / f"{name[-1]}.csv", "ФИО;План", f"{name[-1]};2")
    (tmp_path / "schemes" / "notes.md").write_text("#", encoding="utf-8")
    for number in range(5):
        write_csv(tmp_path / "service" / f"{number}.csv", "ФИО;План", f"{number};2")
    told = read_workbook((tmp_path,)).diagnostics
    tables = Listing(tuple(f"{number}.csv" for number in range(5)))
    assert [(each.code, dict(each.params)) for each in told] == [
        ("KPI614", {"name": "service", "tables": tables})
    ]
    assert read_workbook((tmp_path, tmp_path / "service")).diagnostics == ()
    assert read_workbook((tmp_path,), settings=Settings(ignore=("serv*",))).diagnostics == ()
    (tmp_path / "b.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    assert codes(read_workbook((tmp_path, tmp_path / "service")).diagnostics) == ["KPI406"]


def test_tables_and_archives_of_a_folder_are_told_from_other_files_by_their_names() -> None:
    tables = "xlsx XLSM xlsb xls ods csv tsv TXT parquet"
    packed = "zip gz tgz tar bz2 xz zst 7z rar numbers fods xltx xltm ots dbf slk WK1"
    others = "a.docx a.pdf a.yaml a.md a .csv ~$a.xlsx .a.csv a.csv.bak"

    assert [each for each in f"{tables} {packed}".split() if not is_facts_name(Path(f"a.{each}"))] == []
    assert [each for each in others.split() if is_facts_name(Path(each))] == []


def test_a_workbook_of_empty_sheets_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": [], "Апрель": [[""]]})
    assert refused(path) == ["KPI476"]
    write_csv(tmp_path / "b.csv", ";;", ";")
    told = read_workbook((tmp_path / "b.csv", path)).diagnostics
    assert [f"{each.code} {each.primary and each.primary.place}" for each in told] == [
        f"KPI476 {tmp_path / 'b.csv'}"
    ]


def test_folders_called_like_files_and_files_called_like_folders(tmp_path: Path) -> None:
    (tmp_path / "b.csv").mkdir()
    (tmp_path / "c=d").mkdir()
    for name in ("a=b.csv", "b.csv/x.csv", "c=d/y.csv", "~$z.xlsx", ".z.csv", "z.CSV", "z.doc"):
        (tmp_path / name).write_text("ID;Plan\n1;5\n", encoding="utf-8")

    assert [each.relative_to(tmp_path).as_posix() for each in list_facts_files(tmp_path)] == [
        "a=b.csv",
        "z.CSV",
        "c=d/y.csv",
    ]
