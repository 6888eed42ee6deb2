"""Files written whole or not at all, several as one set."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path

from kpicalc.model.dataclass import dataclass
from kpicalc.report.writers.announced import Proof, announce, mend_folders
from kpicalc.report.writers.beside import Temporary, create_beside, give_rights


@dataclass(frozen=True, slots=True)
class WriteRefused:
    """Why nothing was written: `reason` is locked, denied, no_folder, is_folder, no_file or failed.

    It is `torn` where the old files could not be put back either: the next run finishes the set.
    """

    path: Path
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class SetDecision:
    """What a set of files is written together with: `prepare` when all are written, `decide` to make it so.

    What `prepare` gives is told in the announcement: a killed run is finished where the proof is found.
    """

    prepare: Callable[[], Proof]
    decide: Callable[[], None]


class _NoFileError(OSError):
    """In the place of the target stands a device or a pipe."""


# So many files may be open at once on any system; of more, each is closed when it is written.
_OPEN = 64


@dataclass(frozen=True, slots=True)
class _Pending:
    """A set of outputs: the new contents and, for several, copies of the old and the announcements."""

    targets: Mapping[Path, Path]
    fresh: dict[Path, Temporary] = field(default_factory=dict)
    kept: dict[Path, Temporary] = field(default_factory=dict)
    announced: list[Temporary] = field(default_factory=list)
    decision: SetDecision | None = None
    decided: list[Proof] = field(default_factory=list)

    @property
    def together(self) -> bool:
        """True when there are several, so that some may be new while others are old."""
        return len(self.targets) > 1 or self.decision is not None

    @property
    def many(self) -> bool:
        """True when not all can stay open; an announcement of nothing guards them from the beginning."""
        return len(self.targets) > _OPEN

    @property
    def folders(self) -> list[Path]:
        """The folders of the targets."""
        return list(dict.fromkeys(target.parent for target in self.targets.values()))

    def let_rest(self, made: Temporary) -> None:
        """Close a file that is written, where there are many."""
        if self.many:
            made.stream.close()

    def announce_set(self) -> None:
        """Announce several files, and take the decision that they are written together with."""
        if not self.together:
            return
        moves = {self.fresh[path].path: target for path, target in self.targets.items()}
        if self.decision is None:
            self.announced.extend(announce(moves, self.folders))
            return
        proof = self.decision.prepare()
        self.announced.extend(announce(moves, self.folders, proof))
        self.decision.decide()
        self.decided.append(proof)

    def write_beside(self, path: Path, chunks: Iterable[bytes]) -> None:
        target = self.targets[path]
        if target.is_dir():
            raise IsADirectoryError
        if target.exists() and not target.is_file():
            raise _NoFileError
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError
        made = self.fresh[path] = create_beside(target)
        for chunk in chunks:
            made.stream.write(chunk)
        made.settle()
        give_rights(made, target)
        self.let_rest(made)
        if self.together and target.exists():
            kept = self.kept[path] = create_beside(target)
            shutil.copyfile(target, kept.path)
            give_rights(kept, target)
            self.let_rest(kept)

    def sync_folders(self) -> None:
        # Windows cannot open a folder; there the move itself is durable enough.
        for folder in self.folders:
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)

    def put_back(self) -> bool:
        """Put the old files back where only some of several were replaced; say whether all is as it was.

        What was decided stays decided: the next run puts the rest in place.
        """
        if self.decided:
            return False
        moved = [path for path, made in self.fresh.items() if self.together and not made.path.exists()]
        try:
            for path in moved:
                if path in self.kept:
                    self.kept[path].path.replace(self.targets[path])
                else:
                    self.targets[path].unlink()
        except OSError:
            return False
        return True

    def let_go(self, *, restored: bool) -> None:
        """Let go of all; what is needed to finish a torn set stays."""
        needed = () if restored else (*self.announced, *self.fresh.values())
        for temporary in needed:
            temporary.stream.close()
        for temporary in (*self.announced, *self.fresh.values(), *self.kept.values()):
            if temporary not in needed:
                temporary.clear()


def write_atomically(
    outputs: Mapping[Path, Iterable[bytes]], decision: SetDecision | None = None
) -> WriteRefused | None:
    """Write several files so that all are new or all are as they were, also when the run is killed.

    Each is written beside its target, forced to disk and moved into place at the end; a set of several
    is announced first, and what a killed run could not finish is finished before anything else is written
    there. A file keeps the rights of the one it replaces; a new one has those of any new file.
    Nothing is left behind when it fails, also by an interrupt. Returns why it was refused, or None.
    With a `decision` the files appear if, and only if, it is taken; the caller has mended the folders before.
    """
    pending = _Pending({path: path.resolve() for path in outputs}, decision=decision)
    current = next(iter(outputs), Path())
    restored = True
    try:
        mend_folders(() if decision else pending.folders)
        pending.announced.extend(announce({}, pending.folders) if pending.many else ())
        for current, chunks in outputs.items():
            pending.write_beside(current, chunks)
        pending.announce_set()
        for current, target in pending.targets.items():
            pending.fresh[current].path.replace(target)
        pending.sync_folders()
    except OSError as problem:
        restored = pending.put_back()
        refused = _explain_refusal(current, problem)
        return refused if restored else WriteRefused(current, "torn", refused.detail)
    except BaseException:
        restored = pending.put_back()
        raise
    finally:
        pending.let_go(restored=restored)
    return None


def _explain_refusal(path: Path, problem: OSError) -> WriteRefused:
    detail = problem.strerror or type(problem).__name__
    if _is_open_elsewhere(path):
        return WriteRefused(path, "locked", detail)
    match problem:
        case FileNotFoundError() | NotADirectoryError():
            return WriteRefused(path, "no_folder", detail)
        case IsADirectoryError():
            return WriteRefused(path, "is_folder", detail)
        case _NoFileError():
            return WriteRefused(path, "no_file", detail)
        case PermissionError():
            return WriteRefused(path, "denied", detail)
        case _:
            return WriteRefused(path, "failed", detail)


def _is_open_elsewhere(path: Path) -> bool:
    """Look for the mark that Excel and LibreOffice put beside a file while it is open."""
    marks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return any((path.parent / mark).exists() for mark in marks)
