"""`kpicalc compute --workers`, `--cluster`: a run spread over the parts of its facts."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from importlib.util import find_spec
from multiprocessing import active_children
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from kpicalc.api import Request
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.cli.side_by_side import without_script
from kpicalc.cli.stopping import unwinding
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Checked
from kpicalc.model.result import Run
from kpicalc.report.formats import RunFormat
from kpicalc.report.writers.beside import open_workshop
from kpicalc.report.writers.to_terminal import show_job_bar
from kpicalc.spread.spread_pay import SpreadRun, count_tasks, pay_parts, plan_parts

# What is written of a person is made from what parts hand on; a page and a workbook ask for rows below, too.
_SUFFIXES = (".csv", ".parquet", ".json")
_SECONDS = 5
_SIZE = re.compile(r"[1-9][0-9]*(?:\.[0-9]+)? ?(?:[kMGT]i?B)", re.ASCII)


def compute_on_workers(
    request: Request, options: ComputeOptions, language: Language
) -> Checked[Run] | Refusal:
    """Compute a run part by part on workers; the same as one process, or it is said why not."""
    refusal = _refuse_options(request, options)
    if refusal is not None:
        return refusal
    # Parts hand on no rows below employees, so what may be shown of a person is kept of all.
    pay_only = request.pay_only and not (options.employee or _writes_figures(options))
    planned = plan_parts(replace(request, pay_only=pay_only))
    if planned.value is None:
        told = planned.diagnostics
        return Checked(None, told) if told else refuse("usage.no_parts", path=str(request.facts[0]))
    # A worker that dies is replaced at any moment, so what a new process runs is kept small all the time.
    with unwinding(), without_script():
        return _compute(planned.value, options, language)


def _writes_figures(options: ComputeOptions) -> bool:
    named = any(path.name == "-" or path.suffix.lower() == ".json" for path in options.out)
    return named or options.format is RunFormat.JSON


def _refuse_options(request: Request, options: ComputeOptions) -> Refusal | None:
    if find_spec("distributed") is None:
        return refuse("usage.no_dask")
    if options.workers and options.cluster:
        return refuse("usage.workers_and_cluster")
    if options.worker_memory and not options.workers:
        return refuse("usage.memory_without_workers")
    if options.worker_memory and not _SIZE.fullmatch(options.worker_memory):
        return refuse("usage.worker_memory", text=options.worker_memory)
    if request.book is not None:
        return refuse("usage.workers_with_book", path=str(request.book.path))
    unfit = next((path for path in options.out if path.suffix.lower() not in (*_SUFFIXES, "")), None)
    if unfit is not None or options.annotate is not None:
        return refuse("usage.workers_format", path=str(unfit or options.annotate), suffixes=_SUFFIXES)
    return None


def _compute(spread: SpreadRun, options: ComputeOptions, language: Language) -> Checked[Run] | Refusal:
    target = next((each.parent for each in options.out if str(each) != "-"), None)
    waiting = phrase("progress.parts", language)
    with (
        _own_folder(target if target is not None or not options.cluster else Path.cwd()) as folder,
        show_job_bar(sys.stderr, count_tasks(spread), waiting) as move_on,
    ):
        missing: type[Exception] = resolve_name("kpicalc.spread.cluster:ClusterMissing")
        try:
            with _open_cluster(options, folder, lambda: move_on(waiting)) as cluster:
                return pay_parts(spread, cluster, folder)
        except missing:
            if not options.cluster:
                return refuse("usage.workers_never_began")
            return refuse("usage.no_cluster", address=options.cluster)


def _open_cluster(
    options: ComputeOptions, folder: Path, on_done: Callable[[], None]
) -> AbstractContextManager[Any]:
    if options.cluster:
        joined: AbstractContextManager[Any] = resolve_name("kpicalc.spread.cluster:join_cluster")(
            options.cluster, on_done
        )
        return joined
    memory = options.worker_memory or "auto"
    opened: AbstractContextManager[Any] = resolve_name("kpicalc.spread.cluster:open_local_cluster")(
        options.workers, memory, folder, on_done
    )
    return opened


@contextmanager
def _own_folder(beside: Path | None) -> Iterator[Path]:
    """Give a folder that only its owner may read, and remove it once no worker lives any more."""
    with open_workshop(beside) as folder:
        try:
            yield folder.resolve()
        finally:
            # End the processes that still live: of a cluster that was stopped while it began some may be
            # left.
            for process in active_children():
                process.kill()
                process.join(_SECONDS)
