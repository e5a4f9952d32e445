"""How many small faults, made one at a time in a module, its own tests find: mutation testing.

`python benchmarks/mutants.py statistics` (or suppression, or values) prints the score that stands
in docs/testing.md, after every fault that no test found. The faults are those of mutmut, which it
needs: `pip install mutmut~=3.8`. They are drawn at random, the same each time, as many of each
module; `--most 10000` tries all of them. The work is done in a copy.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest
from mutmut.mutation.file_mutation import mutate_file_contents

ROOT = Path(__file__).resolve().parents[1]
SEED = 20_260_314  # any; the same faults each time
LONGEST = 300  # seconds; what takes longer never ends, which is found too
ANALYSIS = ("run_chart", "limits", "practices", "funnel", "equity")
GROUPS = {  # the modules, and the tests that are meant to hold them
    "statistics": {f"kmlib/analysis/{x}.py": [f"tests/analysis/test_{x}.py"] for x in ANALYSIS},
    "suppression": {f"kmlib/{x}.py": ["tests/test_privacy.py"] for x in ("privacy", "complements")},
    "values": {
        f"kmlib/reading/{module}.py": [f"tests/reading/test_{held_by}.py"]
        for module, held_by in (
            ("values", "values"),
            ("number_spellings", "values"),
            ("periods", "periods"),
            ("period_spellings", "periods"),
        )
    },
}
PYTEST = (
    *("-n0", "-s", "--tb=no", "-p", "no:cacheprovider", "-p", "no:faulthandler"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # of hypothesis, imported here
)


class Fault(NamedTuple):
    """A fault in one function."""

    module: str
    name: str  # as mutmut's switch calls it
    change: str  # the lines that differ


def without_decorators(code: str) -> str:
    """The code, its decorators called after the function: mutmut passes by a decorated one.

    What is kept from call to call is not kept, or an earlier answer would hide a fault.
    """
    lines = code.splitlines()
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.FunctionDef) or len(node.decorator_list) != 1:
            continue
        [decorator], margin = node.decorator_list, " " * node.col_offset
        name = ast.unparse(decorator)
        if name != "classmethod":
            lines[decorator.lineno - 1] = ""
        if name in ("property", "once_a_network"):
            lines[node.end_lineno - 1] += f"\n{margin}{node.name} = {name}({node.name})"
    return "\n".join(lines) + "\n"


def with_faults(module: str) -> list[Fault]:
    """Every fault that can be made in a module of the copy, each behind its switch there."""
    path = Path(module)
    made = mutate_file_contents(module, without_decorators(path.read_text(encoding="utf-8")))
    path.write_text(made.code, encoding="utf-8")
    lines, spans = made.code.splitlines(), made.line_span_by_function_name

    def body(name: str) -> list[str]:
        span = spans[name]
        return [line for line in lines[span.start - 1 : span.end] if name not in line]

    faults = []
    for name in made.mutant_names:
        right = body(f"{name.rpartition('_')[0]}_orig")
        changed = difflib.unified_diff(right, body(name), n=0, lineterm="")
        change = [line for line in changed if line[:3] not in ("---", "+++") and line[0] != "@"]
        faults.append(Fault(module, name, "\n".join(change)))
    return faults


class Trials:
    """A pytest plugin that runs what was collected once for each fault, in a process of its own."""

    def __init__(self, faults: list[Fault], tests: dict[str, list[str]], at_once: int) -> None:
        self.faults, self.tests, self.at_once = faults, tests, at_once
        self.passed: list[Fault] = []  # the faults with which all tests of their module pass

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run them without a fault, then with each, those first that take no time."""
        seconds = Path("seconds.json")
        if os.waitpid(self.begin(session, session.items, None, seconds), 0)[1]:
            sys.exit("Some test fails without any fault.")
        took = json.loads(seconds.read_text(encoding="utf-8"))
        items = sorted(session.items, key=lambda item: took[item.nodeid])
        running: dict[int, Fault] = {}
        left = list(self.faults)
        while left or running:
            while left and len(running) < self.at_once:
                fault = left.pop()
                some = [i for i in items if i.nodeid.startswith(tuple(self.tests[fault.module]))]
                running[self.begin(session, some, fault)] = fault
            process, status = os.wait()
            fault = running.pop(process)
            if status == 0:
                self.passed.append(fault)
                print(f"{fault.module} {fault.name}\n{fault.change}\n", flush=True)
        return True

    def begin(
        self,
        session: pytest.Session,
        items: list[pytest.Item],
        fault: Fault | None,
        seconds: Path | None = None,
    ) -> int:
        """Begin to run these tests until one fails; the number of the process that does."""
        if process := os.fork():
            return process
        signal.alarm(LONGEST)
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        if fault:
            module = fault.module[:-3].replace("/", ".")
            os.environ["MUTANT_UNDER_TEST"] = f"{module}.{fault.name}"
        took = {}
        for item, after in zip(items, [*items[1:], None], strict=True):
            begun = time.process_time()
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
            took[item.nodeid] = time.process_time() - begun
            if session.testsfailed:
                os._exit(1)
        if seconds:
            seconds.write_text(json.dumps(took), encoding="utf-8")
        os._exit(0)


def main() -> None:
    """Make the faults, run the tests, print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--most", type=int, default=60, help="how many faults to make a module")
    parser.add_argument("--only", default="", help="only faults with this in their name")
    parser.add_argument("--at-once", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    tests = GROUPS[asked.group]
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for name in ("kmlib", "tests", "sample_sheets", "docs", "benchmarks"):
            shutil.copytree(ROOT / name, name)
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, name)
        with Path("pyproject.toml").open("a", encoding="utf-8") as settings:
            settings.write('[tool.mutmut]\nsource_paths = ["kmlib"]\n')
        sys.path[0] = folder
        hypothesis.settings.register_profile(
            "once", derandomize=True, database=None, phases=[hypothesis.Phase.generate]
        )
        hypothesis.settings.load_profile("once")
        drawn, possible = [], {}
        for module in tests:
            every = [
                fault for fault in with_faults(module) if asked.only in f"{module} {fault.name}"
            ]
            drawn += random.Random(SEED).sample(every, min(asked.most, len(every)))
            possible[module] = len(every)
        files = sorted({name for some in tests.values() for name in some})
        os.environ["MUTANT_UNDER_TEST"] = ""
        trials = Trials(drawn, tests, asked.at_once)
        if pytest.main([*files, *PYTEST], plugins=[trials]):
            sys.exit("The tests cannot be run.")
    for module, many in possible.items():
        made, missed = (sum(f.module == module for f in some) for some in (drawn, trials.passed))
        print(f"| `{module}` | {made} of {many} | {made - missed} | {missed} |")


if __name__ == "__main__":
    main()
