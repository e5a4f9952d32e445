# ruff: noqa: E501
"""The programme and steering tabs of the sample network."""

TRACKER_ITEMS = """
code | item | cycle_step | very_important | models | due
1.1 | Team named, with a lead and a backup | partner | yes | | 2025-09-15
1.2 | Principal comes to the team's meeting once a month | partner | no | | 2025-09-30
2.1 | Goal for the year set with last year's numbers | set goals | yes | | 2025-09-30
2.2 | Families asked what is in the way | set goals | yes | | 2025-10-31
3.1 | First change idea written with a prediction | plan | yes | | 2025-10-15
3.2 | Call list made the evening before | plan | yes | | 2025-11-15
4.1 | Two cycles begun by winter break | act | yes | | 2025-12-19
4.2 | Number talks in every grade 6 class | act | no | K-6; K-8 | 2026-01-31
4.3 | Algebra re-teach groups before each unit test | act | yes | K-8 | 2026-02-15
5.1 | Mid-year look at student groups | assess, reflect and adjust | yes | | 2026-02-15
5.2 | One learning written for another school | assess, reflect and adjust | yes | | 2026-02-28
6.1 | Year's learning handed over | close and renew | yes | | 2026-06-12
"""

# One letter an item in the order above: d done, p in progress, n not started, - not applicable.
TRACKER = """
Alder Creek | ddddddd-dddp | logged at the end of each meeting
Birchwood | dddddddddddn |
Cedar Bend | dpdddpdp-ppn | families asked at the fall fair
Eastgate | ddddddddddpn |
Fairview | ddddpddnpddn | one grade 6 class only
Harbor Street | dddddddddddp |
Kestrel | dddddddpddpn |
Lincoln | ppdddppd-pnn | lead was out in the fall
Maple Grove | dddddddddddn |
Northfield | dddddddp-ddn |
Riverside | ddddddddddpn |
Willow Park | dnddpddppdpn |
"""

CALENDAR = """
date | focus | space | topic | facilitator | tracker_codes | priority
2025-09-01 | Start with last year's line | Attendance data dive | Which month hurt most, and why | data lead | 1.1; 2.1 | Attendance
2025-10-01 | Ask families | Attendance data dive | What families told us | principal, Maple Grove | 2.2; 3.1 | Attendance
2025-11-01 | Seen in a classroom | Learning walk | Number talks at Riverside | instructional coach, Riverside | 4.2 | Algebra readiness
2025-12-01 | Halfway | Network synthesis | What do two cycles tell us | data lead | 4.1 | Attendance
2026-01-01 | Back after the break | Attendance data dive | Return plans | assistant principal, Kestrel | 3.2 | Attendance
2026-02-01 | Who is not in the line yet | Attendance data dive | Student groups | data lead | 5.1 | Student voice
2026-03-01 | Get student voice findings to every grade-level team | Student voice panels | Who carries it to the teachers? | counselor, Cedar Bend | 5.2 | Student voice
2026-04-16 | Who is not in the line yet | Attendance data dive | What the spring calls brought | data lead | 3.2 | Attendance
2026-04-01 | Use it | Department planning day | Re-teach groups in the spring units | math coach, Lincoln | 4.3 | Algebra readiness
2026-05-14 | Who is not in the line yet | Attendance data dive | Last look before summer | data lead | 5.1 | Attendance
2026-05-20 | Children who moved up | Grade 3 reading meetings | Which groups moved, and when | instructional coach, Riverside | 5.2 | Early reading
2026-05-01 | Write it down | Network synthesis | One learning from each school | data lead | 5.2 | Early reading
2026-06-01 | Hand over | Leadership team agenda | What the next lead needs to know | principals | 6.1 | Attendance
"""

REPOSITORIES = """
repository | description | owner | brokered_in | link | last_added
Learning library | One page for each learning that more than one school tested | data lead | Principals' breakfast | | 2026-02-19
Math binder | Notes, tickets and videos of the coaching circle | math coach, Lincoln | Learning walk | | 2026-02-25
Shared drive | Everything else | | | | 2026-03-05
"""

PARTNERSHIPS = """
partnership | team | partner | facilitator | start | end | learning_need | objective | theory_of_action | initiative_under_way | aligned | commits_to_share | leaders_bought_in | staff_bought_in | ready_to_change | mutual_benefit | pulse_check_on | pulse_result
Cedar Bend learns from Northfield | Cedar Bend | Northfield | data lead | 2026-01-15 | 2026-05-29 | How to reach families who never pick up | Visit and call 20 families by May | If we visit first, later calls are answered | yes | yes | yes | yes | no | yes | yes | 2026-03-10 | going well, needs one more adult
Kestrel and the health clinic | Kestrel | health clinic | assistant principal, Kestrel | 2025-11-03 | 2026-05-15 | Children who stay home with small complaints | A nurse answers the phone at 8 | If families can ask a nurse first, fewer children stay home | yes | yes | yes | yes | yes | yes | yes | 2026-02-10 | families ask, mornings only
Kestrel learns from Alder Creek | Kestrel | Alder Creek | principal, Maple Grove | 2025-10-01 | 2026-03-31 | Logging while it is fresh | Log within a week of the end of a cycle | If the log is the last five minutes of the meeting, it gets done | yes | yes | yes | yes | yes | yes | yes | 2026-01-08 | half way
Lincoln learns from Harbor Street | Lincoln | Harbor Street | math coach, Lincoln | 2025-11-03 | 2026-04-30 | Pace of cycles | One cycle every eight weeks | If two schools meet on Tuesdays, neither skips | no | yes | yes | yes | yes | no | | |
Riverbend and the teachers' college | | teachers' college | instructional coach, Riverside | 2026-02-02 | 2026-12-11 | How older readers gain | Six pairs watched | | yes | no | yes | yes | | yes | no | |
"""

