"""The files that `kpicalc fmt` was asked to look at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kpicalc.cli.checked_paths import find_checked
from kpicalc.cli.refusal import Refusal
from kpicalc.cli.trial_files import trials_below


def find_formatted(paths: Sequence[Path], folder: Path) -> tuple[Path, ...] | Refusal:
    """Return the files named, the schemes and tests below folders; without paths those of the project.

    Files below `folder` are named from there.
    """
    found = find_checked(paths, folder)
    tests = tuple(each for path in paths if path.is_dir() for each in trials_below(path))
    if isinstance(found, Refusal) and (not tests or found.key != "usage.empty_folder"):
        return found
    schemes = () if isinstance(found, Refusal) else found.files
    every = dict.fromkeys((*schemes, *tests))
    return tuple(each.relative_to(folder) if each.is_relative_to(folder) else each for each in every)
