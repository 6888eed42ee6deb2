"""Fetch facts that lie in a store of objects (`s3://…`, `abfs://…`), to be read like local files."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path, PurePath, PurePosixPath
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

_PIECE = 1 << 20
_numbers = count()


def fetch_files(address: str, is_read: Callable[[PurePath], bool]) -> Checked[tuple[tuple[Path, str], ...]]:
    """Copy the file at an address, or those of a folder there, to this machine until the run ends.

    Returns the copies with their addresses, those of a folder in the order of their names: files that are
    read by their names, in the folder itself or below folders that name a value (`team=North`). Stores are
    those that pyarrow knows, or fsspec where it is installed.
    """
    place = FilePlace(address)
    if find_spec("pyarrow") is None:
        return Checked(None, (error(Problem.ADDRESS_WITHOUT_LIBRARY, place),))
    try:
        store, inner = _open_store(address)
        names = list(_list_names(store, inner, is_read))
        if not names:
            return Checked(None, (error(Problem.FOLDER_WITHOUT_TABLES, place),))
        return Checked(tuple((_copy(store, name), address + name.removeprefix(inner)) for name in names))
    except (OSError, ValueError, NotImplementedError, ImportError) as fault:
        reason = (str(fault) or type(fault).__name__).splitlines()[0]
        return Checked(None, (error(Problem.FACTS_UNREADABLE, place, reason=reason),))


def _open_store(address: str) -> tuple[FileSystem, str]:
    """Return the store of an address and the path there; ValueError where nobody knows it."""
    from pyarrow import fs  # noqa: PLC0415 - heavy

    try:
        store, inner = fs.FileSystem.from_uri(address)
    except ValueError:
        if find_spec("fsspec") is None:
            raise
        from fsspec.core import url_to_fs  # noqa: PLC0415 - only for stores that pyarrow does not know

        opened, inner = url_to_fs(address)
        store = fs.PyFileSystem(fs.FSSpecHandler(opened))
    return store, str(inner)


def _list_names(store: FileSystem, inner: str, is_read: Callable[[PurePath], bool]) -> Iterator[str]:
    from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415 - heavy

    found = store.get_file_info(inner)
    if found.type is FileType.NotFound:
        raise FileNotFoundError(inner)
    if found.type is FileType.File:
        yield inner
        return
    listed = store.get_file_info(FileSelector(inner, recursive=True))
    for each in sorted((each for each in listed if each.type is FileType.File), key=lambda each: each.path):
        path = PurePosixPath(each.path)
        below = path.parts[len(PurePosixPath(inner).parts) : -1]
        if is_read(path) and all("=" in part for part in below):
            yield each.path


def _copy(store: FileSystem, name: str) -> Path:
    """Copy one file into a folder that is removed when the program ends."""
    folder = Path(mkdtemp(prefix=f"kpicalc-{next(_numbers)}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    target = folder / PurePosixPath(name).name
    with store.open_input_stream(name) as source, target.open("wb") as copy:
        while piece := source.read(_PIECE):
            copy.write(piece)
    return target
