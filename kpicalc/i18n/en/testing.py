"""Problems of scheme tests (7xx): code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI700": ("two tests are called `{name}`", "let each test have a name of its own"),
    "KPI701": ("the scheme has no table `{name}` of facts", "under `given:` stand: {known}"),
    "KPI702": ("did you mean table `{meant}`? the scheme has no `{name}`", "write `{meant}`"),
    "KPI703": (
        "table `{table}` has no column `{name}`",
        "here may stand: {known}",
    ),
    "KPI704": ("did you mean column `{meant}`? table `{table}` has no `{name}`", "write `{meant}`"),
    "KPI705": (
        "the scheme computes no value `{name}`",
        "expect a pay line, a KPI's figure such as `sales.score`, a value, `total`, or `company.value`",
    ),
    "KPI706": ("test `{name}` expects nothing", "add `expect:` with at least one figure, or `expect_error:`"),
    "KPI707": ("did you mean `{meant}`? the scheme has no value `{name}`", "write `{meant}`"),
    "KPI708": (
        "the test has several employees, and `{name}` does not say whose it is",
        'write the figures under the `id` of each: `"0017": {{{name}: …}}`',
    ),
    "KPI709": ("`{text}` is no code of a problem", "write a code such as `KPI501`, or a list of them"),
    "KPI710": ("`{text}` is no period", "write 2026-03, 2026-Q1, 2026-H1 or 2026"),
    "KPI711": ("a tolerance is not below zero", "write how far a figure may be off, such as `0.01`"),
    "KPI712": ("no test above is called `{name}`", "`like:` names a test that stands above this one"),
    "KPI713": (
        "a test of a scheme paid by the {wanted} cannot run for {period}",
        "write a period of that length",
    ),
    "KPI714": ("table `{table}` has one row only", "write its columns as `{{column: value}}`, not as a list"),
    "KPI715": (
        "table `{table}` is not given: its rows follow from the column that names them",
        "say `of:` in the rows below it",
    ),
    "KPI716": ("the test has no employee `{name}`", "its employees are: {known}"),
    "KPI717": (
        "`{name}` belongs to the rows of `{table}`, of which there may be many",
        "expect a value of the employee, of a row above him, or of the company",
    ),
    "KPI718": ("the file `{path}` is not there", "write the path as it is seen from the file of the test"),
    "KPI719": (
        "the table has several rows, and this row does not say to which row of `{table}` it belongs",
        "add `of:` with the `id` of that row",
    ),
}
