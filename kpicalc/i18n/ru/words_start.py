"""Words of `init` and `template`: help texts, refusals, and what they write."""

START_WORDS: dict[str, str] = {}
