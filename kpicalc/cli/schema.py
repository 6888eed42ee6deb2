"""`kpicalc schema`: the JSON Schema for editors, printed or written."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from kpicalc.cli.deliver import Format, check_formats, deliver
from kpicalc.cli.made_folders import write_in_folders
from kpicalc.cli.options import SchemaOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.i18n.catalogue import Language, key_descriptions
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.json_schema import make_json_schema
from kpicalc.scheme.load_batch import BatchDocument
from kpicalc.scheme.spec import Spec


def give_schema(options: SchemaOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc schema` was asked to."""
    kind: type[Spec] = TrialsDocument if options.tests else SchemeDocument
    if options.batch:
        if options.tests:
            return refuse("usage.schema_of_two")
        kind = BatchDocument
    if options.out is None:
        # Escapes are the same JSON, where the terminal or pipe has not all letters.
        escaped = str(sys.stdout.encoding).lower().replace("-", "") != "utf8"
        sys.stdout.write(render_schema(language, options.keys, kind, escaped=escaped))
        return ExitCode.OK
    if options.out.is_dir():
        return refuse("output.is_folder", path=str(options.out))
    # The schemes of the project are not far: a link must not lead to one of them.
    refusal = check_formats([options.out], _FORMATS, follow_links=True, makes_folders=True)
    if refusal is not None:
        return refusal
    text, files = render_schema(language, options.keys, kind), [options.out]
    written = write_in_folders(files, lambda: deliver(files, _FORMATS, text))
    return written if isinstance(written, Refusal) else ExitCode.OK


def render_schema(
    language: Language,
    keys: Language = Language.EN,
    kind: type[Spec] = SchemeDocument,
    *,
    escaped: bool = False,
) -> str:
    """Return the JSON Schema of a kind of file in the keys of a language, as a file's text."""
    made = make_json_schema(kind, key_descriptions(language), keys)
    return json.dumps(made, ensure_ascii=escaped, indent=2) + "\n"


_FORMATS: Mapping[str, Format[str]] = {".json": Format(lambda text: (text.encode(),))}
