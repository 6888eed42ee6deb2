"""Words of `analyse`: help texts, refusals, reports."""

ANALYSE_WORDS: dict[str, str] = {}
