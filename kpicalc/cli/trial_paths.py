"""The schemes and the files of tests that `kpicalc test` was asked to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpicalc.cli.checked_paths import find_checked
from kpicalc.cli.discover import shorten
from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.cli.trial_files import holds_tests, trials_below, trials_beside


@dataclass(frozen=True, slots=True)
class TrialPaths:
    """Scheme files, and files of tests; each once, shown from the working folder."""

    schemes: tuple[Path, ...]
    tests: tuple[Path, ...]


def find_trials(paths: tuple[Path, ...], folder: Path) -> TrialPaths | Refusal:
    """Return what to run: of a folder all below it, of a scheme also the file of tests beside it."""
    absent = [path for path in paths if not path.exists()]
    if absent:
        return refuse("usage.no_file", path=str(absent[0]))
    alone = [path for path in paths if holds_tests(path)]
    below = [each for path in paths if path.is_dir() for each in trials_below(path)]
    others = [path for path in paths if path not in alone]
    schemes: tuple[Path, ...] = ()
    if others or not paths:
        found = find_checked(others, folder)
        if isinstance(found, Refusal) and not below:
            return found
        schemes = () if isinstance(found, Refusal) else found.files
    beside = [each for path in schemes for each in trials_beside(path)]
    tests = dict.fromkeys(map(shorten, (*alone, *below, *beside)))
    return TrialPaths(tuple(map(shorten, schemes)), tuple(tests))
