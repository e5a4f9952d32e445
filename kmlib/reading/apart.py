"""Reading apart: what may take too much memory or time is read in a process of its own.

The readers of workbooks can end their whole process on a file that is damaged, or made to do
harm; that must not be the process that serves the dashboard.
"""

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from kmlib.findings import Finding
from kmlib.reading.cells import SourceError, Workbook
from kmlib.reading.guards import refusing

LONGEST_READ = 60  # project choice: seconds for one workbook
MOST_MEMORY = 1 << 30  # project choice: bytes for the same, as much as a small server can spare

ONE_AT_A_TIME = Lock()  # so that a folder of such workbooks takes no more
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # each further one would take its share of memory
# All that an answer may be made of: even a process taken over could make its parent run nothing
ANSWERS = {
    ("kmlib.reading.cells", "Workbook"), ("kmlib.reading.cells", "Tab"),
    ("kmlib.findings", "Finding"), ("datetime", "date"), ("datetime", "time"),
    ("datetime", "datetime"), ("datetime", "timedelta"),
}  # fmt: skip


class _Answer(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        """One of the few classes that an answer is made of."""
        if (module_name, global_name) not in ANSWERS:
            raise pickle.UnpicklingError(global_name)
        return super().find_class(module_name, global_name)


def read_apart(data: bytes, name: str) -> Workbook:
    """Read a workbook in a process of its own, with limits to its memory and time.

    Raises:
        SourceError: it cannot be read, or not within these limits.
    """
    too_long = f"it was not read within {LONGEST_READ} seconds"
    with refusing(name, too_long, subprocess.TimeoutExpired), ONE_AT_A_TIME:
        child = subprocess.run(
            [sys.executable, "-m", __spec__.name],
            input=pickle.dumps((data, name)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_READ,
            env=os.environ | ONE_THREAD,
            cwd=Path(__file__).parents[2],  # where this module is found by its name
            check=False,
        )
    ended = "its parts do not fit together, or they take too much memory"
    with refusing(name, ended, pickle.UnpicklingError, EOFError):
        answer: Workbook | Finding = _Answer(BytesIO(child.stdout)).load()
    if isinstance(answer, Finding):
        raise SourceError(answer)
    return answer


def answer_parent() -> None:
    """Read the workbook that arrives on standard input; hand it, or a finding, back."""
    from kmlib.reading.excel import read_doubtful  # which needs this module itself

    data, name = pickle.load(sys.stdin.buffer)
    if sys.platform != "win32":  # Windows keeps no such limits
        import resource

        for limit, most in (
            (resource.RLIMIT_AS, MOST_MEMORY),
            (resource.RLIMIT_CPU, LONGEST_READ),
        ):
            with suppress(OSError, ValueError):  # not every system keeps each of them
                resource.setrlimit(limit, (most, most))
    answer: Workbook | Finding
    try:
        answer = read_doubtful(data, name)
    except SourceError as error:
        answer = error.finding
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    answer_parent()
