import re
from zipfile import ZipFile

import openpyxl
import pytest

import kmlib
from kmlib.export.template import EXAMPLE_COLOR, ONLY_IN_EXPORTS, write_template
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


def test_the_empty_template_opens_without_a_word(template):
    network = kmlib.load(template)

    assert network.findings == ()
    assert len(network.observations) == 0
    assert [model.TAB.title for model, rows in network.tabs.items() if rows] == ["Network"]


def test_every_tab_shows_an_example_in_grey_below_its_header(template):
    book = openpyxl.load_workbook(template)
    for model in TABS[1:]:
        first = book[model.TAB.title]["A2"]
        assert first.value.startswith("Example: ")
        assert first.font.color.rgb.endswith(EXAMPLE_COLOR.removeprefix("#"))


def test_the_examples_are_right_they_make_a_network_of_one_team(template, tmp_path):
    book = openpyxl.load_workbook(template)
    for sheet in book.worksheets[1:]:
        sheet["A2"] = sheet["A2"].value.removeprefix("Example: ")
        if sheet["A2"].value == "Alder Creek" and sheet.title == "Teams":
            sheet["J2"] = None  # the file of its own is nowhere
            sheet.append(["Birchwood"])
    book["Network"]["B12"] = "2026-03-14"
    book.save(tmp_path / "filled.xlsx")

    network = kmlib.load(tmp_path / "filled.xlsx")
    assert [finding for finding in network.findings if finding.severity != "note"] == []
    assert len(network.observations) == 1
    assert {model for model in TABS if model is not DataRow and not network.rows(model)} == set()


def test_headers_are_protected_and_all_other_cells_are_free(template):
    book = openpyxl.load_workbook(template)
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert all(cell.protection.locked for cell in sheet[1])
    assert book["Network"]["A2"].protection.locked, "the name of a setting"
    assert not book["Network"]["B2"].protection.locked
    assert not book["Teams"]["A2"].protection.locked, "an example may be typed over"
    with ZipFile(template) as archive:
        styles = re.findall(r"<xf .*?(?:/>|</xf>)", archive.read("xl/styles.xml").decode())[1:]
        columns = archive.read("xl/worksheets/sheet2.xml").decode()
    of_columns = [int(style) for style in re.findall(r'<col [^>]*style="(\d+)"', columns)]
    assert of_columns
    assert all('locked="0"' in styles[style] for style in of_columns)


def test_days_have_a_calendar_that_other_spellings_pass_by(template):
    sheet = openpyxl.load_workbook(template)["Teams"]
    letter = columns_of(sheet)["Joined"].column_letter
    rule = next(r for r in sheet.data_validations.dataValidation if f"{letter}2" in r.sqref)
    assert (rule.type, rule.showErrorMessage) == ("date", False)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_template_comes_back_whole_from_libreoffice(template, resaved, kind):
    network = kmlib.load(resaved(template, kind))

    assert network.findings == ()
    assert [model.TAB.title for model, rows in network.tabs.items() if rows] == ["Network"]


def test_drop_downs_comments_and_protection_survive_libreoffice(template, resaved):
    before, after = map(openpyxl.load_workbook, (template, resaved(template, "xlsx")))

    assert after.sheetnames == before.sheetnames
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        assert [cell.value for cell in new[1]][: old.max_column] == [c.value for c in old[1]]
        assert [bool(cell.comment) for cell in new[1]][: old.max_column] == [
            bool(cell.comment) for cell in old[1]
        ]
        assert new.protection.sheet
        rules = [
            {rule.type for rule in sheet.data_validations.dataValidation} for sheet in (old, new)
        ]
        assert rules[0] == rules[1]


def test_the_same_template_is_the_same_file(template, tmp_path):
    write_template(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == template.read_bytes()
