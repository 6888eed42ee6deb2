"""Tables with a row for each kind of thing: what a new kind lacks is named, with `--debug` or without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from kpicalc.cli.guard import run_guarded
from kpicalc.compiler.constructs.pay import TRANSLATORS
from kpicalc.formula.function import AggregateFunction
from kpicalc.i18n.catalogue import Language, key_descriptions, words
from kpicalc.model.dataclass import find_face
from kpicalc.scheme.constructs.lines import LineSpec
from kpicalc.scheme.constructs.pay import SHAPES

_FACES = {each.name for each in fields(AggregateFunction)}
_ALL_BUT_TWO: dict[str, Any] = dict.fromkeys(_FACES - {"grid", "name_ru"})


@pytest.mark.parametrize(
    ("look", "forgotten"),
    [
        (
            lambda: find_face("COMMANDS", "kpicalc.cli.audit:audit_tithes"),
            "COMMANDS: kpicalc.cli.audit:audit_tithes",
        ),
        (lambda: find_face("COMMANDS", "kpicalc.cli.tithes:audit"), "COMMANDS: kpicalc.cli.tithes:audit"),
        (lambda: SHAPES["tithe"], "LINES of scheme/constructs/pay.py: tithe"),
        (lambda: TRANSLATORS[LineSpec], "TRANSLATORS of compiler/constructs/pay.py: LineSpec"),
        (lambda: words(Language.EN)["line.tithe"], "[line] of en/words.toml: tithe"),
        (lambda: key_descriptions(Language.RU)["TitheSpec"], "ru/keys.toml: TitheSpec"),
        (
            lambda: AggregateFunction(**_ALL_BUT_TWO),
            "AggregateFunction: name_ru, grid",
        ),
    ],
)
def test_what_a_new_kind_lacks_is_named(
    look: Callable[[], object], forgotten: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run_guarded(look, Language.EN)

    assert ended.value.code == 70
    assert f"(ForgottenFaceError: {forgotten} at " in " ".join(capsys.readouterr().err.split())


def test_what_is_wrong_inside_a_row_is_no_forgotten_row() -> None:
    with pytest.raises(AttributeError):
        find_face("COMMANDS", "kpicalc.cli.audit:audit_schemes.nothing")
