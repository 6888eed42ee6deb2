"""Files that the system would not write: each command that writes says so, and ends as with a problem."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kpicalc.api.jobs import Job
from kpicalc.cli import deliver
from kpicalc.cli.console import tell_refused
from kpicalc.cli.job_task import JobTask
from kpicalc.cli.outcome import ExitCode
from kpicalc.cli.pay_job import pay_job
from kpicalc.i18n.catalogue import Language
from kpicalc.model.batch import JobOutcome, JobState
from kpicalc.model.diagnostic import error
from kpicalc.model.problem import Problem
from kpicalc.model.source import CellRef, FilePlace, Place, Span
from kpicalc.report.writers.atomically import WriteRefused
from tests.typed import run_typed

PAST = Path(__file__).parents[1] / "transcripts" / "past"
MONTH = ("january.csv", "--period", "2026-01")
ALONE = (
    ("audit", *MONTH, "--out", "a.md"),
    ("progress", *MONTH, "--as-of", "2026-01-10", "--out", "a.MD"),
    ("progress", *MONTH, "--as-of", "2026-01-10", "--to", "made"),
    ("sheets", *MONTH, "--to", "made"),
    ("sheets", *MONTH, "--to", "made", "--book"),
    ("template", "--out", "a.xlsx"),
    ("document", "schemes/seller.yaml", "--out", "a.md"),
    ("schema", "--out", "a.json"),
    ("init", "made", "--template", "hourly", "--no-input"),
    ("compute", *MONTH, "--no-receipt", "--out", "a.csv"),
    ("compute", "doubtful.csv", "--period", "2026-01", "--annotate", "b.xlsx"),
    ("close", "february.csv", "--period", "2026-02", "--book", "past.kpibook", "--out", "a.csv"),
    ("show", "2026-01", "--book", "past.kpibook", "--out", "a.csv"),
    ("export", "2026-01", "made", "--book", "past.kpibook"),
)
REFUSED = "`it` could not be written: the reason; nothing was changed"


@pytest.fixture(autouse=True)
def refuse_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where a month is closed, and where no file can be written from then on."""
    work = shutil.copytree(PAST, tmp_path / "work")
    shutil.rmtree(work / "jobs" / "south")
    monkeypatch.chdir(work)
    assert run_typed(Language.EN, ("close", *MONTH, "--book", "past.kpibook")).exit_code == 0
    doubtful = (work / "january.csv").read_text(encoding="utf-8").replace("120000", "some")
    (work / "doubtful.csv").write_text(doubtful, encoding="utf-8")
    refused = WriteRefused(Path("it"), "failed", "the reason")
    monkeypatch.setattr(deliver, "write_atomically", lambda outputs, _decision: refused if outputs else None)


@pytest.mark.parametrize("typed", ALONE, ids=" ".join)
def test_what_cannot_be_written_is_told(typed: tuple[str, ...]) -> None:
    before = sorted(Path().rglob("*"))

    done = run_typed(Language.EN, typed)

    assert (done.exit_code, done.output) == (1, f"error: {REFUSED}\n")
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize(
    ("more", "state"),
    [
        (("--report", "r.md"), "paid"),
        (("--out", "{job}.csv"), "stopped"),
        (("--out", "made/{job}.csv", "--close"), "stopped"),
    ],
    ids=str,
)
def test_a_batch_tells_it_of_its_job_or_after_it(more: tuple[str, ...], state: str) -> None:
    made = Path("jobs", ".kpicalc-done")

    done = run_typed(Language.EN, ("batch", "jobs", "--period", "2026-01", "--workers", "1", *more))

    _, _, _, _, _, row, *rest = done.output.splitlines()
    assert (done.exit_code, row.split()[0], row.split()[-1], made.exists()) == (1, "north", state, True)
    assert "\n".join(rest).count(REFUSED) == 1
    assert not Path("made").exists()


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (OSError(28, "no space", "a.csv"), "`a.csv` could not be written: no space; nothing was changed"),
        (OSError(5, "torn"), "`` could not be written: torn; nothing was changed"),
        (BlockingIOError(), "`` could not be written: BlockingIOError; nothing was changed"),
    ],
    ids=str,
)
def test_a_refusal_of_the_system_stops_one_job(
    monkeypatch: pytest.MonkeyPatch, failure: OSError, told: str
) -> None:
    def fail(_: object) -> None:
        raise failure

    monkeypatch.setattr("kpicalc.cli.pay_job.request_job", fail)
    job = Job("north", (Path("jobs"),), FilePlace("jobs/north"))

    outcome = pay_job(JobTask(job, Path(), Language.EN))

    stopped = error(Problem.JOB_STOPPED, job.place, job="north", reason=told)
    assert outcome == JobOutcome("north", JobState.STOPPED, None, problems=(stopped,))


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (Span("--of", 1, 1, 1, 2), ExitCode.USAGE),
        (Span("seller.yaml", 1, 1, 1, 2), ExitCode.PROBLEMS),
        (CellRef("--of", "", 1, 1), ExitCode.PROBLEMS),
        (None, ExitCode.PROBLEMS),
    ],
    ids=str,
)
def test_what_was_typed_wrongly_is_a_wrong_use(place: Place | None, code: ExitCode) -> None:
    assert tell_refused([error(Problem.JOB_STOPPED, place, job="", reason="")], "text", Language.EN) is code
