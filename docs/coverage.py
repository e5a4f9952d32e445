"""What other checkers of tables find, and what this one says of the same.

`make_docs.py` writes both tables into docs/findings.md; tests hold their codes and the names of
their tests against the code. A line says what, the codes of findings here, and what else is done.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Covered(NamedTuple):
    """One thing that a checker should notice, and how it is noticed here."""

    what: str  # the code of an error of frictionless, or words
    codes: tuple[str, ...]
    words: str  # why it cannot arise, or how it is read rightly
    test: str = ""  # the name of a test that shows it


def _covered(lines: str) -> tuple[Covered, ...]:
    found = []
    for line, test in re.findall(r"^(\S.*)\n(?:    (\w+)\n)?", lines, re.MULTILINE):
        what, codes, words = (part.strip() for part in line.split("|"))
        found.append(Covered(what, tuple(codes.split()), words, test))
    return tuple(found)


# Of frictionless 5.21: headers, rows, cells, tables, files and what cannot be opened
FRICTIONLESS = _covered("""
blank-label | column-unheaded |
duplicate-label | column-twice |
extra-label | column-unknown column-near-miss column-not-needed column-roster |
incorrect-label | column-near-miss column-unknown | order never matters
missing-label | column-missing no-team no-measure no-period |
blank-header | no-table column-missing | the header is looked for below
unmatched-header | no-table column-missing tab-unknown tab-near-miss |
blank-row |  | counted as blank; never a fault
duplicate-row | row-twice duplicate |
primary-key | name-twice duplicate |
foreign-key | name-unknown name-near-miss group-unlisted group-near-miss |
row-constraint | numerator-over-denominator denominator-zero ratio-mismatch ends-before-it-starts |
ascii-value |  | every alphabet is welcome; look-alike letters are read as Latin
constraint-error | required-empty outside-unit not-a-choice score-off-scale target-outside-unit |
extra-cell | column-unheaded |
missing-cell | required-empty value-empty | a short row ends in empty cells
forbidden-value | not-a-choice |
sequential-value |  | rows may stand in any order
truncated-value | code-cut-short |
type-error | not-a-number not-a-whole-number not-a-date not-a-choice year-unknown error-value |
unique-error | name-twice name-clash |
deviated-cell |  | texts may be of any length
deviated-value | outside-unit | and the signals of the run chart
required-value |  | what is due and has not come is on Peer accountability
field-count | column-missing column-unknown |
row-count |  | every row read is accepted, set aside or blank, and they add up
table-dimensions | source-too-large |
byte-count | source-damaged source-too-large |
hash-count | source-damaged | a sheet is meant to change
compression-error | source-damaged |
encoding-error | source-damaged | UTF-8, UTF-16 and Windows texts are read
format-error | source-kind-unknown source-damaged |
scheme-error | source-online source-outside-folder |
source-error | source-not-found source-damaged source-locked source-folder-empty |
""")

# What frictionless has no error for
BEYOND = _covered("""
sheet and cell of every finding |  | in each
    test_the_smallest_sheet_that_makes_a_finding
error value | error-value |
    test_an_error_value_is_its_own_text_and_not_empty
formula that was never computed | not-computed |
    test_a_formula_without_a_stored_result_is_its_own_text
number typed over a formula | ratio-mismatch | where the counts beside it say otherwise
    test_the_smallest_sheet_that_makes_a_finding
merged header |  | read rightly
    test_a_header_merged_over_two_columns_stands_for_these_two_only
merged cells over several rows |  | read rightly
    test_a_team_cell_merged_downwards_stands_for_all_its_rows
hidden tab, row or column | tab-hidden hidden-rows hidden-columns |
    test_what_is_hidden_in_a_sheet_is_named
total row among the records |  | left out
    test_the_word_for_a_total_may_stand_in_a_later_column
number or date stored as text |  | read rightly
    test_a_columns_order_of_day_and_month_is_told_by_dates_with_one_reading
days counted from 1904 |  | read rightly
    test_a_workbook_counting_days_from_1904_gives_the_same_dates
day or month first | date-order-unknown | told by the column where it can be
    test_the_smallest_sheet_that_makes_a_finding
impossible date or serial number | not-a-date date-in-future |
    test_what_is_no_date_is_never_made_one
header that differs in case, blanks or unseen and look-alike letters | column-twice | read rightly
    test_titles_are_told_without_case_spaces_and_punctuation
slip in a header | column-near-miss |
    test_the_smallest_sheet_that_makes_a_finding
look-alike name |  | read rightly, and listed in names.csv
    test_a_teams_cell_is_told_with_the_way_it_was_matched
slip in a name | name-near-miss group-near-miss |
    test_a_near_miss_is_offered_and_never_taken
leading zeros lost |  | read rightly
    test_a_team_is_found_by_name_alias_or_code_in_every_usual_spelling
name turned into a date | name-turned-date |
    test_a_name_that_a_spreadsheet_turned_into_a_date_is_told_as_one
code as 6.4E+11, or past 15 digits | code-cut-short |
    test_a_code_that_a_spreadsheet_cut_short_is_told_as_one
85 or 0.85 | percent-unclear | told by the column where it can be
    test_a_percent_typed_as_a_fraction_is_told_by_its_column_or_asked_about
columns moved, header lower down |  | read rightly
    test_columns_go_by_their_synonyms_in_any_order_and_case
tab renamed | tab-near-miss tab-unknown |
    test_the_smallest_sheet_that_makes_a_finding
tab gone | no-teams-tab no-measures-tab | of others the page says which to add
    test_the_smallest_sheet_that_makes_a_finding
tab twice | tab-twice |
    test_the_smallest_sheet_that_makes_a_finding
strict Open XML |  | read rightly
    test_a_strict_open_xml_workbook_reads_like_any_other
password | source-locked |
    test_what_cannot_be_read_is_said_in_one_finding
cut off, or past a limit | source-damaged source-too-large |
    test_a_file_that_is_too_large_is_refused_before_it_is_read
text that a spreadsheet would run |  | guarded in every download
    test_a_text_that_looks_like_a_formula_goes_out_behind_an_apostrophe
column about single students | column-roster |
    test_the_smallest_sheet_that_makes_a_finding
student in two tabs | column-roster | no student is ever read
    test_no_choice_on_a_page_lets_out_a_hidden_number_or_a_student
score off its scale | score-off-scale outside-unit |
    test_the_smallest_sheet_that_makes_a_finding
same code, other name | code-contradicts-name |
    test_a_row_whose_code_is_another_teams_than_its_name_is_set_aside
stale source | | the last good reading is shown, with its age
    test_every_page_shows_the_last_reading_of_a_hub_that_is_locked_now
fewer rows than last time | | not noticed yet
one name for two | name-clash name-twice |
    test_a_name_two_entries_claim_is_a_clash_and_goes_to_the_first
""")
