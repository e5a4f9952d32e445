# ruff: noqa: E501
"""The learning tabs of the sample network: what was asked, tried, learned, passed on and used."""

PRIORITIES = """
priority | question | who_experiences | who_must_act | equity_principle | owner | status
Attendance | What brings back a child who has begun to stay away? | students absent 2 days or more a month | attendance teams; homeroom teachers | Ask the family what is in the way before asking the child to try harder | principal, Maple Grove | active
Algebra readiness | Which small changes in grade 5 and 6 math carry over into algebra? | grade 5 and 6 students | math teachers | Nobody is placed in a slower track because of one test | math coach, Lincoln | active
Student voice | Do students see that something changes after they speak? | students of grade 4 and up | every adult in the building | The students heard least are asked first | counselor, Cedar Bend | active
Early reading | How do grade 3 groups stay small and keep moving? | grade 3 students | grade 3 teachers; coaches | Multilingual learners are checked in both languages | instructional coach, Riverside | starting
"""

DRIVERS = """
driver | kind | parent | priority | measure
Every student present 9 days in 10 | aim | | Attendance | Present 9 days in 10
Families hear from us early | primary | Every student present 9 days in 10 | Attendance | Families reached in the month
Mornings worth coming for | primary | Every student present 9 days in 10 | Attendance |
Somebody notices on day two | secondary | Families hear from us early | Attendance | Families reached in the month
Calls in the family's language | secondary | Families hear from us early | Attendance |
Call before 9 | change idea | Somebody notices on day two | Attendance |
Breakfast and a first task everyone likes | change idea | Mornings worth coming for | Attendance |
Ready for algebra by grade 7 | aim | | Algebra readiness | Ready for algebra
Number sense every week | primary | Ready for algebra by grade 7 | Algebra readiness |
Re-teaching before the unit ends | primary | Ready for algebra by grade 7 | Algebra readiness |
Number talks three times a week | change idea | Number sense every week | Algebra readiness |
Exit tickets sorted by mistake | change idea | Re-teaching before the unit ends | Algebra readiness |
Students say adults listen | aim | | Student voice | Students who say adults listen
Students see what came of it | primary | Students say adults listen | Student voice |
Fewer students sent out of the room | primary | Students say adults listen | Student voice | Office referrals per 100
You said, we did boards | change idea | Students see what came of it | Student voice |
Every third grader reads on track | aim | | Early reading | Reading on track
Groups that move every three weeks | primary | Every third grader reads on track | Early reading |
"""

