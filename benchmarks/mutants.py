"""How many small faults, made one at a time in a module, its own tests find: mutation testing.

`python benchmarks/mutants.py statistics` (or suppression, or values) prints every fault that no
test found, and the table of docs/performance.md; `--write` puts it there. The faults are those of
mutmut, which it needs: `pip install mutmut~=3.8`. They are drawn at random, the same each time, as
many of each module; `--most 10000` tries all of them, `--minutes 10` as many as that leaves time
for, and the next run goes on there. After a test was added, `--again` tries those that no test
found. The work is done in a copy; what came out is kept in a folder of its own, `--kept`.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import textwrap
import time
from collections import Counter
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest
from mutmut.mutation.file_mutation import mutate_file_contents

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.results import machine, write_table

ROOT = Path(__file__).resolve().parents[1]
SEED = 20_260_314  # any; the same faults each time
LONGEST = 10  # times as long as without a fault; a test that takes longer never ends, and finds it
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
ARE_SUCH = "the numbers are of that type anyway"
# What a change that no test finds looks like, if it changes nothing, and why; each was looked at
EQUAL = (
    (r"strict=True.* \+ .*(strict=(False|None)|, \))", "both lists are made of one"),
    (r"(np\.full\(count, -1|limit\(size\).*|np\.array\(values), (dtype=None)?\)", ARE_SUCH),
    (r"np\.(asarray\(np\.bincount|array\(students|array\(\[.* for).*, (None)?\)", ARE_SUCH),
    (r"astype\(None|copy=(True|None)\)", ARE_SUCH),
    (r"cast\(", "read by the type checker alone"),
    (r"set\(\"XX|strip\(\"XX[.;']+XX|or \"XX\+XX\"\)\[0\]", "no text has it"),
    (r"or \"XXXX\"\)\.rstrip|YES_NO else \"XXXX", "no text has it"),
    (r"owner\.get\(row\[0\], (None)?\)", "nothing is as little a team as no name"),
    (r"20 \* ways <= 2", "twenty times something is no power of two"),
    (r"prepend=(-2|\+1|1)\)", "the first point begins a run anyway"),
    (r"append\(off_median\[at\], -2\)", "it stands for no place, as -1 does"),
    (r"max\(useful - 1, 1\)", "one toss has as few crossings as none"),
    (
        r"overlaps = None|islice\(told, (2|None)\)|text\.count\(\"\.\"\) >= 1|equal\(before, None",
        "it takes longer, that is all",
    ),
    (r"is_share\[series\], error, 2\)|error = 101", "limits are the same in any unit"),
    (r"number \* length > 13", "no terms add up to thirteen months"),
    (r"match\[\"week\"\]\), 2\)", "Tuesday lies in the week of its Monday"),
    (r"np\.bincount\(self\.sum, numbers, \)", "every sum has a part"),
    (r"teams\) \* 2", "a correlation has no unit"),
    (
        r"argsort\(better, (kind=(None|\"STABLE\"))?\)",
        "teams that changed alike may stand in any order",
    ),
    (r"number == int\(number\) else 1", "neither is the year of a day"),
    (r"column\.max\(initial=1\)|initial=0\)\) \+ 2|\+ 1\) - column", "rows are told apart as well"),
    (r"np\.zeros\(len\(columns\[0\]\), (None)?\)", "rows are told apart as well"),
    (r"_Sums\(whole_of\[at\], (None|np\.full\(len\(at\), None)", "it is set before it is used"),
    (
        r"\[drawn\], (None)?\)|levels\.max\(\)\) \+ 2|done\.max\(\)\) \+ 2|\(-2, most",
        "of more levels none has a team",
    ),
    (r"> abs\(found\) - 1e-9", "nothing lies apart by just that"),
    (r"default=(None|1)\)", "of no points none is the last"),
    (r"end - found\.start\) / 2", "a date has no half days"),
    (r"getattr\(seen, name\) - gone", "less nothing, or less something unknown, is the same"),
    (r"strict=False.* \+ .*(strict=None|, \))", "that is how it is anyway"),
    (r"ahead >= 0", "nothing ahead was looked at before"),
    (r"rows\.mean\((axis=None, )?keepdims", "every row of ranks has the same mean"),
    (r"rank_correlation or (1|0\) >= 0)", "where nothing goes together nothing is found"),
    (r"\(\(0, 0\), \(1, 1\)\)|max\(initial=1\)", "it is not read, or too few as well"),
    (r"\"XXXX\" if row in nobodys", "no team is called so"),
    (r"seen\.group > 0, 1, np\.arange", "whole teams are no groups"),
    (r"over_parts\(None\)|\(-2, 2", "numpy counts each once, and takes any number below 0 for -1"),
    (r"mean - room, 0, 101\)|mean \+ room, None, 100\)", "the mean is a percent"),
    (r"seen\.start\) / 31\)", "as many months come out"),
    (r"groupby\(here, (None)?\)", "one by one it takes longer, that is all"),
    (r"far\.get\(code, (None)?\)", "every item is among them"),
    (r"np\.where\(None, np\.nan, numbers", "without a whole nothing is added up"),
    (r"but_for > 1\)", "one who is in no group is hidden as few who are in none"),
    (r"bound\[part\], \)", "every sum has a part"),
    (r"change / WORTH", "worth is 1 or -1"),
    (r"is_drawn \| ~hidden", "of other rows no little sheet is drawn"),
)
PYTEST = (
    *("-n0", "-s", "--tb=no", "-p", "no:cacheprovider", "-p", "no:faulthandler"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # of hypothesis, imported here
)


class Fault(NamedTuple):
    """A fault in one function."""

    module: str
    name: str  # as mutmut's switch calls it
    change: str  # the lines that differ

    @property
    def function(self) -> str:
        """In which function it is."""
        return self.name.rpartition("__mutmut_")[0]


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

    def __init__(
        self, faults: list[Fault], tests: dict[str, list[str]], at_once: int, until: float
    ) -> None:
        self.left, self.tests, self.at_once, self.until = faults, tests, at_once, until
        self.passed: list[Fault] = []  # the faults with which all tests of their module pass
        self.took: dict[str, float] = {}  # seconds of a processor by test, without a fault
        self.found_by: Counter[tuple[str, str]] = Counter()  # by function and test

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run them without a fault, then with each, those first that found its like."""
        seconds = Path("seconds.json")
        if os.waitpid(self.begin(session.items, None, seconds), 0)[1]:
            sys.exit("Some test fails without any fault.")
        self.took = json.loads(seconds.read_text(encoding="utf-8"))
        running: dict[int, Fault] = {}
        while True:
            while self.left and len(running) < self.at_once and time.time() < self.until:
                print(len(self.left), "left", end="\r", file=sys.stderr, flush=True)
                fault = self.left.pop(0)
                running[self.begin(self.in_order(session.items, fault), fault)] = fault
            if not running:
                return True
            process, status = os.wait()
            fault, failed = running.pop(process), Path(f"{process}.txt")
            if status == 0:
                self.passed.append(fault)
                print(f"{fault.module} {fault.name}\n{fault.change}\n", flush=True)
            elif failed.exists():
                self.found_by[fault.function, failed.read_text(encoding="utf-8")] += 1

    def in_order(self, items: list[pytest.Item], fault: Fault) -> list[pytest.Item]:
        """The tests of a fault's module: what found most in its function, then what is quick."""
        some = [i for i in items if i.nodeid.startswith(tuple(self.tests[fault.module]))]
        by, took = self.found_by, self.took
        return sorted(some, key=lambda i: (-by[fault.function, i.nodeid], took[i.nodeid]))

    def begin(
        self, items: list[pytest.Item], fault: Fault | None, seconds: Path | None = None
    ) -> int:
        """Begin to run these tests until one fails; the number of the process that does."""
        if process := os.fork():
            return process
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        if fault:
            module = fault.module[:-3].replace("/", ".")
            os.environ["MUTANT_UNDER_TEST"] = f"{module}.{fault.name}"
        took = {}
        for item, after in zip(items, [*items[1:], None], strict=True):
            if fault:
                signal.setitimer(signal.ITIMER_PROF, 2 + LONGEST * self.took[item.nodeid])
            begun = time.process_time()
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
            took[item.nodeid] = time.process_time() - begun
            if item.session.testsfailed:
                Path(f"{os.getpid()}.txt").write_text(item.nodeid, encoding="utf-8")
                os._exit(1)
        if seconds:
            seconds.write_text(json.dumps(took), encoding="utf-8")
        os._exit(0)


