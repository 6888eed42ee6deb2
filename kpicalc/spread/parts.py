"""The parts of a folder of facts, and the file that each leaves: put in place whole, read as written."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from distributed.protocol.serialize import deserialize_bytes, serialize_bytes

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.facts import LeftOut
from kpicalc.model.result import Settlement
from kpicalc.spread.part_news import News

File = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class DealtPart:
    """One part: its place in the order, its name, and its files with how they are shown.

    `shared` files stand outside of all parts: tables above the employee, that every part reads.
    """

    number: int
    name: str
    own: tuple[File, ...]
    shared: tuple[File, ...]

    @property
    def files(self) -> tuple[File, ...]:
        """All files that the part reads, in the order of one process."""
        return (*self.shared, *self.own)


def list_parts(files: Iterable[File], folders: Iterable[Path]) -> tuple[DealtPart, ...]:
    """Deal files out to parts: those below one folder `name=value` of a folder given are one part.

    Folders of the same name in several folders given belong to one part.
    """
    roots = [each.resolve() for each in folders if each.is_dir()]
    shared: list[File] = []
    own: dict[str, list[File]] = {}
    for path, shown in files:
        name = _name_part(path.resolve(), roots)
        (shared if name is None else own.setdefault(name, [])).append((path.resolve(), shown))
    return tuple(
        DealtPart(number, name, tuple(found), tuple(shared))
        for number, (name, found) in enumerate(own.items())
    )


def _name_part(path: Path, roots: Iterable[Path]) -> str | None:
    for root in roots:
        if path.is_relative_to(root):
            first, *below = path.relative_to(root).parts
            if below and "=" in first:
                return first
    return None


@dataclass(frozen=True, slots=True)
class PaidPart:
    """What the file of a part holds: the settlements without rows below employees, and their problems."""

    settlements: tuple[Settlement, ...]
    problems: tuple[Diagnostic, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The file of a part, "" for none, the SHA-256 of its bytes, and what a part that was alone tells."""

    name: str
    digest: str
    news: News | None = None


def put_part(folder: Path, number: int, paid: PaidPart) -> Written:
    """Write the file of a part under a name of its own, and give it its name when it is whole.

    The name holds a part of the digest: a worker that was thought dead never replaces the file of another.
    """
    data = bytes(serialize_bytes(paid))
    digest = hashlib.sha256(data).hexdigest()
    handle, made = tempfile.mkstemp(prefix=".part-", dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    name = f"part-{number:05d}-{digest[:16]}"
    Path(made).replace(folder / name)
    return Written(name, digest)


def read_paid_part(folder: Path, written: Written) -> PaidPart | None:
    """Return what the file of a part holds; None where it is not there, or is not what was written."""
    try:
        data = (folder / written.name).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest() != written.digest:
        return None
    paid: PaidPart = deserialize_bytes(data)
    return paid
