import datetime as dt

import pytest

from kmlib.findings import (
    DECIMAL_SIGN_UNCLEAR,
    ERROR_VALUE,
    ESTIMATE,
    FOOTNOTE_MARK,
    NOT_A_CHOICE,
    NOT_A_DATE,
    NOT_A_NUMBER,
    NOT_A_WHOLE_NUMBER,
    NOT_COMPUTED,
)
from kmlib.reading.fields import read_field, split_cell
from kmlib.reading.number_spellings import HOURS, NO_UNIT, PER, UNITS
from kmlib.reading.periods import read_date
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.typed import PercentScale, percent_of
from kmlib.reading.values import (
    Form,
    decimal_signs,
    read_choice,
    read_number,
    read_whole,
    read_yes_no,
    with_doubt,
)
from kmlib.reading.words import read_text
from kmlib.schema import Better, MeasureRow, Unit, fields_of
from kmlib.schema.programme import Met, TrackerStatus


def spellings(text):
    return text.split("|")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (85, 85),
        (0.85, 0.85),
        ("85", 85),
        ("0.85", 0.85),
        (".5", 0.5),
        ("5.", 5),
        ("1,234", 1234),
        ("1,234,567", 1_234_567),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1.234.567", 1_234_567),
        ("85,5", 85.5),
        ("0,85", 0.85),
        ("1 234", 1234),
        ("1\u2009234", 1234),
        ("1'234", 1234),
        ("1e5", 100_000),
        ("(3)", -3),
        ("-3", -3),
        ("\u22123", -3),
        ("+5", 5),
        ("$1,200", 1200),
        ("'85", 85),
        ("８５", 85),
        ("٨٥", 85),
        ("2.4 per 100", 2.4),
        ("2.4 per 1,000 students", 2.4),
        ("12 students", 12),
        ("12 min", 12),
        ("3 days", 3),
        ("12 calls", 12),
        ("n = 17", 17),
        ("N=17", 17),
        ("85.", 85),
        ("85...", 85),
        ("85;", 85),
        ("3 1/2", 3.5),
        ("3½", 3.5),
        ("½", 0.5),
        ("10 3/4", 10.75),
        ("2 hrs", 2),
        ("1.5 hours", 1.5),
        ("1h 30m", 1.5),
        ("1 hr and 15 min.", 1.25),
        ("2 1/2 hrs", 2.5),
    ],
)
def test_a_plain_number_is_read_in_every_usual_spelling(typed, value):
    number = read_number(typed)
    assert (number.form, number.rule) == (Form.PLAIN, None)
    assert number.value == value


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *[("12 min", UNITS["minutes"]), ("3 days", UNITS["days"]), ("4 pts.", UNITS["points"])],
        *[("12 calls", UNITS["students"]), ("n = 17", UNITS["students"]), ("1h 30m", HOURS)],
        *[("2.4 per 100", PER + 2), ("2.4 per 1,000 students", PER + 3), ("12", NO_UNIT)],
        *[("(4 pts.)", UNITS["points"]), ("1,200", NO_UNIT)],
    ],
)
def test_what_the_words_beside_a_number_count_in_is_kept(typed, said):
    assert read_number(typed).said == said


def test_what_is_longer_than_sixty_characters_is_no_number():
    assert read_number("1" + 59 * "0").form is Form.PLAIN
    assert read_number("1" + 60 * "0").form is Form.UNREADABLE


@pytest.mark.parametrize(
    ("typed", "percent"),
    [
        ("85%", 85),
        ("85 %", 85),
        ("85\u00a0%", 85),
        ("８５％", 85),
        ("85 percent", 85),
        ("85 per cent", 85),
        ("85 pct", 85),
        ("85.3%", 85.3),
        ("0,85 %", 0.85),
        ("(3%)", -3),
        ("85﹪", 85),
        ("85%.", 85),
        ("85 1/2%", 85.5),
        ("240%", 240),
    ],
)
def test_a_percent_sign_means_the_number_before_it(typed, percent):
    assert read_number(typed)[:2] == (Form.PERCENT, percent)


