"""Problems that a proof finds in a scheme whose parts are all right: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI340": (
        "the conditions of `{name}` have a hole: `{hole}` meets none of them",
        "write this one as `{mend}`, or let the one below it reach up to here",
    ),
    "KPI341": (
        "this band of table `{table}` is never reached: the table is asked with {axis} only",
        "check the range of the facts and the caps before the table, or take the band away",
    ),
    "KPI342": (
        "this rule of `{name}` never decides: `{condition}`",
        "it never holds, or an earlier rule takes all its cases: change the conditions or their order",
    ),
    "KPI343": (
        "`{condition}` is always true here",
        "check the condition and the ranges of the facts, or write only what follows `then`",
    ),
    "KPI344": (
        "column `{name}` is read, but no pay depends on it",
        "use it in a formula, or take it away: people must fill it in for nothing",
    ),
    "KPI345": (
        "`{name}` is declared, but no pay depends on it",
        "use it, take it away, or give a value that is only to be read a `title`",
    ),
    "KPI346": (
        "this band of table `{table}` gives the same as the one before it",
        "take one of the two away, or check the value",
    ),
    "KPI347": (
        "the limit `{name}` never changes anything: the value before it is {found}",
        "check the limit and the ranges of the facts, or take it away",
    ),
    "KPI348": (
        "pay line `{line}` is always 0",
        "check its conditions, its factors and the ranges of the facts",
    ),
    "KPI349": (
        "the factor `{factor}` of `{line}` can be below 0: it is {value} where {row}",
        (
            "if that is not meant, hold it with `max({factor}, 0%)`, with `floor: 0%` of the KPI or index, "
            "or with `min: 0` of the line, or declare in `facts` what the columns can be"
        ),
    ),
    "KPI350": (
        "`{divisor}` can be 0, and then `{line}` cannot be computed: for example where {row}",
        (
            "declare `above: 0` for the column, write `if … > 0 then … else …`, or for a KPI say "
            "`when_plan_zero:`"
        ),
    ),
    "KPI351": (
        "index `{index}` is made of {count} KPIs: more than {most} govern nobody's work",
        "keep those that matter most, or pay some of them by lines of their own",
    ),
    "KPI352": (
        "KPI `{kpi}` weighs {weight}: below {least} it moves no pay that anybody would notice",
        "raise the weight, or take the KPI away",
    ),
    "KPI353": (
        "`{condition}` is never true here",
        "an earlier condition takes its cases, or the facts never get there: check both, or take it away",
    ),
    "KPI354": (
        "pay line `{line}` can never be computed, whatever the facts are",
        "check its formula: a table without a band for what it is asked, a division by what is always 0",
    ),
    "KPI355": (
        "pay line `{line}` can be below 0: it is {value} where {row}",
        (
            "if that is not meant, write `min: 0` on the line (a prize or pool: `max(…, 0)` in its amount), "
            "or declare in `facts` what the columns can be"
        ),
    ),
    "KPI360": (
        "this comment allows nothing: it names no code or no reason",
        "write `# kpicalc: allow KPI344 - why`",
    ),
    "KPI361": ("`{code}` is an error here and cannot be allowed", "mend what it names"),
    "KPI362": (
        "there is no `{code}` here to allow",
        "take the comment away, or put it on the line of the problem or on the line above",
    ),
    "KPI363": ("there is no problem `{code}`", "`kpicalc rule` lists the codes"),
    "KPI364": (
        "this comment allows nothing: an allowance begins with `# kpicalc: allow`",
        "write `# kpicalc: allow {codes} - why`",
    ),
}
