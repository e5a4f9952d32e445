import json
import subprocess
import sys
from pathlib import Path

import pytest

import kmlib
from kmlib.__main__ import main

ROOT = Path(__file__).parents[1]
GOOD = ["Team | Measure | Date | Value", "Alder | Attendance | Oct 2025 | 85%"]
BAD = [*GOOD, *(f"Aldr | Attendance | {month} 2025 | 85%" for month in ("Oct", "Nov", "Dec"))]


def test_check_leaves_with_0_when_nothing_was_set_aside(a_hub, capsys):
    assert main(["check", str(a_hub(Data=GOOD))]) == 0
    assert "6 rows read: 6 used, 0 set aside, 0 blank" in capsys.readouterr().out


def test_check_leaves_with_1_and_names_cell_reason_and_cure(a_hub, capsys):
    assert main(["check", str(a_hub(Data=BAD))]) == 1

    said = capsys.readouterr().out
    assert "hub.xlsx › Data" in said
    assert "Set aside A3: “Aldr” is not a team in the hub: did you mean Alder?" in said
    assert "and 2 more cells like it: A4, A5" in said
    assert "\033" not in said, "no bold in a pipe"


def test_sixty_equal_slips_are_one_entry(a_hub, capsys):
    days = [f"{day} {month} 2025" for month in ("Oct", "Nov") for day in range(1, 31)]
    main(["check", str(a_hub(Data=[GOOD[0], *(f"Aldr | Attendance | {d} | 85%" for d in days)]))])

    said = capsys.readouterr().out
    assert said.count("is not a team in the hub") == 1
    assert "and 59 more cells like it: A3, A4" in said


def test_a_tab_pasted_twice_is_told_by_a_few_of_its_rows_and_how_many_more(a_hub, capsys):
    months = [f"{month} {year}" for year in (2023, 2024) for month in ("Oct", "Nov", "Jan", "Feb")]
    rows = [
        f"{team} | Attendance | {month} | {value}%"
        for team in ("Alder", "Birch")
        for month in months
        for value in (80, 81)
    ]
    main(["check", str(a_hub(Data=[GOOD[0], *rows, *rows]))])

    said = capsys.readouterr().out
    assert said.count("already has Attendance") == 20
    assert "And 18 more under duplicate: check --json names each." in said


