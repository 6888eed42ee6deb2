"""Hostile texts through every writer of every command: names, numbers, deals, departments, titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.harmless import HIDDEN, READ
from tests.cli.stand_in import invoke

TEXTS = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "[red]x[/red]",
    "a\x1b[31mb",
    "a\u202eb\u200fc",
    '"><img src=x onerror=alert(1)>',
    "../../x",
    "CON",
    "Я" * 300,
    "один\nдва\r\nтри",
    "@A1+cmd|x",
    "+1|x",
    "{{7*7}} ${x} %s %n",
    "\\u0000 \\x1b \ufffe",
)
NUMBERS = (
    "../../x",
    "CON",
    "a:b*?",
    "=1+1",
    "<b>",
    "nul.txt",
    "7" * 120,
    "x/y",
    ".",
    "~",
    "-5",
    "@a",
    "[i]",
    "§",
)
TITLES = {
    "title: S": "<script>alert(1)</script>",
    "title: B": "=cmd|' /C calc'!A0",
    "title: D": "[red]x[/red]",
}
SCHEME = """\
kpicalc: 1
scheme: seller
title: S
currency: RUB
facts:
  employees:
    rows: {keep: ["Я*", "один*", "*u0000*"]} # they have numbers of signs, which are asked about otherwise
    columns: {план: money, факт: {type: money, grows: days}, отдел: {type: text, column: Отдел}}
  сделки: {of: employees, sheet: deals, grows: days, columns: {клиент: text, сумма: money}}
kpis: {выручка: {title: D, weight: 1, plan: план, actual: факт}}
parameters: {оклад: {value: 50_000, type: money}}
pay:
  основа: {kind: fixed, amount: оклад, title: B}
  премия: {kind: variable, amount: 20_000 * index}
  сделки_премия: {kind: variable, amount: sum(сделки.сумма) * 1%}
"""
ALL = (".html", ".md", ".pdf", ".json", ".xlsx")
PERIOD = ("--period", "2026-03")
FACTS = ("facts",)
# The commands, what they write, and what says that the texts have come so far.
WRITERS: tuple[tuple[tuple[str, ...], Sequence[str]], ...] = (
    (("compute", *FACTS, *PERIOD), (*ALL, ".csv", ".parquet")),
    (("compute", *FACTS, *PERIOD, "--details"), ()),
    (("explain", *FACTS, *PERIOD, "CON", "total"), ()),
    (("progress", *FACTS, *PERIOD, "--as-of", "2026-03-15"), (".html", ".md", ".pdf", ".json")),
    (("compare", "schemes/seller.yaml", "new.yaml", *FACTS, *PERIOD), ALL),
    (("simulate", *FACTS, *PERIOD, "--set", "факт = факт * 0.9"), ALL),
    (("budget", *FACTS, *PERIOD), ALL),
    (("calibrate", "schemes/seller.yaml", "--solve", "оклад", "--so-that", "total = 80_000"), ALL),
    (("reconcile", *FACTS, *PERIOD, "--against", "paid.csv"), ALL),
    (("analyse", "schemes/seller.yaml"), (".html", ".md")),
)


def quote(*cells: str) -> str:
    """Write a row of a text file."""
    return ";".join('"' + each.replace('"', '""') + '"' for each in cells)


@pytest.fixture(name="firm", autouse=True)
def lay_out_firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder in which every text is hostile."""
    people = [quote("Таб. №", "ФИО", "Отдел", "План", "Факт")]
    deals = [quote("Таб. №", "Клиент", "Сумма")]
    paid = [quote("Таб. №", "Сотрудник", "Итого")]
    for at, (number, text) in enumerate(zip(NUMBERS, TEXTS, strict=True), 1):
        people.append(quote(number, text, text, str(1000 + at**3), str(900 + 7 * at**2)))
        deals.append(quote(number, text, str(500 + 11 * at**3)))
        paid.append(quote(number, text, str(70_000 + 13 * at**3)))
    scheme = SCHEME
    for key, text in TITLES.items():
        scheme = scheme.replace(
            key, f"{key[:-1]}{text!r}".replace("\\", "") if "'" not in text else f'{key[:-1]}"{text}"'
        )
    (tmp_path / "schemes").mkdir()
    (tmp_path / "facts").mkdir()
    for name, text in (
        ("schemes/seller.yaml", scheme),
        ("new.yaml", scheme.replace("50_000", "40_000")),
        ("facts/people.csv", "\n".join(people)),
        ("facts/deals.csv", "\n".join(deals)),
        ("paid.csv", "\n".join(paid)),
        ("month.yaml", "out: pay/{period}/{job}.csv\njobs:\n  all: facts\n"),
    ):
        (tmp_path / name).write_text(text + "\n", encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775001600")
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "suffixes"), WRITERS, ids=lambda each: each[0] if each and "." not in each[0] else ""
)
def test_a_command_writes_and_prints_texts_only(
    firm: Path, typed: tuple[str, ...], suffixes: Sequence[str]
) -> None:
    outputs = [part for suffix in suffixes for part in ("--out", f"a{suffix}")]

    done = invoke(*typed, *outputs)

    assert done.exit_code in {0, 1}, done.output
    assert "KPI" not in done.stderr, done.stderr
    assert HIDDEN.search(done.stdout + done.stderr) is None
    said = {suffix: READ[suffix](firm / f"a{suffix}") for suffix in suffixes}
    assert [suffix for suffix, text in said.items() if "alert(1)" not in text] == []


