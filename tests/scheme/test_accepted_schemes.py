"""The JSON Schema accepts every scheme that the loader accepts, in either language of keys."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.formatting.change_keys import change_keys
from tests.scheme.accepting import ROOT, problems_of, right_schemes
from tests.scheme.texts import MINIMAL

RIGHT = dict(right_schemes())
WRITTEN_IN_RUSSIAN = {
    "schemes/retail-shop.yaml",
    "schemes/salary-actions-bonus.yaml",
    "schemes/service-crew.yaml",
}
KEPT_IN_ENGLISH = "tests/cases/good/formulas.yaml"


@pytest.mark.parametrize("name", list(RIGHT))
def test_a_right_scheme_is_accepted(name: str) -> None:
    assert problems_of(RIGHT[name]) == []


# A value that is called by a word of Russian formulas keeps a scheme in English.
@pytest.mark.parametrize(
    "name",
    [name for name in RIGHT if name.startswith(("schemes/", "tests/cases/")) and name != KEPT_IN_ENGLISH],
)
def test_a_right_scheme_is_accepted_in_russian_keys(name: str) -> None:
    changed = change_keys(RIGHT[name], name, SchemeDocument, Language.RU).value

    assert changed is not None
    assert (changed == RIGHT[name]) is (name in WRITTEN_IN_RUSSIAN)
    assert problems_of(changed) == []


def test_the_command_of_others_accepts_schemes() -> None:
    schema = ROOT / "json-schema" / "scheme.schema.ru.json"
    paths = [str(path) for path in sorted((ROOT / "tests/cases/good").glob("p*.yaml"))]

    done = _check("--schemafile", str(schema), *paths)

    assert (done.returncode, done.stdout.strip()) == (0, "ok -- validation done")


def test_the_command_of_others_refuses_a_wrong_scheme(tmp_path: Path) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_text(MINIMAL + "period: week\n", encoding="utf-8")

    done = _check("--schemafile", str(ROOT / "json-schema" / "scheme.schema.en.json"), str(path))

    assert done.returncode == 1
    assert "'week' is not one of" in done.stdout


def _check(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")  # noqa: S603 - our own arguments
