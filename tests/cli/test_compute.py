"""`kpicalc compute`."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpicalc import api
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import error, warning
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.result import Settlement
from kpicalc.model.source import Span
from kpicalc.report.writers import employee_json
from tests.cli.stand_in import StandIn, invoke
from tests.report.program_sample import PROBLEM
from tests.report.run_sample import RUN

pytestmark = pytest.mark.usefixtures("project")

PERIODS = "2026-03, 2026-Q1, 2026-H1, 2026 or 2026-02-26..2026-03-25"


def test_everything_is_printed(stand_in: StandIn) -> None:
    done = invoke("compute", "march.csv", "--period", "2026-03")

    assert (done.exit_code, done.stderr) == (0, "")
    heads = [
        line
        for line in done.stdout.splitlines()
        if line in {"Read", "001", "002", "003"} or "Summary" in line
    ]
    assert heads == ["Read", "001", "002", "003", "Summary for March 2026"]
    assert stand_in.requests == [
        api.Request(
            facts=(Path("march.csv"),),
            schemes=(Path("schemes/seller.yaml"),),
            period=Period(2026, 3, PeriodLength.MONTH),
            allow_partial=False,
        )
    ]


@pytest.mark.usefixtures("stand_in")
def test_the_summary_alone() -> None:
    done = invoke("compute", "march.csv", "--summary", "--no-receipt", language=Language.RU)

    assert done.stdout.startswith("Сводка за период: март 2026\n")


@pytest.mark.usefixtures("stand_in")
def test_the_receipt_in_full() -> None:
    assert "0123456789ab…" in invoke("compute", "march.csv", "--summary", "--receipt").stdout


@pytest.mark.usefixtures("stand_in")
def test_one_employee() -> None:
    done = invoke("compute", "march.csv", "--employee", "002")

    assert [line for line in done.stdout.splitlines() if line in {"001", "002", "003"}] == ["002"]


@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        ("02", "error: there is no employee `02`; did you mean 002 · Петров Пётр?"),
        ("x", "error: there is no employee `x`"),
    ],
)
@pytest.mark.usefixtures("stand_in")
def test_an_unknown_employee(wanted: str, answer: str) -> None:
    done = invoke("compute", "march.csv", "--employee", wanted)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"{answer}\n")


@pytest.mark.usefixtures("stand_in")
def test_files_hold_everyone_and_the_screen_the_summary(project: Path) -> None:
    done = invoke(
        "compute",
        "march.csv",
        "--out",
        "a.csv",
        "--out",
        "b.JSON",
        "--csv-dialect",
        "rfc4180",
        "--no-receipt",
    )

    assert done.stdout.startswith("Summary for March 2026\n")
    digest = hashlib.sha256((project / "a.csv").read_bytes()).hexdigest()
    assert f"written: a.csv (SHA-256 {digest[:12]}…)\n" in done.stdout
    rows = list(csv.reader((project / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert [row[0] for row in rows] == ["employee_id", "001", "002", "003"]
    read = json.loads((project / "b.JSON").read_text(encoding="utf-8"))
    assert [each["employee"] for each in read["employees"]] == ["001", "002", "003"]


@pytest.mark.usefixtures("stand_in")
def test_pages_hold_the_sums_and_everyone(project: Path) -> None:
    done = invoke("compute", "march.csv", "--out", "a.md", "--out", "a.html", "--lang", "ru")

    assert (done.exit_code, done.stderr) == (0, "")
    lines = (project / "a.md").read_text(encoding="utf-8").splitlines()
    heads = [line for line in lines if line.startswith(("# ", "## 00")) or line == "## Прочитано"]
    people = ["## 001 · Иванов Иван Иванович", "## 002 · Петров Пётр", "## 003 · =Сидоров"]
    assert heads == ["# Сводка за период: март 2026", *people, "## Прочитано"]
    html = (project / "a.html").read_text(encoding="utf-8")
    assert "<title>Сводка за период: март 2026</title>" in html
    assert (html.count("<h1>"), html.count('<details class="entry"')) == (1, 3)


@pytest.mark.parametrize(("more", "people"), [([], 3), (["--employee", "002"], 1)])
def test_a_page_speaks_of_those_asked_for(
    project: Path, stand_in: StandIn, more: list[str], people: int
) -> None:
    invoke("compute", "march.csv", "--out", "a.md", "--no-receipt", *more)

    lines = (project / "a.md").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.startswith("## 00")]) == people
    assert not [line for line in lines if line == "## Read"]
    assert [each.pay_only for each in stand_in.requests] == [bool(more)]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.usefixtures("stand_in")
def test_files_do_not_depend_on_the_language(project: Path, language: str) -> None:
    invoke("compute", "march.csv", "--out", "a.csv", "--out", "a.json", "--lang", "en")
    first = [(project / name).read_bytes() for name in ("a.csv", "a.json")]

    invoke("compute", "march.csv", "--out", "a.csv", "--out", "a.json", "--lang", language)

    assert [(project / name).read_bytes() for name in ("a.csv", "a.json")] == first


AN_ADDRESS = "is an address: only facts are read from a store; name a file or folder of this machine"


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["gone.csv"], "`gone.csv` not found"),
        (["march.csv", "--period", "march"], f"`march` is not a valid period; write {PERIODS}"),
        (
            ["march.csv", "--out", "a.ods"],
            "`a.ods` must end with .csv, .xlsx, .parquet, .json, .html, .md or .pdf",
        ),
        (
            ["march.csv", "--out", "march.csv"],
            "`march.csv` is one of the files that are read; write the result to another",
        ),
        (["march.csv", "--out", "a.csv", "--out", "./a.csv"], "`a.csv` is named twice"),
        (["march.csv", "--out", "s3://pay/a.csv"], f"`s3://pay/a.csv` {AN_ADDRESS}"),
        (["march.csv", "--scheme", "s3://pay/a.yaml"], f"`s3://pay/a.yaml` {AN_ADDRESS}"),
        (["march.csv", "--scheme", "gone.yaml"], "`gone.yaml` not found"),
        (["march.csv", "--out", "gone/a.csv"], "the folder of `gone/a.csv` is not found"),
    ],
)
@pytest.mark.usefixtures("stand_in")
def test_wrong_use(arguments: list[str], answer: str) -> None:
    done = invoke("compute", *arguments)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"error: {answer}\n")


@pytest.mark.usefixtures("stand_in")
def test_an_unknown_option_is_wrong_use() -> None:
    assert invoke("compute", "march.csv", "--sheme", "a").exit_code == 2


def test_problems_forbid_the_run(stand_in: StandIn, project: Path) -> None:
    stand_in.refuse(
        error("KPI000", Span("schemes/seller.yaml", 2, 9, 2, 15)), error("KPI000", Span("gone", 1, 1, 1, 2))
    )

    done = invoke("compute", "march.csv", "--out", "a.csv")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "  schemes/seller.yaml:2:9\n2 | scheme: seller\n  |         ^^^^^^\n" in done.stderr
    assert done.stderr.endswith("2 errors\n")
    assert not (project / "a.csv").exists()


def test_a_run_beside_errors_is_not_printed_unless_asked_for(stand_in: StandIn) -> None:
    stand_in.refuse(PROBLEM, run=RUN)

    done = invoke("compute", "march.csv")
    partly = invoke("compute", "march.csv", "--allow-partial")

    assert (done.exit_code, done.stdout) == (1, "")
    assert partly.exit_code == 1
    assert "Without a total: 003 · =Сидоров" in partly.stdout
    assert [each.allow_partial for each in stand_in.requests] == [False, True]


def test_a_warning_does_not_fail(stand_in: StandIn) -> None:
    stand_in.refuse(warning("KPI000", None), run=RUN)

    done = invoke("compute", "march.csv", "--summary")

    told = "warning[KPI000]: KPI000\n  = details: kpicalc rule KPI000\n\n1 warning\n"
    assert (done.exit_code, done.stderr) == (0, told)


def test_facts_without_receipts(stand_in: StandIn) -> None:
    bare = tuple(replace(each, facts=replace(each.facts, receipts=())) for each in RUN.settlements)
    stand_in.refuse(run=replace(RUN, settlements=bare))

    assert invoke("compute", "march.csv", "--summary").stdout.startswith("Summary")


@pytest.mark.usefixtures("stand_in")
def test_a_failure_leaves_the_old_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Settlement, __: Iterable[int]) -> Iterator[bytes]:
        raise KeyboardInterrupt

    (project / "a.json").write_text("old", encoding="utf-8")
    monkeypatch.setattr(employee_json, "write_employees", fail)

    done = invoke("compute", "march.csv", "--out", "a.csv", "--out", "a.json")

    assert done.exit_code == 130
    assert (project / "a.json").read_text(encoding="utf-8") == "old"
    assert {path.name for path in project.iterdir()} == {"a.json", "march.csv", "schemes"}


def test_the_encoding_of_the_facts(stand_in: StandIn) -> None:
    invoke("compute", "march.csv", "--encoding", "cp866")
    invoke("explain", "march.csv", "001", "--encoding", "cp1251")

    assert [each.encoding for each in stand_in.requests] == ["cp866", "cp1251"]


FUND = """\
kpicalc: 1
scheme: fund
currency: RUB
facts: {employees: {sales: money}}
pay: {bonus: {kind: variable, amount: sales * 10%, min: 100}}
limits: {funds: {all: {lines: [bonus], max: 150}}}
"""


@pytest.mark.parametrize("more", [[], ["--summary"], ["--out", "pay.csv"], ["--out", "pay.json"]])
def test_what_a_fund_takes_is_told_whatever_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fund.yaml").write_text(FUND, encoding="utf-8")
    (tmp_path / "facts.csv").write_text("ID,Name,Sales\n1,Ann,10\n2,Ben,10\n", encoding="utf-8")

    done = invoke("compute", "facts.csv", "--scheme", "fund.yaml", "--period", "2026-03", *more)

    assert (done.exit_code, done.stderr.count("warning[KPI509]")) == (0, 2)
    assert "150.00" in done.stdout


POOL = """\
kpicalc: 1
scheme: pool
currency: RUB
facts: {employees: {sales: money}}
pay: {share: {kind: pool, amount: 300, by: equal}}
"""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "300.00 RUB is shared equally by 2: part 150.00 RUB"),
        (Language.RU, "делится 300,00 ₽ поровну, участников 2: доля 150,00 ₽"),
    ],
)
def test_those_who_share_are_counted_and_no_money(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language, said: str
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pool.yaml").write_text(POOL, encoding="utf-8")
    (tmp_path / "facts.csv").write_text("ID,Name,Sales\n1,Ann,10\n2,Ben,10\n", encoding="utf-8")

    done = invoke("compute", "facts.csv", "--scheme", "pool.yaml", "--period", "2026-03", language=language)

    assert done.exit_code == 0
    assert done.stdout.replace("\u00a0", " ").count(said) == 2
