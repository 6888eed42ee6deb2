"""The work of `kpicalc schema`: the JSON Schema as text, printed or written."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from kpicalc.cli.console import tell_refusal
from kpicalc.cli.editor_options import SchemaOptions
from kpicalc.cli.exit_codes import ExitCode
from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.cli.text_file import write_text_files
from kpicalc.i18n.catalogue import Language, key_descriptions
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.editor.json_schema import make_json_schema

PROJECT_SCHEMA = Path(".kpicalc") / "scheme.schema.json"
"""Where the schema of a project stands, seen from the folder of the project."""


def run_schema(options: SchemaOptions, language: Language) -> ExitCode:
    """Do what `kpicalc schema` was asked to."""
    if options.out is None:
        # Escapes are the same JSON, where the terminal or pipe has not all letters.
        escaped = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
        sys.stdout.write(render_schema(language, tests=options.tests, escaped=escaped))
        return ExitCode.OK
    refused = _check_use(options.out) or write_schema(options.out, language, tests=options.tests)
    return ExitCode.OK if refused is None else tell_refusal(refused, language)


def modeline(schema: Path, scheme: Path) -> str:
    """Return the first line of a scheme file that tells editors where its schema is.

    >>> modeline(Path(".kpicalc/scheme.schema.json"), Path("schemes/seller.yaml"))
    '# yaml-language-server: $schema=../.kpicalc/scheme.schema.json'
    """
    return f"# yaml-language-server: $schema={Path(os.path.relpath(schema, scheme.parent)).as_posix()}"


def write_schema(path: Path, language: Language, *, tests: bool = False) -> Refusal | None:
    """Write the JSON Schema of schemes (or of files of tests); its folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_text_files({path: render_schema(language, tests=tests)})


def _check_use(path: Path) -> Refusal | None:
    """Refuse to write over anything but JSON: the schemes of the project are not far."""
    if path.is_dir() or path.resolve().suffix.lower() == ".json":
        return None
    return refuse("usage.schema_suffix", path=str(path))


def render_schema(language: Language, *, tests: bool = False, escaped: bool = False) -> str:
    """Return the JSON Schema of schemes, or of files of tests, as the text of a file."""
    made = make_json_schema(TrialsDocument if tests else SchemeDocument, key_descriptions(language))
    return json.dumps(made, ensure_ascii=escaped, indent=2) + "\n"
