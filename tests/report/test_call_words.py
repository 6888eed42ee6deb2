"""Every function has words in both languages for each number of arguments that may be written."""

from __future__ import annotations

import pytest

from kpicalc.formula.function import AND_SO_ON, CALENDAR, Described
from kpicalc.formula.functions import FAMILIES
from kpicalc.i18n.catalogue import Language, words
from kpicalc.report.views.plain_words import say_call, say_over_rows

EVERY = tuple(dict.fromkeys(each for family in FAMILIES.values() for each in family))


def _counts(record: Described) -> range:
    """Return how many arguments may be written."""
    written = [each for each in record.parameters if each not in {CALENDAR, AND_SO_ON}]
    return range(record.required, max(len(written), record.required) + 1)


@pytest.mark.parametrize("language", [Language.EN, Language.RU])
@pytest.mark.parametrize("record", EVERY, ids=lambda record: record.name)
def test_all_arguments_are_said_and_nothing_of_the_program(record: Described, language: Language) -> None:
    for count in _counts(record):
        arguments = [f"<{at}>" for at in range(count)]
        if record in FAMILIES["places"]:
            arguments = arguments[:1]
        if record in FAMILIES["rows"]:
            arguments = ["<rows>"]
            said = say_over_rows(record.name, "<0>", ("<rows>", "<rows>"), language)
        else:
            said = say_call(record.name, arguments, language)

        assert [each for each in arguments if each not in said] == []
        assert {f"call.{record.name}", f"call.rows.{record.name}"} & words(language).keys()


def test_a_function_without_words_is_said_by_its_name() -> None:
    assert say_call("new_one", ["a", "b"], Language.EN) == "new one (a; b)"
    assert say_over_rows("new_one", "a", ("over b", "b"), Language.RU) == "new one (a) over b"
