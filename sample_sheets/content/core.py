# ruff: noqa: E501
"""The core tabs of the sample network: who takes part, what is measured, which routines it has."""

NETWORK = """
name | aim | school_year_starts | began | breaks | data_due_days | cycle_every_weeks | logged_within_days | as_of | contact
Riverbend Learning Network (made up) | Every student present 9 days in 10 and ready for algebra by June 2027 | August | 2024-08-15 | 2024-11-27 to 2024-11-29; 2024-12-23 to 2025-01-03; 2025-04-07 to 2025-04-11; 2025-06-20 to 2025-08-18; 2025-11-26 to 2025-11-28; 2025-12-22 to 2026-01-02 | 7 | 8 | 14 | 2026-03-14 | data lead, data@riverbend.example
"""

TEAMS = """
team | codes | school | district | cohort | model | students | lead | joined | sheet | also_known_as | may_be_furthest_behind
Alder Creek | 0640012 | Alder Creek School | Upper Valley | Cohort 1 | K-8 | 412 | assistant principal | 2024-08-15 | | Alder Crk; ACS |
Birchwood | 0640027 | Birchwood School | Riverbend City | Cohort 1 | K-8 | 486 | dean of students | 2024-08-15 | | Birchwd |
Cedar Bend | 0640031 | Cedar Bend Elementary | Mill Towns | Cohort 1 | K-6 | 344 | counselor | 2024-08-15 | cedar-bend.xlsx | Cedar B.; CBE | yes
Eastgate | 0640045 | Eastgate School | Riverbend City | Cohort 1 | K-8 | 521 | assistant principal | 2024-08-15 | | East Gate |
Fairview | 0640058 | Fairview School | Mill Towns | Cohort 2 | K-8 | 96 | lead teacher | 2024-08-15 | | Fairview K-8 |
Harbor Street | 0640063 | Harbor Street School | Riverbend City | Cohort 1 | K-8 | 640 | attendance coordinator | 2024-08-15 | harbor-street.xlsx | Harbor St; HSS |
Kestrel | 0640077 | Kestrel School | Upper Valley | Cohort 2 | K-8 | 214 | assistant principal | 2024-08-15 | kestrel-attendance.xlsx | Kestrel K-8 |
Lincoln | 0640081 | Lincoln Elementary | Riverbend City | Cohort 2 | K-6 | 388 | math coach | 2024-08-15 | | Lincoln Elem; LIN |
Maple Grove | 0640094 | Maple Grove School | Mill Towns | Cohort 1 | K-8 | 297 | principal | 2024-08-15 | | Maple Gr. |
Northfield | 0640106 | Northfield Elementary | Mill Towns | Cohort 2 | K-6 | 128 | lead teacher | 2024-08-15 | | N. Field |
Riverside | 0640119 | Riverside School | Mill Towns | Cohort 1 | K-8 | 353 | instructional coach | 2024-08-15 | | Riverside K-8 |
Willow Park | 0640122 | Willow Park School | Riverbend City | Cohort 2 | K-8 | 447 | dean of students | 2024-08-15 | | Willow Pk |
"""

MEASURES = """
measure | kind | unit | better | counts | stage | priority | baseline | target | target_by | cadence | combine | also_known_as | numerator_known_as | denominator_known_as | definition | decimals
Present 9 days in 10 | outcome | percent | higher | students | application | Attendance | | 85 | 2026-06-30 | monthly | weighted | Present 9 in 10; Attendance 9 in 10; Regular attendance | Present; Present 9 in 10 days | Enrolled | Students who came on at least nine of ten school days of the month, out of all who were enrolled on its last day | 0
Ready for algebra | outcome | percent | higher | students | application | Algebra readiness | 44 | 60 | 2026-06-30 | term | weighted | Algebra ready; Ready for algebra, grade 6 | Ready | Tested | Grade 6 students at or above the cut score of the screener, out of all who took it | 0
Students who say adults listen | outcome | percent | higher | students | sharing | Student voice | 65 | 70 | 2026-06-30 | quarterly | weighted | Say adults listen; Voice survey | Agree | Answered | Students of grade 4 and up who agree or strongly agree with “adults here listen to me”, out of all who answered | 0
Reading on track | outcome | percent | higher | students | application | Early reading | | 70 | 2026-06-30 | monthly | weighted | Grade 3 reading; On track in reading | On track | Checked | Grade 3 students at or above the month's benchmark of the reading check | 0
Families reached in the month | process | percent | higher | students | generation | Attendance | | 50 | 2026-06-30 | monthly | weighted | Families reached | Reached | Out of; Students | Students at whose home somebody was spoken to, letters and voice mails not counted | 0
Office referrals per 100 | balancing | rate | lower | events | | Student voice | | 4 | 2026-06-30 | monthly | weighted | Referrals; ODRs per 100 | Referrals in the month | Enrolled on the last day | Referrals to the office for each 100 students | 1
Planning time used for data | balancing | minutes | lower | staff | consolidation & capture | | | 45 | 2026-06-30 | monthly | mean | Data minutes; Minutes of planning time for data | | | Minutes a week of staff planning time that went into collecting and reading data, as the team lead estimates it | 0
"""

