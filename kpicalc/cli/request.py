"""What a command asks of the program, made from what was typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kpicalc.api import Request
from kpicalc.cli.checked_paths import STDIN
from kpicalc.cli.discover import find_schemes, find_settings, shorten
from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.model.period import parse_period
from kpicalc.model.text_encoding import find_codec


def with_encoding(request: Request, name: str | None) -> Request | Refusal:
    """Return the request with the encoding that was asked for; refuse what is none of a text."""
    codec = find_codec(name or "utf-8")
    if not codec:
        return refuse("usage.encoding", name=str(name))
    return replace(request, encoding=codec if name else "")


def make_request(
    facts: tuple[Path, ...], scheme: Path | None, period: str | None, *, allow_partial: bool
) -> Request | Refusal:
    """Return the request, or say what was typed wrongly."""
    wanted = None if period is None else parse_period(period)
    if period is not None and wanted is None:
        return refuse("usage.period", text=period)
    absent = [path for path in facts if not path.exists()]
    if absent:
        return refuse("usage.facts_pipe" if absent[0] == STDIN else "usage.no_file", path=str(absent[0]))
    pipes = [path for path in facts if not path.is_dir() and not path.is_file()]
    if pipes:
        return refuse("usage.facts_pipe", path=str(pipes[0]))
    schemes = find_schemes(scheme, facts, Path.cwd())
    if isinstance(schemes, Refusal):
        return schemes
    settings = find_settings(Path.cwd())
    if isinstance(settings, Refusal):
        return settings
    return Request(facts, tuple(map(shorten, schemes)), wanted, allow_partial, settings=settings)
