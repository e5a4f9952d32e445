import openpyxl
import pytest

import kmlib
from kmlib.export.template import ONLY_IN_EXPORTS, write_template
from kmlib.schema import TABS, DataRow, NetworkSettings, fields_of


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path)
    return path


def columns_of(sheet):
    return {cell.value.rstrip("*"): cell for cell in sheet[1]}


def test_the_template_has_every_tab_with_every_column(template):
    book = openpyxl.load_workbook(template)

    assert book.sheetnames == [model.TAB.title for model in TABS]
    for model in TABS[1:]:
        asked = [
            spec.column.title
            for spec in fields_of(model)
            if model is not DataRow or spec.name not in ONLY_IN_EXPORTS
        ]
        assert list(columns_of(book[model.TAB.title])) == asked


def test_the_network_tab_lists_its_settings_with_nothing_filled_in(template):
    rows = list(openpyxl.load_workbook(template)["Network"].values)

    assert rows[0] == ("Setting", "Value")
    assert [row[0] for row in rows[1:]] == [
        spec.column.title for spec in fields_of(NetworkSettings)
    ]
    assert {row[1] for row in rows[1:]} == {None}


def test_a_required_column_has_a_star(template):
    heads = [cell.value for cell in openpyxl.load_workbook(template)["Measures"][1]]
    assert heads[:5] == ["Measure*", "Kind*", "Unit*", "Better*", "Counts"]


def test_every_header_has_a_comment_that_says_what_its_cells_hold(template):
    sheet = openpyxl.load_workbook(template)["Routines"]
    comment = columns_of(sheet)["Stage"].comment.text

    assert "Needed in every row." in comment
    assert "generation / consolidation & capture / sharing / application" in comment
    assert "Several values are separated by ;" in comment
    assert "For example: generation; sharing" in comment


def test_columns_of_choices_and_of_listed_names_have_a_drop_down(template):
    book = openpyxl.load_workbook(template)

    assert drop_down(book["Measures"], "Kind") == '"outcome,process,balancing"'
    assert drop_down(book["Teams"], "Active") == '"yes,no"'
    assert drop_down(book["Data"], "Team") == "'Teams'!$A$2:$A$1001"
    assert drop_down(book["Tracker"], "Code") == "'Tracker items'!$A$2:$A$1001"


def drop_down(sheet, title):
    letter = columns_of(sheet)[title].column_letter
    return next(
        rule.formula1
        for rule in sheet.data_validations.dataValidation
        if f"{letter}2" in rule.sqref
    )


def test_no_word_of_a_drop_down_is_torn_in_two_at_a_comma(template):
    book = openpyxl.load_workbook(template)
    assert drop_down(book["Tracker items"], "Cycle step") == (
        '"partner,set goals,plan,act,assess,close and renew"'
    )


def test_the_empty_template_opens_with_nothing_set_aside(template):
    network = kmlib.load(template)

    assert len(network.observations) == 0
    assert [finding for finding in network.findings if finding.severity != "note"] == []


def test_the_same_template_is_the_same_file(template, tmp_path):
    write_template(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == template.read_bytes()
