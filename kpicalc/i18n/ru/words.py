"""Headings, labels and short phrases of reports: key → text."""

from kpicalc.i18n.ru.words_command import COMMAND_WORDS
from kpicalc.i18n.ru.words_note import NOTE_WORDS
from kpicalc.i18n.ru.words_report import REPORT_WORDS

WORDS: dict[str, str] = {**REPORT_WORDS, **NOTE_WORDS, **COMMAND_WORDS}
