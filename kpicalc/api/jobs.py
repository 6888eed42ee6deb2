"""The jobs of a batch, made of patterns and folders; and people whom two of them pay for one period."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kpicalc.facts.read_files import is_facts_file, list_facts_files
from kpicalc.model.batch import JobOutcome, JobPerson
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error, warning
from kpicalc.model.period import Period, parse_period
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace, Place
from kpicalc.scheme.load_batch import JOB, PERIOD, SLOT, BatchDocument, JobSpec
from kpicalc.scheme.words import Word

_WILD = re.compile(r"\{(?P<name>\w+)\}|(?P<many>\*)|(?P<one>\?)")
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a batch; `place` is where it is asked for. Without schemes those of the project count."""

    name: str
    facts: tuple[Path, ...]
    place: Place
    period: Period | None = None
    schemes: tuple[Path, ...] = ()
    out: tuple[Path, ...] = ()
    encoding: str = ""


def list_jobs(
    document: BatchDocument, folder: Path, periods: Sequence[Period] = ()
) -> tuple[tuple[Job, ...], tuple[Diagnostic, ...]]:
    """Return the jobs of a file whose paths begin at a folder, of some periods or all, and what is wrong.

    Jobs without facts are left out, and told.
    """
    jobs: list[Job] = []
    problems: list[Diagnostic] = []
    for key, spec in document.jobs.items():
        wanted = tuple(periods) or _read_periods(spec.period or document.period)
        # What is written of a job, with what holds for all where it says nothing of its own.
        common = {key: getattr(document, key) for key in ("schemes", "out") if not getattr(spec, key)}
        found = _list_jobs_of(key, spec.model_copy(update=common), folder, wanted)
        jobs += found[0]
        problems += found[1]
    named = tuple(_tell_apart(jobs))
    return named, (*problems, *find_clashes_of_outputs(named))


def list_folder(folder: Path, outputs: Sequence[str], period: Period | None) -> tuple[Job, ...]:
    """Return a job for each file of facts in a folder, and one for each folder of such files in it."""
    inside = sorted(folder.iterdir())
    found = [each for each in inside if is_facts_file(each) or _holds_facts(each)]
    return tuple(
        Job(
            each.name if each.is_dir() else each.stem,
            (each,),
            FilePlace(str(each)),
            period,
            out=tuple(_fill(out, _names_of_job(each.stem, period)) for out in map(Path, outputs)),
        )
        for each in found
    )


def find_clashes_of_outputs(jobs: Iterable[Job]) -> Iterator[Diagnostic]:
    """Yield the files that two jobs, or one job twice, would write."""
    seen: dict[str, Job] = {}
    for job in jobs:
        for path in job.out:
            # Many disks know no difference between capital and small letters.
            target = unicodedata.normalize("NFC", str(path.resolve())).casefold()
            other = seen.get(target)
            seen.setdefault(target, job)
            if other is not None:
                others = () if other.place == job.place else (Label(other.place),)
                named = {"path": str(path), "one": _call(other), "other": _call(job)}
                yield error(Problem.JOB_OUTPUTS_CLASH, job.place, *others, **named)


def _list_jobs_of(
    key: Word, spec: JobSpec, folder: Path, wanted: tuple[Period, ...]
) -> tuple[list[Job], list[Diagnostic]]:
    """Return a job for each set of names that the first facts have; other facts are those with the same."""
    first, *others = spec.facts
    jobs: list[Job] = []
    problems = [] if wanted or PERIOD in SLOT.findall(first) else list(_find_no_period(spec, others))
    if problems:
        return jobs, problems
    for names in _name_sets(wanted):
        groups = _group(_match(folder, first, names))
        if not groups:
            problems.append(_no_facts(first, names))
        for files, found in groups:
            rest = [(pattern, [path for path, _ in _match(folder, pattern, found)]) for pattern in others]
            problems += [_no_facts(pattern, found) for pattern, paths in rest if not paths]
            facts = (*files, *(path for _, paths in rest for path in paths))
            if all(paths for _, paths in rest):
                jobs.append(_make_job(key, spec, facts, found, folder))
    return jobs, problems


def _find_no_period(spec: JobSpec, others: Iterable[Word]) -> Iterator[Diagnostic]:
    """Yield the places that need a period where nothing says which."""
    for pattern in (*others, *spec.schemes, *spec.out):
        if PERIOD in SLOT.findall(pattern):
            known = tuple(each for each in spec.names if each != PERIOD)
            yield error(Problem.JOB_NAME_UNKNOWN, pattern.span, name=PERIOD, known=known)


def _name_sets(wanted: tuple[Period, ...]) -> Iterator[Names]:
    """Yield what is known of names before files are looked for: each period that is wanted, or nothing."""
    if not wanted:
        yield {}
    yield from ({PERIOD: str(period)} for period in wanted)


def _make_job(key: Word, spec: JobSpec, facts: tuple[Path, ...], names: Names, folder: Path) -> Job:
    period = parse_period(names[PERIOD]) if PERIOD in names else None
    called = "/".join(value for name, value in names.items() if name != PERIOD) or str(key)
    filled = {**names, **_names_of_job(str(key), period), JOB: str(key)}
    return Job(
        called,
        facts,
        key.span,
        period,
        tuple(folder / _fill(Path(each), filled) for each in spec.schemes),
        tuple(folder / _fill(Path(each), filled) for each in spec.out),
        str(spec.encoding or ""),
    )


def _names_of_job(name: str, period: Period | None) -> dict[str, str]:
    return {JOB: name} | ({} if period is None else {PERIOD: str(period)})


