"""Operators of a contact centre: hours, calls, grades of their talk, and the profit of the project."""

from __future__ import annotations

from makers.sheet import Column, Detail, Staff

PROJECT = Detail(
    "Проект",
    "Итоги проекта",
    (Column("Прибыль проекта, руб.", "money"), Column("Доступность линии", "percent")),
    """
    1800000 | 82
    """,
)

STAFF = Staff(
    "contact-centre",
    "Операторы контакт-центра",
    (
        Column("Стаж, мес.", "count"),
        Column("Экзамен сдан", "flag"),
        Column("Английский", "flag"),
        Column("Немецкий", "flag"),
        Column("Часы", "hours"),
        Column("Из них ночью", "hours"),
        Column("Звонки", "count"),
        Column("Решено с первого звонка", "count"),
        Column("Продаж", "count"),
        Column("Оценка прослушивания", "percent"),
        Column("Оценка клиентов", "percent"),
        Column("Доля явок", "percent"),
    ),
    """
    01011 | Дорохова Майя Сергеевна  | Оператор контакт-центра
    01012 | Ершов Глеб Викторович    | Оператор контакт-центра
    01013 | Жукова Таисия Олеговна   | Оператор контакт-центра
    """,
    """
    01011 | 8  | нет | да  | да  | 160 | 40 | 2000 | 1500 | 210 | 90  | 96  | 100
    01012 | 3  | нет | нет | нет | 120 | 0  | 1800 | 1300 | 99  | 100 | 100 | 50
    01013 | 30 | да  | нет | да  | 80  | 20 | 767  | 700  | 150 | 80  | 80  | 100
    """,
    (PROJECT,),
)
