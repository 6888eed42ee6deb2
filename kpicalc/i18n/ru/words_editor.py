"""Words of `schema` and `fmt`: help texts, refusals, reports."""

EDITOR_WORDS: dict[str, str] = {}
