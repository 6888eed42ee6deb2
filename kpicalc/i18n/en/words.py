"""Headings, labels and short phrases of reports: key → text."""

from kpicalc.i18n.en.words_analyse import ANALYSE_WORDS
from kpicalc.i18n.en.words_command import COMMAND_WORDS
from kpicalc.i18n.en.words_editor import EDITOR_WORDS
from kpicalc.i18n.en.words_note import NOTE_WORDS
from kpicalc.i18n.en.words_report import REPORT_WORDS
from kpicalc.i18n.en.words_start import START_WORDS
from kpicalc.i18n.en.words_test import TEST_WORDS
from kpicalc.i18n.en.words_validate import VALIDATE_WORDS

WORDS: dict[str, str] = {
    **REPORT_WORDS,
    **NOTE_WORDS,
    **COMMAND_WORDS,
    **VALIDATE_WORDS,
    **ANALYSE_WORDS,
    **TEST_WORDS,
    **EDITOR_WORDS,
    **START_WORDS,
}
