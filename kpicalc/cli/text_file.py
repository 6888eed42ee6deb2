"""Text files of a project: written whole or not at all, and for everybody to read, as they hold no pay."""

from __future__ import annotations

from pathlib import Path

from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.report.writers.atomically import write_atomically

_FOR_ALL = 0o644
_RIGHTS = 0o777


def write_text_file(path: Path, text: str) -> Refusal | None:
    """Write a text as UTF-8, its line ends as they are; a file that was there keeps its rights."""
    rights = path.stat().st_mode & _RIGHTS if path.exists() else _FOR_ALL
    refused = write_atomically({path: (text.encode(),)})
    if refused is not None:
        return refuse(f"output.{refused.reason}", path=str(refused.path), reason=refused.detail)
    path.chmod(rights)
    return None
