"""A small firm that hands off its pay: two people, somebody who gets nothing, and a profile of its own."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from tests.cli.stand_in import invoke

SCHEME = """\
kpicalc: 1
scheme: seller
title: Продавец
currency: {currency}
{applies}
facts: {{employees: {{продажи: money, оклад: money}}}}
pay:
  ставка: {{kind: fixed, amount: оклад, title: Оклад}}
  премия: {{kind: variable, amount: продажи * 10%, title: Премия}}
"""
HEAD = "Таб. №;ФИО;Оклад;Продажи;Лицевой счёт;К выплате"
FIRST = "001;Абрамова Зоя Викторовна;50000;1000,50;40817810700000000001;43587,04"
SECOND = "002;Белов Игорь Павлович;40000;200,30;40817810300000000003;34817,43"
NOBODY = "003;Ким Анна Олеговна;0;0;;0"
OURS = """\
hand_off: 1
extends: bank-1c
net: К выплате
fields:
  organisation: ООО "Ромашка" & Ко
  inn: "7707083893"
  account: "40702810138250123017"
  bik: "044525225"
  contract_number: 12-К
  contract_date: 2020-01-15
"""
REGISTER = ("--field", "number=17", "--field", "date=05.04.2026")
PERIOD = ("--period", "2026-03", "--summary", "--no-receipt")


@pytest.fixture(name="firm")
def lay_out_firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a scheme, two people and a profile of the company."""
    for folder in ("schemes", "profiles"):
        (tmp_path / folder).mkdir()
    scheme = SCHEME.format(currency="RUB", applies="")
    (tmp_path / "schemes" / "seller.yaml").write_text(scheme, encoding="utf-8")
    (tmp_path / "profiles" / "ours.yaml").write_text(OURS, encoding="utf-8")
    write_people(tmp_path, FIRST, SECOND, NOBODY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_people(folder: Path, *rows: str, head: str = HEAD) -> None:
    """Write the facts."""
    (folder / "march.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")


def write_profile(folder: Path, name: str, text: str) -> None:
    """Write a profile of the company."""
    (folder / "profiles" / f"{name}.yaml").write_text(f"hand_off: 1\n{text}", encoding="utf-8")


def run(*options: str, language: Language = Language.EN) -> tuple[int, str, str]:
    """Compute the month with options; return the exit code and what was said."""
    done = invoke("compute", "march.csv", *PERIOD, *options, language=language)
    told, problems = (each.replace("\N{NO-BREAK SPACE}", " ") for each in (done.stdout, done.stderr))
    return done.exit_code, told, problems


def codes_of(told: str) -> list[str]:
    """Return the codes of the problems told, each with its place."""
    return [
        f"{code} {place}"
        for code, place in re.findall(r"\[(KPI\d+)\][^\n]*(?:\n(?!  \S+[:!])[^\n]+)*\n  (\S+)", told)
    ]


def rows_of(path: Path, encoding: str = "utf-8-sig", delimiter: str = ";") -> list[list[str]]:
    """Read a text file back."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding)), delimiter=delimiter))


def total_of(folder: Path) -> Decimal:
    """Return the sum of the totals in the statement for programs."""
    read = json.loads((folder / "all.json").read_text(encoding="utf-8"))
    return sum((Decimal(each["total"]["value"]) for each in read["employees"]), Decimal(0))
