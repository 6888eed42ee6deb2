"""Problems as one JSON document, for any program."""

from __future__ import annotations

import json

from kpicalc import __version__
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Severity
from kpicalc.report.problems.checked_files import CheckedFiles
from kpicalc.report.problems.fingerprint import fingerprint_problems
from kpicalc.report.writers.json_parts import describe_diagnostic

FORMAT = 1


def write_json(checked: CheckedFiles, _: Language) -> str:
    """Return the document; every problem is told in all languages."""
    prints = fingerprint_problems(checked.problems, checked.texts)
    document = {
        "kpicalc": {"format": FORMAT, "version": __version__},
        "files": list(checked.files),
        "counts": {
            str(severity): sum(each.severity is severity for each in checked.problems)
            for severity in Severity
        },
        "failed": checked.failed,
        "problems": [
            {**describe_diagnostic(each), "fingerprint": fingerprint}
            for each, fingerprint in zip(checked.problems, prints, strict=True)
        ],
    }
    return dump(document)


def dump(document: object) -> str:
    """Write a JSON document over several lines, its letters as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
