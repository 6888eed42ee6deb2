"""The border of the program: streams that never fail, and how it ends when it is interrupted or fails."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from kpicalc.cli.outcome import ExitCode
from kpicalc.i18n.catalogue import Language


def prepare_streams() -> None:
    """Let stdout and stderr replace what their encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def run_guarded(action: Callable[[], object], language: Language, *, debug: bool = False) -> None:
    """Run the command line; our failures end with 70, those of the system (a full disk) with 1.

    Ctrl-C ends with 130 and a line, a closed pipe with 1 quietly. With `debug` it is shown where in the
    program it failed.
    """
    try:
        action()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write(_say("failure.stopped", language) + "\n")
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        _silence_stream(sys.stdout)
        sys.exit(ExitCode.PROBLEMS)
    except OSError as problem:
        _silence_stream(sys.stdout)
        _show_traceback(problem, language, asked=debug)
        reason = problem.strerror or type(problem).__name__
        said = _say("usage.system", language, reason=reason)
        sys.stderr.write(_say("usage.prefix", language, text=said) + "\n")
        sys.exit(ExitCode.PROBLEMS)
    except Exception as failure:  # noqa: BLE001 - this is the border
        _show_traceback(failure, language, asked=debug)
        sys.stderr.write(tell_failure(failure, language) + "\n")
        sys.exit(ExitCode.BUG)


def number_failure(failure: BaseException) -> str:
    """Return a number that is the same for the same failure at the same place of the program."""
    import hashlib  # noqa: PLC0415 - kept out of --help

    frames = traceback.extract_tb(failure.__traceback__)
    trail = [type(failure).__name__, *(f"{Path(each.filename).name}:{each.name}" for each in frames)]
    return hashlib.sha256("\n".join(trail).encode()).hexdigest()[:8]


def tell_failure(failure: BaseException, language: Language) -> str:
    """Say that we failed. The message of an exception may quote pay: only what never does is shown."""
    from kpicalc.model.dataclass import ForgottenFaceError  # noqa: PLC0415 - kept out of --help

    forgotten = isinstance(failure, ForgottenFaceError)
    kind = f"{type(failure).__name__}: {failure.args[0]}" if forgotten else type(failure).__name__
    last = traceback.extract_tb(failure.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return _say("failure.bug", language, number=number_failure(failure), kind=kind, place=place)


def _show_traceback(failure: BaseException, language: Language, *, asked: bool) -> None:
    """Show all that Python knows, only where it was asked for: it may quote pay."""
    if asked:
        sys.stderr.write(_say("failure.traceback", language) + "\n")
        traceback.print_exception(failure)


def _say(key: str, language: Language, **params: str) -> str:
    from kpicalc.i18n.sentence import phrase  # noqa: PLC0415 - kept out of --help

    return phrase(key, language, **params)


def _silence_stream(stream: TextIO) -> None:
    """Send a stream whose reader has gone away to nowhere, so that the interpreter can close it."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
