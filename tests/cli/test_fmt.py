"""`kpicalc fmt`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.scheme.formatting import format_text as module
from kpicalc.scheme.formatting.format_text import ChangedDocumentError
from tests.cli.stand_in import invoke
from tests.typed import Result, run_typed

EVEN = "kpicalc: 1\nscheme: even\n"
UNEVEN = "kpicalc:   1\npay:\n    a: 1   # one\n"
MADE_EVEN = "kpicalc: 1\npay:\n  a: 1   # one\n"


@pytest.fixture(name="folder")
def open_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with two schemes, a file of tests, and something else."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "schemes/even.yaml": EVEN,
        "schemes/uneven.yaml": UNEVEN,
        "schemes/even.test.yaml": "scheme:  even.yaml\n",
        "schemes/.hidden/old.test.yaml": "a:  1\n",
        "schemes/other.yaml": "other:   1\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return tmp_path / "schemes"


def test_the_files_of_a_folder_are_made_even(folder: Path) -> None:
    done = invoke("fmt", "schemes")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"formatted: {Path('schemes/uneven.yaml')}",
        f"formatted: {Path('schemes/even.test.yaml')}",
        "changed: 2, unchanged: 1",
    ]
    assert (folder / "uneven.yaml").read_bytes() == MADE_EVEN.encode()
    assert (folder / "other.yaml").read_bytes() == b"other:   1\n"
    assert invoke("fmt", "schemes").stdout == "changed: 0, unchanged: 3\n"


def test_without_paths_the_project_is_meant(folder: Path) -> None:
    done = invoke("fmt", language=Language.RU)

    assert f"выровнен: {Path('schemes/uneven.yaml')}" in done.stdout.splitlines()
    assert (folder / "uneven.yaml").read_bytes() == MADE_EVEN.encode()


@pytest.mark.usefixtures("folder")
def test_a_folder_with_nothing_but_tests(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "a.test.yml").write_text("a: 1\n", encoding="utf-8")

    assert invoke("fmt", "tests").stdout == "changed: 0, unchanged: 1\n"


@pytest.mark.usefixtures("folder")
def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    absent, empty = invoke("fmt", "schemes", "absent.yaml"), invoke("fmt", "empty")

    assert (absent.exit_code, absent.stdout, absent.stderr) == (2, "", "error: `absent.yaml` not found\n")
    assert (empty.exit_code, empty.stdout) == (2, "")


def test_a_check_writes_nothing(folder: Path) -> None:
    uneven, even = (
        invoke("fmt", "--check", "schemes/uneven.yaml"),
        invoke("fmt", "--check", "schemes/even.yaml"),
    )

    assert (uneven.exit_code, even.exit_code) == (1, 0)
    assert uneven.stdout.splitlines()[0] == f"would be formatted: {Path('schemes/uneven.yaml')}"
    assert (folder / "uneven.yaml").read_bytes() == UNEVEN.encode()


def test_a_diff_has_stdout_for_itself(folder: Path) -> None:
    done = invoke("fmt", "--diff", "schemes/uneven.yaml", "schemes/even.yaml")
    name = str(Path("schemes/uneven.yaml"))

    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"--- {name}",
        f"+++ {name}",
        "@@ -1,3 +1,3 @@",
        "-kpicalc:   1",
        "+kpicalc: 1",
        " pay:",
        "-    a: 1   # one",
        "+  a: 1   # one",
    ]
    assert done.stderr.splitlines() == [f"would be formatted: {name}", "changed: 1, unchanged: 1"]
    assert (folder / "uneven.yaml").read_bytes() == UNEVEN.encode()


def test_a_diff_tells_of_a_missing_line_end(folder: Path) -> None:
    (folder / "even.yaml").write_text(EVEN.rstrip(), encoding="utf-8")

    assert "-scheme: even\n\\ No newline at end of file\n+scheme: even\n" in (
        invoke("fmt", "--diff", "schemes/even.yaml").stdout
    )


def test_a_file_that_cannot_be_read_is_left_alone_and_the_others_are_not(folder: Path) -> None:
    (folder / "even.yaml").write_bytes(b"kpicalc: 1\na: [\n")
    (folder / "other.yaml").write_bytes(b"\xff")

    done = invoke("fmt", "schemes/even.yaml", "schemes/other.yaml", "schemes/uneven.yaml")

    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1] == "changed: 1, unchanged: 0"
    assert "KPI104" in done.stderr
    assert (folder / "even.yaml").read_bytes() == b"kpicalc: 1\na: [\n"


def test_line_ends_and_rights_are_kept(folder: Path) -> None:
    path = folder / "uneven.yaml"
    path.write_bytes(UNEVEN.replace("\n", "\r\n").encode())
    path.chmod(0o640)

    invoke("fmt", "schemes/uneven.yaml")

    assert path.read_bytes() == MADE_EVEN.replace("\n", "\r\n").encode()
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_written_is_told(folder: Path) -> None:
    (folder / ".~lock.uneven.yaml#").touch()
    path = folder / "uneven.yaml"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", _refuse)
        done = invoke("fmt", "schemes/uneven.yaml")

    assert (done.exit_code, path.read_bytes()) == (1, UNEVEN.encode())
    assert "is open in another program" in done.stderr


@pytest.mark.parametrize(
    ("options", "text", "expected", "code"),
    [
        ((), UNEVEN, MADE_EVEN, 0),
        ((), "a: 1\r\nb:  2", "a: 1\r\nb: 2\r\n", 0),
        ((), "a: [\n", "a: [\n", 1),
        (("--check",), UNEVEN, "", 1),
        (("--check",), EVEN, "", 0),
    ],
)
def test_from_stdin_to_stdout(options: tuple[str, ...], text: str, expected: str, code: int) -> None:
    done = _pipe(text, *options)

    assert (done.stdout_bytes.decode(), done.exit_code) == (expected, code)


def test_a_diff_of_stdin() -> None:
    assert _pipe(UNEVEN, "--diff").stdout.startswith("--- <stdin>\n")


@pytest.mark.usefixtures("folder")
def test_stdin_stands_alone() -> None:
    done = invoke("fmt", "-", "schemes")

    assert (done.exit_code, done.stderr) == (2, "error: `-` is not named beside other files\n")


def test_a_fault_of_ours_leaves_the_file_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "lay_out_rows", lambda _: ["kpicalc: 2"])

    with pytest.raises(ChangedDocumentError):
        invoke("fmt", "schemes")

    assert (folder / "uneven.yaml").read_bytes() == UNEVEN.encode()


def test_keys_are_written_in_the_other_language(folder: Path) -> None:
    test = folder / "s.test.yaml"
    text = "scheme: even.yaml\ntests:\n  - {name: a, given: {employees: {x: 1}}, expect: {total: 1}}\n"
    test.write_text(text, encoding="utf-8")

    there = invoke("fmt", "--keys", "ru", "schemes/even.yaml", "schemes/s.test.yaml")
    changed = test.read_text(encoding="utf-8"), (folder / "even.yaml").read_text(encoding="utf-8")
    back = invoke("fmt", "--keys", "en", "schemes/even.yaml", "schemes/s.test.yaml")

    assert (there.exit_code, back.exit_code) == (0, 0)
    assert changed == (
        "схема: even.yaml\nтесты:\n  - {имя: a, дано: {сотрудники: {x: 1}}, ожидается: {итого: 1}}\n",
        "kpicalc: 1\nсхема: even\n",
    )
    assert test.read_text(encoding="utf-8") == text
    assert (folder / "even.yaml").read_text(encoding="utf-8") == EVEN


def _pipe(text: str, *options: str) -> Result:
    return run_typed(Language.EN, ["fmt", "-", *options], input=text.encode())


def _refuse(path: Path, target: Path) -> None:
    raise PermissionError(13, "denied", str(path), None, str(target))


def test_a_file_of_jobs_is_known_by_its_key(folder: Path) -> None:
    jobs = folder / "month.yaml"
    jobs.write_text("jobs:\n    east:   facts/east.csv\n", encoding="utf-8")

    assert invoke("fmt", "--keys", "ru", "schemes/month.yaml").exit_code == 0
    assert jobs.read_text(encoding="utf-8") == "задания:\n  east: facts/east.csv\n"
