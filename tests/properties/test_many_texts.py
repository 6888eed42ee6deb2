"""Thousands of odd texts at once: a file of people, each with one cell that holds anything, loses nobody.

`KPICALC_TRIES=500 pytest …` tries 100 000 texts.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kpicalc.cli.commands import COMMANDS, run_command
from kpicalc.cli.options import ComputeOptions
from kpicalc.i18n.catalogue import Language
from kpicalc.validation import validate_text
from tests.properties.test_any_text_in_files import (
    CHARACTERS,
    HEADER,
    PIECES,
    ROWS,
    SCHEME,
    write,
    write_book,
)
from tests.tries import tries

TEXTS = tries(200)
_PEOPLE = 250
# Numbers stay: what becomes of odd ones is a question of its own, below.
_SPOILT = range(1, len(HEADER))


def draw_text(random: Random) -> str:
    """Draw a text of up to eight signs or pieces, of any letter of Unicode too."""

    def sign() -> str:
        drawn = random.random()
        if drawn < 0.4:
            return random.choice(CHARACTERS)
        if drawn < 0.7:
            return random.choice(PIECES)
        return chr(random.choice((random.randrange(32, 127), random.randrange(0xA0, 0xD800))))

    return "".join(sign() for _ in range(random.randrange(1, 9)))


@pytest.mark.parametrize("seed", range(max(1, TEXTS // _PEOPLE)))
def test_nobody_is_lost_whatever_stands_in_the_cells(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    people = [[f"{number:04}", f"Person {number:04}", *ROWS[number % 2][2:]] for number in range(_PEOPLE)]
    for row in people:
        row[random.choice(_SPOILT)] = draw_text(random)
    deals = [["ID", "Sum", "Place"], *([row[0], "10", "Omsk"] for row in people)]
    for row in deals[1:]:
        row[random.choice((1, 2))] = draw_text(random)
    facts = write(tmp_path, {"employees": [HEADER, *people], "deals": deals}, workbook=seed % 2 == 1)
    scheme, out = tmp_path / "scheme.yaml", tmp_path / "pay.json"
    scheme.write_text(SCHEME.format(title="Any", literal="'senior'"), encoding="utf-8")
    options = ComputeOptions(facts, [scheme], "2026-03", out=[out], allow_partial=True)
    compute = next(each for each in COMMANDS if each.name == "compute")

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = int(run_command(compute, options, Language.EN))

    assert code == 1
    if out.exists():
        found = json.loads(out.read_text(encoding="utf-8"))["employees"]
        assert [each["employee"] for each in found] == [row[0] for row in people]


def odd_texts(random: Random) -> list[str]:
    """Draw as many texts as one file holds, each with something to be seen in it, none twice."""
    drawn = (draw_text(random) for _ in range(_PEOPLE))
    return [each for each in dict.fromkeys(drawn) if each.strip()]


def sheet_name(text: str) -> str:
    """Return a text as the name of a sheet: without what no workbook allows there."""
    kept = "".join(each for each in text if each not in "[]:*?/\\'" and each.isprintable())
    return kept[:12]


def pay(folder: Path, facts: list[Path], scheme: str) -> tuple[int, dict[str, str]]:
    """Compute; return the exit code and the pay of each employee in the file that was written."""
    path, out = folder / "scheme.yaml", folder / "pay.json"
    path.write_text(scheme, encoding="utf-8", errors="replace")
    out.unlink(missing_ok=True)
    options = ComputeOptions(facts, [path], "2026-03", out=[out], allow_partial=True)
    compute = next(each for each in COMMANDS if each.name == "compute")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = int(run_command(compute, options, Language.EN))
    found = json.loads(out.read_text(encoding="utf-8"))["employees"] if out.exists() else []
    return code, {each["employee"]: each["total"]["value"] if each["total"] else "" for each in found}


def check_headings(folder: Path, seed: int) -> int:
    """Put odd headings beside those of the scheme: they are passed over, or something is refused."""
    random = Random(seed)  # noqa: S311 - no secret
    texts = odd_texts(random)
    rows = [["ID", "Name", "Plan", *texts], *([f"{at:04}", f"Anna {at}", "5", *texts[::-1]] for at in (1, 2))]
    facts = write(folder, {"employees": rows}, workbook=seed % 2 == 1)
    code, found = pay(folder, facts, _PLAN.format(key="{plan: money}", title="Any", text="x"))
    assert code in {0, 1}
    assert code == 1 or found == {"0001": "5.00", "0002": "5.00"}
    return len(texts)


def check_ids(folder: Path, seed: int) -> int:
    """Give each person an odd number: all are paid, or something is refused; nobody is paid another sum."""
    random = Random(seed)  # noqa: S311 - no secret
    texts = odd_texts(random)
    rows = [["ID", "Name", "Plan"], *([text, f"Person {at}", str(at + 1)] for at, text in enumerate(texts))]
    facts = write(folder, {"employees": rows}, workbook=seed % 2 == 1)
    code, found = pay(folder, facts, _PLAN.format(key="{plan: money}", title="Any", text="x"))
    sums = {f"{at + 1}.00" for at in range(len(texts))}
    assert code in {0, 1}
    assert {each for each in found.values() if each} <= sums
    assert code == 1 or set(found.values()) == sums
    return len(texts)


def check_sheet_names(folder: Path, seed: int) -> int:
    """Call sheets by odd names, beside one of people: they change nobody's pay."""
    random = Random(seed)  # noqa: S311 - no secret
    names = {each.casefold(): each for text in odd_texts(random) if (each := sheet_name(text).strip())}
    sheets = {each: [["a", "b"], ["1", "2"]] for each in names.values()}
    people = [["ID", "Name", "Plan"], ["0001", "Anna Bell", "5"], ["0002", "John Reed", "5"]]
    facts = [write_book(folder / "facts.xlsx", {"employees": people, **sheets})]
    code, found = pay(folder, facts, _PLAN.format(key="{plan: money}", title="Any", text="x"))
    assert code in {0, 1}
    assert code == 1 or found == {"0001": "5.00", "0002": "5.00"}
    return len(names)


