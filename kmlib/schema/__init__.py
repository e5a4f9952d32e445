"""The workbook: every tab as one row model, from which reader, template and docs derive."""

from kmlib.schema import core, learning, programme, steering
from kmlib.schema.choices import Better, Cadence, Combine, Counts, Kind, Month, Stage, Unit
from kmlib.schema.columns import EXAMPLE, LEFT_OUT, Choice, FieldSpec, Row, fields_of, words_for
from kmlib.schema.core import (
    SMALLEST_GROUP_SHOWN,
    DataRow,
    GroupRow,
    MeasureRow,
    NetworkSettings,
    RoutineRow,
    TeamRow,
)
from kmlib.schema.learning import CycleRow
from kmlib.schema.programme import PersonRow
from kmlib.schema.steering import AccessRow, NoteKind, NoteRow

TABS: tuple[type[Row], ...] = tuple(Row.__subclasses__())  # in the order in which they are written

__all__ = [
    "EXAMPLE", "LEFT_OUT", "SMALLEST_GROUP_SHOWN", "TABS", "AccessRow", "Better", "Cadence",
    "Choice", "Combine", "Counts", "CycleRow", "DataRow", "FieldSpec", "GroupRow", "Kind",
    "MeasureRow", "Month", "NetworkSettings", "NoteKind", "NoteRow", "PersonRow", "RoutineRow",
    "Row", "Stage", "TeamRow", "Unit", "core", "fields_of", "learning", "programme", "steering",
    "words_for",
]  # fmt: skip
