"""The parts of a folder of facts: files of whole employees, and files that all parts share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kpicalc.model.dataclass import dataclass

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