@pytest.mark.parametrize(
    ("typed", "percent_beside"),
    [
        ("17/20", None),
        ("17 / 20", None),
        ("17 of 20", None),
        ("17 out of 20", None),
        ("17/20 students", None),
        ("17/20 (85%)", 85),
        ("17/20 = 85%", 85),
        ("85% (17/20)", 85),
        ("17/20, 85%", 85),
        ("17/20 - 85%", 85),
        ("17/20: 85%", 85),
        ("85% - 17 of 20", 85),
    ],
)
def test_a_ratio_keeps_both_its_numbers_and_a_percent_typed_beside_them(typed, percent_beside):
    assert read_number(typed)[:4] == (Form.RATIO, percent_beside, 17, 20)


def test_a_percent_may_have_the_number_it_is_of_behind_it():
    assert read_number("85% (n = 20)")[:4] == (Form.RATIO, 85, None, 20)


def test_a_ratio_of_large_numbers_keeps_its_thousands():
    assert read_number("1,234/2,000")[2:4] == (1234, 2000)


@pytest.mark.parametrize(
    "typed",
    spellings(
        "n/a|N/A|NA|n.a.|(n/a)|—|–|-|--|.|...|?|TBD|tba|absent|none|null|NaN"
        "|not reported|Not available|pending|no data|No school|missing|not yet|snow day"
    ),
)
def test_a_word_for_nothing_is_accepted_and_is_no_number(typed):
    assert read_number(typed)[:5] == (Form.ABSENT, None, None, None, None)
    assert read_number(typed).is_absent


@pytest.mark.parametrize("typed", [None, "", "  ", "\u00a0", "\u200b", "\ufeff \t"], ids=repr)
def test_a_cell_with_nothing_to_see_is_empty(typed):
    assert read_number(typed).form is Form.EMPTY


@pytest.mark.parametrize(
    "typed",
    spellings(
        "*|**|***|s|S|PS|<10|< 10|n<10|N < 10|n<|<5%|<=5%|≤5%|>=95%|≥95%|>95%|=>95%"
        "|LT50|GE95|le5|suppressed|Suppressed|redacted|too few|too few students"
        "|<10 students|fewer than 10"
        "|less than 10|10 or fewer|6-10%|80% to 84%|*/20|<10/45|<10*|‡|*(<10)|* (n<10)|below 10|< n"
    ),
)
def test_a_number_hidden_at_its_source_is_suppressed_neither_missing_nor_zero(typed):
    assert read_number(typed)[:5] == (Form.SUPPRESSED, None, None, None, None)


@pytest.mark.parametrize(
    ("typed", "value"),
    [(True, 1), (False, 0)]
    + [(word, 1) for word in spellings("yes|Yes|y|Y|x|X|✓|✔|✔\ufe0f|☑|TRUE|true")]
    + [(word, 0) for word in spellings("no|No|n|N|✗|FALSE")],
)
def test_yes_and_no_stay_apart_from_one_and_zero(typed, value):
    assert read_number(typed)[:2] == (Form.YES_NO, value)


@pytest.mark.parametrize(
    ("typed", "form", "value"),
    [
        ("3 (est.)", Form.PLAIN, 3),
        ("3 est", Form.PLAIN, 3),
        ("3 (prelim.)", Form.PLAIN, 3),
        ("~14", Form.PLAIN, 14),
        ("≈ 14", Form.PLAIN, 14),
        ("approx. 14", Form.PLAIN, 14),
        ("about 14%", Form.PERCENT, 14),
        ("approximately 14%", Form.PERCENT, 14),
        ("estimated 14", Form.PLAIN, 14),
        ("85%?", Form.PERCENT, 85),
    ],
)
def test_an_estimate_is_used_with_a_note(typed, form, value):
    number = read_number(typed)
    assert (number.form, number.value, number.rule) == (form, value, ESTIMATE)


@pytest.mark.parametrize(("typed", "value"), [("14*", 14), ("85%*", 85), ("14†", 14)])
def test_a_footnote_mark_beside_a_number_is_said(typed, value):
    number = read_number(typed)
    assert (number.value, number.rule) == (value, FOOTNOTE_MARK)