CYCLES = """
team | title | priority | learning_goal | change_idea | started | ended | prediction | result | learned | decision | measure | scale | routine | idea_from | logged
Kestrel | Morning calls home | Attendance | Does a call before 9 bring a child in the same day? | Office calls before 9 on the first day out | 2025-03-24 | 2025-05-09 | Half of those called come in by noon | 41 of 63 came in by noon | The hour matters more than the words. After 9 nobody picks up | adopt | Present 9 days in 10 | 2 grades, 46 students | Attendance teams | Alder Creek; Call before 9 | 2025-05-20
Alder Creek | Call before 9 | Attendance | Can the office do all calls before 9? | Two people call, list from the evening before | 2025-02-03 | 2025-03-21 | 8 of 10 families reached the same day | 71% reached, up from 48% | It takes two people and a list made the evening before | adopt | Families reached in the month | whole school | Attendance teams | | 2025-03-24
Harbor Street | Calls in three languages | Attendance | Do more families pick up when we speak their language? | Bilingual aides call first | 2025-03-31 | 2025-05-23 | 10 more families a week reached | 14 more a week | Text first in their own language, then call | adopt | Families reached in the month | 120 families | Attendance teams | Alder Creek; Call before 9 | 2025-05-27
Northfield | Bus stop buddies | Attendance | Does an older student at the stop help? | Grade 6 students wait with grade 1 and 2 | 2025-03-10 | 2025-05-02 | Fewer missed busses | 3 missed buses a week, was 9 | Works where the stop is in sight of a house | adapt | Present 9 days in 10 | 4 stops, 31 students | Attendance data dive | families | 2025-05-08
Cedar Bend | Attendance letters | Attendance | Do letters change anything by themselves? | A letter after 3 absences | 2024-11-11 | 2025-01-24 | Absences drop by a quarter | no difference | Letters alone change nothing, and cost us goodwill | abandon | Present 9 days in 10 | 88 letters | Attendance data dive | | 2025-02-03
Birchwood | Hallway greeters | Attendance | Do greeters make mornings better? | Adults greet by name at three doors | 2025-04-21 | 2025-06-06 | Fewer late arrivals | late arrivals down from 60 to 41 a week | Names matter, doors do not | continue | Present 9 days in 10 | 3 doors | Attendance data dive | | 2025-06-11
Riverside | Number talks | Algebra readiness | Do short number talks change how students start a problem? | Ten minutes, three times a week | 2025-02-10 | 2025-04-04 | More students try a second way | 17 of 24 tried a second way, was 6 | Three times a week is enough, five was too many | adopt | Ready for algebra | 2 classes, 47 students | Algebra coaching circle | math teachers | 2025-04-10
Lincoln | Number talks in grade 5 | Algebra readiness | Does it work a year earlier? | Same talks, grade 5 | 2025-04-21 | 2025-06-06 | Same as in grade 6 | 15 of 26 tried a second way | Works in grade 5 too with smaller numbers | adopt | Ready for algebra | 1 class, 26 students | Algebra coaching circle | Riverside; Number talks | 2025-06-13
Alder Creek | Breakfast cart | Attendance | Do late bus riders eat if the cart comes to them? | Cart in the hall until 8:40 | 2025-09-08 | 2025-10-17 | 30 more breakfasts a day | 52 more a day | Put it on their way, not in the cafeteria | adopt | Present 9 days in 10 | whole school | Attendance data dive | Kestrel | 2025-10-20
Alder Creek | Friday flags | Attendance | Is a weekly list of names acted on faster than a monthly one? | List every Friday noon | 2025-10-27 | 2025-12-12 | Calls within 2 days | median 1 day, was 9 | A short list gets done, a long one gets filed | adopt | Families reached in the month | 7 homerooms | Attendance teams | attendance clerks | 2025-12-15
Alder Creek | Return plan after flu | Attendance | Do children come back sooner with a plan? | One page plan for the first day back | 2026-01-12 | 2026-02-20 | Back one day sooner | 1.3 days sooner | Only for those out 4 days or more | adapt | Present 9 days in 10 | 38 students | Attendance teams | | 2026-02-27
Birchwood | Attendance partners | Attendance | Does a named adult help? | Each student absent twice gets one adult | 2025-09-15 | 2025-10-24 | 10 of 18 come back to 9 in 10 | 11 of 18 | The adult must see the child daily | adopt | Present 9 days in 10 | 18 students | Attendance data dive | Harbor Street; A named adult | 2025-10-28
Birchwood | Exit tickets by mistake | Algebra readiness | Does sorting tickets by mistake make re-teaching shorter? | Sort into three piles before lunch | 2025-11-03 | 2025-12-12 | Re-teach groups of 6 | groups of 5 to 8 | Sorting takes 9 minutes once you stop grading | adopt | Ready for algebra | 3 classes | Algebra coaching circle | Riverside | 2025-12-19
Birchwood | Quiet start to advisory | Student voice | Does a written start help shy students speak? | Two minutes writing first | 2026-01-20 | 2026-03-02 | More students talk | 19 of 25 spoke, was 11 | Writing first helps most the ones who never raise a hand | continue | Students who say adults listen | 1 advisory | Advisory pilot teams | teachers | 2026-03-05
Cedar Bend | Panels led by students | Student voice | Do students say more when no adult leads? | Student council leads the panel | 2025-09-22 | 2025-11-07 | Twice as many ideas | 31 ideas, was 12 | They trust panels run by students, adults should take notes and be quiet | adopt | Students who say adults listen | 3 panels, 36 students | Student voice panels | students | 2025-11-14
Cedar Bend | Wake up calls | Attendance | Do wake up calls to older students help? | Counselor calls at 6:45 | 2025-12-01 | 2026-01-30 | 5 of 12 in time | 2 of 12 | Wrong ones. The problem was the younger sibling | abandon | Present 9 days in 10 | 12 students | Attendance teams | | 2026-02-18
Eastgate | You said, we did boards | Student voice | Do students notice when we answer? | A board at the door, one answer a week | 2025-09-08 | 2025-10-17 | 6 of 10 can name a change | 14 of 24 asked | One answer a week beats ten a term | adopt | Students who say adults listen | whole school | Student voice panels | students | 2025-10-24
Eastgate | Cool-down corner | Student voice | Fewer referrals with a place to calm down? | Corner in grade 5 rooms | 2025-11-03 | 2025-12-12 | A third fewer referrals | no change | It became a place to skip math | abandon | Office referrals per 100 | 4 rooms | Student voice panels | students | 2025-12-17
Eastgate | Texts before calls | Attendance | Raise pick-up to 1 in 3 | Text 10 minutes before the call | 2026-01-12 | 2026-02-27 | 1 in 3 picks up, was 1 in 5 | 38% | Say who will call, and in which language | adopt | Families reached in the month | 90 families | Attendance teams | Harbor Street; Calls in three languages | 2026-03-06
Fairview | Reading groups of four | Early reading | Do smaller groups move faster? | Four in a group, aide takes one | 2025-09-29 | 2025-11-14 | 3 of 9 move up | 4 of 9 | Small is good, moving every three weeks is better | adapt | Reading on track | 9 students | Grade 3 reading meetings | | 2025-11-21
Fairview | Older readers | Early reading | Do grade 7 readers help grade 3? | Ten minutes a day | 2025-12-08 | 2026-02-13 | All like it, some read better | 8 of 9 like it; no difference in the check yet | The older ones gained more than the young ones | continue | Reading on track | 9 pairs | Grade 3 reading meetings | students | 2026-02-20
Harbor Street | A named adult | Attendance | Does one adult for each student absent twice help? | 12 adults, 3 students each | 2025-09-02 | 2025-10-10 | Half back at 9 in 10 | 21 of 34 | Choose the adult the child already talks to | adopt | Present 9 days in 10 | 34 students | Attendance teams | counselors | 2025-10-13
Harbor Street | Monday texts | Attendance | Does a text on Sunday evening help Mondays? | Text at 6 pm, three languages | 2025-10-27 | 2025-12-05 | Mondays like other days | Monday gap cut from 5 to 2 points | Sunday 6 pm, not Monday 7 am | adopt | Present 9 days in 10 | 210 families | Attendance teams | families | 2025-12-08
Harbor Street | Re-teach groups of six | Algebra readiness | Are six better than twelve? | Two rounds of six | 2026-01-12 | 2026-02-20 | 8 of 12 ready | 9 of 12 | Six, twice, beats twelve once | adopt | Ready for algebra | 12 students | Algebra coaching circle | Birchwood | 2026-02-24
Kestrel | Breakfast club | Attendance | Does breakfast fill the first bell? | Open at 7:30, older students serve | 2025-09-22 | 2025-11-07 | 20 children a day | 33 a day | Those who serve never miss a day | adopt | Present 9 days in 10 | 33 students | Attendance data dive | students; families | 2025-12-11
Kestrel | Shadow a student | Student voice | What does a day look like from the back row? | Each teacher follows one student | 2025-11-17 | 2025-12-19 | We find two things to change | found five | The bell schedule eats their lunch | adapt | Students who say adults listen | 9 teachers | Student voice panels | teachers | 2026-01-30
Kestrel | Home visits in pairs | Attendance | Do visits work where calls do not? | Two adults, 20 minutes, no forms | 2026-01-12 | 2026-02-13 | 8 of 10 open the door | 9 of 10 | Go with no forms at all | continue | Present 9 days in 10 | 10 families | Attendance teams | Northfield; Visits before calls | 2026-03-11
Lincoln | Exit tickets, twice a week | Algebra readiness | Is twice a week enough? | Tuesdays and Thursdays | 2025-10-06 | 2025-11-21 | Same result, half the work | same for 2 of 3 classes | Twice is enough if the coach sorts along | adapt | Ready for algebra | 3 classes | Algebra coaching circle | Birchwood | 2025-12-01
Maple Grove | Principal at the door | Attendance | Does it matter who greets? | Principal greets on Mondays | 2025-09-08 | 2025-10-17 | Fewer late Mondays | 22 late, was 35 | Works, but hangs on one person | continue | Present 9 days in 10 | whole school | Leadership team agenda | Birchwood | 2025-10-20
Maple Grove | One question, one week | Student voice | Can we answer one student question each week? | Question box, answer on Friday | 2025-10-27 | 2025-12-12 | All answered | 6 of 7 answered | Ask only what you can answer within a week | adopt | Students who say adults listen | grades 4 to 8 | Student voice panels | Eastgate; You said, we did boards | 2025-12-15
Maple Grove | Number talks with families | Algebra readiness | Do families use the talks at home? | One page home each Friday | 2026-01-19 | 2026-03-06 | 10 families try | 7 of 22 | Only the ones we showed it to in person | adapt | Ready for algebra | 22 families | Math synthesis session | Riverside; Number talks | 2026-03-09
Northfield | Decoding first | Early reading | Do ten minutes of decoding at the start help? | First ten minutes, whole class | 2025-09-15 | 2025-10-31 | 3 more on track | 5 more | First thing in the morning, not after lunch | adopt | Reading on track | 18 students | Grade 3 reading meetings | Riverside | 2025-11-10
Northfield | Visits before calls | Attendance | Is one visit worth ten calls? | Visit those never reached | 2025-11-10 | 2025-12-19 | 6 of 11 reached | 10 of 11 | A visit in fall makes calls work in winter | adopt | Families reached in the month | 11 families | Attendance data dive | | 2025-12-22
Riverside | Groups move every three weeks | Early reading | Do groups that move often help the slowest? | New groups every three weeks | 2025-09-15 | 2025-10-31 | 4 of 10 move up | 6 of 10 | Moving matters more than size | adopt | Reading on track | 39 students | Grade 3 reading meetings | grade 3 teachers | 2025-11-05
Riverside | Reading logs | Early reading | Do logs at home add anything? | Signed log every night | 2025-11-17 | 2026-01-16 | More minutes read | 12 more minutes, no change in the check | Not worth the fight at home | abandon | Reading on track | 39 students | Grade 3 reading meetings | teachers | 2026-01-21
Riverside | Talk then write | Algebra readiness | Does writing one sentence after the talk help? | One sentence in the notebook | 2026-02-02 | | Two thirds can say why | | | | Ready for algebra | 2 classes | Algebra coaching circle | Number talks |
Willow Park | Same adult all year | Student voice | Does advisory work when the adult stays? | No swaps in five advisories | 2025-09-22 | 2025-12-12 | Trust goes up | 70% say so, 55% in the others | Do not swap advisors in January | continue | Students who say adults listen | 5 advisories | Advisory pilot teams | students | 2025-12-19
Willow Park | Restorative circles | Student voice | Do circles bring referrals down? | Circle before the office | 2026-01-12 | | A quarter fewer | | | | Office referrals per 100 | grade 6 | Advisory pilot teams | Eastgate |
Willow Park | Reading at the bus line | Early reading | Ten minutes a day while they wait? | Baskets of books at the line | 2025-10-13 | 2025-11-21 | They read | mostly they talked | Waiting is for talking | abandon | Reading on track | 60 students | Grade 3 reading meetings | | 2025-11-24
"""

