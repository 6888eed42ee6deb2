"""Words of the command line: help texts and its own refusals."""

COMMAND_WORDS: dict[str, str] = {
    "help.app": "Расчёт оплаты по KPI по схеме, записанной текстом.",
    "help.epilog": (
        "Примеры:\n\n  kpicalc compute март.xlsx\n\n  kpicalc compute март.xlsx --out март.csv\n\n"
        "  kpicalc explain март.xlsx Иванов премия"
    ),
    "help.help": "Показать эту справку и закончить.",
    "help:Usage:": "Запуск:",
    "help:Arguments:": "Что назвать:",
    "help:Options:": "Параметры:",
    "help:Commands:": "Команды:",
    "help:[required]": "[обязательно]",
    "help:[OPTIONS]": "[ПАРАМЕТРЫ]",
    "help:COMMAND [ARGS]...": "КОМАНДА …",
    "help.install_completion": "Установить дополнение команд в этой оболочке.",
    "help.show_completion": "Показать настройку дополнения команд для этой оболочки.",
    "help.version": "Показать версию и закончить.",
    "help.lang": "Язык всего, что печатается: ru или en.",
    "help.compute": "Рассчитать период: кому сколько и почему.",
    "help.explain": "Объяснить одну сумму до ячейки и строки схемы.",
    "help.facts": "Книги (XLSX, CSV) с планом и фактом или папка с ними.",
    "help.fact": "Книга (XLSX, CSV) с планом и фактом или папка с ними.",
    "help.more_facts": "Ещё один файл с фактами; можно повторять.",
    "help.scheme": "Файл или папка схем; иначе ищется kpicalc.yaml или папка `schemes`.",
    "help.period": "Период: 2026-03, 2026-Q1, 2026-H1 или 2026.",
    "help.employee": "Показать и записать только этого сотрудника (номер из листа); можно повторять.",
    "help.summary": "Напечатать только сводку.",
    "help.out": "Записать результат в файл: .csv — ведомость, .json — всё; можно повторять.",
    "help.csv_dialect": "excel-ru открывается в русском Excel; rfc4180 — для программ.",
    "help.allow_partial": "Рассчитать тех, у кого нет ошибок, других перечислить; код возврата всё равно 1.",
    "help.encoding": "Кодировка файлов CSV; без неё определяется по самому файлу.",
    "help.receipt": "Напечатать подробно, что прочитано, или совсем не печатать.",
    "help.person": "Сотрудник: номер из листа или часть имени, которая есть только у него.",
    "help.line": "Строка оплаты, KPI или любое значение; без него — итог.",
    "usage.typed.option": "параметра `{text}` нет; какие есть, скажет `{command} --help`",
    "usage.typed.option_like": "параметра `{text}` нет; похожие: {known}; все назовёт `{command} --help`",
    "usage.typed.command": "команды `{text}` нет; какие есть, скажет `{command} --help`",
    "usage.typed.command_like": "команды `{text}` нет; возможно, `{nearest}`? все назовёт `{command} --help`",
    "usage.typed.missing": "не названо {text}; что нужно, скажет `{command} --help`",
    "usage.typed.no_value": "после `{text}` нужно значение; какое, скажет `{command} --help`",
    "usage.typed.extra": "лишнее в команде: {text}; что нужно, скажет `{command} --help`",
    "usage.typed.choice": "`{option}` не бывает `{text}`; одно из: {known}",
    "usage.typed.value": "значение `{option}` не подходит; что нужно, скажет `{command} --help`",
    "usage.encoding": "`{name}` — не кодировка текстовых файлов; пишите utf-8, cp1251, koi8-r и т. п.",
    "usage.period": (
        "`{text}` — не период; напишите 2026-03, 2026-Q1, 2026-H1, 2026 или 2026-02-26..2026-03-25"
    ),
    "usage.no_file": "`{path}` не найден",
    "usage.out_suffix": "`{path}` должен кончаться на .csv или .json",
    "usage.out_is_input": "`{path}` — один из читаемых файлов; запишите результат в другой",
    "usage.out_is_scheme": "`{path}` — один из файлов схем; запишите результат в другой",
    "usage.out_among_facts": (
        "`{path}` лёг бы среди данных, и в следующий раз его прочли бы вместе с ними; "
        "запишите его в другую папку"
    ),
    "usage.facts_pipe": "`{path}` — канал, а данные читаются не один раз; сначала сохраните их в файл",
    "usage.schema_suffix": "`{path}` должен кончаться на .json",
    "usage.out_twice": "`{path}` назван дважды",
    "usage.no_scheme": (
        "схема не найдена: назовите её через --scheme, или положите в папку `schemes` рядом с фактами, "
        "или назовите её папку в kpicalc.yaml: `schemes: папка`"
    ),
    "usage.empty_folder": "в папке `{path}` нет схем (*.yaml)",
    "usage.no_employee": "нет сотрудника `{wanted}`",
    "usage.no_employee_near": "нет сотрудника `{wanted}`; может быть, {near}?",
    "usage.many_employees": "`{wanted}` подходит нескольким: {found}; назовите номер одного",
    "usage.no_line": "в схеме `{scheme}` нет строки или значения `{wanted}`",
    "usage.no_line_near": "в схеме `{scheme}` нет строки или значения `{wanted}`; может быть, `{near}`?",
    "usage.system": "система отказала в чтении или записи: {reason}",
    "usage.prefix": "ошибка: {text}",
    "output.locked": "`{path}` открыт в другой программе; закройте его там и повторите",
    "output.denied": "`{path}` записать нельзя: нет прав, или он открыт в другой программе",
    "output.no_folder": "папки для `{path}` нет",
    "output.is_folder": "`{path}` — папка",
    "output.no_file": "`{path}` — устройство или канал, а не файл",
    "output.torn": (
        "`{path}` не записан: {reason}; часть файлов уже новая: следующий запуск в этой "
        "папке допишет остальные"
    ),
    "output.failed": "`{path}` не записан: {reason}; ничего не изменено",
    "output.written": "записано: {path} (SHA-256 {digest}…)",
    "progress.reading": "чтение фактов …",
    "progress.compiling": "проверка схемы …",
    "progress.binding": "сопоставление столбцов …",
    "progress.computing": "расчёт …",
    "bug": (
        "Сбой kpicalc: это наша ошибка, не ваша. Номер {number} ({kind}, {place}). "
        "Результатом пользоваться нельзя. Сообщите нам номер: ваших данных в нём нет."
    ),
}
