"""Problems of units, currencies, scales and notations of numbers: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI488": (
        "`{found}` is not the currency of the scheme, which pays in {currency} ({what})",
        "write the amount in {currency}, or read the column as `type: number` and apply a rate",
    ),
    "KPI489": (
        "`{found}` is no unit of a column of the type {kind} ({what})",
        "check that this is the right column; if it is, give it the type that fits in the scheme",
    ),
    "KPI490": (
        "`{found}` counts in units of a {unit}, and nothing declares it ({what})",
        "write `unit: {unit}` on the column: then its numbers are multiplied; or write whole amounts",
    ),
    "KPI491": (
        "`{found}` contradicts the declared `{declared}` ({what})",
        "write the cells as declared, or mend what the scheme or kpicalc.yaml declares",
    ),
    "KPI492": (
        "`{found}` under `{heading}` may be {points} % or {fraction} %; such cells: {count}",
        (
            "write `scale: percent` (95 is 95 %) or `scale: fraction` (0.95 is 95 %) on the column, "
            "or put `%` into the cells"
        ),
    ),
    "KPI493": (
        "{who}: the actual of KPI `{kpi}` is {actual}, the plan {plan}",
        "if it is an attainment, put the amount into the cell; if it is the amount, nothing is to be done",
    ),
}
