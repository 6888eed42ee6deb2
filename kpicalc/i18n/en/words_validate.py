"""Words of `validate` and `rule`: help texts, refusals, reports."""

VALIDATE_WORDS: dict[str, str] = {
    "help.validate": "Check schemes without facts: everything that is wrong, and what can be proved.",
    "help.rule": "Explain a problem code: what it means, how it harms pay, how to mend it.",
    "help.checked": (
        "Scheme files and folders; - is standard input. Without a path, the schemes of the project."
    ),
    "help.problem_format": (
        "How problems are told: full and concise are for people. Without it full; in GitHub Actions github."
    ),
    "help.strict": "Warnings end with 1 too.",
    "help.checked_period": "Check for this period alone; without it every dated value is looked at.",
    "help.code": "The code of a problem, such as KPI312 or 312; without it all codes are listed.",
    "usage.nothing_to_check": (
        "no scheme is found: name files or folders, or put the schemes in a folder `schemes`, "
        "or name their folder in kpicalc.yaml as `schemes: folder`"
    ),
    "usage.no_code": "`{code}` is no problem code; codes look like KPI312, and `kpicalc rule` lists them",
    "usage.no_code_near": (
        "there is no problem code `{code}`; the nearest is {near}, and `kpicalc rule` lists all"
    ),
    "validate.clean": "no problems",
    "validate.passed_over": "passed over, because they have no key `kpicalc`: {files}",
    "validate.column.severity": "severity",
    "validate.column.code": "code",
    "validate.column.place": "place",
    "validate.column.problem": "problem",
    "count.files_checked.one": "{count} file",
    "count.files_checked.few": "{count} files",
    "count.files_checked.many": "{count} files",
    "rule.group.100": "The file and its shape",
    "rule.group.160": "The text of formulas",
    "rule.group.200": "Names and kinds",
    "rule.group.300": "What is legal to write but would pay wrongly",
    "rule.group.340": "What is proved of a scheme, and what is allowed on purpose",
    "rule.group.400": "Files of facts",
    "rule.group.500": "Computing",
    "rule.group.700": "Tests of schemes",
}
