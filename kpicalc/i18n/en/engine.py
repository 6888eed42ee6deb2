"""Problems of evaluation (5xx): code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI501": (
        "{who}: division by zero",
        "check the plan or count that it divides by; for a KPI say `when_plan_zero:`",
    ),
    "KPI502": ("{who}: the result is too large a number", "check the figures of this row"),
    "KPI503": (
        "{who}: table `{table}` has no band for {asked}",
        "add a band, or say `below:` or `beyond:` in the table",
    ),
    "KPI504": ("{who}: the formula has no value here", "check the figures of this row"),
    "KPI505": (
        "{who}: `{function}` of no rows has no value",
        "say what it means: `if_missing({function}(…), 0)`",
    ),
    "KPI506": (
        "{who}: two rows stand at the same place of the order, so what comes before them cannot be told",
        "add a column to `order:` that tells them apart",
    ),
    "KPI507": (
        "{who}: nobody has a share above 0, so the whole cannot be divided",
        "check the weights and the condition of the division",
    ),
    "KPI508": ("{who}: a share below 0 cannot take part in a division", "check the weight of this row"),
    "KPI509": (
        "{who}: fund `{fund}` cuts line `{line}` below its `min`",
        "let the fund be larger, or promise the least of all pay: `limits.total.min`",
    ),
    "KPI510": (
        "{who}: no rule of `{name}` holds",
        "add a rule for this case, or say `otherwise:`; if such a row must not be, correct its figures",
    ),
    "KPI511": (
        "{who}: parameter `{name}` has no value for what stands in the column that decides it",
        "add it under `values:` of the parameter, or say `otherwise:`",
    ),
    "KPI512": (
        "{who}: the weights of `{name}` do not add up to 1",
        "check the formulas of the weights: for every employee they add up to exactly 1",
    ),
}