THEORIES = {  # of action, by the title of the cycle
    "Talk then write": "If students write down why, they hear what they do not know yet",
    "Restorative circles": "If both sides are heard before the office, fewer come back to it",
    "Call before 9": "If a family hears from us before the day has begun, the child still comes",
    "Calls in three languages": "If we speak the family's language, more families pick up",
    "You said, we did boards": "If students see an answer, they go on telling us",
}

KNOWLEDGE = """
item | priority | level | claim | evidence | origin | tested_by | contexts | from_cycles | equity_checked | product | audience | next_steps | resources_needed | link | captured_on | routine | vetted_by | vetted_on | repository
Call before 9, not after | Attendance | known good | A call before 9 on the first day out brings about two in three children in the same day. | 4 schools, 9 months in a row above the old median | Alder Creek | Alder Creek; Kestrel; Harbor Street; Northfield | rural; city; town | Call before 9; Morning calls home; Calls in three languages | yes | One-page guide with a call script | attendance clerks; principals | Put the hour into the office schedule | 2 people for 40 minutes each morning | | 2025-05-28 | Network synthesis | data lead | 2025-11-20 | Learning library
A named adult for every student absent twice | Attendance | reduction | One adult whom the child already talks to brings half of them back. | 21 of 34 and 11 of 18 came back to 9 in 10 | Harbor Street | Harbor Street; Birchwood; Maple Grove | city; town | A named adult; Attendance partners | yes | Pairing sheet | principals; counselors | Pair by Thanksgiving | none, it is a list | | 2025-10-30 | Network synthesis | principal, Maple Grove | 2025-12-18 | Learning library
Text in their own language, then call | Attendance | reduction | A text that says who will call, in the family's language, doubles pick-up. | pick-up from 1 in 5 to 38% | Harbor Street | Harbor Street; Eastgate; Alder Creek | city; rural | Calls in three languages; Texts before calls | yes | Six text templates | attendance clerks; families | | translation of 6 texts | | 2025-06-02 | Network synthesis | data lead | 2026-02-19 | Learning library
Breakfast where they walk by | Attendance | synthesis | Breakfast draws in late riders when it stands on their way. | 52 and 33 more children a day | Kestrel | Kestrel; Alder Creek | rural | Breakfast club; Breakfast cart | | Photo page | principals | Ask the kitchen about carts | one cart | | 2025-12-18 | Network synthesis | | | Learning library
Letters alone change nothing | Attendance | synthesis | A letter after three absences made no difference in two schools. | 88 letters, same absences | Cedar Bend | Cedar Bend; Lincoln | town; city | Attendance letters | yes | Half a page | principals | Stop sending them | none | | 2025-02-20 | Network synthesis | data lead | 2025-03-20 | Learning library
Short weekly lists get done | Attendance | summary | A Friday list of names is acted on in a day, a monthly one in nine. | median days to the call | Alder Creek | Alder Creek | rural | Friday flags | | | | | | | 2025-12-15 | Attendance teams | | | Shared drive
Visit in fall, call in winter | Attendance | summary | A visit to families never reached makes the later calls work. | 10 of 11 reached | Northfield | Northfield; Kestrel; Cedar Bend | town; rural | Visits before calls; Home visits in pairs | | | | | | | 2026-01-08 | Attendance data dive | | | Shared drive
Sunday texts mend Mondays | Attendance | summary | A text on Sunday at 6 cut the Monday gap from 5 to 2 points. | attendance by weekday | Harbor Street | Harbor Street | city | Monday texts | yes | | | | | | 2025-12-12 | Attendance teams | | | Shared drive
Return plans only after four days out | Attendance | summary | A plan helps those out long, not the others. | 1.3 days sooner | Alder Creek | Alder Creek | rural | Return plan after flu | | | | | | | 2026-02-27 | Attendance teams | | | Shared drive
Number talks three times a week | Algebra readiness | known good | Ten minutes, three times a week, and most students try a second way. | 17 of 24 and 15 of 26 tried a second way | Riverside | Riverside; Lincoln; Birchwood; Maple Grove | town; city | Number talks; Number talks in grade 5; Number talks with families | yes | Video of one talk and a set of 30 | math teachers; coaches | Show it on the learning walk | release time for visits | | 2025-06-16 | Math synthesis session | math coach, Lincoln | 2025-10-28 | Math binder
Exit tickets sorted by mistake | Algebra readiness | reduction | Sorting takes nine minutes and makes re-teach groups of six. | 3 schools, groups of 5 to 8 | Birchwood | Birchwood; Lincoln; Riverside | city; town | Exit tickets by mistake; Exit tickets, twice a week | | Sorting mat | math teachers | Bring one pile to the circle | none | | 2025-12-22 | Math synthesis session | math coach, Lincoln | 2026-01-27 | Math binder
Six, twice, beats twelve once | Algebra readiness | summary | Two rounds of six bring more students over the cut than one of twelve. | 9 of 12 ready | Harbor Street | Harbor Street | city | Re-teach groups of six | | | | | | | 2026-02-25 | Math synthesis session | | | Math binder
Homework checks do not tell who is ready | Algebra readiness | summary | Homework handed in says little about the screener. | 41 students compared | Lincoln | Lincoln | city | | | | math teachers | | | | 2025-05-30 | Algebra coaching circle | | | Math binder
Fraction bars before rules | Algebra readiness | summary | Students who built it first asked fewer how-do-I questions. | two lessons observed | Willow Park | Willow Park | city | | | | | | | | 2025-11-20 | Algebra coaching circle | | | Math binder
Students trust panels run by students | Student voice | synthesis | Panels led by students bring up twice the ideas. | 31 ideas, was 12 | Cedar Bend | Cedar Bend; Eastgate | town; city | Panels led by students | yes | Panel guide written by students | | | | | 2025-11-20 | Network synthesis | counselor, Cedar Bend | 2025-12-18 | Learning library
One question, answered within a week | Student voice | synthesis | Students believe us when one question is answered each week. | 14 of 24 could name a change; 6 of 7 answered | Eastgate | Eastgate; Maple Grove | city; town | You said, we did boards; One question, one week | | Box and board kit | teachers | | cardboard | | 2025-12-20 | Network synthesis | | | Learning library
Advisory needs the same adult all year | Student voice | summary | Swapping advisors in January costs half a year of trust. | 70% against 55% | Willow Park | Willow Park | city | Same adult all year | | | | | | | 2025-12-19 | Advisory pilot teams | | | Shared drive
Write before you talk | Student voice | summary | Two minutes of writing brings in those who never raise a hand. | 19 of 25 spoke | Birchwood | Birchwood | city | Quiet start to advisory | | | | | | | 2026-03-05 | Advisory pilot teams | | | Shared drive
A cool-down corner becomes a way out of math | Student voice | summary | Without a time limit it was used to skip class. | no change in referrals | Eastgate | Eastgate | city | Cool-down corner | yes | | | | | | 2025-12-17 | Student voice panels | | | Shared drive
Lunch is too short to be heard | Student voice | summary | Shadowing found that the bell schedule eats lunch and talk. | 9 teachers, 9 days | Kestrel | Kestrel | rural | Shadow a student | | | | | | | 2026-01-30 | Student voice panels | | | Shared drive
Ten minutes of decoding first thing | Early reading | reduction | First thing in the morning, whole class, ten minutes. | 5 of 18 more on track; signal in 3 schools | Northfield | Northfield; Riverside; Kestrel | town; rural | Decoding first | yes | Card set, 40 days | grade 3 teachers | Try it for six weeks | card sets | | 2025-11-24 | Math synthesis session | instructional coach, Riverside | 2026-01-27 | Learning library
Groups that move every three weeks | Early reading | synthesis | Moving matters more than size. | 6 of 10 and 4 of 9 moved up | Riverside | Riverside; Fairview | town | Groups move every three weeks; Reading groups of four | | Group planning sheet | grade 3 teachers; coaches | Set the dates for spring | | | 2025-12-02 | Math synthesis session | | | Learning library
Reading logs are not worth the fight | Early reading | summary | More minutes, same reading, more tears. | 39 students | Riverside | Riverside | town | Reading logs | yes | | families | | | | 2026-01-22 | Grade 3 reading meetings | | | Shared drive
The older reader gains more | Early reading | summary | Grade 7 readers gained more than the third graders they read to. | 9 pairs | Fairview | Fairview | town | Older readers | | | | | | | 2026-02-20 | Grade 3 reading meetings | | | Shared drive
"""

