"""The examples of CONTRIBUTING.md, each done word for word in a copy of this folder and run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", CONTRIBUTING, re.M | re.S))
STEP = re.compile(
    r"^(?:(?P<how>At the end of|As|In) `(?P<path>[^`]+)`"
    r"(?:, (?P<where>before|instead of) `(?P<line>[^\n]+)`)?|Run):\n\n"
    r"```(?:python|text|sh)\n(?P<block>.*?)```$",
    re.M | re.S,
)
NEEDED = ("app.py", "README.md", "CONTRIBUTING.md", "pyproject.toml", ".streamlit", ".ci")
FOLDERS = ("kmlib", "pages", "docs", "tests", "sample_sheets")


def changed(text, step):
    """The text of a file after a step; it must say just once where the step belongs."""
    if step["how"] == "At the end of":
        return f"{text}\n\n{step['block']}"
    at = step["line"]
    assert text.count(at) == 1, f"{step['path']} has {text.count(at)} × {at}"
    if step["where"] == "instead of":
        return text.replace(at, step["block"].rstrip("\n"))
    begins = text.rindex("\n", 0, text.index(at)) + 1
    return text[:begins] + step["block"] + text[begins:]


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_of_contributing_works_word_for_word(title, tmp_path):
    for name in FOLDERS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in NEEDED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    steps = list(STEP.finditer(EXAMPLES[title]))
    assert EXAMPLES[title].count("```") == 2 * len(steps), "a block that no step introduces"
    commands = []
    for step in steps:
        if step["path"] is None:
            commands += step["block"].splitlines()
            continue
        path = tmp_path / step["path"]
        known = "" if step["how"] == "As" else path.read_text(encoding="utf-8")
        text = step["block"] if step["how"] == "As" else changed(known, step)
        path.write_text(text, encoding="utf-8")
    assert commands
    about_this_run = re.compile("PYTEST|COVERAGE")
    environment = {n: value for n, value in os.environ.items() if not about_this_run.search(n)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in commands:
        ran = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
