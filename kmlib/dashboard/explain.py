"""How to read each page: the words of its pop-over."""

from kmlib.analysis.brokering import LEAST_CARRIED
from kmlib.analysis.calendar_year import FULL_FROM, OVER_FULL
from kmlib.analysis.gaps import waiting_behind
from kmlib.analysis.limits import POINTS_NEEDED
from kmlib.analysis.participation import ITEMS_NEEDED
from kmlib.analysis.run_chart import USEFUL_POINTS_NEEDED
from kmlib.analysis.tracker import FALSE_SHARE, SKIPPING_NEEDED
from kmlib.analysis.two_sides import APART, APART_SHARE
from kmlib.analysis.visits import ROUNDS
from kmlib.charts.gap_list import waiting_in_words
from kmlib.charts.read_more import CHARTS
from kmlib.privacy import Published

RUN_CHARTS = f"""
**A run chart** shows one measure over time. The level line is the median: half of the points that
made it lie above, half below.

**▲ improving, ▼ worsening** are said only when chance alone would rarely draw such a line: an
unusually long run of points on one side of the median, or unusually few crossings of it (Anhøj
rules). The triangle says good or bad, not up or down. **○ steady** means no such signal: the ups
and downs are what chance gives, and explaining single points would be guessing. Below
{USEFUL_POINTS_NEEDED} useful points nothing is claimed, nor when the last report is over three
months old. **✓ at target** compares the latest value with the target.

**Absent numbers stay apart.** A gap or *no data* was not reported; *hidden (small group)* exists
but would show too few students; 0 is zero.
"""