SHARING = """
item | broker | to | routine | channel | date
Call before 9, not after | principal, Maple Grove | principals | Principals' breakfast | at the table, with the one-page guide | 2025-06-06
Call before 9, not after | assistant principal, Kestrel | Birchwood | Attendance data dive | showed the call list | 2025-09-25
Call before 9, not after | data lead | attendance clerks | Attendance data dive | ten minutes and a script | 2025-10-30
A named adult for every student absent twice | principal, Maple Grove | principals | Principals' breakfast | story of one student | 2025-12-05
A named adult for every student absent twice | attendance coordinator, Harbor Street | Birchwood | | phone call | 2025-09-05
Text in their own language, then call | attendance coordinator, Harbor Street | Eastgate | Attendance data dive | templates by mail | 2025-12-18
Letters alone change nothing | counselor, Cedar Bend | principals | Principals' breakfast | two minutes, standing | 2025-03-07
Breakfast where they walk by | assistant principal, Kestrel | Alder Creek | | visit at 7:30 | 2025-09-04
Number talks three times a week | instructional coach, Riverside | math teachers | Learning walk | seen in a classroom | 2025-09-18
Number talks three times a week | math coach, Lincoln | Birchwood | Learning walk | seen in a classroom | 2025-11-13
Number talks three times a week | math coach, Lincoln | outside: state math network | | talk | 2026-02-07
Exit tickets sorted by mistake | dean of students, Birchwood | Lincoln | Algebra coaching circle | brought a pile | 2025-12-30
Ten minutes of decoding first thing | lead teacher, Northfield | Riverside | Learning walk | card set | 2026-01-22
One question, answered within a week | assistant principal, Eastgate | Maple Grove | Student voice panels | photo of the board | 2025-10-22
"""

