"""Words of the command line: help texts and its own refusals."""

COMMAND_WORDS: dict[str, str] = {
    "help.app": "Compute KPI-driven pay from a scheme kept as text.",
    "help.epilog": (
        "Examples:\n\n  kpicalc compute march.xlsx\n\n  kpicalc compute march.xlsx --out march.csv\n\n"
        "  kpicalc explain march.xlsx Ivanov bonus"
    ),
    "help.help": "Show this help and stop.",
    "help:Usage:": "Usage:",
    "help:Arguments:": "Arguments:",
    "help:Options:": "Options:",
    "help:Commands:": "Commands:",
    "help:[required]": "[required]",
    "help:[OPTIONS]": "[OPTIONS]",
    "help:COMMAND [ARGS]...": "COMMAND [ARGS]...",
    "help.install_completion": "Install completion for the current shell.",
    "help.show_completion": "Show completion for the current shell, to copy or adapt it.",
    "help.version": "Show the version and stop.",
    "help.lang": "Language of everything that is printed: ru or en.",
    "help.compute": "Compute a period: who is paid what, and why.",
    "help.explain": "Explain one amount down to the cell and the line of the scheme.",
    "help.facts": "Workbooks (XLSX, CSV) with plans and results, or a folder of them.",
    "help.fact": "A workbook (XLSX, CSV) with plans and results, or a folder of them.",
    "help.more_facts": "A further file with facts; may be repeated.",
    "help.scheme": "Scheme file or folder; without it kpicalc.yaml or a folder `schemes` is looked for.",
    "help.period": "The period, such as 2026-03, 2026-Q1, 2026-H1 or 2026.",
    "help.employee": "Show and write only this employee (the number of the sheet); may be repeated.",
    "help.summary": "Print the summary only.",
    "help.out": "Write the result to a file: .csv is the statement, .json everything; may be repeated.",
    "help.csv_dialect": "excel-ru opens in a Russian Excel; rfc4180 is for programs.",
    "help.allow_partial": "Pay those without problems and list the others as unpaid; still ends with 1.",
    "help.encoding": "Encoding of the CSV files; without it that of each file is found.",
    "help.receipt": "Print what was read in full, or not at all.",
    "help.person": "The employee: the number of the sheet or a part of the name that only one has.",
    "help.line": "Pay line, KPI or any named value; the total when left out.",
    "usage.typed.option": "there is no option `{text}`; `{command} --help` lists them",
    "usage.typed.option_like": "there is no option `{text}`; alike: {known}; `{command} --help` lists all",
    "usage.typed.command": "there is no command `{text}`; `{command} --help` lists them",
    "usage.typed.command_like": "no command `{text}`; did you mean `{nearest}`? `{command} --help` lists all",
    "usage.typed.missing": "{text} is missing; `{command} --help` tells what is needed",
    "usage.typed.no_value": "`{text}` needs a value; `{command} --help` tells which",
    "usage.typed.extra": "too much in the command: {text}; `{command} --help` tells what is needed",
    "usage.typed.choice": "`{option}` cannot be `{text}`; one of: {known}",
    "usage.typed.value": "the value of `{option}` does not fit; `{command} --help` tells what is needed",
    "usage.encoding": "`{name}` is no encoding of text files; write utf-8, cp1252, koi8-r or the like",
    "usage.period": "`{text}` is no period; write 2026-03, 2026-Q1, 2026-H1, 2026 or 2026-02-26..2026-03-25",
    "usage.no_file": "`{path}` is not there",
    "usage.out_suffix": "`{path}` must end with .csv or .json",
    "usage.out_is_input": "`{path}` is one of the files that are read; write the result to another",
    "usage.out_is_scheme": "`{path}` is a file of the schemes; write the result to another",
    "usage.out_among_facts": (
        "`{path}` would lie among the facts and be read with them the next time; write it to another folder"
    ),
    "usage.facts_pipe": "`{path}` is a pipe, and facts are read more than once; save them as a file first",
    "usage.schema_suffix": "`{path}` must end with .json",
    "usage.out_twice": "`{path}` is named twice",
    "usage.no_scheme": (
        "no scheme is found: name it with --scheme, or put it in a folder `schemes` beside the facts, "
        "or name its folder in kpicalc.yaml as `schemes: folder`"
    ),
    "usage.empty_folder": "the folder `{path}` has no scheme (*.yaml)",
    "usage.no_employee": "there is no employee `{wanted}`",
    "usage.no_employee_near": "there is no employee `{wanted}`; did you mean {near}?",
    "usage.many_employees": "`{wanted}` is said of several: {found}; give the number of one",
    "usage.no_line": "there is no line or value `{wanted}` in scheme `{scheme}`",
    "usage.no_line_near": "there is no line or value `{wanted}` in scheme `{scheme}`; did you mean `{near}`?",
    "usage.system": "the system refused to read or write: {reason}",
    "usage.prefix": "error: {text}",
    "output.locked": "`{path}` is open in another program; close it there and run again",
    "output.denied": "`{path}` may not be written: no permission, or it is open in another program",
    "output.no_folder": "the folder of `{path}` is not there",
    "output.is_folder": "`{path}` is a folder",
    "output.no_file": "`{path}` is a device or a pipe, no file",
    "output.torn": (
        "`{path}` could not be written: {reason}; a part of the files is new: the next "
        "run in this folder finishes them"
    ),
    "output.failed": "`{path}` could not be written: {reason}; nothing was changed",
    "output.written": "written: {path} (SHA-256 {digest}…)",
    "progress.reading": "reading the facts …",
    "progress.compiling": "checking the scheme …",
    "progress.binding": "matching the columns …",
    "progress.computing": "computing …",
    "bug": (
        "kpicalc failed: this is our mistake, not yours. Error {number} ({kind} at {place}). "
        "The result is not to be used. Please report the error number; it holds none of your data."
    ),
}
