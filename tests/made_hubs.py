"""Small random hubs as people might type them: odd names, undated and future rows, loops."""

import datetime as dt
from dataclasses import dataclass
from random import Random

import kmlib
from benchmarks.made_tabs import load_tabs, tab
from tests.conftest import cells_of

NASTY = "<i>zq</i> **zq** &zq; :red[zq] $zq$"
ODD = (NASTY, "🎯", "🔥", "مدرسة النور", "!!!", "???", "W" * 200, "1. one")
STAGES = ("generation", "consolidation & capture", "sharing", "application")
CADENCES = ("weekly", "biweekly", "monthly", "quarterly", "term", "yearly", "", "")
STATUSES = ("asked", "under way", "applied", "applied", "blocked", "")
FIRST_DAY = dt.date(2024, 9, 2)


@dataclass
class Made:
    """The names that one hub uses, and the chance that fills its cells."""

    chance: Random

    def __post_init__(self):
        self.teams = self.names("Alder", "Birch", "Cedar", "Dogwood", "Elm")
        self.measures = self.names("Attendance", "Reading", "Belonging")
        self.priorities = self.names("Attend", "Read", "Belong")
        self.routines = self.names("Dive", "Sum up", "Tell", "Use it", "Talk", "Plan")
        self.cycles = self.names("Calls home", "Pairs", "Circles", "Tickets")
        self.items = self.names("Calls home", "Call early", "Pair up", "Greet")
        self.codes = ("1.1.1", "1.1.2", "2.1.1")

    def names(self, *plain):
        """One or more names, some of them odd."""
        odd = self.chance.sample(ODD, self.chance.choice((0, 0, 1, 3)))
        return self.chance.sample([*plain, *odd], self.chance.randint(1, len(plain) + len(odd)))

    def one(self, names, *, empty=0.2):
        """One of these names: exactly, spelled otherwise, unknown, or none."""
        lot = self.chance.random()
        if lot < empty:
            return ""
        name = self.chance.choice(names)
        ways = (name.upper, f" {name} ".lower, lambda: "nobody knows")
        return self.chance.choice(ways)() if lot > 0.9 else name

    def some(self, names, *, empty=0.3):
        """Several of these names in one cell."""
        count = self.chance.randint(1, 3)
        return "; ".join(filter(None, (self.one(names, empty=empty) for _ in range(count))))

    def day(self, *, empty=0.0):
        """A day in two school years, some of them yet to come; or none."""
        if self.chance.random() < empty:
            return ""
        return str(FIRST_DAY + dt.timedelta(days=self.chance.randint(0, 640)))

    def pick(self, *cells):
        return self.chance.choice(cells)

    def rows(self, head, *makers, most=12):
        """A header and some rows; each maker makes one cell."""
        count = self.chance.randint(0, most)
        return [head, *(" | ".join(make() for make in makers) for _ in range(count))]


def network_tab(m):
    said = {
        "Aim": NASTY,
        "As of": m.pick("2026-03-14", "2026-03-14", "2024-08-20", "2026-08-01"),
        "Began": m.day(),
        "Breaks": m.pick("2025-12-22 to 2026-01-02", "2025-08-01 to 2026-07-31"),
        "Data due": m.pick("0", "7", "400", "1000000"),
        "One cycle every": m.pick("0", "1", "6", "5000"),
        "Logged within": m.pick("0", "14", "100000"),
    }
    kept = [f"{title} | {said[title]}" for title in said if title == "As of" or m.pick(0, 1)]
    return ["Setting | Value", *kept]


def teams_tab(m):
    lines = [
        f"{name} | {m.pick('K-5', 'K-6', '', NASTY)} | {m.pick('North', '')} |"
        f" {m.pick('', '300', '310')} | {m.day(empty=0.7)} | {m.pick('yes', 'yes', 'yes', 'no')}"
        for name in m.teams
    ]
    return ["Team | Model | District | Students | Joined | Active", *lines]


def measures_tab(m):
    lines = [
        f"{name} | {m.pick('outcome', 'process', 'balancing')} | percent |"
        f" {m.pick('higher', 'lower', 'neither')} | {m.pick('', *STAGES)} |"
        f" {m.one(m.priorities)} | {m.pick('', '60%')} | {m.pick(*CADENCES)}"
        for name in m.measures
    ]
    return ["Measure | Kind | Unit | Better | Stage | Priority | Target | Cadence", *lines]


def routines_tab(m):
    lines = [
        f"{name} | {m.pick(*STAGES, '; '.join(STAGES), 'generation; sharing')} |"
        f" {m.some(m.priorities)} | {m.pick('coach', '')} | {m.pick(*CADENCES)} |"
        f" {m.day(empty=0.3)} | {m.some(m.routines)}"
        for name in m.routines
    ]
    return ["Routine | Stage | Priority | Owner | Cadence | Last held | Feeds", *lines]