APPLICATIONS = """
item | stakeholder | team | action | current_state | needed_state | motivation | resources | obstacles | conditions | status | applied_on | next_step | by | updated
Call before 9, not after | attendance clerks | Birchwood | act on it | calls after 10 | calls before 9 | tired of calling twice | list from the evening before | | two people at the desk | applied | 2025-10-13 | keep it through spring | 2026-06-05 | 2026-01-15
Call before 9, not after | principals | Maple Grove | provide resources | one clerk | two people until 9 | sees the line move | paid duty swap | | | applied | 2025-11-03 | | | 2025-11-03
Call before 9, not after | principals | Willow Park | provide resources | one clerk, also at the door | two people until 9 | wants it | none yet | No second adult before 9, the front desk opens at 9 | duty roster for spring | blocked | | Ask the district for a duty swap | 2026-03-27 | 2026-02-26
A named adult for every student absent twice | counselors | Birchwood | act on it | list without names | one adult a child | | pairing sheet | | | applied | 2025-10-24 | | | 2025-11-10
A named adult for every student absent twice | counselors | Riverside | act on it | talked about | pairs by spring break | likes the story | pairing sheet | some adults already have five | no adult has more than three | under way | | Pair the first ten | 2026-03-20 | 2026-03-04
Text in their own language, then call | attendance clerks | Eastgate | act on it | calls only | text first | | six templates | | | applied | 2026-01-12 | share the Arabic text | 2026-04-10 | 2026-03-06
Letters alone change nothing | principals | Lincoln | remove obstacle | letters required by policy | no letters | saves paper | | District policy asks for a letter | | blocked | | Principals write to the district together | 2026-04-01 | 2026-01-29
Breakfast where they walk by | kitchen staff | Alder Creek | provide resources | cafeteria only | cart in the hall | | one cart | | | applied | 2025-09-08 | | | 2025-10-20
Number talks three times a week | math teachers | Birchwood | act on it | once a week | three times | saw it on the walk | set of 30 | | | applied | 2026-01-12 | | | 2026-02-02
Number talks three times a week | math teachers | Willow Park | act on it | not yet | three times | unsure about time | set of 30 | 38 minute periods | | asked | | Try it in one class | 2026-03-31 | 2026-02-12
Exit tickets sorted by mistake | math teachers | Lincoln | act on it | graded, not sorted | sorted before lunch | | sorting mat | | | asked | | | 2026-04-17 | 2026-02-24
Ten minutes of decoding first thing | grade 3 teachers | Kestrel | act on it | after lunch | first thing | | card sets | | | applied | 2025-12-01 | | | 2026-01-20
Ten minutes of decoding first thing | grade 3 teachers | Riverside | act on it | not yet | first thing | curious | card sets on order | Card sets out of print | | under way | | Copy the sets by hand | 2026-03-24 | 2026-03-10
One question, answered within a week | teachers | Maple Grove | act on it | box without answers | one answer each Friday | | box and board kit | | | applied | 2025-10-27 | | | 2025-12-15
"""

