"""The fixtures of the command line's tests."""

from __future__ import annotations

from tests.cli.paying_firm import lay_out_firm
from tests.cli.small_repository import entered_folder, made_repository
from tests.cli.stand_in import open_project, put_stand_in
from tests.cli.whole_month import recompute_book, write_month

__all__ = [
    "entered_folder",
    "lay_out_firm",
    "made_repository",
    "open_project",
    "put_stand_in",
    "recompute_book",
    "write_month",
]