PARTNERSHIP_SESSIONS = """
partnership | date | objective | met | carried_out
Cedar Bend learns from Northfield | 2026-01-22 | Go along on two visits | yes | Leave the forms in the car
Cedar Bend learns from Northfield | 2026-02-12 | Plan the first ten visits | partly | Six are planned, the aides were at a training
Cedar Bend learns from Northfield | 2026-03-05 | Look at who picked up | yes | 7 of 9 did
Kestrel and the health clinic | 2025-11-19 | Agree who answers the phone; choose the hours | partly | Mornings first
Kestrel and the health clinic | 2026-01-27 | Look at who called | yes | Call before 9, not after: the nurse is asked before 8.30
Kestrel learns from Alder Creek | 2025-10-16 | Watch a meeting end with the log | yes | Five minutes, timer on the table
Kestrel learns from Alder Creek | 2025-12-04 | Look at the log together | no | Two cycles still missing
Kestrel learns from Alder Creek | 2026-02-05 | Log the winter cycles | partly | One in, one to come
Lincoln learns from Harbor Street | 2025-11-11 | Agree on one question | yes | Exit tickets twice a week
Lincoln learns from Harbor Street | 2026-01-13 | Plan the next cycle | no | Nobody could come
Riverbend and the teachers' college | 2026-02-19 | Choose the pairs | partly | Four pairs so far
"""

PEOPLE = """
person | role | team | since | leaving | backup | holds
data lead | data lead | | 2024-08-15 | | | Attendance data dive; Network synthesis; Learning library
principal, Maple Grove | principal | Maple Grove | 2019-08-01 | 2026-06-30 | | Principals' breakfast; Leadership team agenda
math coach, Lincoln | math coach | Lincoln | 2021-08-01 | | instructional coach, Riverside | Algebra coaching circle; Math synthesis session; Department planning day; Math binder
instructional coach, Riverside | instructional coach | Riverside | 2022-08-01 | | | Learning walk; Grade 3 reading meetings; Groups that move every three weeks
counselor, Cedar Bend | counselor | Cedar Bend | 2023-01-09 | 2026-04-30 | | Student voice panels; Students trust panels run by students
assistant principal, Kestrel | assistant principal | Kestrel | 2024-08-01 | | attendance clerk, Kestrel | Attendance teams; Call before 9, not after
attendance clerk, Kestrel | attendance clerk | Kestrel | 2018-08-01 | | | Families reached in the month
attendance coordinator, Harbor Street | attendance coordinator | Harbor Street | 2020-08-01 | | | Text in their own language, then call
lead teacher, Northfield | lead teacher | Northfield | 2016-08-01 | | | Ten minutes of decoding first thing
dean of students, Willow Park | dean of students | Willow Park | 2023-08-01 | | | Advisory pilot teams
"""

NOTES = """
date | team | measure | note | kind
2025-03-31 | | Present 9 days in 10 | The months before the calls began | end of baseline
2025-03-31 | | Reading on track | Before decoding first and moving groups | end of baseline
2025-03-31 | | Families reached in the month | The months before the calls began | end of baseline
2025-01-31 | | Planning time used for data | Before every team had a data dive | end of baseline
2025-12-01 | Kestrel | Present 9 days in 10 | flu week | note
2025-04-01 | | Present 9 days in 10 | seven schools begin calls home | note
2025-02-01 | Eastgate | Office referrals per 100 | counted twice by mistake | exclude point
2025-03-03 | Lincoln | Present 9 days in 10 | attendance lead out until June, not reported | note
2025-09-02 | Birchwood | Office referrals per 100 | new referral form | new phase
"""

STANDARDS = """
level | teams_at_least | contexts_at_least | measured_change_needed | equity_check_needed
summary | 1 | 1 | no | no
synthesis | 2 | 2 | no | no
reduction | 3 | 2 | yes | no
known good | 4 | 3 | yes | yes
"""

GAPS = """
gap | owner | note | muted_until
Advisory pilot teams: wave broken after generation | dean of students, Willow Park | Joins the network synthesis in April | 2026-04-16
Early reading: no routine for sharing | instructional coach, Riverside | Try the learning walk first |
Shared drive: nobody brokers it | data lead | Clean it up in summer | 2026-07-01
"""

DIVE_PROMPTS = """
slide | question
where we are | What surprises you?
where we are | Which number would you not show to a parent yet, and why?
what moved | What did your school change before the line moved?
what moved | Which students are not in this line yet?
variation | Which two schools should visit one another?
who is furthest | What did they do that we could do on Monday?
equity | Whose line is missing here?
equity | Who should have been in the room?
map gap of the month | Who do we trust to carry this?
what will each team try next | What will you try before 16 April?
"""
