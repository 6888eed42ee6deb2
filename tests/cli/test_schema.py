"""`kpicalc schema`, and the schemas that the repository carries."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from kpicalc.cli.options import SchemaOptions
from kpicalc.cli.schema import give_schema, render_schema
from kpicalc.i18n.catalogue import Language
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load_batch import BatchDocument
from kpicalc.scheme.spec import Spec
from tests.cli.stand_in import invoke

SCHEMAS = Path(__file__).resolve().parents[2] / "json-schema"


def test_the_schema_is_printed() -> None:
    done = invoke("schema", "--lang", "ru")

    assert (done.exit_code, done.stdout) == (0, render_schema(Language.RU))
    assert json.loads(done.stdout)["properties"]["pay"]["description"] == "Строки оплаты; их сумма — итог."


def test_the_schema_in_russian_keys() -> None:
    done = invoke("schema", "--keys", "ru", "--lang", "ru")
    made = json.loads(done.stdout)

    assert made["required"] == ["kpicalc", "схема", "валюта", "факты", "оплата"]
    assert made["definitions"]["Column"]["anyOf"][1]["required"] == ["тип"]
    assert made["definitions"]["Kpi"]["properties"]["лучше"]["enum"] == ["больше", "меньше", "ровно"]
    assert made["definitions"]["Kpi"]["properties"]["лучше"]["description"] == (
        "Что лучше: больше — больше (по умолчанию), меньше — меньше (нужен `формула`), ровно — ровно план."
    )
    russian = render_schema(Language.EN, Language.RU)
    english = render_schema(Language.EN)
    assert len(json.loads(russian)["definitions"]) == len(json.loads(english)["definitions"])


def test_a_terminal_without_the_letters_gets_escapes() -> None:
    escaped = render_schema(Language.RU, escaped=True)

    assert escaped.isascii()
    assert json.loads(escaped) == json.loads(render_schema(Language.RU))


@pytest.mark.parametrize(
    ("encoding", "escaped"), [("UTF-8", False), ("utf8", False), ("cp1251", True), ("ascii", True)]
)
def test_the_stream_says_whether_it_has_the_letters(
    monkeypatch: pytest.MonkeyPatch, encoding: str, *, escaped: bool
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    monkeypatch.setattr(sys, "stdout", stream)
    give_schema(SchemaOptions(), Language.RU)
    stream.flush()

    assert stream.buffer.getvalue().decode(encoding) == render_schema(Language.RU, escaped=escaped)


def test_the_schema_of_tests_is_written_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / ".kpicalc" / "scheme.schema.json"

    done = invoke("schema", "--tests", "-o", str(path))

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert path.read_text(encoding="utf-8") == render_schema(Language.EN, kind=TrialsDocument)
    assert invoke("schema", "-o", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8") == render_schema(Language.EN)


def test_one_kind_of_files_at_a_time() -> None:
    done = invoke("schema", "--tests", "--batch")

    assert (done.exit_code, done.stderr) == (
        2,
        "error: --tests and --batch are two kinds of files; write one of them\n",
    )


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    done = invoke("schema", "-o", str(tmp_path))

    assert (done.exit_code, done.stderr) == (2, f"error: `{tmp_path}` is a folder\n")


def test_nothing_is_left_of_a_refused_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", _refuse)

    done = invoke("schema", "-o", str(tmp_path / "a" / "s.json"))

    assert done.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_scheme_is_not_written_over(tmp_path: Path) -> None:
    scheme, link = tmp_path / "s.yaml", tmp_path / "s.json"
    scheme.write_text("kpicalc: 1\n", encoding="utf-8")
    link.symlink_to(scheme)
    for path in (scheme, link):
        done = invoke("schema", "-o", str(path))
        assert (done.exit_code, done.stderr) == (2, f"error: `{path}` must end with .json\n")
    assert scheme.read_text(encoding="utf-8") == "kpicalc: 1\n"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", ["scheme", "tests", "batch"])
def test_the_schemas_of_the_repository_are_those_of_the_program(kind: str, language: Language) -> None:
    path = SCHEMAS / f"{kind}.schema.{language}.json"
    asked = "" if kind == "scheme" else f"--{kind} "
    again = f"kpicalc schema {asked}--lang {language} -o json-schema/{path.name}"
    documents: dict[str, type[Spec]] = {
        "scheme": SchemeDocument,
        "tests": TrialsDocument,
        "batch": BatchDocument,
    }

    assert path.read_text(encoding="utf-8") == render_schema(language, kind=documents[kind]), again


def _refuse(*_: object) -> None:
    raise OSError(28, "No space left on device")
