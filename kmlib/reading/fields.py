"""Fields: one cell of a tab as what its column holds, or the Rule that it breaks."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

from kmlib.access import read_address
from kmlib.findings import DATE_IN_FUTURE, NOT_A_NUMBER, NOT_AN_ADDRESS, OUTSIDE_UNIT, Rule
from kmlib.reading.cells import Value, is_blank
from kmlib.reading.number_spellings import HOURS
from kmlib.reading.periods import read_date, read_period
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.values import Form, read_choice, read_number, read_whole, read_yes_no
from kmlib.reading.words import broken_formula, read_text
from kmlib.schema import Choice, FieldSpec


def words_about(spec: FieldSpec, effect: str, context: PeriodContext) -> dict[str, object]:
    """What the texts of a field's findings may need."""
    return {
        "title": spec.column.title,
        "kind": spec.name,
        "effect": effect,
        "choices": ", ".join(spec.kind) if issubclass(spec.kind, Choice) else "yes, no",
        "reason": "it is never less than 0",
        "as_of": context.as_of,
    }


def read_field(value: Value, spec: FieldSpec, context: PeriodContext) -> Any:
    """A cell as its field's kind: the value, None if it is empty, or the Rule it breaks."""
    if is_blank(value):
        return None
    if not spec.many:
        return _read_one(value, spec, context)
    read = [_read_one(part, spec, context) for part in split_cell(value)]
    rules = [part for part in read if isinstance(part, Rule)]
    return rules[0] if rules else tuple(part for part in read if part is not None)


def _read_one(value: Value, spec: FieldSpec, context: PeriodContext) -> Any:
    read = reader_of(spec.kind)(value, context)
    return _impossible(read, spec, context) or read


def _impossible(read: Any, spec: FieldSpec, context: PeriodContext) -> Rule | None:
    """What is wrong with a well-typed cell: a day to come, fewer than none, no address."""
    if spec.column.on_record and context.as_of and isinstance(read, dt.date):
        return DATE_IN_FUTURE if read > context.as_of else None
    if spec.column.days and isinstance(read, str):
        period = read_period(read, context)
        return period if isinstance(period, Rule) else None
    if spec.column.address and isinstance(read, str):
        return None if read_address(read) else NOT_AN_ADDRESS
    return OUTSIDE_UNIT if spec.kind is int and isinstance(read, int) and read < 0 else None


def is_share_of_one(cell: Value) -> bool:
    """Whether a lone percent may be a share of one: typed as 0.85, without a sign."""
    number = read_number(cell)
    return number.form is Form.PLAIN and number.value is not None and 0 < number.value <= 1


def split_cell(value: Value) -> list[Value]:
    """Several values of a cell, separated by semicolons or line breaks."""
    if not isinstance(value, str):
        return [value]
    return [part.strip() for part in value.replace("\n", ";").split(";") if part.strip()]


def _number(value: Value, context: PeriodContext) -> float | Rule | None:
    number = read_number(value)
    if number.form in (Form.PLAIN, Form.PERCENT) and number.said != HOURS:
        return number.value
    return None if number.is_absent else number.rule or NOT_A_NUMBER


READERS_OF: dict[type, Callable[[Value, PeriodContext], Any]] = {
    str: lambda value, _: broken_formula(value) or read_text(value) or None,
    float: _number,
    int: lambda value, _: read_whole(value),
    bool: lambda value, _: read_yes_no(value),
    dt.date: read_date,
}


@cache
def reader_of(kind: type) -> Callable[[Value, PeriodContext], Any]:
    """The reader of a column's kind; what is no plain kind is one of a few words."""
    return READERS_OF.get(kind, lambda value, _: read_choice(value, kind))
