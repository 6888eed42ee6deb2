"""What a run without a department takes over from a book of several, and books with changed bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpicalc.i18n.catalogue import Language
from kpicalc.months.book_file import attempt, read_book
from kpicalc.months.seal import check_book
from tests.typed import Result, run_typed

BOOK = Path("pay.kpibook")
SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
facts: {employees: {sales: money}}
values: {year: year_to_date(sales)}
pay: {bonus: {kind: variable, amount: year * 10%}}
"""
FACTS = "ID,Name,Sales\n1,Ann,100\n"


def _run(*typed: str) -> Result:
    return run_typed(Language.EN, typed, columns=120)


@pytest.fixture(scope="module", name="shared")
def closed_by_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Close January by two departments that both pay one person."""
    folder = tmp_path_factory.mktemp("shared")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        (folder / "schemes").mkdir()
        (folder / "schemes" / "seller.yaml").write_text(SCHEME, encoding="utf-8")
        (folder / "facts.csv").write_text(FACTS, encoding="utf-8")
        for department in ("east", "west"):
            typed = ("facts.csv", "--period", "2026-01", "--department", department)
            assert _run("close", *typed, "--accept", "KPI823", "--accept", "KPI826").exit_code == 0
    return folder


def test_whose_past_goes_on_must_be_said(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shared)
    unsaid = _run("compute", "facts.csv", "--period", "2026-02")
    (shared / "kpicalc.yaml").write_text("department: east\n", encoding="utf-8")
    said = _run("compute", "facts.csv", "--period", "2026-02", "--summary")

    assert (unsaid.exit_code, said.exit_code) == (1, 0)
    assert "error[KPI839]: Ann was paid by several departments in 2026-01" in unsaid.stderr
    assert "`department:` in kpicalc.yaml" in unsaid.stderr
    assert "20.00" in said.stdout


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_changed_byte_anywhere_is_found_and_told(
    shared: Path, monkeypatch: pytest.MonkeyPatch, at: float, bit: int
) -> None:
    monkeypatch.chdir(shared)
    whole = BOOK.read_bytes()
    position = int(len(whole) * at)
    book = shared / "changed.kpibook"
    book.write_bytes(whole[:position] + bytes([whole[position] ^ 1 << bit]) + whole[position + 1 :])
    found = read_book(book, lambda opened: check_book(opened, book))

    assert found.diagnostics or found.value


def test_a_book_without_a_byte_is_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that was cut off looks like a book that nobody has used."""
    monkeypatch.chdir(tmp_path)
    Path("seller.yaml").write_text(SCHEME, encoding="utf-8")
    Path("facts.csv").write_text(FACTS, encoding="utf-8")
    BOOK.touch()
    typed = ("close", "facts.csv", "--scheme", "seller.yaml", "--period", "2026-01")

    asked, left = _run(*typed), BOOK.stat().st_size
    done = _run(*typed, "--accept", "KPI845")

    assert (asked.exit_code, "warning[KPI845]" in asked.stderr, left) == (1, True, 0)
    assert (done.exit_code, BOOK.stat().st_size > 0) == (0, True)


@pytest.mark.parametrize(("name", "hint"), [("SQLITE_READONLY", ""), ("SQLITE_READONLY_ROLLBACK", "journal")])
def test_whoever_may_only_read_is_told_what_is_left_half_written(name: str, hint: str) -> None:
    failure = sqlite3.OperationalError("refused")
    failure.sqlite_errorname = name

    def refuse() -> None:
        raise failure

    (told,) = attempt(BOOK, refuse).diagnostics
    assert (told.code, dict(told.params)["hint"]) == ("KPI805", hint)
