"""A run that is stopped from outside ends with 130 and one line; what it was writing is put back."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from kpicalc.cli import entry
from kpicalc.cli.outcome import ExitCode
from kpicalc.cli.stopping import listen, unwinding
from kpicalc.report.writers.atomically import write_atomically

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")

# The program stops itself as soon as it looks for the module named.
PROGRAM = """\
import os, signal, sys

class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), {number})

# Where the tests run in the background, an interrupt is ignored from the start.
signal.signal(signal.SIGINT, signal.default_int_handler)
from kpicalc.cli.entry import main
sys.meta_path.insert(0, Stop())
sys.argv = ["kpicalc", "--lang", "ru", "validate", "schemes"]
main()
"""


EARLY, LATE = "kpicalc: stopped\n", "остановлено: недописанных файлов не осталось\n"


@pytest.mark.parametrize(
    ("module", "told"),
    [
        ("typer", EARLY),
        ("kpicalc.cli.validate", LATE),
        ("pydantic", LATE),
        ("pydantic_core", LATE),
        ("yaml", LATE),
    ],
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_is_stopped_while_it_is_loaded(module: str, told: str, number: signal.Signals) -> None:
    program = PROGRAM.format(module=module, number=int(number))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - our own text

    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.INTERRUPTED, "", told)


def test_a_run_that_was_started_not_to_listen_goes_on_not_listening(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `nohup` starts it: neither before the program is loaded nor while it runs."""
    stops = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    kept = {each: signal.getsignal(each) for each in stops}
    found: list[object] = []

    def note_and_listen(told: str) -> None:
        found.extend(map(signal.getsignal, stops[:2]))
        listen(told)

    monkeypatch.setattr("kpicalc.cli.stopping.listen", note_and_listen)
    monkeypatch.setattr("kpicalc.cli.stopping.ending", nullcontext)
    monkeypatch.setattr("kpicalc.cli.app.main", lambda: found.extend(map(signal.getsignal, stops[:2])))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        entry.main()
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)

    *heard, at_work = (getattr(each, "__name__", type(each).__name__) for each in found)
    assert heard == ["Handlers", "_end_early", "Handlers"]
    assert at_work == "_Ending"


def test_what_is_being_written_is_put_back(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")

    def content() -> Iterator[bytes]:
        yield b"new"
        os.kill(os.getpid(), signal.SIGTERM)
        yield b"never"

    kept = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with unwinding(), pytest.raises(KeyboardInterrupt):
            write_atomically({tmp_path / "a.csv": content(), tmp_path / "b.csv": [b"new"]})
    finally:
        signal.signal(signal.SIGTERM, kept)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.csv": b"old"}


class Screen(io.StringIO):
    """What is shown to somebody, or kept, in letters of an encoding."""

    def __init__(self, encoding: str, *, shown: bool) -> None:
        super().__init__()
        self._encoding, self._shown = encoding, shown

    @property
    def encoding(self) -> str:  # type: ignore[override] # that of a text in memory is none
        """Return the encoding."""
        return self._encoding

    def isatty(self) -> bool:
        """Say whether somebody sees it."""
        return self._shown


@pytest.mark.parametrize(
    ("stream", "told", "written"),
    [
        (None, "стоп", "стоп\n".encode()),
        (Screen("cp1251", shown=False), "стоп", "стоп\n".encode("cp1251")),
        (Screen("ascii", shown=True), "стоп", b"\r\x1b[K\x1b[?25h????\n"),
        (Screen("utf-8", shown=False), "", b""),
    ],
)
def test_the_last_line_is_said_as_the_stream_can(
    monkeypatch: pytest.MonkeyPatch, stream: Screen | None, told: str, written: bytes
) -> None:
    done: list[object] = []
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(os, "write", lambda *given: done.append(given))
    monkeypatch.setattr(os, "_exit", done.append)
    kept = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        listen(told)
        end = signal.getsignal(signal.SIGTERM)
        assert callable(end)
        end(signal.SIGTERM, None)
    finally:
        signal.signal(signal.SIGTERM, kept)

    assert done == [(2, written), ExitCode.INTERRUPTED]
