"""Documents on a terminal or in a pipe, and the bar of a batch: jobs done, failed, and time left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from kpicalc.report.document import Document, Tone
from kpicalc.report.writers.lines import lay_document
from kpicalc.report.writers.screen import Screen, ScreenLine

PIPED_WIDTH = 120

_STYLES = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.MUTED: "dim",
    Tone.ERROR: "bold red",
    Tone.WARNING: "bold yellow",
}


def print_document(document: Document, stream: TextIO, screen: Screen | None = None) -> None:
    """Print a document on a stream; without a screen it is looked at what the stream is."""
    chosen = screen or measure_screen(stream, os.environ)
    lines = (ScreenLine(chosen.finish(line.text), line.tone) for line in lay_document(document, chosen))
    if chosen.colour:
        _print_coloured(lines, stream)
        return
    stream.writelines(line.text + "\n" for line in lines)


def measure_screen(stream: TextIO, environment: Mapping[str, str]) -> Screen:
    """Return the screen behind a stream: COLUMNS, else the terminal's width, else wide for a pipe."""
    terminal = stream.isatty()
    columns = environment.get("COLUMNS", "")
    width = shutil.get_terminal_size().columns if terminal else PIPED_WIDTH
    if columns.isascii() and columns.isdigit() and int(columns):
        width = int(columns)
    return Screen(width, stream.encoding or "utf-8", _wants_colour(environment, terminal=terminal))


def _wants_colour(environment: Mapping[str, str], *, terminal: bool) -> bool:
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return terminal and environment.get("TERM") != "dumb"


def _print_coloured(lines: Iterable[ScreenLine], stream: TextIO) -> None:
    from rich.console import Console  # noqa: PLC0415 - heavy: loaded only for a real terminal
    from rich.text import Text  # noqa: PLC0415 - likewise

    console = Console(file=stream, force_terminal=True, markup=False, emoji=False, highlight=False)
    for line in lines:
        console.print(Text(line.text, _STYLES[line.tone]), no_wrap=True, overflow="ignore", crop=False)


@contextmanager
def show_job_bar(stream: TextIO, total: int, title: str) -> Iterator[Callable[[str], None]]:
    """Give a function that moves the bar on by one job and says how it stands; only a screen shows it."""
    if not stream.isatty():
        yield lambda _: None
        return
    from rich import progress as bars  # noqa: PLC0415 - as above
    from rich.console import Console  # noqa: PLC0415 - as above

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(file=stream), transient=True) as progress:
        bar = progress.add_task(title, total=total)
        yield lambda standing: progress.update(bar, advance=1, description=standing)
