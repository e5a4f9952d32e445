"""What a row model is made of: column titles, choices, and the rule codes its checks raise."""

import datetime as dt
import types
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, SkipValidation, model_validator
from pydantic_core import PydanticCustomError

from kmlib.findings import ENDS_BEFORE_IT_STARTS, Cell, Rule

NOWHERE = Cell("")
LEFT_OUT = "left out"  # in a snapshot, in place of a name of staff
EXAMPLE = "Example: "  # before the first cell of a row that only shows what to type

Day = dt.date | None  # None: the cell is empty
Number = float | None
Whole = int | None
YesNo = bool | None
Texts = tuple[str, ...]  # several in a cell, separated by ; or a line break


class Choice(StrEnum):
    """Words a cell may hold; the first is how the dashboard says it, the others mean the same."""

    also: tuple[str, ...]

    def __new__(cls, word: str, *also: str) -> Self:
        """One choice with its synonyms."""
        choice = str.__new__(cls, word)
        choice._value_ = word
        choice.also = also
        return choice


@dataclass(frozen=True, slots=True)
class Title:
    """What something is called; case, blanks and punctuation never matter."""

    title: str
    also: str = ""  # what else it may be called, separated by semicolons

    @property
    def titles(self) -> tuple[str, ...]:
        """Everything it may be called, its own title first."""
        return (self.title, *filter(None, self.also.split("; ")))


@dataclass(frozen=True, slots=True)
class Column(Title):
    """A column of a tab: its titles, an example of its cells, and what is special about it."""

    example: str = ""
    refers: str = ""  # title of the tab that names what this column may hold
    may_name: str = ""  # titles of tabs whose names it may hold beside free text, separated by ;
    staff: bool = False  # names or addresses of staff: never part of a download
    address: bool = False  # an e-mail address, or a domain
    default: str = ""  # what an empty cell means, in words
    in_unit: bool = False  # a number in the unit that the row names
    on_record: bool = False  # a day that has been: it cannot lie ahead
    after: str = ""  # the field with the day that this day cannot lie before
    days: bool = False  # text that says days or stretches of days


@dataclass(frozen=True, slots=True)
class TabTitle(Title):
    """How a tab is called, and the view that it lights up."""

    lights: str = ""
    refers_as: str = ""  # what one of its rows is called in a sentence, unless like its key
    headed: tuple[str, ...] = ()  # a field that may stand as headings, and the one below it


class Row(BaseModel):
    """One accepted row of a tab; `place` is its first cell, so that a reader can go there."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    TAB: ClassVar[TabTitle]
    KEY: ClassVar[str] = ""  # the field that other tabs refer to and that stands once
    NAMED_BY: ClassVar[str] = ""  # the same, where it may stand more than once

    place: Annotated[SkipValidation[Cell], Field(exclude=True, repr=False)] = NOWHERE

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> Self:
        """Nothing ends before it starts."""
        for spec in _ends_of(type(self)):
            start = getattr(self, spec.column.after)
            if start and (end := getattr(self, spec.name)) and end < start:
                raise broken(ENDS_BEFORE_IT_STARTS, spec.name)
        return self

    def names(self) -> tuple[str, ...]:
        """Everything this row may be called elsewhere: its key, its aliases, its codes."""
        key = self.KEY or self.NAMED_BY
        return (getattr(self, key), *getattr(self, "also_known_as", ())) if key else ()


def broken(rule: Rule, field: str) -> PydanticCustomError:
    """The error a model's own check raises: which rule is broken, and at which field."""
    return PydanticCustomError(rule.code, rule.what, {"field": field})


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a row model, as reader, template and docs need it."""

    name: str
    column: Column
    kind: type  # str, float, int, bool, dt.date or a Choice
    many: bool  # several values in a cell, separated by ; or a line break
    required: bool


@cache
def fields_of(model: type[Row]) -> tuple[FieldSpec, ...]:
    """The fields of a row model that are columns of its tab, in their order."""
    return tuple(
        FieldSpec(name, column, *_kind_of(info.annotation), info.is_required())
        for name, info in model.model_fields.items()
        for column in info.metadata
        if isinstance(column, Column)
    )


@cache
def _ends_of(model: type[Row]) -> tuple[FieldSpec, ...]:
    """The fields with a day that cannot lie before another one."""
    return tuple(spec for spec in fields_of(model) if spec.column.after)


def _kind_of(annotation: Any) -> tuple[type, bool]:
    """The plain type behind `X`, `X | None` and `tuple[X, ...]`, and whether it holds many."""
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0], True
    return annotation, False


def words_for(kind: type) -> str:
    """What a cell of this kind holds, for the README's tables and the template's comments."""
    words = {str: "text", float: "number", int: "whole number", bool: "yes / no", dt.date: "date"}
    return " / ".join(kind) if issubclass(kind, Choice) else words[kind]