def test_check_leaves_with_2_when_nothing_could_be_opened(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check", "gone.xlsx"]) == 2

    said = capsys.readouterr()
    assert "gone.xlsx” is no file or folder" in said.err
    assert said.out == ""


def test_check_json_prints_one_object_with_exactly_its_fields(a_hub, capsys):
    hub = a_hub(Data=BAD)
    assert main(["check", str(hub), "--json"]) == 1

    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["as_of", "sources", "findings"]
    assert found["as_of"] == "2026-03-14"
    assert list(found["sources"][0]) == (
        ["name", "rows_read", "rows_accepted", "rows_set_aside", "rows_blank", "rows_outside"]
    )
    assert found["sources"][0]["rows_set_aside"] == 3
    finding = next(f for f in found["findings"] if f["code"] == "name-near-miss")
    assert finding == {
        "severity": "error",
        "code": "name-near-miss",
        "source": "hub.xlsx",
        "sheet": "Data",
        "cell": "A3",
        "value": "Aldr",
        "what": "“Aldr” is not a team in the hub: did you mean Alder?",
        "why": finding["why"],
        "fix": finding["fix"],
        "link": "",
    }
    assert len([f for f in found["findings"] if f["code"] == "name-near-miss"]) == 3


def test_check_json_says_which_source_could_not_be_opened(tmp_path, capsys):
    assert main(["check", str(tmp_path / "gone.xlsx"), "--json"]) == 2

    found = json.loads(capsys.readouterr().out)
    assert found["sources"] == []
    assert [finding["code"] for finding in found["findings"]] == ["source-not-found"]


def test_check_reads_a_workbook_with_the_names_of_another_hub(a_hub, capsys):
    hub = a_hub()
    data = a_hub(name="own.xlsx", Network=None, Teams=None, Measures=None, Data=GOOD)

    assert main(["check", str(data), "--hub", str(hub)]) == 0
    assert "own.xlsx" in capsys.readouterr().out


def test_a_cell_cannot_steer_the_terminal(a_hub, capsys):
    main(["check", str(a_hub(Data=[GOOD[0], "\033[31mAldr | Attendance | Oct 2025 | 85%"]))])
    assert "\033" not in capsys.readouterr().out


def test_check_loads_nothing_that_only_pages_and_exports_need(a_hub):
    code = (
        "import sys; from kmlib.__main__ import main; main(['check', sys.argv[1]]);"
        "heavy = {'pandas', 'altair', 'streamlit', 'gspread', 'google', 'requests', 'pyarrow'};"
        "print('loaded:', *sorted(heavy & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(a_hub(Data=GOOD))],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.splitlines()[-1] == "loaded:"
    assert said.stderr == "", "no bar in a pipe"


def test_snapshot_writes_a_place_that_opens_again(a_hub, tmp_path, capsys):
    for place in (tmp_path / "snapshot", tmp_path / "snapshot.zip"):
        assert main(["snapshot", str(a_hub(Data=GOOD)), "--out", str(place)]) == 0
        assert len(kmlib.load(place).observations) == 1
    assert (
        "Groups of fewer than 10 students in any period of a school year, or of unknown size, and"
        in capsys.readouterr().out
    )


def test_snapshot_leaves_a_file_that_is_no_snapshot_as_it_is(a_hub, capsys):
    hub = a_hub(Data=GOOD)
    before = hub.read_bytes()

    assert main(["snapshot", str(hub), "--out", str(hub)]) == 1
    assert "is left as it is" in capsys.readouterr().err
    assert hub.read_bytes() == before


def test_template_never_writes_over_a_workbook(tmp_path, capsys):
    path = tmp_path / "hub.xlsx"
    assert main(["template", str(path)]) == 0
    before = path.read_bytes()

    assert main(["template", str(path)]) == 1
    assert "is left as it is" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", [["template"], ["start", "more.csv", "--out"]], ids=" ".join)
def test_a_new_workbook_must_be_called_one(command, tmp_path, capsys):
    assert main([*command, str(tmp_path / "hub")]) == 2
    assert "Give the file a name that ends in .xlsx" in capsys.readouterr().err
    assert not (tmp_path / "hub").exists()


def test_template_in_a_folder_that_is_not_there_is_told_in_words(tmp_path, capsys):
    assert main(["template", str(tmp_path / "gone" / "hub.xlsx")]) == 1
    assert "could not be written" in capsys.readouterr().err


def test_demo_writes_a_network_of_the_size_asked_for(tmp_path, capsys):
    size = ["--teams", "3", "--measures", "2", "--periods", "4"]
    assert main(["demo", str(tmp_path / "demo"), *size]) == 0
    assert main(["check", str(tmp_path / "demo")]) == 0
    assert len(kmlib.load(tmp_path / "demo").observations) == 3 * 2 * 4


@pytest.fixture
def a_shell(monkeypatch, tmp_path):
    """A folder with its own Python, as the first command of the README makes it."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "streamlit"):
        (programs / name).touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(programs / "python"))
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.chdir(tmp_path)
    return programs


def test_what_start_says_to_type_next_can_be_typed_where_nothing_is_on_the_path(
    a_hub, tmp_path, capsys, monkeypatch, a_shell
):
    data = a_hub(name="own.xlsx", Network=None, Teams=None, Measures=None, Data=GOOD)
    monkeypatch.setenv("PATH", "")
    assert main(["start", str(data), "--out", str(tmp_path / "hub.xlsx")]) == 0
    *_, check, run = capsys.readouterr().out.splitlines()
    assert check.startswith("2. .venv/bin/python -m kmlib check ")
    assert run.endswith(" .venv/bin/streamlit run app.py")


def test_start_writes_a_hub_and_says_what_was_proposed_left_out_and_to_do_next(
    a_hub, tmp_path, capsys, a_shell
):
    data = a_hub(name="own.xlsx", Network=None, Teams=None, Measures=None, Data=GOOD, Diary=["x"])
    hub = tmp_path / "first hub.xlsx"

    assert main(["start", str(data), "--out", str(hub)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Teams: 1, in 1 spellings. Measures: 1. Student groups: 0.",
        "To look at: 1. Left out: 1. Each is named, with its cell, in the last tab.",
        f"Wrote {hub}. Read with it, 1 of 1 rows are used.",
        "In all: 0 × set aside, 0 × look, 1 × note. Next:",
        "1. Open it. Yellow is a guess; keep a name you change under “Also known as”.",
        f"2. python -m kmlib check --hub '{hub}' {data}",
        "3. With all in one folder: KM_WORKBOOK=THAT_FOLDER streamlit run app.py",
    ]
    assert said.err == "", "no bar in a pipe"
    assert main(["check", "--hub", str(hub), str(data)]) == 0


def test_the_command_that_start_names_next_reads_the_hub_and_notes_nothing_but_the_files(
    tmp_path, capsys, a_shell
):
    folder = tmp_path / "our sheets"
    folder.mkdir()
    lines = ["School;Month;Attendance;Referrals", "Alder;Oct 2025;85%;3"]
    lines += ["Alder;Nov 2025;soon;4", "Alder;Dec 2025;88%;5"]
    (folder / "attendance.csv").write_text("\n".join(lines))
    assert main(["start", str(folder), "--out", str(folder / "hub.xlsx")]) == 0
    *_, used, in_all, _, check, run = capsys.readouterr().out.splitlines()
    assert used.endswith("Read with it, 3 of 3 rows are used.")
    assert in_all == "In all: 1 × set aside, 0 × look, 0 × note. Next:", (
        "and the cell is not kept quiet"
    )
    assert check == f"2. python -m kmlib check '{folder}'"
    assert run == f"3. KM_WORKBOOK='{folder}' streamlit run app.py"
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert ("Set aside C3" in said, "Note" in said) == (True, False)


def test_an_empty_template_checks_as_nothing_typed_with_the_tabs_to_begin_with(tmp_path, capsys):
    assert main(["template", str(tmp_path / "hub.xlsx")]) == 0
    assert main(["check", str(tmp_path / "hub.xlsx")]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "Nothing is typed yet: begin with the tabs Teams and Measures."


def test_start_never_writes_over_a_workbook(a_hub, capsys):
    hub = a_hub(Data=GOOD)
    before = hub.read_bytes()

    assert main(["start", str(hub), "--out", str(hub)]) == 1
    assert "is left as it is" in capsys.readouterr().err
    assert hub.read_bytes() == before


def test_start_writes_no_hub_where_nothing_can_be_told_and_says_what_it_looked_at(
    a_hub, tmp_path, capsys
):
    notes = a_hub(name="own.xlsx", Network=None, Teams=None, Measures=None, Diary=["It rained"])

    assert main(["start", str(notes), "--out", str(tmp_path / "first.xlsx")]) == 1
    said = capsys.readouterr().out
    assert "no hub is written" in said
    assert "own.xlsx › Diary: No table of numbers could be recognised" in said
    assert not (tmp_path / "first.xlsx").exists()


def test_start_with_an_empty_folder_says_that_nothing_is_in_it(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert main(["start", str(tmp_path / "empty"), "--out", str(tmp_path / "first.xlsx")]) == 2
    assert "empty" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "many", "1.5"])
def test_a_size_that_is_no_count_is_told_in_words(tmp_path, capsys, number):
    with pytest.raises(SystemExit):
        main(["demo", str(tmp_path), "--teams", number, "--measures", "1", "--periods", "1"])
    assert f"“{number}” is not a whole number from 1" in capsys.readouterr().err


def test_without_a_command_the_help_is_shown(capsys):
    assert main([]) == 2
    assert "check" in capsys.readouterr().out
