"""Words of `test`: help texts, refusals, reports."""

TEST_WORDS: dict[str, str] = {}
