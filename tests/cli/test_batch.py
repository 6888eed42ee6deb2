"""`kpicalc batch`: what is paid, left out and told; in this process, but for one run side by side."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kpicalc.cli import batch, compute, pay_job
from kpicalc.cli.batch_journal import open_journal
from kpicalc.cli.outcome import Refusal
from kpicalc.cli.side_by_side import count_processors, do_side_by_side
from kpicalc.i18n.catalogue import Language
from kpicalc.model.batch import JobOutcome, JobState
from kpicalc.report.writers.beside import lock
from tests.typed import Result, run_typed

SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
facts: {employees: {sales: money}}
pay: {bonus: {kind: variable, amount: sales * 10%}}
"""
JOBS = """\
out: pay/{period}/{department}.csv
jobs:
  departments: facts/{period}/{department}.csv
"""
HEADER = "ID,Name,Sales\n"

REPORT = """\
Summary of the batch
════════════════════

Job    Period      Employees     Amount  State
─────────────────────────────────────────────────
east   March 2026          2  30.00 RUB  paid
north  March 2026          —          —  problems
west   March 2026          1   5.00 RUB  paid

All jobs
Jobs   paid: 2, problems: 1
Total  35.00 RUB (3 employees)

Nobody is paid in: north

"""


@pytest.fixture(name="folder")
def laid_out_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "month.yaml").write_text(JOBS, encoding="utf-8")
    facts = tmp_path / "facts" / "2026-03"
    facts.mkdir(parents=True)
    (facts / "east.csv").write_text(HEADER + "e1,Ann,100\ne2,Bob,200\n", encoding="utf-8")
    (facts / "north.csv").write_text(HEADER + "n1,Eve,ten\n", encoding="utf-8")
    (facts / "west.csv").write_text(HEADER + "w1,Zoe,50\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, workers: int = 1) -> Result:
    typed = ["batch", *arguments, "--workers", str(workers)]
    return run_typed(Language.EN, typed, columns=120)


def states(done: Result) -> list[str]:
    return [each["state"] for each in json.loads(done.stdout)["jobs"]]


def test_a_broken_department_stops_no_other(folder: Path) -> None:
    done = run("month.yaml")

    assert done.exit_code == 1
    assert done.stdout.replace("\u00a0", " ") == REPORT
    assert "error[KPI430]: `ten` is not a number (sales, Eve)\n  facts/2026-03/north.csv!C2" in done.stderr
    assert sorted(each.name for each in (folder / "pay" / "2026-03").iterdir()) == ["east.csv", "west.csv"]


def test_what_is_done_and_unchanged_is_left_out(folder: Path) -> None:
    (folder / "facts" / "2026-03" / "north.csv").write_text(HEADER + "n1,Eve,10\n", encoding="utf-8")
    asked = ("month.yaml", "--resume", "--format", "json")
    assert states(run(*asked)) == ["paid"] * 3
    assert states(run(*asked)) == ["unchanged"] * 3
    (folder / "pay" / "2026-03" / "east.csv").unlink()
    (folder / "facts" / "2026-03" / "west.csv").write_text(HEADER + "w1,Zoe,60\n", encoding="utf-8")
    done = run(*asked)

    assert states(done) == ["paid", "unchanged", "paid"]
    assert json.loads(done.stdout)["totals"] == [{"currency": "RUB", "employees": 4, "amount": "37.00"}]
    (folder / "schemes" / "seller.yaml").write_text(SCHEME.replace("10%", "20%"), encoding="utf-8")
    assert states(run(*asked)) == ["paid"] * 3
    assert states(run("month.yaml", "--format", "json")) == ["paid"] * 3


def test_a_journal_that_is_torn_says_nothing_of_the_torn_line(folder: Path) -> None:
    (folder / "facts" / "2026-03" / "north.csv").unlink()
    run("month.yaml")
    journal = folder / ".month.yaml.kpicalc-done"
    journal.write_bytes(journal.read_bytes().rstrip(b"\n")[:-20])
    assert os.name == "nt" or journal.stat().st_mode & 0o777 == 0o600

    assert states(run("month.yaml", "--resume", "--format", "json")) == ["unchanged", "paid"]
    assert states(run("month.yaml", "--resume", "--format", "json")) == ["unchanged", "unchanged"]


def test_nothing_is_done_where_it_is_only_asked_what_would_be(folder: Path) -> None:
    run("month.yaml")
    before = sorted(folder.rglob("*"))
    done = run("month.yaml", "--dry-run", "--resume")

    assert done.exit_code == 0
    assert [line.split()[-1] for line in done.stdout.splitlines()[5:8]] == [
        "unchanged",
        "computed",
        "unchanged",
    ]
    assert sorted(folder.rglob("*")) == before


def test_people_of_two_jobs_are_found(folder: Path) -> None:
    (folder / "facts" / "2026-03" / "north.csv").write_text(HEADER + "e1,Ann,5\ne2,Sam,1\n", encoding="utf-8")
    done = run("month.yaml")

    assert done.exit_code == 1
    assert "error[KPI830]: Ann (e1) is paid in two jobs: `east` and `north`" in done.stderr
    assert "such as e2: Bob in `east`, Sam in `north`" in done.stderr
    (folder / "month.yaml").write_text("shared_people: e1\n" + JOBS, encoding="utf-8")
    done = run("month.yaml", "--resume", "--report", "all.html", "--report", "all.json")
    assert (done.exit_code, "KPI830" in done.stderr, "KPI831" in done.stderr) == (0, False, True)
    assert "31.50" not in (folder / "all.html").read_text(encoding="utf-8")
    assert json.loads((folder / "all.json").read_text(encoding="utf-8"))["status"] == "complete"


@pytest.mark.parametrize(
    ("form", "said"),
    [("junit", 'failures="1"'), ("github", "::error file=facts/2026-03/north.csv,line=2,title=KPI430::")],
)
@pytest.mark.usefixtures("folder")
def test_problems_of_all_are_one_report(form: str, said: str) -> None:
    done = run("month.yaml", "--format", form)

    assert done.exit_code == 1
    assert said in done.stdout


def test_a_folder(folder: Path) -> None:
    (folder / "facts" / "2026-03" / "north.csv").unlink()
    typed = ("facts/2026-03", "--period", "2026-03", "--out", "pay/{job}.csv", "--format", "json")
    done = run(*typed)

    assert done.exit_code == 0
    assert [each["job"] for each in json.loads(done.stdout)["jobs"]] == ["east", "west"]
    assert sorted(each.name for each in (folder / "pay").iterdir()) == ["east.csv", "west.csv"]
    assert states(run(*typed, "--resume")) == ["unchanged"] * 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.yaml",), "`none.yaml` not found"),
        (("month.yaml", "--period", "march"), "`march` is not a valid period"),
        (("month.yaml", "--out", "a.csv"), "--scheme and --out are for folders"),
        (("facts/2026-03", "--out", "{shop}.csv"), "a name in braces that nobody fills; known: {job}"),
        (("facts/2026-03", "--period", "2026-03", "--out", "{job}.doc"), "`east.doc` must end with"),
        (("schemes",), "no file of facts in the folder `schemes`"),
        (("month.yaml", "--report", "a.txt"), "`a.txt` must end with"),
        (("month.yaml", "--report", "facts/2026-03/east.csv"), "must end with"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_typed_wrongly_is_refused(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize(
    ("jobs", "said"),
    [
        ("jobs: {a: none.csv}\n", "error[KPI833]: no file of facts is like `none.csv`\n  month.yaml:1:11"),
        (
            "jobs: {a: {facts: facts/2026-03/*.csv, out: [b.csv, b.csv]}}\n",
            "error[KPI832]: `b.csv` would be written",
        ),
        ("jobs: {a: {facts: facts/2026-03/east.csv, out: '{x}.csv'}}\n", "error[KPI835]"),
        ("period: x\njobs: {a: facts/2026-03/east.csv}\n", "error[KPI836]: `x` is not a valid period"),
    ],
)
def test_a_wrong_file_of_jobs_runs_nothing(folder: Path, jobs: str, said: str) -> None:
    (folder / "month.yaml").write_text(jobs, encoding="utf-8")
    done = run("month.yaml")

    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr


def test_the_jobs_that_have_facts_run_though_others_have_none(folder: Path) -> None:
    (folder / "month.yaml").write_text(
        "period: 2026-03\njobs: {a: 'facts/{period}/east.csv', b: none.csv}\n", encoding="utf-8"
    )
    done = run("month.yaml", "--format", "json")

    assert (done.exit_code, states(done)) == (1, ["paid"])
    assert "KPI833" in done.stderr


def test_a_job_whose_file_cannot_be_written_stops_no_other(folder: Path) -> None:
    (folder / "pay").mkdir()
    (folder / "pay" / "2026-03").write_text("in the way", encoding="utf-8")
    (folder / "month.yaml").write_text(
        JOBS + "  rest: {facts: 'facts/{period}/west.csv', out: w.csv}\n", encoding="utf-8"
    )
    (folder / "facts" / "2026-03" / "north.csv").unlink()
    done = run("month.yaml", "--format", "json")

    assert (done.exit_code, states(done)) == (1, ["stopped", "stopped", "paid"])
    assert "error[KPI834]: the job `east` was not finished" in done.stderr


def test_a_failure_of_ours_stops_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del folder
    paid = compute.write_pay

    def fail_in_east(*given: object) -> object:
        if "east" in repr(given):
            raise AssertionError
        return paid(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pay_job, "write_pay", fail_in_east)
    done = run("month.yaml", "--format", "json")

    assert (done.exit_code, states(done)) == (70, ["failed", "refused", "paid"])


def test_two_runs_of_one_batch_do_not_mix(folder: Path) -> None:
    with (folder / ".month.yaml.kpicalc-done").open("wb") as stream:
        if not lock(stream):
            pytest.skip("this system has no such locks")
        done = run("month.yaml")

    assert done.exit_code == 2
    assert "another run of this batch is at work" in done.stderr


def double(number: int) -> int:
    """Stand for a job; that of 13 kills its process."""
    if number == 13:
        os._exit(1)
    return 2 * number


def test_a_process_that_dies_takes_only_its_own_task() -> None:
    done = dict(do_side_by_side(double, [1, 13, 13], 2))

    assert done == {0: 2, 1: None, 2: None}


@pytest.mark.parametrize(
    ("allowed", "counted", "expected"), [({0, 2, 5}, 8, 3), (None, 8, 8), (None, None, 1)]
)
def test_processors_are_counted(
    monkeypatch: pytest.MonkeyPatch, allowed: set[int] | None, counted: int | None, expected: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", allowed and {0: allowed}.get, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: counted)

    assert count_processors() == expected


def test_killed_processes_are_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del folder
    monkeypatch.setattr(batch, "do_side_by_side", lambda *_: iter([(1, None), (0, None), (2, None)]))
    done = run("month.yaml")

    assert done.exit_code == 1
    assert done.stderr.count("its process was ended from outside") == 3


def test_what_is_paid_is_on_the_disk_before_the_next_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[str] = []
    path = tmp_path / "j"
    monkeypatch.setattr("kpicalc.cli.batch_journal.fsync", lambda _: there.append(path.read_text("utf-8")))
    with open_journal(path, resume=False) as journal:
        assert not isinstance(journal, Refusal)
        journal.add(JobOutcome("one", JobState.PAID))

    assert ['"job":"one"' in each for each in there] == [True]
