"""The files of a run or a check: named, found in folders, or those of the project around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, has_errors
from kpicalc.model.settings import NO_SETTINGS, Settings
from kpicalc.scheme.file_text import MAX_BYTES, SETTINGS, TESTS, load_text

FOLDER = "schemes"
BOOK = "pay.kpibook"
STDIN = Path("-")

# The first line may begin with the mark of its encoding (UTF-8 or UTF-16), as editors on Windows write it.
_KEY = re.compile(
    rb"""(?:^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)*|[\r\n])[ \t]*\{?[ \t]*["']?kpicalc["']?[ \t]*:"""
)


@dataclass(frozen=True, slots=True)
class CheckedPaths:
    """The files to look at, each once, and the YAML files of folders that are no schemes."""

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...] = ()


def find_schemes(given: Sequence[Path], facts: Sequence[Path], folder: Path) -> tuple[Path, ...] | Refusal:
    """Return the scheme files: of `given`, else of kpicalc.yaml above `folder`, else of a folder `schemes`.

    The folder `schemes` is looked for in `folder` and above it, then beside the facts.
    """
    if given:
        # The scheme files of several files and folders, each once.
        found: dict[Path, None] = {}
        for path in given:
            listed = _list_schemes(path)
            if isinstance(listed, Refusal):
                return listed
            found |= dict.fromkeys(listed)
        return tuple(found)
    for place in (folder, *folder.parents):
        settings = _read_settings(place / SETTINGS) if (place / SETTINGS).is_file() else NO_SETTINGS
        if isinstance(settings, Refusal):
            return settings
        if settings.schemes:
            return _list_schemes(place / settings.schemes)
        if (place / FOLDER).is_dir():
            return _list_schemes(place / FOLDER)
    beside = [place / FOLDER for each in facts for place in _folders_of(each) if (place / FOLDER).is_dir()]
    return _list_schemes(beside[0]) if beside else refuse("usage.no_scheme")


def find_settings(folder: Path) -> Settings | Refusal:
    """Return what the nearest kpicalc.yaml in `folder` or above it says."""
    files = (place / SETTINGS for place in (folder, *folder.parents))
    found = next((file for file in files if file.is_file()), None)
    return NO_SETTINGS if found is None else _read_settings(found)


def find_book(folder: Path, typed: Path | None = None) -> Path | Refusal:
    """Return the book: the one typed, of kpicalc.yaml, the next one upwards; else where it will be made."""
    if typed is not None:
        return typed
    settings = find_settings(folder)
    if isinstance(settings, Refusal):
        return settings
    places = (folder, *folder.parents)
    home = next((place for place in places if (place / SETTINGS).is_file()), None)
    if settings.book and home is not None:
        return shorten(home / settings.book)
    found = next((place / BOOK for place in places if (place / BOOK).is_file()), None)
    return shorten(found or (home or folder) / BOOK)


def find_department(folder: Path, typed: str) -> str | Refusal:
    """Return the department that is meant: the one typed, else that of kpicalc.yaml, "" for none."""
    settings = find_settings(folder)
    return settings if isinstance(settings, Refusal) else typed.strip() or settings.department


def find_kept_programs(environment: Mapping[str, str]) -> Path | None:
    """Return the folder where compiled schemes are remembered: of KPICALC_CACHE, else that of the system.

    >>> find_kept_programs({"KPICALC_CACHE": "off", "HOME": "ann"}), find_kept_programs({})
    (None, None)
    >>> find_kept_programs({"HOME": "ann"}).as_posix()
    'ann/.cache/kpicalc'
    >>> [find_kept_programs({name: "kept"}).as_posix() for name in ("LOCALAPPDATA", "XDG_CACHE_HOME")]
    ['kept/kpicalc', 'kept/kpicalc']
    """
    asked = environment.get("KPICALC_CACHE")
    if asked:
        return None if asked.lower() in {"off", "0", "no"} else Path(asked)
    place = environment.get("LOCALAPPDATA") or environment.get("XDG_CACHE_HOME")
    home = environment.get("HOME")
    if not (place or home):
        return None
    return (Path(place) if place else Path(str(home), ".cache")) / "kpicalc"


