"""A run that is stopped from outside ends with 130 and one line; what it was writing is put back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpicalc.cli.outcome import ExitCode
from kpicalc.cli.stopping import unwinding
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
