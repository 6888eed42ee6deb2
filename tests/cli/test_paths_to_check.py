"""Which files a check looks at."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.cli.paths import STDIN, CheckedPaths, find_checked, holds_tests, trials_below, with_tests

SCHEME = "kpicalc: 1\n"


def write(folder: Path, **texts: str) -> None:
    """Write files; `__` in a name stands for the folder mark, and the suffix is yaml."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def names(folder: Path, *paths: Path) -> tuple[list[str], list[str]]:
    """Return the names of the files to look at, and of those passed over."""
    found = find_checked(paths or (folder,), folder)
    assert isinstance(found, CheckedPaths)
    return _names(found.files, folder), _names(found.passed_over, folder)


def _names(paths: tuple[Path, ...], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_folders_are_looked_through_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, b=SCHEME, a__c=SCHEME, a__d="x: 1\n", kpicalc=SCHEME)
    (tmp_path / "z.yml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "notes.txt").write_text(SCHEME, encoding="utf-8")

    assert names(tmp_path) == (["a/c.yaml", "b.yaml", "z.yml"], ["a/d.yaml"])


def test_hidden_folders_and_links_to_folders_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, b=SCHEME)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "round").symlink_to(tmp_path)

    assert names(tmp_path) == (["b.yaml"], [])


@pytest.mark.parametrize(
    "data",
    [
        b"# note\r\nkpicalc: 1",
        b"scheme: a\rkpicalc : 1",
        b'{"kpicalc": 1}',
        b"{ kpicalc: 1}",
        "kpicalc: 1".encode("utf-16-le"),
        b"\xef\xbb\xbf\nkpicalc: 1",
        b"\xef\xbb\xbfkpicalc: 1",
        "kpicalc: 1".encode("utf-16"),
        "\ufeffkpicalc: 1".encode("utf-16-be"),
    ],
)
def test_a_scheme_is_known_by_its_key(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(data)

    assert names(tmp_path) == (["a.yaml"], [])


@pytest.mark.parametrize("text", ["a: kpicalc: 1", "my_kpicalc: 1", ""])
def test_another_yaml_file_is_passed_over(text: str, tmp_path: Path) -> None:
    write(tmp_path, a=text, b=SCHEME)

    assert names(tmp_path) == (["b.yaml"], ["a.yaml"])


def test_a_file_named_is_looked_at_whatever_it_holds_and_each_once(tmp_path: Path) -> None:
    write(tmp_path, a="x: 1\n", b=SCHEME)
    named = (tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path, tmp_path / "b.yaml")

    assert names(tmp_path, *named)[0] == ["a.yaml", "b.yaml"]


def test_what_cannot_be_opened_is_for_the_check_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a=SCHEME)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)

    assert names(tmp_path) == (["a.yaml"], [])


def test_standard_input_is_a_path_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "-", a=SCHEME)
    monkeypatch.chdir(tmp_path)
    found = find_checked((STDIN,), tmp_path)

    assert found == CheckedPaths((STDIN,))


def test_tests_beside_schemes_are_added(tmp_path: Path) -> None:
    write(tmp_path, a=SCHEME, b=SCHEME)
    for name in ("a.test.yaml", "b.test.yml", "c.test.yaml"):
        (tmp_path / name).touch()
    found = with_tests(CheckedPaths((STDIN, tmp_path / "a.yaml", tmp_path / "b.yaml")))

    assert [path.name for path in found.files] == ["-", "a.yaml", "b.yaml", "a.test.yaml", "b.test.yml"]


def test_files_of_tests_below_a_folder(tmp_path: Path) -> None:
    for name in ("b.test.yml", "a/a.test.yaml", ".hidden/c.test.yaml", "a/.d/d.test.yaml", "e.test.yxml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "f.test.yaml").mkdir()

    assert [each.relative_to(tmp_path).as_posix() for each in trials_below(tmp_path)] == [
        "a/a.test.yaml",
        "b.test.yml",
    ]
    assert [each for each in ("b.test.yml", "f.test.yaml", "a") if holds_tests(tmp_path / each)] == [
        "b.test.yml"
    ]
