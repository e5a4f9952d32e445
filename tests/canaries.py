"""A network whose hidden cells are unmistakable, and every way in which they could be written."""

import calendar
import re

import openpyxl

from tests.conftest import write_workbook

MONTHS = [f"{month} 2025" for month in calendar.month_abbr[1:] if month != "Jul"]
MINUTES, PERCENT = 9371.0417, 43.0371  # what the hidden numbers begin with
MORE_TEAMS = ("Cedar", "Dogwood", "Elm", "Fir", "Gum tree", "Hazel", "Iroko", "Juniper")
SET_ASIDE = ("8371x", "8372.5", "8373.5", "44.0373", "8374x")
STUDENTS = ("Zorilla Quagga", "Okapi Dikdik", "Numbat Quokka")
GROUPED = ("Bilby Bandicoot", "Quoll Wombat")  # students in the Group column
STAFF = "ada.canary"
UNREAD = ("Pangolin Tapir", "Kinkajou Coati", "Serval Caracal", "Gerenuk Saiga", "Dugong Manatee")
UNREAD += ("Aardwolf Civet",)  # students in cells that could not be understood
COLUMNS = (
    "Team | Measure | Date | Value | Numerator | Denominator | Group | Student name | Nickname"
    f" | {UNREAD[5]}"
)


def data_rows(team, more):
    """Eleven months of three measures; `more` is added to each hidden number."""
    for i, month in enumerate(MONTHS):
        up = round(i / 1000 + more, 4)
        yield from (
            f"{team} | Minutes read | {month} | {20 + i} | | 200 |",
            f"{team} | Minutes read | {month} | {MINUTES + up:.4f} | | 7 | Asian",
            f"{team} | Present | {month} | 70% | | |",
            f"{team} | Present | {month} | {PERCENT + up:.4f}% | | | Asian",
            f"{team} | Ready | {month} | | 60 | 100 |",
            f"{team} | Ready | {month} | | {4 + (more > 0)} | 7 | Asian",
            f"{team} | Ready | {month} | | {9 - (more > 0)} | 13 | Black",
            f"{team} | Ready | {month} | | 40 | 80 | White",
        )


def more_teams(more):
    """So many that practices are compared and a funnel has limits, each with hidden numbers."""
    for at, team in enumerate(MORE_TEAMS):
        for i, month in enumerate(MONTHS[-7:]):
            yield f"{team} | Ready | {month} | | {60 + (at * i) % 9} | 100 |"
            yield f"{team} | Ready | {month} | | {4 + (more > 0)} | 7 | Asian"
            yield f"{team} | Ready | {month} | | {9 - (more > 0)} | 13 | Black"
            yield f"{team} | Ready | {month} | | 40 | 80 | White"


def slips(more):
    """Rows about few students in which there is something to find."""
    yield f"Alder | Minutes read | Jan 2026 | {SET_ASIDE[0]} | | 7 | Asian"
    yield f"Alder | Minutes read | Oct 2025 | {SET_ASIDE[1]} | | 7 | Asian"  # the later one counts
    yield f"Aldr | Minutes read | Feb 2026 | {SET_ASIDE[2]} | | 7 | Asian"
    yield f"Alder | Minutes read | {SET_ASIDE[3]} | Feb 2026 | | 7 | Asian"
    yield f"Tiny | Minutes read | Jan 2026 | {SET_ASIDE[4]} | | |"
    yield f"Tiny | Minutes read | Feb 2026 | {MINUTES + 1 + more:.4f} | | |"
    yield f"Alder | Minutes read | Feb 2026 | ~{MINUTES + 2 + more:.4f} | | 7 | Asian"
    yield "Alder | Ready | Oct 2025 | | 10 | 13 | Black"  # what counts instead is hidden
    yield f"Alder | Ready | Jan 2026 | | {4 + (more > 0)} | 7 | {GROUPED[0]}"
    yield f"Tiny | Minutes read | Mar 2026 | {MINUTES + 3 + more:.4f} | | | {GROUPED[1]}"
    yield f"Alder | Present | Jan 2026 | {UNREAD[0]} | | |"
    yield f"{UNREAD[1]} | Present | Jan 2026 | 70% | | |"
    yield f"Alder | Present | {UNREAD[2]} | 70% | | |"
    yield f"Alder | {UNREAD[3]} | Jan 2026 | 70% | | |"