class Score(NamedTuple):
    """How many faults of one module its tests find."""

    possible: int
    made: int
    missed: list[Fault]

    @property
    def row(self) -> list[str]:
        """Its cells in the table."""
        alike = sum(why_equal(fault) is not None for fault in self.missed)
        found, real = self.made - len(self.missed), max(self.made - alike, 1)
        made = "all" if self.made == self.possible else f"{self.made:,} drawn"
        shares = (f"{100 * found / of:.1f} %" for of in (max(self.made, 1), real))
        return [f"{self.possible:,}", made, f"{found:,}", str(alike), *shares]


def why_equal(fault: Fault) -> str | None:
    """Why a fault changes nothing that anybody could see; None where it does."""
    change = " ".join(fault.change.split())
    return next((why for pattern, why in EQUAL if re.search(pattern, change)), None)


def scores(folder: Path) -> dict[str, Score]:
    """What is kept of each module, by its path."""
    kept = {}
    for module in (module for modules in GROUPS.values() for module in modules):
        file = folder / f"{Path(module).stem}.json"
        if file.exists():
            possible, made, missed = json.loads(file.read_text(encoding="utf-8"))
            kept[module] = Score(possible, made, [Fault(*fault) for fault in missed])
    return kept


def table(found: dict[str, Score]) -> list[str]:
    """The table of the docs, and why some faults are none."""
    heads = ("module", "faults", "made", "found", "change nothing", "found of made", "of others")
    rows = [heads, ("---",) * len(heads)]
    for group, modules in GROUPS.items():
        for module in modules:
            cells = found[module].row if module in found else ["not run", *[""] * 5]
            rows.append((f"{group}: `{module.removeprefix('kmlib/')}`", *cells))
    missed = [fault for score in found.values() for fault in score.missed]
    whys = Counter(filter(None, map(why_equal, missed)))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    said = "; ".join(f"{why} ({many})" for why, many in whys.most_common())
    return [*lines, "", *textwrap.wrap(f"Why {whys.total()} of them change nothing: {said}.", 100)]


