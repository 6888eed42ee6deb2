"""Where the schemes of a run are found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.cli.paths import find_book, find_department, find_kept_programs, find_schemes, find_settings
from kpicalc.model.diagnostic import has_errors
from kpicalc.model.settings import NO_SETTINGS, FileReading, Settings
from kpicalc.model.writing import DecimalMark, Writing

Make = Callable[..., None]


@pytest.fixture(name="make")
def make_files(tmp_path: Path) -> Make:
    """Return a function that makes files in the project's folder."""

    def make(*names: str, **contents: str) -> None:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(contents.get("text", ""), encoding="utf-8")

    return make


def found(given: str | None, root: Path, folder: str = ".") -> list[str] | Refusal:
    """Return the found schemes as names below the project."""
    schemes = find_schemes(
        [] if given is None else [root / given], [root / "facts" / "march.csv"], (root / folder).resolve()
    )
    if isinstance(schemes, Refusal):
        return schemes
    return [each.relative_to(root).as_posix() for each in schemes]


def test_a_named_file_or_folder(tmp_path: Path, make: Make) -> None:
    make(
        "a.yaml",
        "more/b.yml",
        "more/a.yaml",
        "more/a.test.yaml",
        "more/notes.txt",
        "more/c.yaml/x",
        "more/kpicalc.yaml",
    )

    assert found("a.yaml", tmp_path) == ["a.yaml"]
    assert found("more", tmp_path) == ["more/a.yaml", "more/b.yml"]
    assert found("gone", tmp_path) == refuse("usage.no_file", path=str(tmp_path / "gone"))


def test_a_folder_without_schemes(tmp_path: Path) -> None:
    (tmp_path / "schemes").mkdir()

    assert found(None, tmp_path) == refuse("usage.empty_folder", path=str(tmp_path / "schemes"))


def test_the_folder_schemes_above(tmp_path: Path, make: Make) -> None:
    make("schemes/a.yaml", "work/march/x")

    assert found(None, tmp_path, "work/march") == ["schemes/a.yaml"]


def test_the_project_file_above(tmp_path: Path, make: Make) -> None:
    make("kpicalc.yaml", text="schemes: rules\n")
    make("rules/a.yaml", "work/x", "schemes/b.yaml")

    assert found(None, tmp_path, "work") == ["rules/a.yaml"]


@pytest.mark.parametrize("text", ["", "[", "- a", "schemes: [a]", "schemes:", "other: a", "schemes: {a: b}"])
def test_a_project_file_with_a_problem(tmp_path: Path, make: Make, text: str) -> None:
    make("kpicalc.yaml", text=text)
    refused = found(None, tmp_path)

    assert isinstance(refused, Refusal)
    assert has_errors(refused.problems)
    assert find_settings(tmp_path) == refused


def test_a_project_file_that_names_no_schemes(tmp_path: Path, make: Make) -> None:
    make("work/kpicalc.yaml", text="reading: {a.csv: {decimal: point}}\n")
    make("schemes/a.yaml", "work/deep/x")

    assert found(None, tmp_path, "work/deep") == ["schemes/a.yaml"]
    assert find_settings(tmp_path / "work/deep") == Settings(
        "", (FileReading("a.csv", Writing(decimal=DecimalMark.POINT)),)
    )
    assert find_settings(tmp_path) == NO_SETTINGS


def test_beside_the_facts(tmp_path: Path, make: Make) -> None:
    make("facts/schemes/a.yaml", "work/x")

    assert found(None, tmp_path, "work") == ["facts/schemes/a.yaml"]
    assert find_schemes([], [tmp_path / "facts"], tmp_path / "work") == (tmp_path / "facts/schemes/a.yaml",)


def test_nowhere(tmp_path: Path) -> None:
    assert found(None, tmp_path) == refuse("usage.no_scheme")


def test_the_folder_nearest_to_the_facts_wins(tmp_path: Path, make: Make) -> None:
    make("facts/march/schemes/near.yaml", "facts/schemes/far.yaml", "work/x")
    facts = [tmp_path / "facts" / "march" / "march.csv", tmp_path / "facts" / "april.csv"]

    assert find_schemes([], facts, tmp_path / "work") == (tmp_path / "facts/march/schemes/near.yaml",)
    assert find_schemes([], facts[1:], tmp_path / "work") == (tmp_path / "facts/schemes/far.yaml",)


@pytest.mark.parametrize(
    ("files", "settings", "expected"),
    [
        ("", "", "a/b/pay.kpibook"),
        ("pay.kpibook", "", "pay.kpibook"),
        ("pay.kpibook a/pay.kpibook", "", "a/pay.kpibook"),
        ("pay.kpibook", "a/kpicalc.yaml: {department: north}", "pay.kpibook"),
        ("", "a/kpicalc.yaml: {department: north}", "a/pay.kpibook"),
        ("", "kpicalc.yaml: {book: kept.kpibook}", "kept.kpibook"),
        ("a/pay.kpibook", "kpicalc.yaml: {book: kept.kpibook}", "kept.kpibook"),
    ],
)
def test_the_book_is_the_one_named_or_the_nearest(
    files: str, settings: str, expected: str, tmp_path: Path, make: Make
) -> None:
    make(*files.split())
    file, _, text = settings.partition(": ")
    if file:
        make(file, text=text)

    assert find_book(tmp_path / "a" / "b") == tmp_path / expected


@pytest.mark.parametrize(("typed", "expected"), [("", "north"), ("  ", "north"), (" east ", "east")])
def test_the_department_is_the_one_typed_or_that_of_the_project(
    typed: str, expected: str, tmp_path: Path, make: Make
) -> None:
    make("kpicalc.yaml", text="department: north")

    assert find_department(tmp_path, typed) == expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"KPICALC_CACHE": "OFF", "HOME": "ann"}, None),
        ({"KPICALC_CACHE": "0", "HOME": "ann"}, None),
        ({"KPICALC_CACHE": "no", "HOME": "ann"}, None),
        ({"KPICALC_CACHE": "on", "HOME": "ann"}, "on"),
        ({"KPICALC_CACHE": "", "HOME": "ann"}, "ann/.cache/kpicalc"),
        ({"HOME": "ann", "XDG_CACHE_HOME": "xdg"}, "xdg/kpicalc"),
        ({"XDG_CACHE_HOME": "xdg", "LOCALAPPDATA": "local"}, "local/kpicalc"),
    ],
)
def test_where_compiled_schemes_are_kept(environment: dict[str, str], expected: str | None) -> None:
    found = find_kept_programs(environment)

    assert (None if found is None else found.as_posix()) == expected
