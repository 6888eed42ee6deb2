"""Two workers on loopback: the bytes of one process, also when one of them is killed in the middle."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kpicalc import api
from kpicalc.cli.app import build_app
from kpicalc.i18n.catalogue import Language

pytest.importorskip("distributed", reason="Dask is not installed")

from kpicalc.cli.side_by_side import without_script
from kpicalc.spread import part_work
from kpicalc.spread.cluster import DaskCluster, open_local_cluster
from kpicalc.spread.held_part import Held, Plan
from kpicalc.spread.parts import DealtPart
from tests.spread.parted_month import TOGETHER, lay_out, pay_in_parts, write_out


@pytest.fixture(scope="session", name="workers")
def started_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Start two workers; the block ends them."""
    scratch = tmp_path_factory.mktemp("scratch")
    with without_script(), open_local_cluster(2, "1GB", scratch, lambda: None) as cluster:
        pids = list(cluster.client.run(os.getpid).values())
        yield cluster
    assert [pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists() and is_worker(pid)] == []


def is_worker(pid: int) -> bool:
    """Say whether a process is still a worker."""
    return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_workers_pay_what_one_process_pays(workers: DaskCluster, tmp_path: Path) -> None:
    request = lay_out(tmp_path, {}, TOGETHER)

    spread = pay_in_parts(request, workers, tmp_path / "run")

    assert write_out(spread) == write_out(api.compute(request))


def die_once(mark: Path, plan: Plan, part: DealtPart) -> Held:
    """Stand for the reading of a part: the first worker that does it is killed, with the mark left behind."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return part_work.open_part(plan, part)


class _Deadly:
    """A cluster in which the second part costs a worker its life."""

    def __init__(self, cluster: DaskCluster, mark: Path) -> None:
        self.cluster = cluster
        self.mark = mark

    def start(self, work: Any, *arguments: object, part: DealtPart) -> object:
        """Have a task done, that of the second part by a worker that dies."""
        if work is part_work.open_part and part.number == 1:
            return self.cluster.start(die_once, self.mark, *arguments, part=part)
        return self.cluster.start(work, *arguments, part=part)

    def gather(self, tasks: Any) -> list[Any]:
        """Return what tasks came to."""
        return self.cluster.gather(tasks)


def test_a_killed_worker_changes_nothing(workers: DaskCluster, tmp_path: Path) -> None:
    request = lay_out(tmp_path, {}, TOGETHER)

    spread = pay_in_parts(request, _Deadly(workers, tmp_path / "killed"), tmp_path / "run")

    assert (tmp_path / "killed").exists()
    assert write_out(spread) == write_out(api.compute(request))


def _start_after(deaths: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let so many attempts to start workers fail, as they do when one is killed before it has begun."""
    attempts = iter(range(deaths))

    def start(**asked: object) -> Any:
        if next(attempts, None) is not None:
            raise RuntimeError
        return nullcontext(asked["n_workers"])

    monkeypatch.setattr("distributed.LocalCluster", start)
    monkeypatch.setattr("distributed.Client", nullcontext)


def test_workers_that_die_before_they_begin_are_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _start_after(2, monkeypatch)

    with open_local_cluster(3, "1GB", tmp_path, lambda: None) as cluster:
        assert cluster.client == 3


def test_workers_that_never_begin_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _start_after(3, monkeypatch)
    monkeypatch.setattr("kpicalc.cli.workers.active_children", list)  # those of the other tests live on
    lay_out(tmp_path, {}, TOGETHER)
    monkeypatch.chdir(tmp_path)
    command = ["compute", "facts", "--scheme", "scheme0.yaml", "--period", "2026-03", "--workers", "1"]

    done = CliRunner(env={"COLUMNS": "200"}).invoke(build_app(Language.EN), command)

    assert (done.exit_code, "do not start on this machine" in done.stderr) == (2, True)


def test_the_command_uses_a_cluster_that_stands(
    workers: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, {}, TOGETHER)
    monkeypatch.chdir(tmp_path)
    asked = ["compute", "facts", "--scheme", "scheme0.yaml", "--period", "2026-03", "--out"]
    app = build_app(Language.EN)

    one = CliRunner().invoke(app, [*asked, "one.csv"])
    spread = CliRunner().invoke(app, [*asked, "spread.csv", "--cluster", workers.client.scheduler.address])

    assert (spread.exit_code, spread.stderr) == (0, one.stderr)
    assert (tmp_path / "spread.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--workers", "2", "--cluster", "tcp://127.0.0.1:1"], "name one of them"),
        (["--worker-memory", "2GB"], "add --workers N"),
        (["--workers", "2", "--worker-memory", "much"], "is no size of memory"),
        (["--workers", "2", "--out", "pay.html"], "cannot be written by workers"),
    ],
)
def test_what_is_asked_wrongly_is_told(
    asked: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, {}, TOGETHER)
    monkeypatch.chdir(tmp_path)
    command = ["compute", "facts", "--scheme", "scheme0.yaml", "--period", "2026-03", *asked]

    done = CliRunner(env={"COLUMNS": "200"}).invoke(build_app(Language.EN), command)

    assert done.exit_code == 2
    assert told in done.stderr


def test_facts_without_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {}, TOGETHER)
    monkeypatch.chdir(tmp_path)
    command = ["compute", "facts/part=0", "--scheme", "scheme0.yaml", "--period", "2026-03"]

    done = CliRunner(env={"COLUMNS": "200"}).invoke(build_app(Language.EN), [*command, "--workers", "2"])

    assert done.exit_code == 2
    assert "has no parts" in done.stderr


def test_the_command_makes_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {}, TOGETHER)
    monkeypatch.chdir(tmp_path)
    command = ["partition", "facts", "--scheme", "scheme0.yaml", "--period", "2026-03", "--parts", "3"]
    (tmp_path / "empty").mkdir()
    # What is there already would be paid with the parts.
    done = [
        CliRunner().invoke(build_app(Language.EN), [*command, "--to", to])
        for to in ("parts", "empty", "parts", "scheme0.yaml")
    ]

    assert [each.exit_code for each in done] == [0, 0, 2, 2]
    assert done[0].stdout.split(":")[0] == "parts"
