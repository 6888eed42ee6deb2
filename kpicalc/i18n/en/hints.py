"""Help for single cases of problems, where that of the code does not fit: code.hint → help."""

HINTS: dict[str, str] = {
    "KPI411.short": (
        "the row has fewer fields than the header: a remark or footer below the table does not belong"
        " to it and is to be deleted, a cut row is to be exported anew"
    ),
    "KPI470.title": (
        "`{found}` stands here, and that is no month, quarter, half-year or year that this program "
        "knows: write for example “March 2026”, or add `--period 2026-03`"
    ),
    "KPI201.text": 'if a text is meant, it stands in quotes: `"{name}"`',
    "KPI201.group": (
        "`{name}` is a group of pay lines, and a group is no value: add up its lines, or limit it "
        "under `limits: groups:`"
    ),
    "KPI231.count": (
        "give the value that stands here `type: count` among the `values`: a share may be called a "
        "count there"
    ),
    "KPI231.unit": (
        "counts and shares have no unit, and none can be made up: what they are divided by may be a "
        "`number` (`type: number`), then the result takes the unit that is wanted; or check the "
        "formula"
    ),
    "KPI242.divide": "write `{mend}`: an amount times an amount is nothing, an amount times a share is money",
    "KPI242.money": (
        "one of the two must carry no money: make it a share, as in `a * (b / c)`, or give the "
        "parameter or column a `type:` that says what it is (`number`, `ratio`); only money is added "
        "to money"
    ),
    "KPI242.units": (
        "only values of one kind are added, and a product or quotient must mean something; the "
        "`type:` of a parameter or column says its kind, and `number` goes with all"
    ),
    "KPI250.itself": (
        "a value cannot be made from itself: write what it is made of; what earlier rows came to is "
        "`before(…)`"
    ),
    "KPI250.share": "a share of a whole that includes it: write `{mend}`",
    "KPI301.snap": (
        "begin this band with `{mend}`, or write bands with `from` only; if figures are rounded before "
        "they are looked up, say so in the table: `snap: {{step: {step}}}`"
    ),
    "KPI310.equal": "equal weights that do not come out even are written as a fraction: `{mend}`",
    "KPI345.index": (
        "the KPIs with weights make `index`, and no pay line uses it: add it to the `factors` of a "
        "line, or take the weights away"
    ),
    "KPI504.step": "the step of rounding is not above 0 for this row: check the figure that it is made of",
    "KPI716.company": (
        'a value of the company stands among the figures of an employee: `"0017": {{company.profit: '
        "…}}`, or directly under `expect:` when there is one employee"
    ),
    "KPI129.colon": (
        "a colon may be missing: `{first}: {rest}`; if it belongs to the value before it, put that "
        "value in quotes: a comma ends it"
    ),
    "KPI134.alone": "write `key: value` lines below, or `{{key: value}}`",
    "KPI134.rounding": (
        "write the step, and the mode where it is not half up: `{{step: 0.01}}`, `{{step: 1, mode: down}}`"
    ),
    "KPI134.bands": (
        "write each band with its keys: `{{from: 0, rate: 1%}}`, in a lookup `{{from: 0, value: 1}}`"
    ),
    "KPI134.rules": "write each rule with its keys: `{{when: sales > plan, value: 1}}`",
    "KPI134.gate": (
        "write the bound from which the line counts: `{{from: 80%}}`, with `value:` where another "
        "value is meant"
    ),
    "KPI134.pay_line": "write its kind and amount: `{{kind: variable, amount: sales * 1%}}`",
    "KPI134.kpi": "write plan, actual and weight: `{{plan: plan, actual: sales, weight: 50%}}`",
    "KPI134.table": "write mode and bands: `{{mode: lookup, bands: [{{from: 0, value: 1}}]}}`",
    "KPI134.limit": "write the least or the most: `{{min: 10_000}}`, `{{max: 50_000}}`",
    "KPI135.alone": "write it in square brackets: `[{text}]`",
    "KPI135.bands": "write it as a list of bands: `[{{from: 0, rate: 1%}}, {{from: 100_000, rate: 2%}}]`",
    "KPI135.rules": "write it as a list of rules: `[{{when: sales > plan, value: 1}}]`",
    "KPI140.column": (
        "a bound of a column is a written number, such as `10_000` or `80%`; a limit that depends on "
        "other values belongs into a formula: `min(x, limit)`, or into a rule table that has no rule "
        "for what is not allowed"
    ),
    "KPI140.bound": (
        "bounds of bands are written numbers: where they depend on a base, ask the table by the share"
        " of it, `T(x / base, base)`, for example `scale(sales / plan, sales)` with `from: 80%`"
    ),
    "KPI140.rate": (
        "rates and values of a table are written numbers, such as `1.5` or `5%`; where they depend on"
        " something, multiply or divide what the table gives: `scale(sales) * r`, `scale(sales) / 6`"
    ),
    "KPI140.axis": (
        "an axis of a matrix has numbers, percents or dates; where a text picks the row, make a "
        "parameter for each row with `by:` the column of the text"
    ),
    "KPI142.meant": "did you mean `{nearest}`? here may stand: {options}",
    "KPI142.mode": (
        "`marginal` pays each part of the amount at its own rate, `slab` the whole amount at the rate"
        " of its band, `lookup` gives the value of the band, `interpolate` a straight line between "
        "points, `matrix` has two axes"
    ),
    "KPI142.beyond": (
        "here may stand `error` and `last`; for zero, write one more band with the value 0 at the end"
    ),
    "KPI142.beyond_line": (
        "here may stand `error`, `last` and `extend`; for zero, write one more point with the value 0"
        " at the end"
    ),
    "KPI424.key": (
        "by this column it is known whose row it is: fill in the cell, or clear the row; "
        "if another column says it, name that one by `key:` in the scheme"
    ),
    "KPI424.link": (
        "by this column it is known to what the row belongs: fill in the cell, or clear the row; "
        "if another column says it, name that one by `link:` in the scheme; rows that belong to nobody here "
        "are left out by `rows: {{unlinked: skip}}`"
    ),
    "KPI477.hidden": 'show the sheet, or write `ignore: ["{sheet}"]` in kpicalc.yaml',
    "KPI477.missing": (
        "for a scheme to read it, the sheet needs also: {missing}; if these people are not to be paid, "
        'write `ignore: ["{sheet}"]` in kpicalc.yaml'
    ),
    "KPI488.row": (
        "write the amount in {currency}; or read the amounts as `type: number` and apply a rate; "
        "a column of currencies that says nothing of these amounts is named in the scheme as a text"
    ),
}