def tabs_of(m):
    """Every tab of a hub by its title."""

    def one(names, empty=0.2):
        return lambda: m.one(names, empty=empty)

    def some(names):
        return lambda: m.some(names)

    def pick(*cells):
        return lambda: m.pick(*cells)

    def day(empty=0.0):
        return lambda: m.day(empty=empty)

    return {
        "Network": network_tab(m),
        "Teams": teams_tab(m),
        "Measures": measures_tab(m),
        "Data": m.rows(
            "Team | Measure | Date | Value",
            *(one(m.teams), one(m.measures), day(), pick("50%", "61%", "80%", "*", "n/a")),
            most=60,
        ),
        "Priorities": ["Priority", *(name for name in m.priorities if m.pick(0, 1, 1))],
        "Routines": routines_tab(m),
        "Cycles": m.rows(
            "Team | Title | Priority | Started | Ended | Learned | Routine | Idea from | Logged",
            *(one(m.teams, 0), one(m.cycles, 0), one(m.priorities), day(), day(0.3)),
            *(pick("it helps", "it helps", ""), one(m.routines), some([*m.teams, *m.items])),
            day(0.4),
        ),
        "Knowledge": m.rows(
            "Item | Priority | Origin | Tested by | From cycles | Captured on | Routine | Audience",
            *(one(m.items, 0), one(m.priorities), one(m.teams), some(m.teams), some(m.cycles)),
            *(day(0.3), one(m.routines), pick("", "grade 6 teachers", NASTY)),
        ),
        "Sharing": m.rows(
            "Item | Broker | To | Date",
            *(one(m.items, 0), pick("coach"), some([*m.teams, "everyone"]), day()),
        ),
        "Applications": m.rows(
            "Item | Stakeholder | Team | Status | Applied on",
            *(one(m.items, 0), pick("teachers"), one(m.teams), pick(*STATUSES), day(0.4)),
        ),
        "Participation": m.rows(
            "Routine | Date | Stakeholder group | Team | People",
            *(one(m.routines, 0), day(), pick("teachers"), one(m.teams), pick("", "0", "5")),
            most=20,
        ),
        "Tracker items": m.rows(
            "Code | Item | Very important | Models | Due",
            *(one(m.codes, 0), pick(NASTY, "Meet"), pick("yes", "no")),
            *(pick("", "K-5", "K-5; K-6"), day(0.2)),
        ),
        "Tracker": m.rows(
            "Team | Code | Status | Date",
            *(one(m.teams, 0), one(m.codes, 0), pick("done", "in progress", "not applicable", "")),
            day(0.3),
        ),
        "People": m.rows(
            "Person | Role | Team | Leaving | Backup | Holds",
            *(pick("Ada Canary", "Bo Canary", "Cy Canary"), pick("coach"), one(m.teams)),
            *(day(0.6), pick("", "", "Di Canary"), some([*m.routines, *m.items, *m.measures])),
        ),
        "Repositories": m.rows(
            "Repository | Brokered in", pick("Shared drive", NASTY), one(m.routines)
        ),
        "Drivers": m.rows(
            "Driver | Kind | Parent | Priority | Measure",
            pick("Fewer absences", "Calls", "Visits", "Mornings", NASTY),
            pick("aim", "primary", "secondary", "change idea"),
            pick("", "Fewer absences", "Calls", "Visits", NASTY),
            *(one(m.priorities), one(m.measures)),
        ),
        "Calendar": m.rows(
            "Date | Focus | Space | Topic | Priority",
            *(day(), pick("", NASTY), one(m.routines, 0), pick("", NASTY), one(m.priorities)),
        ),
        "Partnerships": m.rows(
            "Partnership | Team | Facilitator | Start | End | Theory of action | Ready to change",
            *(pick("Pairs", "Visits", NASTY), one(m.teams), pick("Ada Canary"), day(), day(0.5)),
            *(pick("", "If A", "If B", NASTY), pick("yes", "no", "")),
        ),
        "Partnership sessions": m.rows(
            "Partnership | Date | Objective | Met | Carried out of it",
            *(pick("Pairs", "Visits", NASTY), day(), pick("One", "One; two", NASTY)),
            *(pick("yes", "partly", "no", ""), one([*m.items, *m.cycles])),
        ),
        "Gaps": m.rows(
            "Gap | Owner | Note | Muted until",
            lambda: f"{m.one(m.routines, empty=0)}: {m.pick('no owner', 'overdue')}",
            *(pick("", "Ada Canary"), pick("", NASTY), day(0.2)),
        ),
        "Standards": m.rows(
            "Level | Teams at least | Contexts at least | Measured change needed",
            *(pick("summary", "synthesis", "reduction", "known good"), pick("", "0", "1", "2")),
            *(pick("", "1", "3"), pick("yes", "no", "")),
        ),
    }


def published(tabs):
    """The hub of these tabs, loaded and published."""
    read = [tab(title, map(cells_of, lines)) for title, lines in tabs.items()]
    return kmlib.publish(load_tabs(read))
