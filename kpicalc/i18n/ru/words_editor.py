"""Words of `schema` and `fmt`: help texts, refusals, reports."""

EDITOR_WORDS: dict[str, str] = {
    "help.schema": "JSON Schema для редактора: подсказки при вводе схемы.",
    "help.schema_tests": "Для файлов тестов (*.test.yaml) вместо схем.",
    "help.schema_out": "Записать в файл вместо печати.",
    "help.fmt": "Выровнять отступы и пробелы, не меняя слов.",
    "help.fmt_paths": "Файлы или папки; `-` — из stdin в stdout; без них — схемы проекта.",
    "help.fmt_check": "Ничего не писать; код возврата 1, если что-то изменилось бы.",
    "help.fmt_diff": "Ничего не писать, показать, что изменилось бы.",
    "usage.fmt_stdin": "`-` не называют вместе с другими файлами",
    "fmt.changed": "выровнен: {path}",
    "fmt.would_change": "был бы выровнен: {path}",
    "fmt.summary": "изменено: {changed}, без изменений: {same}",
}
