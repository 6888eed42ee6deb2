"""`kpicalc init`: choose what to begin with, write the scheme, say what comes next."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from kpicalc.cli.console import can_ask, tell
from kpicalc.cli.deliver import Inputs, check_absent, check_outputs, write_texts
from kpicalc.cli.made_folders import write_in_folders
from kpicalc.cli.options import InitOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import FOLDER
from kpicalc.cli.schema import render_schema
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.period import PeriodLength
from kpicalc.report.document import Document, Verbatim
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.formatting.change_keys import change_keys
from kpicalc.scheme.load_scaffold import Scaffold, fit_scaffold, load_scaffolds

Answer = TypeVar("Answer")

_NAME = re.compile(r"[^\W_][\w-]{0,59}")
_CURRENCY = re.compile("[A-Za-z]{3}")
_USUAL_CURRENCY = {Language.RU: "RUB", Language.EN: "USD"}
_FACTS = "facts.xlsx"
_SCHEMA = ".kpicalc/scheme.schema.json"
# Editors that know YAML read this line; the path is seen from the folder of the schemes.
_SHOWN_KEY = re.compile(r"^# (\w+):(?= )", re.MULTILINE)
_MODELINE = "# yaml-language-server: $schema=../"


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the person wants: the scaffold, the name of the scheme, its currency and period."""

    scaffold: Scaffold
    name: str
    currency: str
    period: PeriodLength

    def write_project(self, path: Path, options: InitOptions, language: Language) -> Refusal | None:
        """Write the scheme, and beside it what an editor needs to help with it, made anew each time."""
        refusal = check_absent(path, force=options.force)
        if refusal is not None:
            return refusal
        fitted = fit_scaffold(
            self.scaffold, scheme=self.name, currency=self.currency, period=self.period.value
        )
        schema = options.folder / _SCHEMA
        others = [each for each in path.parent.glob("*.y*ml") if each != path]
        refusal = check_outputs([path, schema], Inputs(schemes=others))
        if refusal is not None:
            return refusal
        # The schemes to begin with are ours, and can be written in the keys of every language.
        changed = change_keys(fitted.text, str(path), SchemeDocument, options.keys).value
        assert changed is not None  # noqa: S101 - for the same reason
        text = _SHOWN_KEY.sub(lambda shown: f"# {key_names(options.keys).key('', shown[1])}:", changed)
        texts = {path: f"{_MODELINE}{_SCHEMA}\n{text}", schema: render_schema(language, options.keys)}
        return write_in_folders(texts, lambda: write_texts(texts))

    def show_next(self, path: Path, folder: Path, language: Language) -> Document:
        written = phrase("init.written", language, path=str(path), title=self.scaffold.title)
        steps = list(_next_steps(path.relative_to(folder), folder))
        width = max(len(command) for command, _ in steps)
        lines = [f"  {command:<{width}}  {phrase(f'init.step.{step}', language)}" for command, step in steps]
        shown = (written, "", phrase("init.next", language), *lines)
        return Document(tuple(map(Verbatim, shown)))


def begin_project(options: InitOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc init` was asked to."""
    choice = _choose_settings(options, language)
    if isinstance(choice, Refusal):
        return choice
    path = options.folder / FOLDER / f"{choice.name}.yaml"
    refusal = choice.write_project(path, options, language)
    if refusal is not None:
        return refusal
    tell(choice.show_next(path, options.folder, language))
    return ExitCode.OK


def _choose_settings(options: InitOptions, language: Language) -> _Choice | Refusal:
    scaffolds = load_scaffolds(language)
    asks = can_ask() and not options.no_input
    found = _choose_scaffold(options, scaffolds, language, asks=asks)
    if isinstance(found, Refusal):
        return found
    name, currency, period = options.name, options.currency, options.period
    if asks:
        name = name or _ask_for("init.ask_name", found.name, _read_name, language)
        currency = currency or _ask_for(
            "init.ask_currency", _USUAL_CURRENCY.get(language, "EUR"), _read_currency, language
        )
        period = period or _ask_for("init.ask_period", PeriodLength.MONTH, _read_period, language)
    name = found.name if name is None else name
    currency = _USUAL_CURRENCY.get(language, "EUR") if currency is None else currency
    if _read_name(name) is None:
        return refuse("usage.init_name", name=name)
    code = _read_currency(currency)
    if code is None:
        return refuse("usage.init_currency", text=currency)
    return _Choice(found, name, code, period or PeriodLength.MONTH)


def _choose_scaffold(
    options: InitOptions, scaffolds: tuple[Scaffold, ...], language: Language, *, asks: bool
) -> Scaffold | Refusal:
    if options.template is not None:
        found = _find_scaffold(scaffolds, options.template)
        known = ", ".join(each.name for each in scaffolds)
        return found or refuse("usage.init_template", name=options.template, known=known)
    if not asks:
        return scaffolds[0]
    lines = [phrase("init.kinds", language)]
    for number, each in enumerate(scaffolds, start=1):
        lines.append(phrase("init.kind", language, number=number, title=each.title, name=each.name))
    sys.stdout.write("\n".join(lines) + "\n")
    return _ask_for("init.ask_kind", "1", lambda text: _find_scaffold(scaffolds, text), language)


def _find_scaffold(scaffolds: tuple[Scaffold, ...], text: str) -> Scaffold | None:
    """Find a scaffold by its name or its number in the list."""
    numbered = enumerate(scaffolds, start=1)
    return next((each for number, each in numbered if text in {str(number), each.name}), None)


def _read_name(text: str) -> str | None:
    return text if _NAME.fullmatch(text) else None


def _read_currency(text: str) -> str | None:
    return text.upper() if _CURRENCY.fullmatch(text) else None


def _read_period(text: str) -> PeriodLength | None:
    return PeriodLength(text) if text in set(PeriodLength) else None


def _next_steps(scheme: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what to do next: a command or a file, and the key of what it is for."""
    if folder.resolve() != Path.cwd():
        yield f"cd {folder}", "folder"
    yield scheme.as_posix(), "edit"
    yield "kpicalc validate", "validate"
    yield "kpicalc test", "test"
    yield f"kpicalc template -o {_FACTS}", "template"
    yield _FACTS, "fill"
    yield f"kpicalc compute {_FACTS}", "compute"


def _ask_for(key: str, usual: str, accept: Callable[[str], Answer | None], language: Language) -> Answer:
    """Ask until an answer fits, as the usual one does: Enter takes it, and so does the end of the input."""
    while True:
        sys.stdout.write(phrase(key, language, usual=usual))
        sys.stdout.flush()
        line = sys.stdin.readline().strip()
        accepted = accept(line or usual)
        if accepted is not None:
            return accepted
        sys.stdout.write(phrase("init.again", language, text=line) + "\n")