@pytest.mark.parametrize(
    "typed",
    [
        *spellings(
            "abc|1O2|O.85|8 5|85%%|17/20/25|85.5.2|12,34,567|12 parsecs|12 1/20|3-½|14¹|17 (85%)"
            "|85% (20)|1:30|30 m|80 to 85|17-20|half|85+|#|Y/N|3-4|(3|3)|-3)|1e400|8,5,2"
            "|1,234.567,8|1,234.567,8/20|1,234.567,8 hours|1 h 1,234.567,8 min|~8,5,2 h|maybe*"
        ),
        "The number was too hard to find in this month, so we left it for the next one, 14",
        float("nan"),
        float("inf"),
        float("-inf"),
        "1e999",
        dt.date(2025, 3, 4),
        dt.datetime(2025, 3, 4),
        dt.time(9, 30),
    ],
    ids=str,
)
def test_what_cannot_be_told_to_be_a_number_is_never_guessed(typed):
    number = read_number(typed)
    assert (number.form, number.value, number.rule) == (Form.UNREADABLE, None, NOT_A_NUMBER)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("#REF!", ERROR_VALUE),
        ("#DIV/0!", ERROR_VALUE),
        ("#N/A", ERROR_VALUE),
        ("#VALUE!", ERROR_VALUE),
        ("#NAME?", ERROR_VALUE),
        ("=B2/C2", NOT_COMPUTED),
        ("=", NOT_COMPUTED),
    ],
)
@pytest.mark.parametrize("read", [read_whole, read_yes_no, lambda cell: read_choice(cell, Better)])
def test_a_broken_formula_is_named_as_such_whatever_the_column_holds(read, typed, rule):
    assert (read_number(typed).form, read_number(typed).rule) == (Form.UNREADABLE, rule)
    assert read(typed) is rule


@pytest.mark.parametrize(
    ("cells", "signs"),
    [
        (["85,5", "1,234"], {True}),
        (["0,85"], {True}),
        (["1.234,5"], {True}),
        (["85,5%", "17/20"], {True}),
        (["85,5", "85.5"], {True, False}),
        (["85.5", "1.234.567"], {True, False}),
        (["85,5", "1,234,567"], {True, False}),
        (["1,234"], set()),
        (["1.234"], set()),
        (["1.234", "71.2"], {False}),
        ([85.5, 3, None, dt.date(2025, 10, 5)], {False}),
        (["5.10.2025, a note", "85"], set()),
    ],
    ids=str,
)
def test_a_columns_decimal_sign_is_told_by_texts_that_leave_no_doubt(cells, signs):
    assert decimal_signs(cells) == signs


@pytest.mark.parametrize(
    ("cells", "doubtful"),
    [
        (["1.234", "850"], ["1.234"]),
        (["1,234", "850"], []),
        (["1.234", "71.2"], []),
        (["85,5", "85.5", "1,234"], ["1,234"]),
    ],
    ids=str,
)
def test_a_sign_that_nothing_in_its_column_tells_is_in_doubt(cells, doubtful):
    signs = decimal_signs(cells)
    rules = {cell: with_doubt(read_number(cell), cell, signs).rule for cell in cells}
    assert [cell for cell, rule in rules.items() if rule is DECIMAL_SIGN_UNCLEAR] == doubtful


def test_what_has_two_readings_follows_the_columns_custom():
    assert read_number("1,234", decimal_comma=True).value == 1.234
    assert read_number("1.234", decimal_comma=True).value == 1234
    assert read_number("85.5", decimal_comma=True).value == 85.5
    assert read_number("~1,234", decimal_comma=True).value == 1.234
    assert read_number("~1,234").value == 1234
    assert read_number("1,234*", decimal_comma=True).value == 1.234
    assert read_number("1,234/2", decimal_comma=True).numerator == 1.234


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("yes", True),
        ("✓", True),
        (1.0, True),
        (True, True),
        ("0", False),
        ("n", False),
        ("", None),
        ("TBD", None),
        ("maybe", NOT_A_CHOICE),
        (2, NOT_A_CHOICE),
        ("partly", NOT_A_CHOICE),
    ],
)
def test_yes_or_no_is_read_and_any_other_word_is_asked_about(typed, read):
    assert read_yes_no(typed) is read


