"""Words of `schema` and `fmt`: help texts, refusals, reports."""

EDITOR_WORDS: dict[str, str] = {
    "help.schema": "The JSON Schema for editors: completion and checks.",
    "help.schema_tests": "For files of tests (*.test.yaml) instead of schemes.",
    "help.schema_out": "Write it to a file instead of printing it.",
    "help.fmt": "Make indents and spaces even, and change no word.",
    "help.fmt_paths": "Files or folders; `-` reads stdin, writes stdout; else the schemes of the project.",
    "help.fmt_check": "Write nothing; the exit code is 1 if anything would change.",
    "help.fmt_diff": "Write nothing; show what would change.",
    "usage.fmt_stdin": "`-` is not named beside other files",
    "fmt.changed": "formatted: {path}",
    "fmt.would_change": "would be formatted: {path}",
    "fmt.summary": "changed: {changed}, unchanged: {same}",
}