# Who came to the monthly attendance data dive: one letter a team in alphabetical order, x came.
DATA_DIVES = """
2025-09-25 | xxxxxxxxxxxx | 4.1
2025-10-30 | xxxxxxx.xxxx | 4.0
2025-11-20 | x.xxxxxxxx.x | 3.6
2025-12-18 | xxx.xxx.xxxx | 3.8
2026-01-29 | xxxxxx.xx.xx | 4.2
2026-02-26 | .x.xxxxxx.xx | 4.4
"""

PARTICIPATION = """
routine | date | stakeholder_group | team | people | value
Principals' breakfast | 2025-12-05 | principals | | 11 | 4.5
Principals' breakfast | 2026-02-06 | principals | | 9 | 4.2
Principals' breakfast | 2026-03-06 | principals | | 10 | 4.4
Student voice panels | 2025-10-22 | students | Cedar Bend | 12 | 4.6
Student voice panels | 2025-11-18 | students | Eastgate | 14 | 4.3
Student voice panels | 2026-03-03 | students | Maple Grove | 11 | 4.7
Student voice panels | 2026-03-03 | teachers | Maple Grove | 3 | 4.0
Algebra coaching circle | 2026-02-19 | math teachers | | 13 | 4.0
Algebra coaching circle | 2026-03-05 | math teachers | | 12 | 4.1
Network synthesis | 2026-01-22 | coaches | | 6 | 3.9
Network synthesis | 2026-02-19 | coaches | | 7 | 4.2
Network synthesis | 2026-02-19 | team leads | | 9 | 4.0
Learning walk | 2026-01-22 | teachers | Lincoln | 15 | 4.8
Leadership team agenda | 2026-03-11 | families | Maple Grove | 2 | 4.0
"""

SCALE = "Collaborative progress scale (1 to 5)"

# Own score and facilitator's score in June 2025 and in January 2026.
SELF_ASSESSMENT = """
Alder Creek | 3.0 | 3.0 | 4.0 | 4.0 | the line moved and stayed
Birchwood | 2.5 | 2.5 | 3.0 | 3.0 |
Cedar Bend | 3.0 | 2.0 | 3.0 | 2.0 | the team counts effort, the facilitator looks at the line
Eastgate | 2.5 | 2.5 | 2.5 | 3.0 |
Fairview | 2.0 | 2.0 | 2.5 | 2.5 | small school, big swings
Harbor Street | 3.0 | 3.5 | 4.0 | 4.0 |
Kestrel | 2.5 | 3.0 | 3.0 | 4.0 | too modest
Lincoln | 2.0 | 2.0 | 2.0 | 2.0 | lead was out for three months
Maple Grove | 3.0 | 2.5 | 3.5 | 3.0 |
Northfield | 2.5 | 3.0 | 3.5 | 3.5 |
Riverside | 3.0 | 3.0 | 3.5 | 3.5 |
Willow Park | 2.0 | 2.0 | 2.5 | 2.0 |
"""
