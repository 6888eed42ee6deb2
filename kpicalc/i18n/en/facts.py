"""Problems of the facts stage: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI400": (
        "the file cannot be opened: {reason}",
        "check the path and that the file is not locked by another program",
    ),
    "KPI401": (
        "this is a web page (HTML or XML), not a spreadsheet, whatever its name says",
        "open it in Excel or LibreOffice and save it as .xlsx",
    ),
    "KPI402": (
        "the file is protected by a password",
        "remove the password and save the file again",
    ),
    "KPI403": (
        "the file is damaged or cut off and cannot be read whole",
        "get the file again, or open it in Excel or LibreOffice and save it anew",
    ),
    "KPI404": (
        "the file unpacks to {megabytes} MB, far more than a workbook of its size can hold",
        "do not open it unless you know where it is from; save the needed sheets as a new file",
    ),
    "KPI405": (
        "the file holds declarations (DOCTYPE) or an encoding that no spreadsheet program writes",
        "open it in Excel or LibreOffice and save it anew",
    ),
    "KPI406": (
        "this is no spreadsheet and no text file, or it is empty",
        "give an .xlsx, .xls, .ods or .csv file",
    ),
    "KPI407": (
        "the folder holds no spreadsheets or CSV files",
        "put the files of facts there or name a file",
    ),
    "KPI408": (
        "the text file mixes encodings: line {line} is in another one than the rest",
        "save the file anew as CSV UTF-8",
    ),
    "KPI409": (
        "line {line} of the text file holds a NUL byte: the file is damaged or is no text",
        "export the file anew",
    ),
    "KPI410": (
        "a quote that opens in or before line {line} is not closed as it should be",
        "close the quote, or double the quotes inside the field",
    ),
    "KPI411": (
        "the row has {fields} fields, the header has {width}",
        "put quotes around fields that hold the delimiter",
    ),
    "KPI412": (
        "`{found}` is not a number ({what})",
        "`{letter}` in it is a letter, not the digit {digit}: type the number again",
    ),
    "KPI413": (
        "no column `{heading}`; the nearest heading is `{nearest}`",
        "rename the column, or write its heading in the scheme",
    ),
    "KPI414": (
        "no row with the headings was found among the first 30; wanted: {wanted}",
        "check that this is the right file and that the headings are there",
    ),
    "KPI415": (
        "no column `{heading}`; the sheet has: {present}",
        "add the column, or write its heading in the scheme",
    ),
    "KPI416": (
        "the heading `{heading}` only looks like `{wanted}`: some of its letters are of another alphabet",
        "type the heading again in one alphabet",
    ),
    "KPI417": (
        "two columns fit `{heading}`: this one and {second}",
        "rename or remove one of them",
    ),
    "KPI418": (
        "`{table}`: no column identifies the employee",
        "add a column “Employee ID” or “Name”, or name the column by `key:` in the scheme",
    ),
    "KPI420": (
        "`{key}` and `{other}` at {first} differ only by zeros in front, capitals, signs or look-alikes",
        "write the key the same way everywhere, or remove the second row",
    ),
    "KPI421": (
        "`{key}` is not among the rows of the sheet above",
        "add it there, or correct the cell",
    ),
    "KPI422": (
        "there is no `{key}`, but `{near}`: only zeros in front, capitals, signs or look-alikes differ",
        "write the key as it stands there",
    ),
    "KPI423": (
        "`{name}` is the name of two rows",
        "use the personnel number instead of the name",
    ),
    "KPI424": (
        "`{table}`: the row has data, but its cell under `{heading}` is blank",
        (
            "fill in the cell, or clear the row; a sum or a caption is left out by its text: "
            "`rows: {{skip: [...]}}` in this table of the scheme"
        ),
    ),
    "KPI425": (
        "the cells {area} are merged: only the first of them holds the value",
        "unmerge them and fill in every row",
    ),
    "KPI426": (
        "{count} hidden rows were read too: {rows}",
        "show them to check, or delete what must not be paid",
    ),
    "KPI427": (
        "the total printed under `{heading}` is {printed}, the rows add up to {total}",
        (
            "check the formula of the total and the rows it covers; a total that is meant to differ is not "
            "compared with `rows: {{total: ignore}}` in this table of the scheme"
        ),
    ),
    "KPI428": (
        "no sheet `{sheet}`; there are: {present}",
        "rename the sheet or the CSV file, or write its name in the scheme as `sheet:`",
    ),
    "KPI429": (
        "the sheets `{sheet}` of the company differ: this one and {second}",
        "the company has one row: leave one of the sheets, or make them say the same",
    ),
    "KPI430": (
        "`{found}` is not a number ({what})",
        "write digits with at most one decimal comma or point; hours may be 176:30",
    ),
    "KPI431": (
        "`{found}` may be a thousand or a fraction ({what})",
        "write `decimal: comma` or `decimal: point` on the column, the table or for the file in kpicalc.yaml",
    ),
    "KPI432": (
        "`{found}` is a date, a time or a truth value, not a number ({what})",
        "check the cell and its format",
    ),
    "KPI433": (
        "the cell holds the error `{found}` ({what})",
        "mend the formula in the workbook",
    ),
    "KPI434": (
        "the formula was never calculated ({what})",
        "open the file in Excel or LibreOffice and save it once",
    ),
    "KPI435": (
        "`{found}` has more digits than an amount can have ({what})",
        "at most 15 digits before the decimal mark and 10 after it",
    ),
    "KPI436": (
        "`{found}` has no percent sign, while other cells of the column are percents ({what})",
        "format the whole column as percent, or write `scale: percent` or `scale: fraction` on the column",
    ),
    "KPI437": (
        "`{found}` is a percent, but the column is none ({what})",
        "write the number itself, or make the column a ratio in the scheme",
    ),
    "KPI438": (
        "`{found}` is neither yes nor no ({what})",
        "write yes or no (да, нет, true, false, 1, 0, + or -)",
    ),
    "KPI439": (
        "`{found}` is not a date ({what})",
        "write 2024-03-15, 15.03.2024 or 15 Mar 2024, or format the cell as a date",
    ),
    "KPI440": (
        "there is no such day as `{found}` ({what})",
        "correct the date",
    ),
    "KPI441": (
        "{found} is outside the bounds, expected {expected} ({what})",
        "correct the cell, or the bounds in the scheme",
    ),
    "KPI442": (
        "`{found}` is not among the allowed values: {expected} ({what})",
        "choose one of them",
    ),
    "KPI443": (
        "{found} lies outside the period {first} … {last} ({what})",
        "correct the date, or move the row to its own period",
    ),
    "KPI444": (
        "`{found}` is not a text ({what})",
        "write the value as text",
    ),
    "KPI445": (
        "the number `{found}` has over 15 digits: the spreadsheet has already lost the last ones ({what})",
        "format the column as text and type the number again",
    ),
    "KPI446": (
        "`{found}` cannot identify a row ({what})",
        "write a personnel number, code or name",
    ),
    "KPI447": (
        "`{table}`: the row does not say to what it belongs",
        "fill in the cell",
    ),
    "KPI448": (
        "`{table}`: no column says to what a row belongs",
        "add the column, or name it by `link:` in the scheme",
    ),
    "KPI450": (
        "the cell is blank, and pay depends on it ({what})",
        "fill in the cell, or catch the blank in the formula by if_missing",
    ),
    "KPI451": (
        "the cell has no value{found} ({what})",
        "fill in the cell; neither a blank nor a dash is taken for 0",
    ),
    "KPI453": (
        "{count} bare numbers under `{heading}` were read as dates",
        "format the column as dates",
    ),
    "KPI454": (
        "{count} blank cells under `{heading}` were read as {value}, as the scheme says",
        "",
    ),
    "KPI455": (
        "`{found}` in the ratio `{heading}` is {percent} %",
        "if {found} % is meant, write {found}%, or `scale: percent` on the column",
    ),
    "KPI457": (
        "the sheet of the company has {rows} rows, exactly one is needed",
        "leave one row below the header",
    ),
    "KPI458": (
        "`{table}`: the sheet has no rows below its header",
        "check that this is the right sheet",
    ),
    "KPI459": (
        "`{table}` has no sheet of its own, and nothing that is read names its rows",
        "give it a sheet, or put it directly between the company and the employees",
    ),
    "KPI460": (
        "no scheme pays {who}: {found}; there are: {schemes}",
        "correct the cell, or `applies_to` of a scheme; paid are: {fitting}",
    ),
    "KPI461": (
        "several schemes pay this employee: {schemes}",
        "narrow `applies_to`, so that one of them fits",
    ),
    "KPI462": (
        "these people are superiors of each other in a circle: {path}",
        "correct the superior of one of them",
    ),
    "KPI463": (
        "the shares of deal {deal} add up to {total}, not 100%",
        "correct the shares, or say `overlay: true` in `split:` if more than 100% is meant",
    ),
    "KPI464": (
        "the term of {key} ends before it begins",
        "correct one of the two dates",
    ),
    "KPI465": (
        "{key} stands in two rows that hold on the same day",
        "let one term end before the other begins",
    ),
    "KPI466": (
        "no row of {key} holds on {day}",
        "add a row that holds on this day, or correct the date",
    ),
    "KPI470": (
        "neither titles nor names of sheets and files say which period the facts are for",
        "add `--period 2026-03`",
    ),
    "KPI471": (
        "several periods are named: {periods}; {first} here",
        "add `--period {first}` or the one that is right",
    ),
    "KPI472": (
        "the row looks like a signature, but rows with data follow it",
        "fill in its figures if it is a person, or clear the row",
    ),
    "KPI473": (
        "the sheet has no employees",
        "check that this is the right sheet, with a row for each employee below the headings",
    ),
    "KPI474": (
        "the cell is blank, but this file format does not show errors of formulas ({what})",
        "save the file as .xlsx, or type the value",
    ),
    "KPI475": (
        "line {line} cannot be read as {encoding}",
        "give the right `--encoding`, or leave it out to have it found",
    ),
    "KPI476": (
        "every sheet is empty",
        "check that this is the right file",
    ),
}
