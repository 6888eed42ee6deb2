"""The language of the user."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from kpicalc.cli.app import find_language
from kpicalc.i18n.catalogue import Language

RU, EN = Language.RU, Language.EN


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["compute", "--lang", "ru"], {"KPICALC_LANG": "en"}, RU),
        (["--lang=ru", "compute"], {}, RU),
        (["compute", "--lang"], {}, EN),
        (["--lang", "xx"], {"LANG": "ru_RU.UTF-8"}, RU),
        ([], {"KPICALC_LANG": "RU", "LANG": "en_GB"}, RU),
        ([], {"LC_ALL": "ru_RU", "LANG": "en_GB"}, RU),
        ([], {"LC_ALL": "", "LC_MESSAGES": "C", "LANG": "ru_RU"}, EN),
        ([], {"LANG": "ru"}, RU),
        ([], {"LANG": "RU_RU"}, RU),
        ([], {}, EN),
    ],
)
def test_what_was_asked_for_comes_first(
    arguments: list[str], environment: dict[str, str], expected: Language
) -> None:
    assert find_language(arguments, environment) is expected


@pytest.mark.parametrize(("name", "expected"), [("ru-RU", RU), ("en-GB", EN)])
def test_windows(monkeypatch: pytest.MonkeyPatch, name: str, expected: Language) -> None:
    registry = SimpleNamespace(
        HKEY_CURRENT_USER=1,
        OpenKey=lambda _root, _path: nullcontext("key"),
        QueryValueEx=lambda _key, _name: (name, 1),
    )
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(sys, "platform", "win32")

    assert find_language([], {}) is expected
