"""The bar of a batch on a terminal: how many jobs are done, how many failed, and the time left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def show_job_bar(stream: TextIO, total: int, title: str) -> Iterator[Callable[[str], None]]:
    """Give a function that moves the bar on by one job and says how it stands; only a screen shows it."""
    if not stream.isatty():
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as progress:
        bar = progress.add_task(title, total=total)
        yield lambda standing: progress.update(bar, advance=1, description=standing)