WAITING = "{waiting}"  # where the network's own numbers stand
HOW_TO_READ = {
    "overview": f"""
The title is the largest leak of **the river**: how many learnings came to each stage, and how many
did not go on. A learning is what one cycle taught, or a knowledge item that names no cycle; Stage
progress says the rule and lists every one that waits. The cards hold three plain numbers a stage,
never blended into one. **What moved** shows the measures of the whole network that have a signal.
**What is stuck** names the gaps of the process map with most learning behind them. **What needs a
decision**: gaps with learning behind them that the Gaps tab does not name, ended cycles without a
decision, items whose evidence meets more than their level says, applications that are blocked.

**A month ago** leaves out what the sheets date later than that day and works everything out again.
What bears no date, such as the level of an item, counts as it stands now.
{RUN_CHARTS}""",
    "stage progress": f"""
{CHARTS["stages"].shows}

{CHARTS["stages"].made}

{CHARTS["stages"].judged}
""",
    "process map": f"""
{CHARTS["map"].shows} The zigzag stands where nothing takes it on. **What if** draws it with one
change, those first that close most waves; nothing is written in the sheet.

{CHARTS["map"].made} {WAITING}

{CHARTS["map"].judged}

To decide about a gap, write its name as *All gaps* has it into the Gaps tab, with an owner, a note,
or a day until which it is muted. Muted gaps stand last and are still counted.
""",
    "measures": f"""
The table holds the latest value of every measure and team, in alphabetical order: it is no ranking.
The small charts share one scale, and the network's median stands behind each. A little triangle on
the floor marks the start of an inquiry cycle: what came first is shown, what caused it is for you
to judge.
{RUN_CHARTS}
**The grey band** of a steady line holds what chance gives, from {POINTS_NEEDED} points on: XmR
limits, or p′ limits where a percent is made of counts. A latest point outside it is a signal, too;
a line that moves has no band. **●, ◐ and ⊘** say whether the target will be met as things are: all
of the band reaches it, some of it, or none.

**In one period** sets every team by how many it counts. Inside the funnel teams differ as chance
makes teams of their size differ. *Read more* below each chart names its formula and its cells.
""",
    "theory of improvement": f"""
**An aim** is what the network wants to reach; **drivers** are what has to change for it, **change
ideas** what somebody tries. {CHARTS["driver tree"].made} The verdict is that of the measure’s run
chart for the whole network, the same as in *Run charts*.

A driver that nobody has tried, or nobody measures, is the place to ask: do we still believe in it?
""",
    "equity": f"""
{CHARTS["gaps"].shows} On the level line the group does as well as everybody.

**Closing** and **widening** are said of a group that was behind, where chance alone would rarely
draw such a line: by the same rules as every run chart, and so from {USEFUL_POINTS_NEEDED} useful
points on. Of a group that was ahead it is only said that the difference has changed. The verdict on
the group itself stands below: a gap can close while everybody gets worse.

**Small groups jump.** Among 20 students one is 5 points, so look at the line and not at the last
value. Groups too small to show are counted in words and drawn nowhere. Measures that count are
left out: a group’s count is always below everybody’s.
""",
    "practices": f"""
Each dot is a team: to the right those that are further with the practice, up those whose outcome
changed more for the better. {CHARTS["practices"].made}

**The rank correlation** is 1 where teams that are further always improved more, 0 where it makes no
difference, −1 where it is the other way round.

{CHARTS["practices"].judged} It never says that the practice made the difference.
""",
    "peer accountability": """
Every column is something teams promised one another; **n of m** is what was kept of what was due
in this school year. A full disc was kept, an open one not; each says its date. Nothing is due from
a team before it joined, and nothing in a break.

- **Data on time**: all that was due on a day has arrived. A sheet does not say when a number was
  typed, so what comes later fills the disc; a cell that says n/a does not. A measure is due from a
  team once it has reported it; from a team that has never reported any, every one is.
- **Cycles at pace**: as many cycles were started as there were stretches of the agreed weeks.
- **Learnings logged**: what an ended cycle taught was logged within the agreed days.
- **Sessions attended**: of the routines the team comes to, or most teams do.
- **Tracker items done**: the very important ones whose date has passed.
- **Learning given, taken up**: items and ideas that others were told or use; those the
  team uses.

**Company welcome** is said below two thirds. Beside it stands a peer alike in model, district,
cohort or size who keeps that commitment. Teams stand in alphabetical order; it is no ranking.
""",
    "self-assessment": f"""
Each team’s own scores beside its facilitator’s, oldest first. **The team sees more** or **less** is
said where the latest two differ by {APART_SHARE:.0%} of the scale that its name states (one step
from 1 to 5), else by {APART:g} point or more. Neither side is right: ask what each looked at.
""",
    "peer visits": f"""
A proposal, worked out anew from the sheets at every reading. **Could show** names what a team keeps
wholly, or improves on, and the other does not. Pairs that can show each other most come first, both
ways before one; no two teams meet twice in {ROUNDS} rounds. Where the number of teams is odd, three
meet. Change it as you like: you know who can travel when.
""",
    "team": """
Everything about one team on one page; each part is made by the rule of the page that it comes from:
Measures, Peer accountability, Inquiry cycles, Knowledge library and Sheet check, where more of it
stands. The button makes the same to print, without the names of staff.
""",
    "inquiry cycles": """
**A cycle taught something** when a cell under *Learned* is filled; an idea that was let go counts
like any other. Whether a team keeps the agreed pace, and whether a learning was logged while fresh,
is judged as on Peer accountability, for this school year.

**The same idea** means: the same *Change idea*, or an *Idea from* that names the same item, or
another cycle by its title. Spelling in small or capital letters does not matter. A team or a group
under *Idea from* says who, not which idea. Two cycles of one idea may still differ: read their
contexts.

**A number to reach** instead of a question: a learning goal that asks nothing and says only to move
something to, by or beyond a number, or is a share such as 85%. Such a goal belongs in the
Measures tab as a target; a cycle asks what nobody knows yet.

**Tried before** names first what taught something, then the latest.
""",
    "knowledge library": """
**Search** forgives a slip in words of four letters or more; the items that hold most of your words
stand here, the highest claimed level first. *Ask* names teams. **One page to print**, on the page
of an item, names no broker.

**Claimed** is the level that the owners typed. **Evidence** is the highest level whose standard, as
in the Standards tab, is met, and all below it:

- *teams* stand under Tested by, or ended a cycle that the item names under From cycles, or that
  took its idea from the item and did not let it go;
- *contexts* are those typed for the item, else those of these cycles;
- *a measured change* is a measure of such a cycle that improves in that team by the rules of every
  chart, with a point of that signal since the cycle began. It goes with the cycle; nobody says
  that it comes from it;
- *an equity check* is a yes under Equity checked.

Nothing is moved up or down but by people. **Used by other teams**: applied, by a team that it does
not come from; the days count from another team’s first cycle, where dates are in that order.
""",
    "continuity": """
**What hangs on one person**: what stands under *Holds* in the People tab, and beside the same name
under Owner, Facilitator, Lead, Broker or Vetted by elsewhere. **Nobody else has** is what the
process map counts as a gap: no backup, and no second person who stays. Who leaves first stands
first, then who holds most. It says where to share work, not who does too much.

**The story so far**: of each priority and school year the most telling cycles, in the order in
which they began; the CSV has all. Telling are, of those that taught something, first the ones that
an item of a higher level names, then those with a decision, then the latest; one an item or idea.
**Open** is what is not applied yet, a gap in the Gaps tab that is still there, a partnership that
is not over. The brief is the same to print, with roles and teams, and without names of staff.
""",
    "tracker": f"""
**n of m**: done, of the active teams that an item counts for: those whose model it names under
*Models* (all where it names none), that do not say not applicable, and to which it fell due after
they joined, in this school year. **Skipped**: its day has passed and the team has not begun it, or
says nothing of it; without a day, more than half of the teams have done it. A team that has typed
nothing at all skips nothing.

**In common** is said from {SKIPPING_NEEDED} teams on, where chance would seldom draw so many of one
model, cohort, district or size; of all that is named about {FALSE_SHARE:.0%} may be chance all the
same. It never says why: skipping may be wise, so ask what took its place.
""",
    "calendar": f"""
**●**: all month; so is what stands on the 1st. **No time**: no entry serves the priority in a month
with school, from the year’s first entry to its last; one that names none serves those of its
routine. **Over-full**: {FULL_FROM} entries or more, and over {OVER_FULL} times as many as half of
the months have. **Feedback**: the mean of Value in Participation for that space and day.
""",
    "partnerships": """
**Ready to begin**: ✓ yes, ○ not yet, ? nobody said. **The pulse check** is due from half way to the
end, and taken once it has a result or its day. A session has one objective; several are
asked about. **In the library**: what was carried out names an item of Knowledge. **The same way?**
is asked where a team’s partnerships at one time have theories that are worded differently.
""",
    "who learns from whom": f"""
**A line** goes from the team that something comes from to one that was told it (Sharing), uses it
(Applications, applied) or began a cycle with it (Idea from). An item comes from its *Origin*, else
from the team that Broker names. **Past it** are teams that use the item all the same: ask them how.

**Company welcome** stands beside who carried more than a third of this school year’s items, or more
than one a week, from {LEAST_CARRIED} on: much hangs on one. Brokers are named on no download.
""",
    "who takes part": f"""
**A session** is a day of a routine in the Participation tab, and counts in each Stage of that
routine. How many people came is not shown: one or two students of a school would be known by it.

**Closest to students** are groups with a word for students, families or teachers in their name, or
named under Who experiences it of a priority.

**Whose idea** is what Idea from of a cycle names; nobody there means the team’s own. **Known good**
is what their owners call the items of such cycles; compared from {ITEMS_NEEDED} items each on.
""",
    "sheet check": """
Every row that stands inside a table is **used**, **set aside** or **blank**, and the three add up.

**set aside**: something is not shown. **look**: it is used, but may be wrong. **note**: good to
know, nothing to do. Findings that say the same of several cells of a tab stand together.

**What helps most stands first**: what keeps out a whole workbook, then a whole table by its rows,
then a column, then single cells by their number. The rows are those that are set aside because of
the finding; where that number is not known, none is given.
""",
    "names": """
Every text that stood for a team, a measure, a student group or another name, and what it was taken
for. **its name**: typed as its own tab has it. **also known as**: it stands there as another name.
**spelling**: it differs in case, blanks, punctuation or a usual short form. **code**: an official
code. **part of the text**: the name stands inside it. **not matched**: it was taken for nothing and
is not shown, for it may be anything; a name that is near is offered, never taken.
""",
    "try": """
Drop a workbook to see what would be used of it and what would not, before it is anybody's sheet.
With a Teams tab of its own it is read as a hub; without one, with the teams and measures of this
network. Choose **My team** first if it is that team's own workbook: then rows that name no team are
that team's.

**Forget it now** drops it at once. Cells are quoted; small groups are hidden, too.
""",
    "data dive": """
The screens are made of this month’s focus, as the Calendar has it: the measures of its priority,
the one with a signal first. Choose others here, and how long there is; the minutes are shared out
again over the screens that are left whenever one takes longer. The address holds the screen: who
opens it on a phone sees the same.

**What moved** is said by the rules of every run chart, and by nothing else. **Who is furthest**
names the best latest values that are recent; who is furthest behind is named only where the Teams
tab says that it may be.
""",
    "downloads": """
Everything that can be taken away is what the pages show. A text that a spreadsheet would take for a
formula gets an apostrophe in front.
""",
}


def how_to_read(network: Published, page: str) -> str:
    """The words of a page's pop-over, with the network's own numbers where they name some."""
    text = HOW_TO_READ[page]
    if WAITING not in text:
        return text
    return text.replace(WAITING, waiting_in_words(waiting_behind(network)))
