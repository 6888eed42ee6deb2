"""The border of the program: how it ends when it is interrupted or fails unexpectedly."""

from __future__ import annotations

import sys
from collections.abc import Callable

from kpicalc.cli.exit_codes import ExitCode
from kpicalc.cli.streams import silence
from kpicalc.i18n.catalogue import Language


def run_guarded(action: Callable[[], object], language: Language) -> None:
    """Run the command line; our failures end with 70, those of the system (a full disk) with 2.

    Ctrl-C ends with 130 and a closed pipe with 1, both quietly.
    """
    try:
        action()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        silence(sys.stdout)
        sys.exit(ExitCode.PROBLEMS)
    except OSError as refusal:
        from kpicalc.cli.failure import tell_system  # noqa: PLC0415 - kept out of --help

        silence(sys.stdout)
        sys.stderr.write(tell_system(refusal, language) + "\n")
        sys.exit(ExitCode.USAGE)
    except Exception as failure:  # noqa: BLE001 - this is the border
        from kpicalc.cli.failure import tell_failure  # noqa: PLC0415 - kept out of --help

        sys.stderr.write(tell_failure(failure, language) + "\n")
        sys.exit(ExitCode.BUG)
