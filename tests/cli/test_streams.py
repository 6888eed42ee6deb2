"""The standard streams and the line of progress."""

from __future__ import annotations

import sys
import time
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from kpicalc.cli.console import tell, tell_problems, tell_refusal, watch_progress, write_for_programs
from kpicalc.cli.fmt import format_schemes
from kpicalc.cli.guard import prepare_streams
from kpicalc.cli.options import FormatOptions
from kpicalc.cli.outcome import ExitCode, refuse
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import error
from kpicalc.model.problem import Problem
from kpicalc.report.document import Document, Verbatim


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_streams_replace_what_they_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    written = {name: BytesIO() for name in ("stdout", "stderr")}
    for name, buffer in written.items():
        monkeypatch.setattr(sys, name, TextIOWrapper(buffer, encoding="ascii"))

    prepare_streams()
    for name in written:
        print("план", end="", flush=True, file=getattr(sys, name))

    assert [each.getvalue() for each in written.values()] == [b"????", b"????"]


@pytest.mark.parametrize("reason", ["failed", "torn", "denied", "locked", "no_folder"])
def test_what_the_system_would_not_write_is_a_problem_and_no_wrong_use(reason: str) -> None:
    ended = tell_refusal(refuse(f"output.{reason}", path="x", reason="r"), Language.EN)

    assert ended == (ExitCode.USAGE if reason == "no_folder" else ExitCode.PROBLEMS)


def test_what_is_printed_stands_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both streams end in one file, as `2>&1` has it; what programs read is there at once."""
    both = tmp_path / "both.txt"
    even, uneven = tmp_path / "even.yaml", tmp_path / "uneven.yaml"
    even.write_text("kpicalc: 1\n", encoding="utf-8")
    uneven.write_text("kpicalc:  1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    with both.open("a", encoding="utf-8") as out, both.open("a", encoding="utf-8", buffering=1) as err:
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        tell(Document((Verbatim("a report"),)))
        write_for_programs("a text\n")
        at_once = both.read_text(encoding="utf-8")
        tell(Document((Verbatim("more"),)))
        tell_problems((error(Problem.BOOK_ABSENT, None, book="b"),), Language.EN)
        format_schemes(FormatOptions([uneven, even], diff=True), Language.EN)

    assert at_once == "a report\n\na text\n"
    assert both.read_text(encoding="utf-8").removeprefix(at_once).splitlines() == [
        "more",
        "",
        "error[KPI800]: there is no book of months `b`",
        (
            "  = help: the first `kpicalc close` makes it; "
            "or name it with --book, or in kpicalc.yaml as `book: file`"
        ),
        "  = details: kpicalc rule KPI800",
        "",
        "1 error",
        "--- uneven.yaml",
        "+++ uneven.yaml",
        "@@ -1 +1 @@",
        "-kpicalc:  1",
        "+kpicalc: 1",
        "would be formatted: uneven.yaml",
        "changed: 1, unchanged: 1",
    ]


def test_nobody_watches_a_pipe() -> None:
    stream = StringIO()

    with watch_progress(stream, Language.EN, short=0) as show:
        show("reading")

    assert stream.getvalue() == ""


def test_a_short_run_shows_nothing() -> None:
    stream = Terminal()

    with watch_progress(stream, Language.EN, short=60) as show:
        show("reading")

    assert stream.getvalue() == ""


def test_a_long_run_shows_its_stages_and_wipes_them() -> None:
    stream = Terminal()

    with watch_progress(stream, Language.RU, short=0.01) as show:
        show("reading")
        while not stream.getvalue():
            time.sleep(0.01)
        show("что-то ещё")

    assert stream.getvalue() == "\r\x1b[Kчтение фактов …\r\x1b[Kчто-то ещё\r\x1b[K"
