"""The entry point of the program: it listens before anything that takes time is loaded."""

from __future__ import annotations

from kpicalc.cli.stopping import listen


def main() -> None:
    """Run the program with the arguments it was started with, and end the process."""
    listen()
    from kpicalc.cli.app import main as run  # noqa: PLC0415 - takes a while to load

    run()
