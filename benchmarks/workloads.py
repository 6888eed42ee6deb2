"""The commands that are measured: ours and those of the peers, with the files they need made first."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from measure import HERE, ROOT, measure_script

MARCH = "2026-03"
KPICALC = (sys.executable, "-P", "-c", "from kpicalc.cli.entry import main; main()")
BARE_IMPORTS = (sys.executable, "-c", "import pydantic, openpyxl, rich, typer, yaml")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many rows each job has, and how often it is measured."""

    employees: int
    evaluated_one_by_one: int
    detail_employees: int
    few_deals: int
    deals: int
    many_deals: int
    shared_by: int
    shared_people: int
    json_people: int
    many_people: int
    times: int


FULL = Sizes(100_000, 10_000, 10_000, 400_000, 1_000_000, 4_000_000, 100, 20_000, 4_000, 1_000_000, 3)
QUICK = Sizes(10_000, 1_000, 2_000, 20_000, 100_000, 200_000, 20, 2_000, 1_000, 50_000, 3)


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder for the files of one run of the benchmark."""

    folder: Path
    sizes: Sizes

    def made(self, kind: str, name: str, *sizes: int) -> Path:
        """Return a file of facts, made unless it is there."""
        path = self.folder / name
        if not path.exists():
            measure_script("make_files.py", kind, path, *sizes)
        return path

    def people(self, kind: str, count: int) -> Path:
        """Return the employees of the reference job as XLSX or CSV."""
        return self.made(kind, f"employees.{count}.{kind}", count)

    def compute(self, scheme: Path | str, *facts: Path, out: str = "pay.csv") -> list[str]:
        """Return the command that pays facts by a scheme of this folder, or by a folder of schemes."""
        path = HERE / f"{scheme}.yaml" if isinstance(scheme, str) else scheme
        options = ["--scheme", str(path), "--period", MARCH, "--out", str(self.folder / out)]
        return [*KPICALC, "compute", *map(str, facts), *options]

    def shared(self, count: int) -> list[str]:
        """Return the command that pays the same people by some schemes, each of them a part of the people."""
        folder = self.folder / f"schemes.{count}"
        folder.mkdir(exist_ok=True)
        text = (HERE / "reference.yaml").read_text(encoding="utf-8")
        for number in range(count):
            named = text.replace(
                "scheme: reference", f"scheme: reference_{number}\napplies_to: {{Группа: г{number}}}"
            )
            (folder / f"reference_{number:03}.yaml").write_text(named, encoding="utf-8")
        facts = self.made("groups", f"groups.{count}.csv", self.sizes.shared_people, count)
        return self.compute(folder, facts, out=f"groups.{count}.pay.csv")


def month_of_a_company(out: Path) -> list[str]:
    """Return the command that pays the example month: 55 people by 17 schemes."""
    facts = ROOT / "examples" / "company" / "march.xlsx"
    return [*KPICALC, "compute", str(facts), "--scheme", str(ROOT / "schemes"), "--out", str(out)]
