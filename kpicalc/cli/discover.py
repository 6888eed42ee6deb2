"""The scheme files of a run: named, or found in the project around the facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.model.diagnostic import Checked, has_errors
from kpicalc.model.settings import NO_SETTINGS, Settings

CONFIG = "kpicalc.yaml"
FOLDER = "schemes"


def find_schemes(given: Path | None, facts: Sequence[Path], folder: Path) -> tuple[Path, ...] | Refusal:
    """Return the scheme files: of `given`, else of kpicalc.yaml above `folder`, else of a folder `schemes`.

    The folder `schemes` is looked for in `folder` and above it, then beside the facts.
    """
    if given is not None:
        return _list_schemes(given)
    for place in (folder, *folder.parents):
        settings = _read_settings(place / CONFIG) if (place / CONFIG).is_file() else NO_SETTINGS
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
    found = next((place / CONFIG for place in (folder, *folder.parents) if (place / CONFIG).is_file()), None)
    return NO_SETTINGS if found is None else _read_settings(found)


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


def is_scheme_name(path: Path) -> bool:
    """Say whether a file may be a scheme by its name: YAML, no file of tests, not that of the project."""
    return path.suffix in {".yaml", ".yml"} and not path.stem.endswith(".test") and path.name != CONFIG


def shorten(path: Path) -> Path:
    """Name a file below the working folder from there, as people do."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _read_settings(file: Path) -> Settings | Refusal:
    from kpicalc.scheme.load import load_text  # noqa: PLC0415 - heavy: only for a project file
    from kpicalc.scheme.settings import read_settings  # noqa: PLC0415 - likewise

    shown = str(shorten(file))
    text = load_text(file, shown)
    settings = Checked(None, text.diagnostics) if text.value is None else read_settings(text.value, shown)
    if settings.value is None or has_errors(settings.diagnostics):
        return Refusal("", (), settings.diagnostics)
    return settings.value