def _fill(pattern: Path, names: Names) -> Path:
    """Put names into the braces; a name that nobody knows stays as it is written."""
    return Path(SLOT.sub(lambda found: names.get(found[1], found[0]), str(pattern)))


def _read_periods(written: Iterable[Word]) -> tuple[Period, ...]:
    return tuple(period for period in map(parse_period, written) if period is not None)


def _group(found: Iterable[tuple[Path, Names]]) -> list[tuple[tuple[Path, ...], Names]]:
    """Put the files of the same names together."""
    groups: dict[tuple[tuple[str, str], ...], list[Path]] = {}
    for path, names in found:
        groups.setdefault(tuple(names.items()), []).append(path)
    return [(tuple(paths), dict(names)) for names, paths in groups.items()]


def _match(folder: Path, pattern: str, names: Names) -> Iterator[tuple[Path, Names]]:
    """Yield the paths that a pattern means, in the order of their names, with the names in its braces."""
    path = Path(pattern)
    start = Path(path.anchor) if path.is_absolute() else folder
    parts = path.parts[1:] if path.is_absolute() else path.parts
    yield from _walk(start, parts, names)


def _walk(place: Path, parts: Sequence[str], names: Names) -> Iterator[tuple[Path, Names]]:
    if not parts:
        yield place, names
        return
    part, *rest = parts
    if not _WILD.search(part):
        if (place / part).exists():
            yield from _walk(place / part, rest, names)
        return
    shape = re.compile(_shape_of(part, names), re.IGNORECASE)
    for each in sorted(place.iterdir()) if place.is_dir() else ():
        found = shape.fullmatch(unicodedata.normalize("NFC", each.name))
        if found is None or not (each.is_dir() if rest else _may_be_facts(each, part)):
            continue
        met = {**names, **found.groupdict()}
        if PERIOD not in found.groupdict() or parse_period(met[PERIOD]) is not None:
            yield from _walk(each, rest, met)


def _shape_of(part: str, names: Names) -> str:
    """Return the regular expression of a part of a path; names that are known stand for themselves."""
    written, end, met = "", 0, set[str]()
    for found in _WILD.finditer(part):
        written += re.escape(unicodedata.normalize("NFC", part[end : found.start()]))
        end = found.end()
        name = found["name"]
        if name in names:
            written += re.escape(names[name])
        elif name:
            written += f"(?P={name})" if name in met else f"(?P<{name}>.+)"
            met.add(name)
        else:
            written += ".*" if found["many"] else "."
    return written + re.escape(unicodedata.normalize("NFC", part[end:]))


def _may_be_facts(path: Path, part: str) -> bool:
    """Say whether a path may be meant by a pattern: a file of facts, or a folder where no suffix is named."""
    hidden = path.name.startswith(".") and not part.startswith(".")
    return not hidden and (is_facts_file(path) or (path.is_dir() and not Path(part).suffix))


def _holds_facts(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith(".") and bool(list_facts_files(path))


def _tell_apart(jobs: Sequence[Job]) -> Iterator[Job]:
    """Yield the jobs, those of one name and period by the number that they have among these."""
    known = Counter((job.name, job.period) for job in jobs)
    met: Counter[tuple[str, Period | None]] = Counter()
    for job in jobs:
        key = (job.name, job.period)
        met[key] += 1
        yield replace(job, name=f"{job.name} ({met[key]})") if known[key] > 1 else job


def _no_facts(pattern: Word, names: Names) -> Diagnostic:
    return error(Problem.JOB_WITHOUT_FACTS, pattern.span, pattern=str(_fill(Path(pattern), names)))


def _call(job: Job) -> str:
    return job.name if job.period is None else f"{job.name}, {job.period}"


_Met = tuple[JobOutcome, JobPerson]


def find_shared_people(outcomes: Iterable[JobOutcome], allowed: Collection[str] = ()) -> Iterator[Diagnostic]:
    """Yield the people whom two jobs pay for one period; those with allowed numbers may be.

    Where one number belongs to people of different names, it is told once of all such numbers: departments
    may count their people each for itself.
    """
    seen: dict[tuple[Period | None, str], _Met] = {}
    strangers: list[tuple[_Met, _Met]] = []
    for outcome in outcomes:
        for person in outcome.people:
            if person.number in allowed:
                continue
            first = seen.setdefault((outcome.period, person.number), (outcome, person))
            if first[0] is outcome:
                continue
            if _fold_name(first[1].name) == _fold_name(person.name):
                yield _tell_twice(first, (outcome, person))
            else:
                strangers.append((first, (outcome, person)))
    if strangers:
        yield _tell_strangers(*strangers[0], len({second.number for _, (_, second) in strangers}))


def _tell_twice(first: _Met, second: _Met) -> Diagnostic:
    (one, person), (other, again) = first, second
    labels = () if person.place is None else (Label(person.place),)
    named = {"number": person.number, "name": person.name or person.number}
    return error(Problem.PERSON_OF_TWO_JOBS, again.place, *labels, **named, one=one.name, other=other.name)


def _tell_strangers(first: _Met, second: _Met, count: int) -> Diagnostic:
    (one, person), (other, again) = first, second
    labels = () if person.place is None else (Label(person.place),)
    return warning(
        Problem.NUMBERS_OF_JOBS_OVERLAP,
        again.place,
        *labels,
        count=count,
        number=person.number,
        first=person.name or "—",
        second=again.name or "—",
        one=one.name,
        other=other.name,
    )


def _fold_name(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
