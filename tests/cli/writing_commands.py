"""The commands that write, and a folder with what each of them reads."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.cli.pay_month import SCHEME, lay_out_month

ROWS = ("001;Абрамова Зоя;100;110;50 %;нет", "002;Белов Игорь;100;70;20 %;да", "003;Юнусов Я.;?;1;0 %;нет")
OLD = b"old"
BULKY = ("a.xlsx", "a.csv", "a.html", "a.json", "a.md")


def outs(*names: str) -> list[str]:
    """Return the options that ask for files."""
    return [part for name in names for part in ("--out", name)]


@dataclass(frozen=True)
class Command:
    """A command that writes: what is typed, and which of its files were there before."""

    typed: tuple[str, ...]
    files: tuple[str, ...]
    old: bytes = OLD


_MARCH = ("march.csv", "--period", "2026-03")
_PACE = ("mid.csv", "--scheme", "pace.yaml", "--period", "2026-03", "--as-of", "2026-03-15")
_TABLES = ("t.html", "t.md", "t.xlsx", "t.json")
COMMANDS: dict[str, Command] = {
    "compute": Command(("compute", *_MARCH, "--summary", "--formulas", *outs(*BULKY)), BULKY),
    "hand-offs": Command(
        ("compute", *_MARCH, "--hand-off", "1c-accruals=acc.xlsx", "--hand-off", "1c-indicators=ind.csv"),
        ("acc.xlsx", "ind.csv"),
    ),
    "pages": Command(("compute", *_MARCH, *outs("a.pdf", "a.parquet")), ("a.pdf", "a.parquet")),
    "one": Command(("compute", *_MARCH, *outs("a.csv")), ("a.csv",)),
    "annotate": Command(
        ("compute", "doubtful.csv", "--period", "2026-03", "--annotate", "p.xlsx"), ("p.xlsx",)
    ),
    "sheets": Command(("sheets", *_MARCH, "--to", "to/new"), ()),
    "book": Command(
        ("sheets", *_MARCH, "--to", "old", "--book", "--format", "pdf"), ("old/2026-03_book.pdf",)
    ),
    "progress": Command(
        ("progress", *_PACE, *outs("t.html", "t.json"), "--to", "to/new"), ("t.html", "t.json")
    ),
    "document": Command(("document", "schemes/seller.yaml", "-o", "r.docx", "--force"), ("r.docx",)),
    "compare": Command(("compare", "schemes/seller.yaml", "new.yaml", *_MARCH, *outs(*_TABLES)), _TABLES),
    "simulate": Command(("simulate", *_MARCH, "--set", "факт = факт * 0.9", *outs(*_TABLES)), _TABLES),
    "budget": Command(("budget", *_MARCH, *outs(*_TABLES)), _TABLES),
    "analyse": Command(("analyse", "schemes/seller.yaml", *outs("t.html", "t.svg")), ("t.html", "t.svg")),
    "fmt": Command(
        ("fmt", "ugly.yaml", "worse.yaml"),
        ("ugly.yaml", "worse.yaml"),
        SCHEME.replace(": [", ":   [").encode(),
    ),
    "init": Command(("init", "project", "--template", "kpi-bonus", "--no-input"), ()),
    "template": Command(("template", "schemes/seller.yaml", "-o", "f.xlsx", "--force"), ("f.xlsx",)),
    "schema": Command(("schema", "-o", "deep/er/s.json"), ()),
    "partition": Command(("partition", *_MARCH, "--parts", "2", "--to", "dealt"), ()),
    "close": Command(("close", *_MARCH, *outs("c.csv", "c.xlsx")), ("c.csv", "c.xlsx")),
}


def begin(folder: Path, command: Command) -> None:
    """Lay out what the commands read, with an old file in the place of each new one."""
    lay_out_month(folder, ROWS[:2])
    (folder / "old").mkdir()
    (folder / "doubtful.csv").write_text(
        (folder / "march.csv").read_text("utf-8") + ROWS[2] + "\n", encoding="utf-8"
    )
    (folder / "new.yaml").write_text(SCHEME.replace("50_000", "60_000"), encoding="utf-8")
    pace = SCHEME.replace("факт: {type: money, ", "факт: {type: money, grows: days, ")
    pace = pace.replace("балл: {type: ratio, ", "балл: {type: ratio, grows: never, ")
    (folder / "pace.yaml").write_text(pace, encoding="utf-8")
    shutil.copyfile(folder / "march.csv", folder / "mid.csv")
    for name in command.files:
        (folder / name).write_bytes(command.old)