def said_by(*typed: str) -> str:
    """Run a command that goes well; return what it printed, which moves no cursor."""
    done = invoke(*typed)
    assert done.exit_code == 0, done.output
    assert HIDDEN.search(done.stdout + done.stderr) is None
    return done.stdout


@pytest.mark.parametrize("form", ["html", "md", "pdf"])
def test_sheets_are_named_after_nobody_who_could_lead_elsewhere(firm: Path, form: str) -> None:
    said_by("sheets", *FACTS, *PERIOD, "--to", "out/sheets", "--format", form)

    written = sorted((firm / "out" / "sheets").iterdir())
    assert sorted(path.name for path in firm.rglob("*") if path.suffix == f".{form}") == [
        path.name for path in written if path.suffix == f".{form}"
    ]
    assert [each.name for each in written if not re.fullmatch(r"2026-03_[\w.\u00a7-]{1,80}", each.name)] == []
    assert len({each.name.casefold() for each in written}) == len(NUMBERS) + 1
    assert any("alert(1)" in READ[each.suffix](each) for each in written if each.suffix == f".{form}")


def test_hand_offs_hold_texts_or_are_refused(firm: Path) -> None:
    unseen = invoke("compute", *FACTS, *PERIOD, "--hand-off", "1c-accruals=a.xlsx")
    assert (unseen.exit_code, "KPI645" in unseen.stderr, (firm / "a.xlsx").exists()) == (1, True, False)
    people = firm / "facts" / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("\ufffe", ""), encoding="utf-8")
    wanted = ("1c-accruals=a.xlsx", "1c-indicators=i.csv", "earnings=e.csv")
    said_by("compute", *FACTS, *PERIOD, *(part for each in wanted for part in ("--hand-off", each)))

    said = [READ[path.suffix](path) for path in (firm / "a.xlsx", firm / "i.csv", firm / "e.csv")]
    assert [("../../x" in text, "cmd|" in text) for text in said] == [(True, True)] * 3


def test_the_book_of_months_tells_texts_only(firm: Path) -> None:
    said_by(
        "close", *FACTS, *PERIOD, "--book", "a.kpibook", "--reason", "[red]=cmd</script>", "--out", "a.xlsx"
    )
    shown = said_by("show", "2026-03", "--book", "a.kpibook", "--out", "show.csv", "--out", "show.json")
    one = said_by("show", "2026-03", "CON", "--book", "a.kpibook")
    listed = said_by("months", "--book", "a.kpibook") + said_by("months", "--book", "a.kpibook", "--check")
    (firm / "facts" / "people.csv").write_text(
        (firm / "facts" / "people.csv").read_text(encoding="utf-8").replace('"907"', '"990"'),
        encoding="utf-8",
    )
    mended = said_by("correct", *FACTS, *PERIOD, "--book", "a.kpibook", "--reason", "<b>@A1", "--dry-run")

    assert "alert(1)" in shown
    assert "CON" in one
    assert "2026" in listed
    assert "alert(1)" in mended
    assert all("alert(1)" in READ[path.suffix](path) for path in (firm / "show.csv", firm / "show.json"))


def test_a_batch_tells_texts_only(firm: Path) -> None:
    said_by("batch", "month.yaml", *PERIOD, "--workers", "1", "--report", "a.html")

    assert READ[".html"](firm / "a.html") != ""
    assert "alert(1)" in READ[".csv"](firm / "pay" / "2026-03" / "all.csv")


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md", ".pdf"])
def test_the_regulation_holds_texts_only(firm: Path, suffix: str) -> None:
    said_by("document", "schemes/seller.yaml", "-o", f"a{suffix}")

    said = READ[suffix](firm / f"a{suffix}")
    assert [each for each in TITLES.values() if each not in " ".join(said.split())] == []
