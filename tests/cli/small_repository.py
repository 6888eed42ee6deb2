"""A small repository of git, made once: four states of schemes, and one that is wrong."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

SCHEME = """\
kpicalc: 1
scheme: seller
title: Seller
currency: RUB
parameters: {salary: {value: 50_000, type: money}}
facts: {employees: {sales: {type: money, min: 0, max: 1_000_000}}}
pay:
  base: {kind: fixed, amount: salary}
  premium: {kind: variable, amount: sales * 10%}
"""
FACTS = "ID,Name,sales\n1,Ann,100000\n2,Bob,200000\n"


@pytest.fixture(name="made", scope="session")
def made_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four states: the first, a raise, a second scheme, the first one moved."""
    folder = tmp_path_factory.mktemp("repository")
    git(folder, "init", "-q", "-b", "main")
    file = folder / "schemes" / "seller.yaml"
    file.parent.mkdir()
    file.write_text(SCHEME, encoding="utf-8")
    (folder / "march.csv").write_text(FACTS, encoding="utf-8")
    commit(folder, "first")
    file.write_text(SCHEME.replace("50_000", "52_000").replace("10%", "12%"), encoding="utf-8")
    commit(folder, "raise")
    second = SCHEME.replace("scheme: seller", "scheme: clerk\napplies_to: {Post: Clerk}")
    (folder / "schemes" / "clerk.yaml").write_text(second, encoding="utf-8")
    commit(folder, "second")
    file.rename(folder / "schemes" / "sales.yaml")
    commit(folder, "moved")
    (folder / "schemes" / "sales.yaml").write_text(SCHEME.replace("sales *", "sale *"), encoding="utf-8")
    commit(folder, "wrong")
    git(folder, "reset", "-q", "--hard", "moved")
    return folder


def git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.email=a@example.org", "-c", "user.name=a", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *named, *arguments], check=True, capture_output=True)  # noqa: S603, S607


def commit(folder: Path, name: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", name)
    git(folder, "tag", name)


@pytest.fixture(name="folder")
def entered_folder(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    return made