def is_scheme_name(path: Path) -> bool:
    """Say whether a file may be a scheme by its name: YAML, no file of tests, not that of the project."""
    return path.suffix in {".yaml", ".yml"} and not path.stem.endswith(".test") and path.name != SETTINGS


def shorten(path: Path) -> Path:
    """Name a file below the working folder from there, as people do."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def find_checked(paths: Iterable[Path], folder: Path) -> CheckedPaths | Refusal:
    """Return the files of some paths; without any, the schemes of the project around `folder`.

    Files of tests are only looked at when they are named.
    """
    given = tuple(paths)
    if not given:
        return _of_project(folder)
    absent = [path for path in given if path != STDIN and not path.exists()]
    if absent:
        return refuse("usage.no_file", path=str(absent[0]))
    files: list[Path] = []
    passed_over: list[Path] = []
    for path in given:
        found = list(_files_below(path)) if path != STDIN and path.is_dir() else [path]
        named = found == [path]
        files += [each for each in found if named or _is_scheme(each)]
        passed_over += [each for each in found if not named and not _is_scheme(each)]
    if not files:
        return refuse("usage.empty_folder", path=str(given[0]))
    return CheckedPaths(tuple(dict.fromkeys(files)), tuple(dict.fromkeys(passed_over)))


def with_tests(found: CheckedPaths) -> CheckedPaths:
    """Add the files of tests that stand beside schemes."""
    beside = [test for path in found.files if path != STDIN for test in trials_beside(path)]
    return CheckedPaths(tuple(dict.fromkeys((*found.files, *beside))), found.passed_over)


def holds_tests(path: Path) -> bool:
    """Say whether a path is a file of tests, by its name."""
    return path.name.endswith(TESTS) and path.is_file()


def trials_beside(scheme: Path) -> Iterator[Path]:
    """Yield the files of tests that stand beside a scheme."""
    candidates = (scheme.with_name(f"{scheme.stem}{suffix}") for suffix in TESTS)
    return (each for each in candidates if each.is_file())


def trials_below(folder: Path) -> Iterator[Path]:
    """Yield the files of tests below a folder in the order of their names, not those of hidden folders."""
    for path in sorted(folder.rglob("*.test.y*ml")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if holds_tests(path) and not hidden:
            yield path


def _folders_of(facts: Path) -> Iterator[Path]:
    if facts.is_dir():
        yield facts
    yield facts.parent


def _list_schemes(path: Path) -> tuple[Path, ...] | Refusal:
    if not path.exists():
        return refuse("usage.no_file", path=str(path))
    if not path.is_dir():
        return (path,)
    found = sorted(each for each in path.iterdir() if is_scheme_name(each) and each.is_file())
    return tuple(found) if found else refuse("usage.empty_folder", path=str(path))


def _read_settings(file: Path) -> Settings | Refusal:
    shown = str(shorten(file))
    text = load_text(file, shown)
    from kpicalc.scheme.settings import read_settings  # noqa: PLC0415 - heavy, and few projects have the file

    settings = Checked(None, text.diagnostics) if text.value is None else read_settings(text.value, shown)
    if settings.value is None or has_errors(settings.diagnostics):
        return Refusal("", (), settings.diagnostics)
    return settings.value


def _of_project(folder: Path) -> CheckedPaths | Refusal:
    found = find_schemes((), (), folder)
    if isinstance(found, Refusal):
        return refuse("usage.nothing_to_check") if found.key == "usage.no_scheme" else found
    return CheckedPaths(found)


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the YAML files below a folder in the order of their names; hidden folders are left alone."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if not path.name.startswith(".") and not path.is_symlink():
                yield from _files_below(path)
        elif is_scheme_name(path):
            yield path


def _is_scheme(path: Path) -> bool:
    """Say whether a file has the key `kpicalc`; what cannot be read is for the check to tell."""
    try:
        with path.open("rb") as opened:
            # Two bytes to a letter still show the word.
            return _KEY.search(opened.read(MAX_BYTES).replace(b"\0", b"")) is not None
    except OSError:
        return True
