"""Workers that do tasks: a cluster of Dask of this machine, or one that stands somewhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dask
from distributed import Client, KilledWorker, LocalCluster, as_completed

from kpicalc.spread.parts import Part
from kpicalc.spread.spread_pay import PartFailure

# A part whose worker dies is done again by another one, so many times.
_RETRIES = 3
_SECONDS = 15
_QUIET = (
    "distributed",
    "distributed.nanny",
    "distributed.worker",
    "distributed.scheduler",
    "distributed.core",
)


class ClusterMissing(Exception):  # noqa: N818 - it is not there
    """No cluster answers at an address, or it has no workers."""


@dataclass(slots=True)
class DaskCluster:
    """A client of a cluster; `on_done` is told of every task that has ended."""

    client: Client
    on_done: Callable[[], None]
    parts: dict[str, Part] = field(default_factory=dict)

    def start(self, work: Callable[..., object], *arguments: object, part: Part) -> object:
        """Have a pure function called somewhere; what other tasks gave may be among the arguments."""
        task = self.client.submit(work, *arguments, pure=False, key=None)
        self.parts[task.key] = part
        return task

    def gather(self, tasks: Sequence[Any]) -> list[Any]:
        """Return what the tasks came to, in their order."""
        for task in as_completed(list(tasks)):
            self.on_done()
            if isinstance(task.exception() if task.status == "error" else None, KilledWorker):
                raise PartFailure(self.parts[task.key], "killed")
        found: list[Any] = self.client.gather(list(tasks))
        return found


@contextmanager
def open_local_cluster(
    workers: int, memory: str, scratch: Path, on_done: Callable[[], None]
) -> Iterator[DaskCluster]:
    """Start so many workers on this machine, on loopback only, and end them with all that they left."""
    _calm_down()
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=memory,
            local_directory=str(scratch),
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield DaskCluster(client, on_done)


@contextmanager
def join_cluster(address: str, on_done: Callable[[], None]) -> Iterator[DaskCluster]:
    """Use the workers of a cluster that stands already."""
    _calm_down()
    try:
        client = Client(address, timeout=_SECONDS)
    except (OSError, ValueError) as problem:
        raise ClusterMissing(address) from problem
    with client:
        if not client.scheduler_info()["workers"]:
            raise ClusterMissing(address)
        yield DaskCluster(client, on_done)


def _calm_down() -> None:
    """Let Dask say nothing on its own: what is wrong is told by us."""
    dask.config.set({"distributed.scheduler.allowed-failures": _RETRIES})
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
