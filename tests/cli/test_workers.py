"""`kpicalc compute --workers`, `--cluster`: what is refused, what parts keep, who pays them and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="Dask is not installed")

from kpicalc.api import Request
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.cli.workers import compute_on_workers
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked, error
from kpicalc.months.recall import BookPlace
from kpicalc.report.formats import RunFormat
from kpicalc.spread.cluster import ClusterMissing

PROBLEM = error("KPI000", None)
LISTED = (".csv", ".parquet", ".json")


def compute(*, pay_only: bool = True, book: bool = False, **typed: Any) -> object:
    request = Request(
        (Path("facts"),), (), None, pay_only=pay_only, book=BookPlace(Path("pay.kpibook")) if book else None
    )
    options = ComputeOptions([Path("facts")], **({"workers": 2} | typed))
    return compute_on_workers(request, options, Language.EN)


@pytest.fixture(name="planned")
def plan_nothing(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Let nothing be planned; give whether pay alone was to be kept of each part."""
    asked: list[bool] = []

    def plan(request: Request) -> Checked[Any]:
        asked.append(request.pay_only)
        return Checked(None)

    monkeypatch.setattr("kpicalc.cli.workers.plan_parts", plan)
    return asked


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({}, refuse("usage.no_parts", path="facts")),
        ({"workers": 0, "cluster": "tcp://a:1"}, refuse("usage.no_parts", path="facts")),
        ({"cluster": "tcp://a:1"}, refuse("usage.workers_and_cluster")),
        ({"workers": 0, "worker_memory": "2GB"}, refuse("usage.memory_without_workers")),
        ({"worker_memory": "2GB"}, refuse("usage.no_parts", path="facts")),
        ({"worker_memory": "2"}, refuse("usage.worker_memory", text="2")),
        ({"book": True}, refuse("usage.workers_with_book", path="pay.kpibook")),
        ({"out": [Path("a.CSV"), Path("-"), Path("a.json")]}, refuse("usage.no_parts", path="facts")),
        (
            {"out": [Path("a.parquet"), Path("a.html")]},
            refuse("usage.workers_format", path="a.html", suffixes=LISTED),
        ),
        ({"annotate": Path("n.csv")}, refuse("usage.workers_format", path="n.csv", suffixes=LISTED)),
    ],
)
@pytest.mark.usefixtures("planned")
def test_what_is_asked_for_is_refused_or_planned(typed: dict[str, Any], refused: Refusal) -> None:
    assert compute(**typed) == refused


def test_a_machine_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpicalc.cli.workers.find_spec", lambda name: None if name == "distributed" else name)

    assert compute() == refuse("usage.no_dask")


def test_problems_of_the_parts_are_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpicalc.cli.workers.plan_parts", lambda _: Checked(None, (PROBLEM,)))

    assert compute() == Checked(None, (PROBLEM,))


@pytest.mark.parametrize(
    ("typed", "pay_only"),
    [
        ({}, True),
        ({"pay_only": False}, False),
        ({"pay_only": False, "employee": ["1"]}, False),
        ({"employee": ["1"]}, False),
        ({"out": [Path("a.csv")]}, True),
        ({"out": [Path("a.csv"), Path("a.JSON")]}, False),
        ({"out": [Path("-")]}, False),
        ({"format": RunFormat.JSON}, False),
        ({"format": RunFormat.JUNIT}, True),
    ],
)
def test_parts_keep_what_may_be_shown(typed: dict[str, Any], planned: list[bool], *, pay_only: bool) -> None:
    compute(**typed)

    assert planned == [pay_only]


@pytest.mark.parametrize(
    ("typed", "beside", "opened"),
    [
        ({}, None, (2, "auto")),
        ({"worker_memory": "2.5 GiB"}, None, (2, "2.5 GiB")),
        ({"out": [Path("-")]}, None, (2, "auto")),
        ({"out": [Path("-"), Path("x/a.csv")]}, Path("x"), (2, "auto")),
        ({"workers": 0, "cluster": "tcp://a:1"}, Path.cwd, ("tcp://a:1",)),
        ({"workers": 0, "cluster": "tcp://a:1", "out": [Path("x/a.csv")]}, Path("x"), ("tcp://a:1",)),
    ],
)
@pytest.mark.parametrize("missing", [False, True])
def test_who_pays_the_parts_and_where(
    typed: dict[str, Any],
    beside: Path | Callable[[], Path] | None,
    opened: tuple[object, ...],
    stage: list[object],
    *,
    missing: bool,
) -> None:
    stage.append(missing)
    found = compute(**typed)
    unmet = (
        refuse("usage.no_cluster", address="tcp://a:1")
        if "cluster" in typed
        else refuse("usage.workers_never_began")
    )

    assert stage[1:] == [beside() if callable(beside) else beside, opened]
    assert found == (unmet if missing else "paid")


@pytest.fixture(name="stage")
def set_stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[object]:
    """Stand in for folders and clusters; give where the folder was asked for and what was opened.

    The first says whether no cluster is there.
    """
    told: list[object] = []

    @contextmanager
    def open_workshop(beside: Path | None) -> Iterator[Path]:
        told.append(beside)
        yield tmp_path

    @contextmanager
    def open_cluster(*asked: object) -> Iterator[str]:
        told.append(asked[:-1] if len(asked) == 2 else asked[:2])
        if told[0]:
            raise ClusterMissing
        yield "cluster"

    def pay(spread: str, cluster: str, folder: Path) -> str:
        assert (spread, cluster, folder) == ("planned", "cluster", tmp_path.resolve())
        return "paid"

    for name, put in (
        ("cli.workers.plan_parts", lambda _: Checked("planned")),
        ("cli.workers.open_workshop", open_workshop),
        ("cli.workers.count_tasks", len),
        ("cli.workers.pay_parts", pay),
        ("spread.cluster.join_cluster", open_cluster),
        ("spread.cluster.open_local_cluster", open_cluster),
    ):
        monkeypatch.setattr(f"kpicalc.{name}", put)
    return told