GROUPS = """
group | dimension | also_known_as
Asian or Pacific Islander | race or ethnicity | Asian/PI; AAPI
Black or African American | race or ethnicity | Black; African American
Hispanic or Latino | race or ethnicity | Hispanic; Latino; Latinx
White | race or ethnicity |
Two or more races | race or ethnicity | Multiracial; 2 or more
Multilingual learners | language | ELL; EL; ML
Not multilingual learners | language | Not ELL; Non-EL
Students with disabilities | program | SWD; IEP; Special education
"""

ROUTINES = """
routine | stages | priorities | owner | facilitator | participants | purpose | cadence | last_held | feeds | artifact | builds_shared_understanding | builds_capacity | collects_strategy_data | feeds_back_data | reduces_variation
Attendance data dive | generation | Attendance | data lead | data lead | team leads; principals; attendance clerks | See what moved and pick what to try next | monthly | 2026-02-26 | Network synthesis | data dive slides | yes | yes | yes | yes | no
Attendance teams | generation | Attendance | assistant principal, Kestrel | assistant principal, Kestrel | attendance clerks; counselors; teachers | Go through the names that need a call this week | weekly | 2026-03-12 | Network synthesis | weekly call list | yes | no | yes | yes | no
Algebra coaching circle | generation | Algebra readiness | math coach, Lincoln | math coach, Lincoln | math teachers; coaches | Look at student work and plan the next two weeks | biweekly | 2026-03-05 | Math synthesis session | circle notes | yes | yes | yes | no | yes
Student voice panels | generation | Student voice | counselor, Cedar Bend | student council | students; teachers | Hear what students say about being listened to | monthly | 2026-03-03 | Network synthesis | panel summaries | yes | no | yes | no | no
Advisory pilot teams | generation | Student voice | | dean of students, Willow Park | teachers | Try short advisory lessons | biweekly | 2026-03-04 | | notes in five notebooks | no | yes | no | no | no
Grade 3 reading meetings | generation | Early reading | instructional coach, Riverside | instructional coach, Riverside | teachers; coaches | Move children between reading groups | biweekly | 2026-03-10 | Math synthesis session | group lists | yes | yes | yes | yes | no
Network synthesis | consolidation & capture | Attendance; Student voice | data lead | principal, Maple Grove | team leads; coaches | Turn what several teams learned into one sentence that others can use | monthly | 2026-02-19 | Principals' breakfast | synthesis pages | yes | yes | yes | yes | yes
Math synthesis session | consolidation & capture | Algebra readiness; Early reading | math coach, Lincoln | math coach, Lincoln | coaches; math teachers | Put the circle notes side by side | monthly | 2026-02-24 | Learning walk | one-page summary | yes | yes | no | yes | no
Principals' breakfast | sharing | Attendance | principal, Maple Grove | principal, Maple Grove | principals | Carry one learning to every principal, face to face | monthly | 2026-03-06 | Leadership team agenda | | yes | no | no | yes | yes
Learning walk | sharing | Algebra readiness | instructional coach, Riverside | instructional coach, Riverside | teachers; coaches; principals | See it done in a classroom | monthly | 2026-01-22 | Department planning day | | yes | yes | no | no | no
Leadership team agenda | application | Attendance | principal, Maple Grove | principals | principals; counselors; families | Decide what the school starts, stops, pays for | weekly | 2026-03-11 | Attendance data dive | decisions list | yes | no | no | yes | yes
Department planning day | application | Algebra readiness | math coach, Lincoln | math coach, Lincoln | math teachers | Put it into next term's plans | quarterly | 2026-01-16 | Algebra coaching circle | unit plans | no | yes | no | no | yes
"""
