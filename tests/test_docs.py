import re
from pathlib import Path

import pytest

from docs.coverage import BEYOND, FRICTIONLESS
from docs.make_docs import documents
from kmlib import findings
from kmlib.findings import RULE_BY_CODE, RULES, Rule

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line.strip() for line in README.splitlines() if line.startswith("    python3 -m venv")]
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
CONSTANTS = {rule.code: name for name, rule in vars(findings).items() if isinstance(rule, Rule)}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_the_docs_say_what_the_code_says(path):
    assert path.read_text(encoding="utf-8") == documents()[path], "run: python docs/make_docs.py"


def test_the_readme_quotes_the_two_commands_that_are_run_for_every_change():
    lines = [line.strip() for line in (ROOT / ".ci" / "run").read_text().splitlines()]
    assert len(COMMANDS) == 2
    assert all(command in lines for command in COMMANDS)


def test_every_file_that_the_readme_points_to_is_there():
    targets = {part.split(")")[0] for part in README.split("](")[1:]}
    local = {target for target in targets if not target.startswith("http")}
    assert {target for target in local if not (ROOT / target).exists()} == set()


def test_the_code_of_every_rule_is_unique():
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("code", CONSTANTS)
def test_every_rule_is_made_by_some_test(code):
    assert re.search(rf"\b{CONSTANTS[code]}\b|[\"']{code}[\"']", TESTS)


@pytest.mark.parametrize("one", [*FRICTIONLESS, *BEYOND], ids=lambda one: one.what)
def test_what_other_checkers_find_is_a_finding_here_or_said_why_not(one):
    assert set(one.codes) <= RULE_BY_CODE.keys()
    assert one.codes or one.words
    assert not one.test or f"def {one.test}(" in TESTS


def test_every_error_of_frictionless_about_a_table_stands_in_the_docs():
    errors = vars(pytest.importorskip("frictionless").errors).values()
    families = {f"{name}-error" for name in ("row", "cell", "header", "label", "table", "file")}
    tagged = {e.type for e in errors if isinstance(e, type) and getattr(e, "tags", ())} - families
    assert tagged - {one.what for one in FRICTIONLESS} == set()
