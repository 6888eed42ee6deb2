"""Workers that do tasks: a cluster of Dask of this machine, or one that stands somewhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field
from pathlib import Path
from typing import Any

import dask
import distributed
from distributed.config import initialize_logging

from kpicalc.model.dataclass import dataclass
from kpicalc.spread.parts import DealtPart
from kpicalc.spread.spread_pay import PartFailure

# A part whose worker dies is done again by another one, so many times.
_FAILURES = 3
_SECONDS = 15
# Dask says nothing on its own: what is wrong is told by us.
_CRITICAL = 50
_LOGGERS = ("distributed", "distributed.client", "tornado.application", "asyncio")


class ClusterMissing(Exception):  # noqa: N818 - it is not there
    """No cluster answers at an address, it has no workers, or those of this machine do not start."""


@dataclass(slots=True)
class DaskCluster:
    """A client of a cluster; `on_done` is told of every task that has ended."""

    client: Any
    on_done: Callable[[], None]
    parts: dict[str, DealtPart] = field(default_factory=dict)

    def start(self, work: Callable[..., object], *arguments: object, part: DealtPart) -> object:
        """Have a pure function called somewhere; what other tasks gave may be among the arguments."""
        task = self.client.submit(work, *arguments, pure=False)
        self.parts[task.key] = part
        return task

    def gather(self, tasks: Sequence[Any]) -> list[Any]:
        """Return what the tasks came to, in their order."""
        completed: Any = distributed.as_completed
        for task in completed(list(tasks)):
            if task.status == "error" and isinstance(task.exception(), distributed.KilledWorker):
                raise PartFailure(self.parts[task.key], "killed", "KilledWorker")
            self.on_done()
        found: list[Any] = self.client.gather(list(tasks))
        return found


@contextmanager
def open_local_cluster(
    workers: int, memory: str, scratch: Path, on_done: Callable[[], None]
) -> Iterator[DaskCluster]:
    """Start so many workers on this machine, on loopback only; they end with the block."""
    client: Any = distributed.Client
    with (
        _quietly(),
        _start_workers(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            memory_limit=memory,
            local_directory=str(scratch),
            silence_logs=_CRITICAL,
        ) as cluster,
        client(cluster) as opened,
    ):
        yield DaskCluster(opened, on_done)


def _start_workers(**asked: object) -> Any:
    """Start them; where one dies before it has begun, Dask gives up, and all are started once more."""
    start: Any = distributed.LocalCluster
    for _ in range(_FAILURES):
        with suppress(RuntimeError):
            return start(**asked)
    raise ClusterMissing


@contextmanager
def join_cluster(address: str, on_done: Callable[[], None]) -> Iterator[DaskCluster]:
    """Use the workers of a cluster that stands already."""
    client: Any = distributed.Client
    with _quietly():
        try:
            joined = client(address, timeout=_SECONDS)
        except (OSError, ValueError) as problem:
            raise ClusterMissing(address) from problem
        with joined:
            if not joined.scheduler_info()["workers"]:
                raise ClusterMissing(address)
            yield DaskCluster(joined, on_done)


@contextmanager
def _quietly() -> Iterator[None]:
    initialize_logging({**dask.config.config, "logging": dict.fromkeys(_LOGGERS, "critical")})
    with dask.config.set({"distributed.scheduler.allowed-failures": _FAILURES}):
        yield