@pytest.mark.parametrize(
    ("typed", "kind", "read"),
    [
        ("Percent", Unit, Unit.PERCENT),
        ("%", Unit, Unit.PERCENT),
        ("#", Unit, Unit.COUNT),
        ("Yes / No", Unit, Unit.YES_NO),
        ("percent (%)", Unit, Unit.PERCENT),
        ("n/a", Better, Better.NEITHER),
        ("Higher.", Better, Better.HIGHER),
        (0.0, TrackerStatus, TrackerStatus.NOT_STARTED),
        ("✓", TrackerStatus, TrackerStatus.DONE),
        (True, TrackerStatus, TrackerStatus.DONE),
        (False, Met, Met.NO),
        ("n/a", Met, None),
        ("", Met, None),
        ("parsecs", Unit, NOT_A_CHOICE),
    ],
)
def test_a_choice_is_read_by_any_of_its_words(typed, kind, read):
    assert read_choice(typed, kind) is read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (412.0, 412),
        ("1,204 students", 1204),
        ("", None),
        ("n/a", None),
        (2.5, NOT_A_WHOLE_NUMBER),
        ("85%", NOT_A_WHOLE_NUMBER),
        ("2 hours", NOT_A_WHOLE_NUMBER),
        ("<10", NOT_A_WHOLE_NUMBER),
        ("many", NOT_A_WHOLE_NUMBER),
    ],
)
def test_a_whole_number_is_read_and_any_other_is_asked_about(typed, read):
    assert read_whole(typed) == read


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf")], ids=str)
def test_what_a_workbook_calls_a_number_and_is_none_is_asked_about_in_every_column(cell):
    target = next(spec for spec in fields_of(MeasureRow) if spec.name == "target")
    assert read_field(cell, target, PeriodContext()) is NOT_A_NUMBER
    assert read_whole(cell) is NOT_A_WHOLE_NUMBER
    assert read_yes_no(cell) is read_choice(cell, Unit) is NOT_A_CHOICE
    assert read_date(cell, PeriodContext()) is NOT_A_DATE


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (85.0, "85"),
        (640012, "640012"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
        (dt.datetime(2025, 10, 5), "2025-10-05"),
        (dt.datetime(2025, 10, 5, 9, 30), "2025-10-05 09:30"),
        ("  Alder\u00a0 Creek\u200b\n", "Alder Creek"),
        ("\u202eAlder", "Alder"),
        (None, ""),
    ],
    ids=repr,
)
def test_a_text_is_what_a_person_sees(cell, text):
    assert read_text(cell) == text


def test_several_values_in_a_cell_are_separated_by_semicolons_or_line_breaks():
    assert split_cell("Alder Crk; ACE\nAlder;") == ["Alder Crk", "ACE", "Alder"]
    assert split_cell(640012.0) == [640012.0]


HIGH = PercentScale(71, 92, certain=9)
LOW = PercentScale(1.2, 3.1, certain=9)
WIDE = PercentScale(2.4, 88.6, certain=535)


@pytest.mark.parametrize(
    ("plain", "scale", "fractions", "percent"),
    [
        (85, None, False, 85),
        (240, HIGH, False, 240),
        (0, None, False, 0),
        (0.85, HIGH, False, 85),
        (0.07, HIGH, False, None),
        (0.8, LOW, False, 0.8),
        (0.3, LOW, False, 0.3),
        (0.05, LOW, False, None),
        (0.12, PercentScale(5, 40, certain=30), False, 12),
        (0.5, WIDE, False, None),
        (0.85, PercentScale(85, 85, certain=3), False, 85),
        (0.85, PercentScale(85, 90, certain=2), False, None),
        (0.85, None, True, 85),
        (0.85, None, False, None),
        (1, None, True, 100),
        (1, HIGH, True, 100),
        (1, None, False, None),
        (1, HIGH, False, None),
        (1, LOW, False, 1),
    ],
)
def test_a_percent_typed_as_a_fraction_is_told_by_its_column_or_asked_about(
    plain, scale, fractions, percent
):
    assert percent_of(plain, scale, fractions) == percent


def test_a_column_typed_throughout_as_plain_percents_keeps_a_half_percent():
    habit = WIDE._replace(plain=535, small=1, decimals=1)
    assert percent_of(0.5, habit, False) == 0.5
    assert percent_of(0.25, habit, False) is None, "two decimals are not this column's way"
    assert percent_of(0.5, habit._replace(plain=500), False) is None, "some have percent signs"
    assert percent_of(0.5, habit._replace(small=40), False) is None, "too many of them"


def test_percents_up_to_one_are_not_multiplied_into_odd_digits():
    assert percent_of(0.57, HIGH._replace(low=50), False) == 57.0
