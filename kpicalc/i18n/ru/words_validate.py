"""Words of `validate` and `rule`: help texts, refusals, reports."""

VALIDATE_WORDS: dict[str, str] = {
    "help.validate": "Проверить схемы без фактов: всё, что в них неверно, и всё, что можно доказать.",
    "help.rule": "Объяснить код проблемы: что он значит, чем вредит оплате, как исправить.",
    "help.checked": ("Файлы схем и папки; - читает схему со стандартного ввода. Без пути — схемы проекта."),
    "help.problem_format": (
        "Как сообщать о проблемах: full и concise — для людей. По умолчанию full, в GitHub Actions github."
    ),
    "help.strict": "Код завершения 1 и при предупреждениях.",
    "help.checked_period": "Проверить только для этого периода; иначе проверяются все значения по датам.",
    "help.code": "Код проблемы, например KPI312 или 312; без него — список всех кодов.",
    "usage.nothing_to_check": (
        "схема не найдена: назовите файлы или папки, либо положите схемы в папку `schemes`, "
        "либо назовите их папку в kpicalc.yaml: `schemes: папка`"
    ),
    "usage.no_code": "`{code}` — не код проблемы; коды выглядят как KPI312, список даёт `kpicalc rule`",
    "usage.no_code_near": "кода `{code}` нет; ближайший — {near}, список всех даёт `kpicalc rule`",
    "validate.clean": "проблем нет",
    "validate.passed_over": "пропущены, потому что в них нет ключа `kpicalc`: {files}",
    "validate.column.severity": "важность",
    "validate.column.code": "код",
    "validate.column.place": "место",
    "validate.column.problem": "проблема",
    "count.files_checked.one": "{count} файл",
    "count.files_checked.few": "{count} файла",
    "count.files_checked.many": "{count} файлов",
    "rule.group.100": "Файл и его строение",
    "rule.group.160": "Запись формул",
    "rule.group.200": "Имена и виды значений",
    "rule.group.300": "Что разрешено писать, но заплатит неверно",
    "rule.group.340": "Что доказано о схеме и что разрешено намеренно",
    "rule.group.400": "Файлы с фактами",
    "rule.group.500": "Расчёт",
    "rule.group.700": "Тесты схем",
}
