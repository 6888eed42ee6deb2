"""What each part of a file and each key is, as editors show it: a file, facts, tables."""

from kpicalc.i18n.ru.keys_pay import PAY_KEYS

# A key without a part before it says what is the same everywhere.
KEYS: dict[str, str] = {
    **PAY_KEYS,
    "title": "Текст для людей: в отчётах он стоит вместо имени.",
    "owner": "Кто за это отвечает.",
    "round": "Округление: шаг `step` и способ `mode`, если он не half_up.",
    "type": (
        "Что это за величина: money — деньги, ratio — доля, count — количество, hours — часы, days — дни, "
        "number — число, flag — да/нет, text — текст, date — дата."
    ),
    "of": "Таблица фактов выше: у одной её строки много строк этой.",
    "SchemeDocument": "Схема оплаты: положение, записанное один раз, по которому считает kpicalc.",
    "SchemeDocument.kpicalc": "Версия языка: 1.",
    "SchemeDocument.scheme": "Имя схемы, не такое, как у других схем.",
    "SchemeDocument.description": "На чём основана схема: приказ, дата, условия.",
    "SchemeDocument.currency": "Код валюты по ISO; строки оплаты округляются до её мелкой единицы.",
    "SchemeDocument.period": (
        "За какой период расчёт: month — месяц (по умолчанию), quarter — квартал, half — полугодие, year "
        "— год."
    ),
    "SchemeDocument.applies_to": (
        "Кому платят по схеме: заголовок столбца и его значение или значения; должны совпасть все. Без "
        "него — всем."
    ),
    "SchemeDocument.calendar": "Выходные, рабочие субботы и сокращённые дни.",
    "SchemeDocument.parameters": "Постоянные положения; могут меняться с даты.",
    "SchemeDocument.facts": "Какие листы и столбцы читать. В `employees` строка на каждого сотрудника.",
    "SchemeDocument.values": "Именованные формулы сотрудника.",
    "SchemeDocument.tables": (
        "Шкалы и таблицы коэффициентов; формула спрашивает их как функции: `К2(выполнение)`."
    ),
    "SchemeDocument.rules": "Значения, которые решаются правилами по порядку.",
    "SchemeDocument.kpis": "Показатели; сумма их частей — `index`.",
    "SchemeDocument.goals": "Дерево целей: ветви делят вес цели над ними.",
    "SchemeDocument.goal_weights": "Что делать с показателями, вес которых вышел слишком мал.",
    "SchemeDocument.indexes": "Индексы из части показателей вместо одного `index`.",
    "SchemeDocument.stop_factors": "Стоп-факторы: множители, снижающие строки оплаты при условии.",
    "SchemeDocument.pay": "Строки оплаты; их сумма — итог.",
    "SchemeDocument.official_salary_in_full": (
        "`true`: мягкие строки платятся полностью, а не заработанное в них снимается с переменных."
    ),
    "SchemeDocument.limits": "Пределы групп строк, фондов на многих людей, всей оплаты.",
    "SchemeDocument.tests": "Тесты: какие даны факты и что должно получиться.",
    "CalendarSpec": "Календарь компании; `{}` — простая неделя с понедельника по пятницу.",
    "CalendarSpec.weekend": "Нерабочие дни недели; по умолчанию saturday и sunday.",
    "CalendarSpec.holidays": "Праздники: даты или отрезки `2026-01-01..2026-01-08`.",
    "CalendarSpec.workdays": "Выходные, ставшие рабочими.",
    "CalendarSpec.day_hours": "Часов в рабочем дне.",
    "CalendarSpec.short_days": "Рабочие дни, сокращённые на час.",
    "ParameterSpec": (
        "Постоянная: формула от других параметров или значения с дат: `{2025-01: 12%, 2026-01: 10%}`."
    ),
    "ParameterSpec.value": "Значение или значения с дат.",
    "ChosenParameterSpec": "Постоянная для каждой роли, разряда, товара или месяца.",
    "ChosenParameterSpec.by": "Столбец или значение, по которому выбирают.",
    "ChosenParameterSpec.values": "Формула для каждого возможного значения `by`, при надобности с дат.",
    "ChosenParameterSpec.otherwise": "Значение для всех остальных; без него остальные — ошибка.",
    "FactTable": "Лист фактов; одни только столбцы — короткая запись.",
    "FactTable.sheet": "Имя листа, если он назван не так, как таблица.",
    "FactTable.key": "Заголовок столбца, который называет строку.",
    "FactTable.name": "Заголовок столбца с именем для людей.",
    "FactTable.link": "Заголовок столбца, который называет строку выше.",
    "FactTable.derived": "`true`: листа нет, строка на каждое значение столбца связи у нижних строк.",
    "FactTable.order": "Столбцы, по которым упорядочены строки сотрудника, для `before`.",
    "FactTable.manager": "Заголовок столбца с руководителем сотрудника.",
    "FactTable.split": "Строки одной сделки — доли в ней.",
    "FactTable.valid": "С какого по какой день действует строка.",
    "FactTable.on": "Столбец дня, на который ищут владельца.",
    "FactTable.reading": "Как записаны ячейки всех столбцов таблицы.",
    "FactTable.columns": "Столбцы, которые читать; имя с пробелами вместо `_` — заголовок.",
    "FactTable.values": "Именованные формулы каждой строки.",
    "SplitSpec": "Доли в сделках.",
    "SplitSpec.deal": "Столбец или столбцы, называющие сделку.",
    "SplitSpec.share": "Столбец доли; доли одной сделки составляют 100 %.",
    "SplitSpec.overlay": "`true`: доли могут составлять больше 100 %.",
    "ValidSpec": "Дни действия строки.",
    "ValidSpec.from": "Столбец первого дня.",
    "ValidSpec.to": "Столбец последнего дня, включительно.",
    "ColumnSpec": "Столбец, который читать; один тип — короткая запись: `план: money`.",
    "ColumnSpec.column": "Заголовок или список допустимых заголовков.",
    "ColumnSpec.min": "Наименьшее допустимое значение.",
    "ColumnSpec.max": "Наибольшее допустимое значение.",
    "ColumnSpec.above": "Значения должны быть больше этого.",
    "ColumnSpec.below": "Значения должны быть меньше этого.",
    "ColumnSpec.one_of": "Допустимые значения.",
    "ColumnSpec.missing": (
        "Что значит пустая ячейка: refuse — ошибка (по умолчанию), allow — нет значения, или само значение."
    ),
    "ColumnSpec.in_period": "`true`: дата должна лежать в периоде.",
    "ColumnSpec.decided_by": "Кто решает, каким будет это значение.",
    "WritingSpec": "Как записаны ячейки, если по ним самим этого не видно.",
    "WritingSpec.decimal": "Что отделяет дробную часть в числах-текстах: comma — запятая, point — точка.",
    "WritingSpec.dates": "Порядок в датах, записанных текстом: dmy — день, месяц, год; mdy; ymd.",
    "WritingSpec.time": "Время рядом с датой: drop — отбросить, refuse — не принимать ячейку (по умолчанию).",
    "WritingSpec.hours": "Как записаны часы: `h:mm` или decimal — числом (по умолчанию).",
    "WritingSpec.scale": "Число без % в столбце долей: fraction — доля (0,95), percent — проценты (95).",
    "WritingSpec.unit": "Числа указаны в тысячах или миллионах: thousand, million.",
    "ValueSpec": "Именованная формула; просто формула — короткая запись.",
    "ValueSpec.formula": "Формула.",
    "RoundingSpec": "Правило округления.",
    "RoundingSpec.step": "Результат кратен шагу.",
    "RoundingSpec.mode": (
        "half_up — половина от нуля (по умолчанию), half_even — к чётному, down — к нулю, up — от нуля."
    ),
    "CoefficientTable": "Таблица с одной осью: ступени и их значения или ставки.",
    "CoefficientTable.mode": (
        "lookup — значение ступени; slab — вся сумма по достигнутой ставке; marginal — каждая часть по "
        "своей ставке; interpolate — прямая между точками; matrix — две оси."
    ),
    "CoefficientTable.bands": "Ступени по возрастанию; с одним `from` каждая идёт до следующей.",
    "CoefficientTable.below": (
        "Ниже первой ступени: error — ошибка (по умолчанию), zero — 0, first — значение первой."
    ),
    "CoefficientTable.beyond": (
        "Выше последней ступени: error — ошибка (по умолчанию), last — значение последней, extend — прямая "
        "идёт дальше (только interpolate)."
    ),
    "CoefficientTable.snap": "Округление оси перед выбором ступени.",
    "CoefficientTable.axis": "Вид величины на оси, если его не видно по границам.",
    "CoefficientTable.gives": "Вид того, что даёт таблица, если его не видно по значениям.",
    "BandSpec": "Ступень: границы и значение или ставка.",
    "BandSpec.value": "Что даёт ступень (lookup, interpolate).",
    "BandSpec.rate": "Ставка ступени (slab, marginal).",
    "BoundsSpec": "Отрезок оси; просто граница — это `from`.",
    "BoundsSpec.from": "Нижняя граница, включительно (≥).",
    "BoundsSpec.above": "Нижняя граница, не включительно (>).",
    "BoundsSpec.to": "Верхняя граница, включительно (≤).",
    "BoundsSpec.below": "Верхняя граница, не включительно (<).",
    "MatrixTable": "Таблица с двумя осями, спрашивают двумя значениями: `сетка(маржа, сумма)`.",
    "MatrixTable.mode": "matrix.",
    "MatrixTable.rows": "Ось, по которой выбирают строку.",
    "MatrixTable.columns": "Ось, по которой выбирают столбец.",
    "MatrixTable.values": "Список на каждую строку, в нём значение на каждый столбец.",
    "MatrixTable.below": "Ниже первой границы: error — ошибка (по умолчанию), zero — 0, first — первая.",
    "MatrixTable.beyond": "Выше последней границы: error — ошибка (по умолчанию), last — последняя.",
    "MatrixTable.gives": "Вид того, что даёт таблица, если его не видно по значениям.",
    "MatrixAxis": "Ось; список границ — короткая запись.",
    "MatrixAxis.bounds": "Границы по возрастанию.",
    "MatrixAxis.below": "Ниже первой границы, если у этой оси иначе, чем у таблицы.",
    "MatrixAxis.beyond": "Выше последней границы, если у этой оси иначе, чем у таблицы.",
    "MatrixAxis.snap": "Округление оси перед выбором места.",
    "MatrixAxis.axis": "Вид величины на оси, если его не видно по границам.",
}