def faults_to_make(asked: argparse.Namespace, kept: dict[str, Score]) -> dict[str, Score]:
    """Of each module what is kept, or nothing yet, but with the faults to make now as missed."""
    drawn = {}
    for module in GROUPS[asked.group]:
        if asked.only not in module:
            continue
        every = with_faults(module)
        score = kept.get(module)
        if not score or score.possible != len(every):
            score = kept[module] = Score(len(every), 0, [])
        if asked.again:
            names = {fault.name for fault in score.missed if not why_equal(fault)}
            some = [fault for fault in every if fault.name in names]
        else:
            some = random.Random(SEED).sample(every, len(every))[::-1]
            some = some[score.made : score.made + asked.most]
        drawn[module] = score._replace(missed=some)
    return drawn


def main() -> None:
    """Make the faults, run the tests, print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--most", type=int, default=60, help="how many faults to make a module")
    parser.add_argument("--only", default="", help="only modules with this in their path")
    parser.add_argument("--at-once", type=int, default=os.cpu_count())
    parser.add_argument("--minutes", type=float, default=600, help="then begin no more")
    parser.add_argument("--again", action="store_true", help="only those missed the last time")
    parser.add_argument("--write", action="store_true", help="put all scores into the docs")
    parser.add_argument("--kept", type=Path, default=Path(tempfile.gettempdir(), "kmlib-mutants"))
    asked = parser.parse_args()
    asked.kept.mkdir(exist_ok=True)
    kept = scores(asked.kept)
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
        drawn = faults_to_make(asked, kept)
        tests = {module: GROUPS[asked.group][module] for module in drawn}
        files = sorted({name for some in tests.values() for name in some})
        os.environ["MUTANT_UNDER_TEST"] = ""
        faults = [fault for score in drawn.values() for fault in score.missed]
        trials = Trials(faults, tests, asked.at_once, time.time() + 60 * asked.minutes)
        if pytest.main([*files, *PYTEST], plugins=[trials]):
            sys.exit("The tests cannot be run.")
    for module, score in drawn.items():
        left = [fault for fault in trials.left if fault.module == module]
        now = [fault for fault in trials.passed if fault.module == module]
        before = kept[module].missed
        if asked.again:
            missed = [fault for fault in before if why_equal(fault)] + left + now
            made = score.made
        else:
            missed, made = before + now, score.made + len(score.missed) - len(left)
        file = asked.kept / f"{Path(module).stem}.json"
        file.write_text(json.dumps(Score(score.possible, made, missed)), encoding="utf-8")
    lines = table(scores(asked.kept))
    print("\n".join(lines))
    if asked.write:
        write_table("<!-- written by benchmarks/mutants.py -->", [*lines, "", f"{machine()}."])


if __name__ == "__main__":
    main()