def the_hub(folder, more=0.0):
    """A hub and a workbook beside it, in a folder of their own."""
    folder.mkdir()

    def with_students(rows):
        return [COLUMNS, *(f"{row} | {STUDENTS[0]} | {STUDENTS[1]}" for row in rows)]

    hub = write_workbook(
        folder / "hub.xlsx",
        OTHER_TABS | {"Data": with_students([*data_rows("Birch", more), *more_teams(more)])},
    )
    rows = [*slips(more), *data_rows("Alder", more)]
    write_workbook(folder / "more.xlsx", {"Data": with_students(rows)})
    book = openpyxl.load_workbook(hub)
    book["Put away"].sheet_state = "hidden"
    book.save(hub)
    return hub


NUMBER = r"(?<![\d.])(?=\d)(?:{})(?!\d)"  # none that a longer one ends or begins with


class Search:
    """A search for everything that may be seen nowhere: hidden numbers, by what they are; names."""

    def __init__(self, numbers, names):
        names = {name: re.escape(name.rstrip("x")) for name in names}
        numbers = {what: spellings(*some) for what, some in numbers.items()}
        self.patterns = {what: NUMBER.format(ways) for what, ways in numbers.items()} | names
        any_number = NUMBER.format("|".join(dict.fromkeys(numbers.values())))
        self.anything = re.compile("|".join([any_number, *names.values()]))

    def found_in(self, text):
        """What of it stands in a text; next to always nothing, and that is one look."""
        if not self.anything.search(text):
            return set()
        found = {way: bool(re.search(way, text)) for way in set(self.patterns.values())}
        return {what for what, way in self.patterns.items() if found[way]}


def spellings(value, numerator, denominator):
    """Every reasonable way to write a hidden number, or the counts it is made of."""
    exact = [re.escape(f"{value:.6f}"[:-3]) + r"\d*"]
    exact += [re.escape(f"{value:.{digits}f}") for digits in (2, 3, 4)]
    rounded = [re.escape(f"{value:.{digits}f}") for digits in (0, 1)]
    if value < 1000:  # so short a number may stand anywhere; with its unit it is this one
        rounded = [rf"{number}\s*(?:%|percent|per cent)" for number in rounded]
    else:
        exact += [re.escape(f"{value:,.{digits}f}") for digits in (0, 1, 2)]
    ways = exact + rounded
    if numerator == numerator:
        ways.append(rf"{numerator:.0f}\s*(?:/|of|out of)\s*{denominator:.0f}")
    return "|".join(ways)


