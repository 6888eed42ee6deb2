"""Tasks done side by side in processes of their own; one that dies takes only its own task with it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Generic, TypeVar, cast

from kpicalc.cli.stopping import listen
from kpicalc.model.dataclass import dataclass

Task = TypeVar("Task")
Done = TypeVar("Done")


@dataclass(slots=True)
class _Worker(Generic[Task]):
    """A process, the way to it, and the number of the task that it has."""

    process: SpawnProcess
    connection: Connection
    number: int = 0


def count_processors() -> int:
    """Return how many processors this process may use."""
    counted = getattr(os, "sched_getaffinity", None)
    return len(counted(0)) if counted is not None else os.cpu_count() or 1


def do_side_by_side(
    work: Callable[[Task], Done], tasks: Sequence[Task], count: int
) -> Iterator[tuple[int, Done | None]]:
    """Yield the number of each task with what came of it, as they end; None where its process died.

    With a count of 1 everything is done in this process.
    """
    if min(count, len(tasks)) < 2:
        yield from ((number, work(task)) for number, task in enumerate(tasks))
        return
    waiting = list(enumerate(tasks))[::-1]
    busy = [_begin(work, *waiting.pop()) for _ in range(min(count, len(tasks)))]
    try:
        while busy:
            ready = wait([each.connection for each in busy])
            for worker in [each for each in busy if each.connection in ready]:
                busy.remove(worker)
                number, done = worker.number, cast("Done | None", _take(worker))
                busy += _go_on(worker, work, waiting, died=done is None)
                yield number, done
    finally:
        for worker in busy:
            worker.process.terminate()


def serve(connection: Connection, work: Callable[[Task], Done]) -> None:
    """Do the tasks that come, until there are no more or the one who gives them is gone."""
    listen()
    gc.disable()
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        connection.send(work(task))


def _begin(work: Callable[[Task], Done], number: int, task: Task) -> _Worker[Task]:
    # Started anew and not forked: so it goes on Windows too, and no lock of a thread is copied.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, work), daemon=True)
    with without_script():
        process.start()
    theirs.close()
    worker: _Worker[Task] = _Worker(process, ours, number)
    _give(worker, task)
    return worker


@contextmanager
def without_script() -> Iterator[None]:
    """Keep a new process from running the script that began this one: what it needs it imports by name."""
    script = sys.modules["__main__"]
    known, script.__spec__ = script.__spec__, ModuleSpec("__main__", None)
    try:
        yield
    finally:
        script.__spec__ = known


def _go_on(
    worker: _Worker[Task], work: Callable[[Task], Done], waiting: list[tuple[int, Task]], *, died: bool
) -> Iterator[_Worker[Task]]:
    """Give a worker its next task, if there is one; in the place of one that died another begins."""
    if died or not waiting:
        worker.connection.close()
        worker.process.join()
    if waiting and died:
        yield _begin(work, *waiting.pop())
    elif waiting:
        worker.number, task = waiting.pop()
        _give(worker, task)
        yield worker


def _give(worker: _Worker[Task], task: Task) -> None:
    try:
        worker.connection.send(task)
    except OSError:
        # It is gone; the next look at its connection tells so.
        return


def _take(worker: _Worker[Task]) -> object | None:
    try:
        return cast("object", worker.connection.recv())
    except (EOFError, OSError):
        return None
