"""What `--hand-off` asks for: profiles found and read, hand-offs made, and what is told of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kpicalc.api import employee_rows
from kpicalc.cli.deliver import ExtraFiles, MoreFiles
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.cli.paths import FOLDER, shorten
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.format import format_money, plural
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.hand_off import Profile
from kpicalc.model.result import Run
from kpicalc.model.spelling import propose_name
from kpicalc.report.hand_offs.entries import list_columns
from kpicalc.report.hand_offs.make_hand_off import HandOff, HandOffOrder, make_hand_off
from kpicalc.report.writers.to_register import write_hand_off
from kpicalc.scheme.file_text import SETTINGS
from kpicalc.scheme.load_profile import PROFILES, list_profiles, load_profile

# A file, and the profile by which it is written.
_File = tuple[Path, Profile]


def read_hand_offs(options: ComputeOptions, folder: Path) -> ExtraFiles | Refusal:
    """Return the hand-offs asked for, with their profiles, or say what was typed or written wrongly."""
    given = _read_fields(options.field)
    if isinstance(given, Refusal):
        return given
    known = list_profiles(_find_folder(folder))
    found: list[_File] = []
    problems: list[Diagnostic] = []
    for text in options.hand_off:
        name, _, file = text.partition("=")
        if not (name and file):
            return refuse("usage.hand_off", text=text)
        path = Path(name) if name.endswith((".yaml", ".yml")) else known.get(name)
        if path is None or not path.is_file():
            near = propose_name(name, known)
            if near is not None:
                return refuse("usage.no_profile_near", wanted=name, near=near)
            return refuse("usage.no_profile", wanted=name, known=", ".join(sorted(known)))
        profile = load_profile(path, known, given)
        problems += profile.diagnostics
        if profile.value is None:
            continue
        if Path(file).suffix.lower() not in profile.value.suffixes:
            return refuse("usage.suffix", path=file, suffixes=profile.value.suffixes)
        found.append((Path(file), profile.value))
    refusal = _refuse_strange(given, found) if not problems else Refusal("", (), tuple(problems))
    return refusal or _ask(found, options)


def _ask(found: Sequence[_File], options: ComputeOptions) -> ExtraFiles:
    columns = dict.fromkeys(column for _, profile in found for column in list_columns(profile))
    return ExtraFiles(
        tuple(path for path, _ in found),
        tuple(columns),
        lambda run, language: _make_hand_offs(found, run, options, language),
    )


def _make_hand_offs(
    asked: Sequence[_File], run: Run, options: ComputeOptions, language: Language
) -> MoreFiles | Refusal:
    """Make all hand-offs, or tell all that stands in their way."""
    places = employee_rows(run)
    made: dict[Path, HandOff] = {}
    problems: list[Diagnostic] = []
    for path, profile in asked:
        suffix = path.suffix.lower()
        wanted = HandOffOrder(run, places, suffix, language, amounts_are_net=options.amounts_are_net)
        hand_off = make_hand_off(profile, wanted)
        problems += hand_off.diagnostics
        if hand_off.value is not None:
            made[path] = hand_off.value
    if problems:
        return Refusal("", (), tuple(dict.fromkeys(problems)))
    files = {path: write_hand_off(each, path.suffix.lower()) for path, each in made.items()}
    return MoreFiles(files, lambda digests: _tell_hand_offs(made, digests, language))


def _tell_hand_offs(
    made: Mapping[Path, HandOff], digests: Mapping[Path, str], language: Language
) -> Iterator[str]:
    """Yield what is told of each hand-off: the rows, the control totals, what was left out, the digest."""
    for path, each in made.items():
        sums = ", ".join(format_money(total, currency, language) for currency, total in each.totals.items())
        rows = plural(each.count, "count.rows", language)
        title = words(language).get(f"hand_off.{each.profile.title}", each.profile.title)
        yield phrase("output.hand_off", language, path=str(path), title=title, rows=rows, total=sums)
        for reason, count in each.left_out.items():
            yield "  " + phrase(f"output.left_out_{reason}", language, count=count)
        if each.idle_codes:
            yield "  " + phrase("output.idle_codes", language, names=each.idle_codes)
        yield f"  SHA-256 {digests[path]}"


def _read_fields(typed: Iterable[str]) -> dict[str, str] | Refusal:
    fields: dict[str, str] = {}
    for text in typed:
        name, sign, value = text.partition("=")
        if not (name.strip() and sign):
            return refuse("usage.field", text=text)
        fields[name.strip()] = value.strip()
    return fields


def _find_folder(folder: Path) -> Path | None:
    """Return the company's profiles: the folder beside kpicalc.yaml or the schemes, here or above."""
    for place in (folder, *folder.parents):
        if (place / PROFILES).is_dir() and ((place / SETTINGS).is_file() or (place / FOLDER).is_dir()):
            return shorten(place / PROFILES)
    return None


def _refuse_strange(given: Mapping[str, str], found: Sequence[_File]) -> Refusal | None:
    """Refuse a field that none of the profiles has: a slip would leave it blank."""
    known = dict.fromkeys(name for _, profile in found for name in profile.fields)
    strange = next((name for name in given if name not in known), None)
    if strange is None:
        return None
    return refuse("usage.no_field", name=strange, known=", ".join(known) or "—")
