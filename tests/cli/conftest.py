"""The fixtures of the command line's tests."""

from __future__ import annotations

from tests.cli.paying_firm import lay_out_firm
from tests.cli.stand_in import open_project, put_stand_in
from tests.cli.whole_month import recompute_book, write_month

__all__ = ["lay_out_firm", "open_project", "put_stand_in", "recompute_book", "write_month"]
