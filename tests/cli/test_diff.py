"""`kpicalc diff`, and `compare` of revisions: a small repository of git, made once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from tests.typed import Result, run_typed

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.mark.usefixtures("folder")
def test_three_dots_leave_out_what_the_base_has_got_since() -> None:
    # What `raise` changed is none of the doing of `first`, which it comes from.
    assert "No scheme has changed." in run("raise...first", "--no-bounds").stdout
    assert "52_000 → 50_000" in run("raise..first", "--no-bounds").stdout


def run(*arguments: str, command: str = "diff", language: Language = Language.EN) -> Result:
    return run_typed(language, [command, *arguments], columns=120)


REPORT = """\
What changed: first → raise
═══════════════════════════
Seller
changed: parameter `salary`
   value: 50_000 → 52_000

changed: pay line `premium`
   amount: sales * 10% → sales * 12%

What the scheme can pay a person  50,000.00 RUB … 150,000.00 RUB → 52,000.00 RUB … 172,000.00 RUB
Cliffs of pay                     0

Old and new pay, March 2026
"""


@pytest.mark.usefixtures("folder")
def test_what_is_said_of_a_raise() -> None:
    done = run("first..raise", "--facts", "march.csv", "--period", "2026-03", "--max-increase", "3%")

    assert done.exit_code == 1
    assert done.stdout.replace("\u00a0", " ").startswith(REPORT)
    assert "Difference  +10,000.00 RUB (+7.7%)" in done.stdout.replace("\u00a0", " ")
    assert "grows by 7.69%, more than the 3% that are let through" in done.stdout.replace("\u00a0", " ")
    told = run(
        "first..raise",
        "--facts",
        "march.csv",
        "--period",
        "2026-03",
        "--max-increase",
        "3%",
        "--out",
        "r.md",
        "--format",
        "json",
        "--no-bounds",
    )
    document = json.loads(told.stdout)
    assert (told.exit_code, document["limit"], document["increase"][:6]) == (1, "0.03", "0.0769")
    assert "more than the 3% that are let through" in Path("r.md").read_text(encoding="utf-8")
    within = run("first..raise", "--facts", "march.csv", "--period", "2026-03", "--max-increase", "7,7 %")
    assert within.exit_code == 0


def test_files_for_a_pull_request(folder: Path, tmp_path: Path) -> None:
    page, data = tmp_path / "a.md", tmp_path / "a.json"
    done = run("first..raise", "--no-bounds", "--out", str(page), "--out", str(data), "--format", "json")

    assert folder.is_dir()
    assert done.exit_code == 0
    assert "sales \\* 10% → sales \\* 12%" in page.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert json.loads(data.read_text(encoding="utf-8")) == json.loads(done.stdout)
    assert json.loads(done.stdout)["schemes"][0]["changes"][0]["name"] == "salary"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("raise..second",), "New scheme: schemes/clerk.yaml"),
        (("second..raise",), "The scheme is gone: schemes/clerk.yaml"),
        (("second..moved",), "No scheme has changed."),
        (("moved..moved",), "No scheme has changed."),
        (("first..raise", "march.csv"), "No scheme has changed."),
        (("first...raise", "schemes"), "changed: parameter `salary`"),
        (("first..moved", "schemes"), "The file has moved: schemes/seller.yaml → schemes/"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_files_that_came_went_and_moved(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments, "--no-bounds")

    assert (done.exit_code, done.stderr) == (0, "")
    assert said in done.stdout


def test_one_revision_against_the_working_folder(folder: Path) -> None:
    file = folder / "schemes" / "sales.yaml"
    kept = file.read_text(encoding="utf-8")
    try:
        file.write_text(kept.replace("12%", "13%"), encoding="utf-8")
        done = run("HEAD", "--no-bounds", "--facts", "march.csv", "--period", "2026-03")
    finally:
        file.write_text(kept, encoding="utf-8")

    assert "What changed: HEAD → working folder" in done.stdout
    assert "sales * 12% → sales * 13%" in done.stdout
    assert "+3,000.00" in done.stdout


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_compared_is_not_let_through() -> None:
    done = run(
        "raise..second", "--no-bounds", "--facts", "march.csv", "--period", "2026-03", "--max-increase", "3%"
    )

    assert done.exit_code == 1


@pytest.mark.parametrize("old", ["first:schemes/seller.yaml", "first:schemes"])
@pytest.mark.usefixtures("folder")
def test_revisions_may_be_compared(old: str) -> None:
    done = run(old, "raise:schemes/seller.yaml", "march.csv", "--period", "2026-03", command="compare")

    assert done.exit_code == 0
    assert "+10,000.00 RUB (+7.7%)" in done.stdout.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("diff", ("none..HEAD",), "git knows no revision `none`"),
        ("diff", ("..HEAD",), "git knows no revision"),
        ("diff", ("--all",), "`--all`"),
        ("diff", ("first..raise", "--max-increase", "3%"), "--max-increase needs facts"),
        ("diff", ("first..raise", "--facts", "march.csv", "--max-increase", "3"), "`3` is no increase"),
        ("diff", ("first..raise", "--out", "a.txt"), "must end with"),
        ("diff", ("first..raise", "--facts", "none.csv"), "`none.csv` not found"),
        ("diff", ("first..raise", "--period", "x"), "`x` is not a valid period"),
        ("compare", ("none:schemes", "schemes", "march.csv"), "git knows no revision `none`"),
        ("compare", ("first:none.yaml", "schemes", "march.csv"), "`first:none.yaml` not found"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_typed_wrongly_is_refused(command: str, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments, command=command)

    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.usefixtures("folder")
def test_a_problem_of_a_revision_stands_in_it() -> None:
    for command, arguments in (
        ("diff", ("moved..wrong",)),
        ("compare", ("schemes/sales.yaml", "wrong:schemes/sales.yaml", "march.csv", "--period", "2026-03")),
    ):
        done = run(*arguments, command=command)
        place = next(line for line in done.stderr.splitlines() if ".yaml:" in line)
        assert (done.exit_code, place.split(":")[:2]) == (1, ["  wrong", "schemes/sales.yaml"])
        assert "sale * " in done.stderr
        document = json.loads(run(*arguments, "--format", "json", command=command).stdout)
        assert document["problems"][0]["place"]["file"] == place.strip().rpartition(":")[0].rpartition(":")[0]


def test_outside_of_repositories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    outside = run("HEAD~1..HEAD")
    monkeypatch.setattr(shutil, "which", lambda _: None)

    assert (outside.exit_code, "in no repository of git" in outside.stderr) == (2, True)
    assert "git is not installed" in run("HEAD~1..HEAD").stderr
