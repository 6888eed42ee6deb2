"""Facts at an address of a store: fetched, read like files of this machine, named by their address."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

from kpicalc.facts import read_remote
from kpicalc.facts.read_files import find_address, read_workbook
from tests.facts.builders import bound, codes, column, money, program, show, values, write_csv

PLAN = program(column("План"))


def test_a_file_is_fetched_and_named_by_its_address(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "ФИО;План", "Иванов;5")
    facts = bound(PLAN, Path(f"file://{path}"))
    assert (values(facts, "План"), facts.receipts[0].file) == (money("5"), f"file://{path}")


def test_a_folder_is_listed_as_one_of_this_machine(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "_old.csv", ".c.csv", "x.bin", "Отдел=1/c.csv", "other/d.csv", "~$a.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write_csv(tmp_path / name, "ФИО;План", f"{name};5")
    facts = bound(PLAN, Path(f"file://{tmp_path}"))
    assert list(facts.frames["employees"].labels) == [
        "_old.csv",
        "a.csv",
        "b.csv",
        "Отдел=1/c.csv",
    ]
    assert facts.frames["employees"].labels == bound(PLAN, tmp_path).frames["employees"].labels


def test_stores_that_only_fsspec_knows() -> None:
    with fsspec.open("memory://pay/march.csv", "w", encoding="utf-8") as file:
        file.write("ФИО;План\nИванов;7\n")
    facts = bound(PLAN, Path("memory://pay/march.csv"))
    assert (values(facts, "План"), facts.receipts[0].file) == (money("7"), "memory://pay/march.csv")


@pytest.mark.parametrize("address", ["a%20b/c.csv", "a%20b"])
def test_addresses_are_shown_as_they_were_given(tmp_path: Path, address: str) -> None:
    (tmp_path / "a b").mkdir()
    write_csv(tmp_path / "a b" / "c.csv", "ФИО;План", "Иванов;5")

    facts = bound(PLAN, Path(f"file://{tmp_path}/{address}"))

    assert facts.receipts[0].file == f"file://{tmp_path}/a%20b/c.csv"


@pytest.mark.parametrize(
    ("fault", "told"), [(OSError("gone\nfar"), "gone"), (NotImplementedError(), "NotImplementedError")]
)
def test_a_store_that_gives_up_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, told: str
) -> None:
    def open_store(_: str) -> object:
        raise fault

    monkeypatch.setattr(read_remote, "_open_store", open_store)

    (problem,) = read_workbook((Path("s3://pay/march.csv"),)).diagnostics
    assert (problem.code, dict(problem.params)) == ("KPI400", {"reason": told})


def test_without_fsspec_the_stores_of_pyarrow_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_remote, "find_spec", lambda name: None if name == "fsspec" else name)

    (problem,) = read_workbook((Path("memory://pay/march.csv"),)).diagnostics
    assert (problem.code, "memory" in str(dict(problem.params)["reason"])) == ("KPI400", True)


@pytest.mark.parametrize(
    ("address", "code"),
    [("file:///gone/away.csv", "KPI400"), ("gopher-9://x/y", "KPI400")],
)
def test_what_cannot_be_fetched(address: str, code: str) -> None:
    checked = read_workbook((Path(address),))
    assert (codes(checked.diagnostics), checked.value) == ([code], None)
    assert str(checked.diagnostics[0].primary and checked.diagnostics[0].primary.place) == address


def test_a_folder_without_tables(tmp_path: Path) -> None:
    assert codes(read_workbook((Path(f"file://{tmp_path}"),)).diagnostics) == ["KPI407"]


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_remote, "find_spec", lambda _: None)
    checked = read_workbook((Path("s3://pay/march.csv"),))
    assert codes(checked.diagnostics) == ["KPI529"]
    assert show(checked.diagnostics) == [
        "данные по адресу хранилища загружает библиотека, а она не установлена"
    ]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("march.xlsx", ""),
        ("C:/pay/march.xlsx", ""),
        ("s3://pay/march.xlsx", "s3://pay/march.xlsx"),
        ("abfs://box@pay.dfs.core.windows.net/a", "abfs://box@pay.dfs.core.windows.net/a"),
        ("file:///pay/a.csv", "file:///pay/a.csv"),
        ("folder/s3:/x", ""),
    ],
)
def test_what_is_an_address(path: str, address: str) -> None:
    assert find_address(Path(path)) == address
