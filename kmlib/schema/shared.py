"""Columns that several tabs have."""

from typing import Annotated

from kmlib.schema.columns import Column

# A column in a line or two: its title, other titles, an example, and what is special about it.
# fmt: off

Team = Annotated[str, Column("Team", "School; School name; Site", "Alder Creek", refers="Teams")]
Measure = Annotated[str, Column("Measure", "Indicator", "Present 9 days in 10", refers="Measures")]
Priority = Annotated[str, Column("Priority", "Focus area", "Attendance", refers="Priorities")]
Routine = Annotated[str, Column("Routine", "Meeting; Session; Talked about in", "Data dive",
    refers="Routines")]
Item = Annotated[str, Column("Item", "Knowledge item", "Call before 9, not after",
    refers="Knowledge")]
Owner = Annotated[str, Column("Owner", "Lead; Held by", staff=True)]
Facilitator = Annotated[str, Column("Facilitator", "Facilitated by", staff=True)]
AlsoKnownAs = Annotated[tuple[str, ...], Column("Also known as", "Aliases; Alias; Other names")]
TheoryOfAction = Annotated[str, Column("Theory of action", "If then")]
Note = Annotated[str, Column("Note", "Notes; Comment; Comments")]
Link = Annotated[str, Column("Link", "URL")]
