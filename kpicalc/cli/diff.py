"""`kpicalc diff`: what changed in the schemes between two revisions of git, for a review."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from pathlib import Path, PurePosixPath

from kpicalc import api
from kpicalc.api.diff import DiffRequest, FilePair
from kpicalc.cli.answer import Telling, end_answer
from kpicalc.cli.console import watch_progress
from kpicalc.cli.deciding_options import DiffOptions
from kpicalc.cli.deliver import Inputs, check_written
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import is_scheme_name
from kpicalc.cli.request import make_request, read_period
from kpicalc.cli.revisions import Repository, open_repository, run_git
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.comparison import Diff
from kpicalc.model.diagnostic import Checked, rename_files
from kpicalc.report.views.scheme_diff import show_diff
from kpicalc.report.writers.decision_json import write_diff

_WORKING = ""
# The files that may be schemes, as git is asked for them.
_SCHEMES = (":/*.yaml", ":/*.yml")
_PERCENT = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*%\s*", re.ASCII)


def review_schemes(options: DiffOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc diff` was asked to."""
    limit = _read_limit(options)
    if isinstance(limit, Refusal):
        return limit
    with open_repository(Path.cwd()) as repository:
        if isinstance(repository, Refusal):
            return repository
        return _review(options, repository, limit, language)


def _review(
    options: DiffOptions, repository: Repository, limit: Decimal | None, language: Language
) -> ExitCode | Refusal:
    period = read_period(options.period)
    if isinstance(period, Refusal):
        return period
    base, dots, rest = options.revisions.partition("..")
    head = rest.removeprefix(".") or ("HEAD" if dots else _WORKING)
    unknown = next((each for each in (base, head) if each and not repository.knows(each)), None)
    if unknown is not None or not base:
        return refuse("usage.no_revision", text=unknown or options.revisions)
    # With three dots, as git has it, what the base has got since both parted is no change of the head.
    named, base = base, repository.find_parting(base, head) if rest.startswith(".") else base
    refusal = check_written(options.out, _TELLING.formats(), Inputs(options.facts))
    if refusal is not None:
        return refusal
    paths = [str(path) for path in options.paths]
    asked_of_git = (base, *([head] if head else []), "--", *(paths or _SCHEMES))
    changed = run_git(Path.cwd(), "diff", "--name-status", "-z", "-M", *asked_of_git)
    if changed is None:
        return refuse("usage.no_repository", path=" ".join(paths))
    pairs = tuple(_list_pairs(repository, (base, head), changed.decode().split("\0")))
    asked = DiffRequest(named, head or phrase("diff.working", language), pairs, not options.no_bounds, period)
    requested = _request_pay(repository, (base, head), pairs, options)
    if isinstance(requested, Refusal):
        return requested
    with watch_progress(sys.stderr, language):
        checked = api.diff_schemes(asked, *requested)
    problems = tuple(rename_files(each, repository.call_file) for each in checked.diagnostics)
    assert checked.value is not None  # noqa: S101 - what differs is always told
    found = replace(checked.value, limit=limit, problems=problems)
    told = Checked(found, checked.diagnostics)
    return end_answer(told, _TELLING, options, language, repository.call_file)


def _read_limit(options: DiffOptions) -> Decimal | Refusal | None:
    """Return the greatest increase that is let through, as a share."""
    if options.max_increase is None:
        return None
    if not options.facts:
        return refuse("usage.increase_without_facts")
    found = _PERCENT.fullmatch(options.max_increase)
    if found is None:
        return refuse("usage.increase", text=options.max_increase)
    return Decimal(found[1].replace(",", ".")) / 100


def _list_pairs(repository: Repository, states: tuple[str, str], told: Iterable[str]) -> Iterator[FilePair]:
    """Yield the scheme files that differ as git tells them, with a copy of each state.

    A scheme that has become a file of another kind is gone.
    """
    parts = iter(told)
    for status in filter(None, parts):
        gone = next(parts)
        came = next(parts) if status.startswith(("R", "C")) else gone
        old = gone if status != "A" and is_scheme_name(Path(gone)) else ""
        new = came if status != "D" and is_scheme_name(Path(came)) else ""
        if old or new:
            before, after = (_copy_of(repository, *each) for each in zip(states, (old, new), strict=True))
            yield FilePair(old, new, before, after)


def _copy_of(repository: Repository, revision: str, path: str) -> Path | None:
    """Return a file of a revision, None without a name; that of the working folder stands where it is."""
    if not path:
        return None
    folder = repository.take_out(revision, (path,)) if revision else repository.root
    return folder / PurePosixPath(path)


def _request_pay(
    repository: Repository, revisions: tuple[str, str], pairs: Sequence[FilePair], options: DiffOptions
) -> tuple[api.Request | None, tuple[Path, ...]] | Refusal:
    """Return what to pay by which schemes of both states: one changed file by it, else all beside them."""
    if not options.facts or not pairs:
        return None, ()
    old, new = (tuple(filter(None, (getattr(each, side) for each in pairs))) for side in ("old", "new"))
    if len(pairs) != 1 or not old or not new:
        folders = dict.fromkeys(str(PurePosixPath(each.new_name or each.old_name).parent) for each in pairs)
        old, new = (_take_schemes(repository, each, tuple(folders)) for each in revisions)
    if not old or not new:
        return None, ()
    typed = ComputeOptions(list(options.facts), list(old), options.period)
    request = make_request(tuple(options.facts), typed)
    return request if isinstance(request, Refusal) else (replace(request, schemes=old), new)


def _take_schemes(repository: Repository, revision: str, folders: tuple[str, ...]) -> tuple[Path, ...]:
    """Return all schemes of some folders of a revision."""
    if not revision:
        found = (repository.root / folder for folder in folders)
        return tuple(path for each in found for path in sorted(each.glob("*")) if is_scheme_name(path))
    listed = (path for folder in folders for path in repository.list_below(revision, folder))
    names = [
        each for each in listed if is_scheme_name(Path(each)) and str(PurePosixPath(each).parent) in folders
    ]
    folder = repository.take_out(revision, tuple(names))
    return tuple(folder / PurePosixPath(each) for each in names)


def _title(diff: Diff, language: Language) -> str:
    return phrase("diff.title", language, base=diff.base, head=diff.head)


_TELLING = Telling(_title, show_diff, write_diff, passes=attrgetter("let_through"))
