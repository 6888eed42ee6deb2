"""The same facts give the same bytes, whatever the machine is set to; files are the owner's alone."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from tests.cli.stand_in import invoke
from tests.properties.command import BOOK, ROOT, TWIN, compute_arguments, start

SETTINGS: Mapping[str, Mapping[str, str]] = {
    "plain": {"PYTHONHASHSEED": "0"},
    "east of the date line, in Russian, elsewhere": {
        "PYTHONHASHSEED": "1",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "ru_RU.UTF-8",
        "LANG": "ru_RU.UTF-8",
    },
    "west of it, in Turkish": {
        "PYTHONHASHSEED": "2",
        "TZ": "Pacific/Pago_Pago",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONIOENCODING": "cp1254",
    },
}


def outputs_of(folder: Path, name: str) -> tuple[Path, Path]:
    """Return the files that a run writes."""
    return folder / f"{name}.csv", folder / f"{name}.json"


def finish(
    started: Mapping[str, subprocess.Popen[bytes]], folder: Path
) -> dict[str, tuple[bytes, bytes, bytes]]:
    """Wait for runs; return the statement, everything, and what was printed, without the names of files."""
    said = {name: process.communicate(timeout=300) for name, process in started.items()}
    results = {}
    for name, (printed, told) in said.items():
        assert started[name].returncode == 0, told.decode(errors="replace")
        statement, everything = outputs_of(folder, name)
        plain = folder / "plain"  # what a file gets by the rights of the user
        plain.touch()
        assert len({path.stat().st_mode & 0o777 for path in (statement, everything, plain)}) == 1
        lines = b"\n".join(line for line in printed.splitlines() if str(folder).encode() not in line)
        results[name] = (statement.read_bytes(), everything.read_bytes(), lines)
    return results


@pytest.fixture(name="kept", scope="module")
def open_kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where each setting keeps what it has compiled: in each every scheme is compiled once."""
    return tmp_path_factory.mktemp("kept")


# Files of text are opened by Python, whose ways hang on the language of the machine; workbooks by no setting.
@pytest.mark.parametrize(
    ("facts", "settings"),
    [(BOOK, tuple(SETTINGS)[:2]), (TWIN, tuple(SETTINGS))],
    ids=["workbook", "its CSV twin"],
)
def test_the_setting_of_the_machine_changes_no_byte(
    facts: tuple[Path, ...], settings: tuple[str, ...], tmp_path: Path, kept: Path
) -> None:
    started = {
        name: start(
            *compute_arguments(facts, *outputs_of(tmp_path, name)),
            folder=tmp_path if name.endswith("elsewhere") else ROOT,
            setting={**SETTINGS[name], "KPICALC_CACHE": str(kept / name)},
        )
        for name in settings
    }
    results = finish(started, tmp_path)

    assert [name for name, files in results.items() if files[:2] != results["plain"][:2]] == []
    spoken_alike = set(results) - {"west of it, in Turkish"}  # there the screen lacks letters
    assert [name for name in sorted(spoken_alike) if results[name][2] != results["plain"][2]] == []


def test_the_order_of_others_changes_no_byte_of_ones_row(tmp_path: Path) -> None:
    statements = []
    for seed in range(2):
        folder = tmp_path / str(seed)
        folder.mkdir()
        random = Random(seed)  # noqa: S311 - an order, no secret
        facts = tuple(_shuffle(path, folder, random) for path in TWIN)
        statement = tmp_path / f"{seed}.csv"
        done = invoke(*map(str, compute_arguments(facts, statement)))
        assert done.exit_code == 0, done.output
        statements.append(_rows(statement.read_bytes()))
    first, *others = statements

    assert len(first) > 10
    assert all(first == other for other in others)


def _shuffle(path: Path, folder: Path, random: Random) -> Path:
    """Copy a table with its rows in another order; the line of totals stays at the end."""
    head, *rows = path.read_bytes().splitlines(keepends=True)
    totals = [row for row in rows if row.startswith("Итого".encode("cp1251"))]
    people = [row for row in rows if row not in totals]
    copy = folder / path.name
    copy.write_bytes(head + b"".join((*random.sample(people, k=len(people)), *totals)))
    return copy


def _rows(statement: bytes) -> dict[str, str]:
    """Return the row of each employee as it is written."""
    _, *lines = statement.decode("utf-8-sig").splitlines()
    return {line.partition(";")[0]: line for line in lines}


SALARY = "987654.32"
CRASH = """
import kpicalc.engine.settle as settle
from decimal import Decimal
def fail(program, facts, **_):
    salary = facts.frames["employees"].columns["оклад"][0]
    raise ValueError(f"{salary} of {facts.frames['employees'].labels[0]}")
import kpicalc.api.run
kpicalc.api.run.settle = fail
"""
SCHEME = """
kpicalc: 1
scheme: planted
currency: RUB
facts: {employees: {оклад: money}}
pay: {оклад_за_месяц: {kind: fixed, amount: оклад}}
"""


@pytest.fixture(name="work")
def open_folder(tmp_path: Path) -> Path:
    """Return a folder with a scheme and the facts of one employee with a striking salary."""
    rows = [["Таб. №", "ФИО", "Оклад"], ["1", "Тайнов Пётр", SALARY.replace(".", ",")]]
    work = tmp_path / "work"
    (work / "schemes").mkdir(parents=True)
    (work / "schemes" / "planted.yaml").write_text(SCHEME, encoding="utf-8")
    (work / "facts.csv").write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "tmp").mkdir()
    return work


def _compute(work: Path, before: str) -> tuple[int, str]:
    """Compute in the folder; return the exit code and all that was said."""
    asked = (
        "compute",
        "facts.csv",
        "--period",
        "2026-03",
        "--lang",
        "ru",
        "--out",
        "out.csv",
        "--out",
        "out.json",
    )
    setting = {"TMPDIR": str(work.parent / "tmp"), "PYTHONUTF8": "1"}
    process = start(*asked, folder=work, setting=setting, before=before)
    printed, told = process.communicate(timeout=300)
    return process.returncode, (printed + told).decode()


def test_a_crash_tells_nobodys_salary_and_leaves_nothing(work: Path) -> None:
    code, said = _compute(work, CRASH)

    assert code == 70
    assert "ValueError" in said
    assert re.findall(r"987|654|Тайнов", said) == []
    assert sorted(path.name for path in work.iterdir()) == ["facts.csv", "schemes"]
    assert list((work.parent / "tmp").iterdir()) == []


def test_the_planted_salary_is_paid_when_nothing_crashes(work: Path) -> None:
    """Without this the test above might look for a number that is nowhere."""
    code, said = _compute(work, "")

    assert code == 0, said
    assert "987654,32" in (work / "out.csv").read_text(encoding="utf-8-sig")
    assert re.findall(r"987.654,32", said) != []
    assert list((work.parent / "tmp").iterdir()) == []
