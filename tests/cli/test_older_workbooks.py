"""The month of the company, saved as .xls and .ods by LibreOffice, pays what the workbook of today pays."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kpicalc.cli.app import build_app
from kpicalc.i18n.catalogue import Language
from tests.cli.whole_month import OFFICE, ROOT

MARCH = ROOT / "examples" / "company" / "march.xlsx"


def pay(facts: Path, out: Path) -> tuple[int, bytes]:
    """Return the exit code and the bytes of the statement."""
    schemes = ("--scheme", str(ROOT / "schemes"))
    done = CliRunner().invoke(build_app(Language.EN), ["compute", str(facts), *schemes, "--out", str(out)])
    return done.exit_code, out.read_bytes() if out.exists() else done.stderr.encode()


@pytest.fixture(name="paid_today", scope="module")
def pay_workbook_of_today(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, bytes]:
    return pay(MARCH, tmp_path_factory.mktemp("today") / "pay.csv")


@pytest.fixture(name="profile", scope="module")
def office_profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of settings that the office makes when it starts first, which takes the most time."""
    return f"-env:UserInstallation={(tmp_path_factory.mktemp('office') / 'profile').as_uri()}"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_every_kind_of_workbook_pays_the_same(
    tmp_path: Path, kind: str, profile: str, paid_today: tuple[int, bytes]
) -> None:
    asked = [profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(MARCH)]
    subprocess.run([str(OFFICE), *asked], check=True, timeout=300)  # noqa: S603

    assert pay(tmp_path / f"march.{kind}", tmp_path / "pay.csv") == paid_today