def check_scheme_texts(folder: Path, seed: int) -> int:
    """Put odd texts into a scheme, as titles, headings, names and texts of formulas."""
    random = Random(seed)  # noqa: S311 - no secret
    texts = [each.encode("utf-8", "replace").decode() for each in odd_texts(random)]
    if seed % 3:
        # What no scheme may hold ends the reading of it; without that the later stages are reached.
        texts = [each for each in texts if each.isprintable() and each.strip() == each]
    quoted = [json.dumps(each, ensure_ascii=seed % 2 == 0) for each in texts]
    columns = ", ".join(
        f"c{at}: {{type: text, missing: {text}, column: {text}, title: {text}}}"
        for at, text in enumerate(quoted)
    )
    values = "".join(f"  v{at}: 'c{at} = {text}'\n" for at, text in enumerate(quoted) if "'" not in text)
    scheme = _PLAN.format(key=f"{{plan: money, {columns}}}", title=quoted[0], text=quoted[-1])
    path = folder / "employees.csv"
    rows = [["ID", "Name", "Plan", *texts], ["0001", "Anna Bell", "5", *texts]]
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    code, found = pay(folder, [path], scheme + "values:\n" + values)
    assert code in {0, 1}
    assert code == 1 or found == {"0001": "5.00"}
    assert validate_text(scheme + "values:\n" + values, "a.yaml") is not None
    return len(texts)


_PLAN = """
kpicalc: 1
scheme: any
title: {title}
description: {text}
currency: USD
facts:
  employees: {key}
pay:
  a: {{kind: variable, title: {title}, amount: plan}}
"""
CHECKS = (check_headings, check_ids, check_sheet_names, check_scheme_texts)


@pytest.mark.parametrize("check", CHECKS, ids=[each.__name__ for each in CHECKS])
def test_no_text_in_another_place_loses_anybody(tmp_path: Path, check: Callable[[Path, int], int]) -> None:
    counts = [check(tmp_path, seed) for seed in range(max(2, TEXTS // _PEOPLE))]

    assert all(counts)
