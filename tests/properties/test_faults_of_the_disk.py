"""Whatever fails while results are written, whole files are there, old or new, and the exit code tells."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from functools import cache
from io import BufferedWriter
from pathlib import Path
from typing import Any, Self

import pytest

from kpicalc import api
from kpicalc.cli.app import build_app
from kpicalc.cli.guard import run_guarded
from kpicalc.i18n.catalogue import Language
from tests.properties.command import start

SCHEME = """
kpicalc: 1
scheme: small
currency: RUB
facts: {employees: {оклад: money}}
pay: {оклад_за_месяц: {kind: fixed, amount: оклад}}
"""
FACTS = "Таб. №;ФИО;Оклад\n" + "".join(f"{at};Петров {at};{at}00,50\n" for at in range(1, 40))
OLD = b"the statement of last month"
FAULTS = {
    "disk full": OSError(errno.ENOSPC, "full"),
    "broken disk": OSError(errno.EIO, "broken"),
    "denied": PermissionError(errno.EACCES, "denied"),
    "Ctrl-C": KeyboardInterrupt(),
}


class Countdown:
    """Counts the calls of several operations; from the chosen one on they fail, once or always."""

    def __init__(self, left: int, fault: BaseException, *, lasting: bool) -> None:
        self.left = left
        self.fault = fault
        self.lasting = lasting

    @property
    def hit(self) -> bool:
        """Say whether the fault has come."""
        return self.left < 0

    def guard(self, action: Callable[..., Any]) -> Callable[..., Any]:
        """Return the action, which may fail now."""

        def act(*arguments: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == -1 or (self.lasting and self.left < 0):
                raise self.fault
            return action(*arguments, **named)

        return act


class _Stream:
    """A file whose writing may fail."""

    def __init__(self, stream: BufferedWriter, countdown: Countdown) -> None:
        self.stream = stream
        self.write = countdown.guard(stream.write)
        self.flush = countdown.guard(stream.flush)

    def fileno(self) -> int:
        return self.stream.fileno()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()


@pytest.fixture(name="work")
def open_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a small scheme and its facts."""
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "small.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "facts.csv").write_text(FACTS, encoding="utf-8")
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "out"


def compute(*names: str) -> int:
    """Run the command line in this process; return its exit code."""
    outs = [part for name in names for part in ("--out", f"out/{name}")]
    arguments = ["compute", "facts.csv", "--period", "2026-03", "--summary", *outs]
    with pytest.raises(SystemExit) as ended:
        run_guarded(lambda: build_app(Language.EN, arguments)(arguments), Language.EN)
    return int(ended.value.code or 0)


def contents(folder: Path) -> dict[str, bytes]:
    """Return what the folder holds."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("names", [("a.csv",), ("a.csv", "b.json")], ids=["one file", "two files"])
@pytest.mark.parametrize("old", [True, False], ids=["over old files", "afresh"])
@pytest.mark.parametrize("fault", FAULTS)
def test_the_nth_fault_tears_nothing(
    work: Path, monkeypatch: pytest.MonkeyPatch, fault: str, names: tuple[str, ...], *, old: bool
) -> None:
    before = dict.fromkeys(names, OLD) if old else {}
    whole = _compute_once(work, monkeypatch, names)
    for number in range(200):
        _put(work, before)
        countdown = Countdown(number, FAULTS[fault], lasting=False)
        code = _compute_with_fault(monkeypatch, countdown, names)
        left = contents(work)
        assert left in (before, whole)
        assert code != 0 or left == whole
        if not countdown.hit:
            assert (code, left) == (0, whole)
            return
    pytest.fail("the loop did not end")


@pytest.mark.parametrize("fault", ["disk full", "denied"])
def test_a_lasting_fault_leaves_the_old_statement(
    work: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    whole = _compute_once(work, monkeypatch, ("a.csv",))
    for number in range(200):
        _put(work, {"a.csv": OLD})
        countdown = Countdown(number, FAULTS[fault], lasting=True)
        code = _compute_with_fault(monkeypatch, countdown, ("a.csv",))
        left = contents(work)
        assert (code == 0, left) in ((True, whole), (False, {"a.csv": OLD}))
        if not countdown.hit:
            return
    pytest.fail("the loop did not end")


def _compute_once(work: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]) -> dict[str, bytes]:
    """Write everything once, untouched; from now on the result is only written, not computed again."""
    monkeypatch.setattr(api, "compute", cache(api.compute))
    assert compute(*names) == 0
    return contents(work)


def _put(folder: Path, files: dict[str, bytes]) -> None:
    for path in folder.iterdir():
        path.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _compute_with_fault(monkeypatch: pytest.MonkeyPatch, countdown: Countdown, names: tuple[str, ...]) -> int:
    plain_open = Path.open

    def open_stream(path: Path, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        stream = plain_open(path, mode, *arguments, **named)
        return _Stream(stream, countdown) if mode == "wb" else stream  # type: ignore[arg-type] # "wb" gives one

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", open_stream)
        for name in ("open", "close", "fsync", "replace"):
            patch.setattr(os, name, countdown.guard(getattr(os, name)))
        return compute(*names)


@pytest.mark.parametrize(("room", "code"), [(0, 1), (700, 1), (4096, 1), (10**6, 0)])
def test_a_full_disk_leaves_the_old_files(work: Path, room: int, code: int) -> None:
    """No file may grow beyond the room; the last room is enough for all."""
    old = {"a.csv": OLD, "b.json": OLD}
    _put(work, old)
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))"
    asked = ("compute", "facts.csv", "--period", "2026-03", "--out", "out/a.csv", "--out", "out/b.json")

    process = start(*asked, folder=work.parent, before=limit, setting={"PYTHONDONTWRITEBYTECODE": "1"})
    _, told = process.communicate(timeout=60)

    assert code == process.returncode, told.decode()
    assert (code == 1) == (contents(work) == old)
    assert (code == 1) == ("out/" in told.decode())
