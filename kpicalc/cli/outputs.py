"""What commands write: never over what they read, one file or several as one set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kpicalc.cli.discover import CONFIG
from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.cli.stopping import unwinding
from kpicalc.cli.trial_files import trials_beside
from kpicalc.facts.read_files import SUFFIXES
from kpicalc.report.writers.atomically import write_atomically


def check_outputs(
    outputs: Sequence[Path], *, facts: Sequence[Path] = (), schemes: Sequence[Path] = ()
) -> Refusal | None:
    """Refuse an output that is an input under any name, that would be read as facts, or is named twice.

    A file is known by its place on the disk: a link, another spelling or a second name makes no difference.
    """
    read, folders = _identify(_facts_files(facts)), [each for each in facts if each.is_dir()]
    ruling = _identify(_scheme_files(schemes))
    seen: set[tuple[int, int] | Path] = set()
    for path in outputs:
        target = path.resolve()
        identity = _identity(target) or target
        if identity in read:
            return refuse("usage.out_is_input", path=str(path))
        if identity in ruling:
            return refuse("usage.out_is_scheme", path=str(path))
        if target.suffix.lower() in SUFFIXES and any(_lies_in(target, folder) for folder in folders):
            return refuse("usage.out_among_facts", path=str(path))
        if identity in seen:
            return refuse("usage.out_twice", path=str(path))
        seen.add(identity)
    return None


def write_outputs(outputs: Mapping[Path, Iterable[bytes]]) -> Refusal | None:
    """Write all files or none; say why when one cannot be written."""
    with unwinding():
        refused = write_atomically(outputs)
    if refused is None:
        return None
    return refuse(f"output.{refused.reason}", path=str(refused.path), reason=refused.detail)


def _facts_files(facts: Iterable[Path]) -> Iterator[Path]:
    for path in facts:
        if path.is_dir():
            yield from (each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES)
        else:
            yield path


def _scheme_files(schemes: Iterable[Path]) -> Iterator[Path]:
    """Yield the schemes, the files of tests beside them, and the files of projects around the run."""
    for path in schemes:
        yield path
        yield from trials_beside(path)
    folder = Path.cwd()
    yield from (place / CONFIG for place in (folder, *folder.parents))


def _identify(paths: Iterable[Path]) -> set[tuple[int, int] | Path]:
    return {found for path in paths if (found := _identity(path)) is not None}


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file on the disk from all others; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _lies_in(target: Path, folder: Path) -> bool:
    wanted = _identity(folder)
    return any(_identity(each) == wanted for each in target.parents)
