"""Files as they stood in a revision of git, taken out into a folder of their own by the `git` command."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from posixpath import normpath

from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.model.dataclass import dataclass
from kpicalc.report.writers.beside import open_workshop


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository of git, and the folder into which files of its revisions are taken out."""

    root: Path
    folder: Path

    def take_out(self, revision: str, paths: tuple[str, ...]) -> Path:
        """Return a folder with the files of a revision, under the names that they have in it."""
        # The name of the folder shows in places: a reader knows the revision by it.
        folder = self.folder / "".join(sign if sign.isalnum() or sign in "~-._" else "_" for sign in revision)
        for path in paths:
            target = folder / PurePosixPath(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            held = run_git(self.root, "show", f"{revision}:{path}")
            assert held is not None  # noqa: S101 - the revision was asked for its files
            target.write_bytes(held)
        return folder

    def call_file(self, name: str) -> str:
        """Return what a file is called: one that was taken out by its revision, as git has it."""
        if not Path(name).is_relative_to(self.folder):
            return name
        revision, *inside = Path(name).relative_to(self.folder).parts
        return f"{revision}:{'/'.join(inside)}"

    def list_below(self, revision: str, path: str) -> tuple[str, ...]:
        """Return the files of a revision that are a path, or lie in it."""
        found = run_git(self.root, "ls-tree", "-r", "-z", "--name-only", revision, "--", path)
        return tuple(filter(None, (found or b"").decode().split("\0")))

    def find_parting(self, one: str, other: str) -> str:
        """Return the revision from which two have gone their own ways; the first where there is none."""
        found = run_git(self.root, "merge-base", one, other)
        return one if found is None else found.decode().strip()

    def knows(self, revision: str) -> bool:
        """Say whether there is such a revision."""
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        return run_git(self.root, *asked) is not None


@contextmanager
def open_repository(folder: Path) -> Iterator[Repository | Refusal]:
    """Open the repository around a folder; what is taken out of it goes when this ends."""
    if shutil.which("git") is None:
        yield refuse("usage.no_git")
        return
    root = run_git(folder, "rev-parse", "--show-toplevel")
    if root is None:
        yield refuse("usage.no_repository", path=str(folder))
        return
    with open_workshop() as made:
        yield Repository(Path(root.decode().strip()), made)


def run_git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git prints; None where it refuses."""
    # The program of the user's own machine, told what to do in words that are no commands of a shell.
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    return done.stdout if done.returncode == 0 else None


def names_revision(path: Path) -> bool:
    """Say whether a path is none of a file but of a revision, such as HEAD~1:schemes/seller.yaml."""
    revision, sign, file = str(path).partition(":")
    return bool(sign and file and len(revision) > 1) and not path.exists()


def take_out_scheme(repository: Repository, path: Path) -> Path | Refusal:
    """Return a copy of the scheme, or of the folder of schemes, that a path of a revision names."""
    revision, _, named = str(path).partition(":")
    if not repository.knows(revision):
        return refuse("usage.no_revision", text=revision)
    inside = PurePosixPath(named.replace("\\", "/"))
    here = PurePosixPath(Path.cwd().resolve().relative_to(repository.root.resolve()).as_posix())
    # As git has it: without `./` a path begins at the top; people also write it as seen from here.
    seen = PurePosixPath(normpath(here / inside))
    choices = [seen] if named.startswith("./") else [inside, seen]
    for choice in choices:
        found = repository.list_below(revision, str(choice))
        if found:
            return repository.take_out(revision, found) / choice
    return refuse("usage.no_file", path=str(path))
