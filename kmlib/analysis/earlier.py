"""The network as it stood a month ago, worked out of what the sheets say today; nothing is kept."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from kmlib.analysis.judging import months_before
from kmlib.analysis.once import once_a_network
from kmlib.privacy import Published
from kmlib.schema import CycleRow, NoteRow, RoutineRow, Row, learning
from kmlib.schema.programme import PartnershipSessionRow, TrackerRow

RowT = TypeVar("RowT", bound=Row)
CAME: Mapping[type[Row], str] = {  # the day on which a row came to be, by its field
    CycleRow: "started",
    learning.KnowledgeRow: "captured_on",
    **dict.fromkeys((learning.SharingRow, learning.ParticipationRow), "date"),
    **dict.fromkeys((learning.SelfAssessmentRow, TrackerRow, PartnershipSessionRow), "date"),
    NoteRow: "date",
}
TOLD: Mapping[type[Row], Mapping[str, tuple[str, ...]]] = {  # what was typed with or after a day
    CycleRow: dict.fromkeys(("ended", "logged"), ("result", "learned", "decision")),
    learning.KnowledgeRow: {"vetted_on": ("vetted_by",)},
    learning.ApplicationRow: dict.fromkeys(("applied_on", "updated"), ("status",)),
    RoutineRow: {"last_held": ()},
}


@once_a_network
def a_month_ago(network: Published) -> Published:
    """The network without what the sheets date later than one month before its day.

    Rows that came later are left out, and of the others what was typed with a later day: what a
    cycle taught that ended since, how an application stands that was updated since, a routine's
    last time. Observations count by the end of their period. What bears no day, such as the level
    that owners claim, is as it stands now; so this is what today's sheets say of then.
    """
    day = months_before(network.as_of, 1)
    seen = network.observations
    return replace(
        network,
        as_of=day,
        observations=seen.take(seen.end <= day.toordinal()),
        tabs={model: tuple(_then(rows, model, day)) for model, rows in network.tabs.items()},
    )


def _then(rows: Iterable[RowT], model: type[Row], day: dt.date) -> Iterable[RowT]:
    """The rows of one tab as they stood on a day."""
    for row in rows:
        came = getattr(row, CAME[model]) if model in CAME else None
        if not (came and came > day):
            gone = _untold(row, TOLD.get(model, {}), day)
            yield row.model_copy(update=gone) if gone else row


def _untold(row: Row, told: Mapping[str, tuple[str, ...]], day: dt.date) -> dict[str, Any]:
    """The fields that nobody had typed yet, each as an empty cell reads."""
    later = [name for name in told if (on := getattr(row, name)) and on > day]
    names = {field for name in later for field in (name, *told[name])}
    return {name: type(row).model_fields[name].default for name in names}
