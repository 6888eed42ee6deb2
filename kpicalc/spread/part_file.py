"""The file that a part leaves: put in place whole, read again only as it was written."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from distributed.protocol.serialize import deserialize_bytes, serialize_bytes

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.facts import LeftOut
from kpicalc.model.result import Settlement
from kpicalc.spread.part_news import News


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