OTHER_TABS = {
    "Network": [
        *("Setting | Value", "Name | Canary Network", "As of | 2026-03-14", "Began | 2025-01-01"),
        f"Contact | {STAFF}.contact",
    ],
    "Teams": [
        "Team | Students | Lead | Sheet | Nickname",
        f"Alder | 400 | {STAFF}.lead | more.xlsx | {STUDENTS[1]}",
        f"Birch | 400 | {STAFF}.lead | | {STUDENTS[1]}",
        f"Tiny | 8 | {STAFF}.lead | more.xlsx | {STUDENTS[1]}",  # shared: rows say whose they are
        *(f"{team} | 400 | {STAFF}.lead | | {STUDENTS[1]}" for team in MORE_TEAMS),
    ],
    "Measures": [
        "Measure | Kind | Unit | Better | Counts | Combine | Decimals | Target",
        "Minutes read | process | minutes | higher | students | mean | 1 | 90",
        "Present | outcome | percent | higher | students | mean | 1 | 90%",
        "Ready | outcome | percent | higher | students | weighted | 1 | 90%",
    ],
    "Groups": ["Group | Dimension", "Asian | race", "Black | race", "White | race"],
    "Routines": [
        "Routine | Stage | Priority | Owner | Facilitator | Cadence | Last held | Feeds",
        f"Data dive | generation | | {STAFF}.owner | {STAFF}.guide | monthly | 2026-01-08 | Sum up",
        f"Sum up | consolidation | | {STAFF}.owner | {STAFF}.guide | monthly | 2026-01-09 |",
    ],
    "Priorities": ["Priority | Owner", f"Reading | {STAFF}.priority"],
    "Cycles": [
        "Team | Title | Priority | Started | Learned | Measure | Routine | Logged",
        "Alder | Calls home | Reading | 2025-09-01 | it helps | Ready | Data dive | 2025-10-02",
        "Birch | Pairs | Reading | 2025-09-01 | it helps | Ready | Data dive | 2025-10-02",
        f"Birch | Trios | Reading | {UNREAD[4]} | it helps | Ready | Data dive | 2025-10-02",
    ],
    "Knowledge": [
        "Item | Level | Origin | From cycles | Captured on | Vetted by | Repository",
        f"Call early | summary | Alder | Calls home | 2025-10-20 | {STAFF}.vetted | Shelf",
    ],
    "Sharing": [
        "Item | Broker | To | Routine | Date",
        f"Call early | {STAFF}.broker | Birch | Sum up | 2025-11-02",
    ],
    "Applications": [
        "Item | Stakeholder | Team | Status | Applied on",
        "Call early | teachers | Birch | applied | 2025-12-02",
    ],
    "Participation": [
        "Routine | Date | Stakeholder group | Team | People",
        "Data dive | 2026-01-08 | teachers | Alder | 12",
    ],
    "Drivers": ["Driver | Kind | Priority | Measure", "Read more | aim | Reading | Ready"],
    "Self-assessment": [
        "Team | Scale | Date | Own score | Facilitator's score",
        "Alder | Progress scale (1 to 5) | 2026-01-08 | 3 | 2",
    ],
    "Tracker items": ["Code | Item | Very important | Due", "1.1.1 | Meet | yes | 2025-10-01"],
    "Tracker": [
        "Team | Code | Status | Date",
        "Alder | 1.1.1 | done | 2025-09-20",
        "Birch | 1.1.1 | in progress | 2025-09-20",
        *(
            f"{team} | 1.1.1 | {status} | 2025-09-20"
            for team, status in zip(MORE_TEAMS, ("done", "in progress") * 4, strict=True)
        ),
    ],
    "Calendar": [
        "Date | Focus | Space | Topic | Facilitator | Priority",
        f"2026-03-02 | Reading | Data dive | Pairs | {STAFF}.calendar | Reading",
    ],
    "Repositories": [
        "Repository | Description | Owner | Last added",
        f"Shelf | what works | {STAFF}.keeper | 2025-10-20",
    ],
    "Partnerships": [
        "Partnership | Team | Partner | Facilitator | Start",
        f"Alder with us | Alder | us | {STAFF}.partner | 2025-09-01",
    ],
    "Partnership sessions": [
        "Partnership | Date | Objective | Met",
        "Alder with us | 2025-10-01 | begin | yes",
    ],
    "People": [
        "Person | Role | Team | Backup | Holds",
        f"{STAFF}.person | coach | Alder | {STAFF}.backup | Data dive",
        f"{STAFF}.person | coach | Birch | {STAFF}.backup | Sum up",  # twice: a finding about her
    ],
    "Notes": ["Date | Team | Measure | Note", "2025-09-15 | Alder | Ready | new plan"],
    "Standards": ["Level | Teams at least", "synthesis | 3"],
    "Gaps": ["Gap | Owner | Note", f"stage without routine | {STAFF}.gap | soon"],
    "Dive prompts": ["Slide | Question", "equity | Who?"],
    "Access": ["Address or domain | Role", f"{STAFF}@x.org | viewer", f"{STAFF}.two | nobody"],
    "Students": ["Student name | Born", *(f"{name} | 2014-01-01" for name in STUDENTS)],
    "Put away": ["Team | Value", f"{STUDENTS[2]} | {MINUTES}"],
}  # fmt: skip
