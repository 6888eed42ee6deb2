"""The language of the user: asked for, else set for the program, else that of the system."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from kpicalc.i18n.catalogue import Language


def find_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of `--lang`, KPICALC_LANG, the locale or Windows; English otherwise.

    >>> find_language(["compute", "--lang", "ru"], {}), find_language([], {"LANG": "ru_RU.UTF-8"})
    (<Language.RU: 'ru'>, <Language.RU: 'ru'>)
    """
    written = _asked_for(arguments) or environment.get("KPICALC_LANG")
    if written and written.lower() in set(Language):
        return Language(written.lower())
    variables = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[each] for each in variables if environment.get(each)), None)
    if locale is not None:
        return Language.RU if locale.lower().startswith("ru") else Language.EN
    return _language_of_windows()


def _asked_for(arguments: Sequence[str]) -> str | None:
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--lang":
            return following
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


def _language_of_windows() -> Language:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - only Windows has it

        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Control Panel\International") as key:
            name = str(winreg.QueryValueEx(key, "LocaleName")[0])
        return Language.RU if name.lower().startswith("ru") else Language.EN
    return Language.EN
