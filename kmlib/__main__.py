"""The command line: check, snapshot, template, start and demo.

What a command needs beyond the reader is imported when it runs, so that `check` stays small.
"""

import argparse
import datetime as dt
import itertools
import json
import os
import shlex
import shutil
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import kmlib
from kmlib.findings import MOST_SEVERE_FIRST, SEVERITY_WORDS, Finding, Severity, alike
from kmlib.network import NOTHING_TYPED, Network, SourceCount
from kmlib.reading.cells import SourceError

DEMO_SIZE = ("teams", "measures", "periods")
TOLD_OF_A_KIND = 20  # project choice: who mends those knows what to look for
CELLS_NAMED = 12  # project choice: more addresses than one line holds help nobody


class KindParser(argparse.ArgumentParser):
    """A parser that says what to type instead of what was wrong alone."""

    def error(self, message: str) -> NoReturn:
        """Say it in one line, name the help, and leave with 2."""
        print(f"{message}\nSee how it is used: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = command_parser()
    options = parser.parse_args(arguments)
    if not options.command:
        parser.print_help()
        return 2
    try:
        return int(options.run(options))
    except SourceError as error:
        finding = error.finding
        print(f"{finding.what} {finding.why}\n{finding.fix}", file=sys.stderr)
        return 2
    except FileExistsError as error:
        print(f"“{error}” is there already and is left as it is. Give a new name.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of the pipe has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"“{error.filename}” could not be written: {error.strerror}.", file=sys.stderr)
        return 1


def command_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = KindParser(prog="python -m kmlib", description=kmlib.__doc__)
    commands = parser.add_subparsers(dest="command", title="commands", metavar="")

    reading = KindParser(add_help=False)
    reading.add_argument(
        "source",
        nargs="+",
        metavar="SOURCE",
        help="a workbook, a folder of them, a snapshot, or the link of a Google Sheet",
    )
    reading.add_argument(
        "--hub", metavar="FILE", help="read them with the teams and measures of this hub workbook"
    )

    check = commands.add_parser("check", parents=[reading], help="say what is wrong in the sheets")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.set_defaults(run=run_check)

    snapshot = commands.add_parser(
        "snapshot", parents=[reading], help="write the CSV snapshot, small groups taken out"
    )
    snapshot.add_argument("--out", required=True, type=Path, metavar="PLACE", help="folder or .zip")
    snapshot.set_defaults(run=run_snapshot)

    template = commands.add_parser("template", help="write an empty hub workbook")
    template.add_argument("file", type=Path, metavar="FILE.xlsx")
    template.set_defaults(run=run_template)

    start = commands.add_parser("start", help="propose a hub workbook out of files you have")
    start.add_argument("source", nargs="+", metavar="SOURCE", help="workbooks, folders or links")
    start.add_argument("--out", required=True, type=Path, metavar="HUB.xlsx", help="a new file")
    start.set_defaults(run=run_start)

    demo = commands.add_parser("demo", help="write a made-up network of any size")
    demo.add_argument("folder", type=Path, metavar="FOLDER")
    for name in DEMO_SIZE:
        demo.add_argument(f"--{name}", required=True, type=a_count, metavar="N")
    demo.add_argument("--messy", action="store_true", help="with the slips that people make")
    demo.add_argument("--learning", action="store_true", help="with every other tab, too")
    demo.add_argument("--seed", type=int, default=1, metavar="N", help="another one a number")
    demo.set_defaults(run=run_demo)
    return parser


def a_count(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1")
    return int(text)


def run_check(options: argparse.Namespace) -> int:
    """Print what was found; 0 nothing was set aside, 1 something was, 2 nothing opened."""
    try:
        with busy("Reading") as progress:
            network = kmlib.load(*options.source, hub=options.hub, progress=progress)
    except SourceError as error:
        if not options.json:
            raise
        print(as_json(dt.date.today(), (), (error.finding,)))
        return 2
    if options.json:
        print(as_json(network.as_of, network.sources, network.findings))
    else:
        print(*report(network, bold=sys.stdout.isatty()), sep="\n")
    if not network.sources:
        return 2
    return int(any(finding.severity == Severity.ERROR for finding in network.findings))


def as_json(as_of: dt.date, sources: Sequence[SourceCount], findings: Sequence[Finding]) -> str:
    """The one object of `check --json`."""
    found = {
        "as_of": as_of.isoformat(),
        "sources": [
            {name: count for name, count in source._asdict().items() if name != "team"}
            for source in sources
        ],
        "findings": [finding._asdict() for finding in findings],
    }
    return json.dumps(found, indent=2)


def report(network: Network, *, bold: bool) -> Iterator[str]:
    """What was found, in lines for people: by workbook and tab, most severe first."""
    strong: Callable[[str], str] = (lambda text: f"\033[1m{text}\033[0m") if bold else str
    for source in network.sources:
        yield strong(printable(source.name)) + ": " + accounting(source)
    places: dict[tuple[str, str], list[Finding]] = {}
    for finding in network.findings:
        places.setdefault((finding.source, finding.sheet), []).append(finding)
    for place, here in places.items():
        yield ""
        yield strong(printable(" › ".join(filter(None, place))))
        here.sort(key=lambda finding: MOST_SEVERE_FIRST.index(finding.severity))
        yield from map(printable, lines_of_a_tab(alike(here)))
    yield ""
    yield f"{NOTHING_TYPED}." if network.says_nothing_yet else in_all(network.findings)


def accounting(source: SourceCount) -> str:
    """The rows of one source in words; used, set aside and blank make all that were read."""
    return (
        f"{source.rows_read:,} rows read: {source.rows_accepted:,} used, "
        f"{source.rows_set_aside:,} set aside, {source.rows_blank:,} blank. "
        f"Outside the tables: {source.rows_outside:,} rows of titles, notes, headers and totals."
    )


def lines_of_a_tab(groups: Iterable[Sequence[Finding]]) -> Iterator[str]:
    """The findings of one tab, a few of each kind; how many more there are of it."""
    told: Counter[str] = Counter()
    more: Counter[str] = Counter()
    for same in groups:
        told[same[0].code] += 1
        if told[same[0].code] <= TOLD_OF_A_KIND:
            yield from finding_lines(same)
        else:
            more[same[0].code] += len(same)
    for code, cells in more.items():
        yield f"  And {cells:,} more under {code}: check --json names each."


def finding_lines(same: Sequence[Finding]) -> Iterator[str]:
    """One finding, its texts, and the other cells that say the same."""
    first, *others = same
    yield (
        f"  {SEVERITY_WORDS[first.severity].capitalize()} {first.cell}".rstrip() + f": {first.what}"
    )
    if others:
        named = ", ".join(finding.cell for finding in others[:CELLS_NAMED])
        more = " …" if len(others) > CELLS_NAMED else ""
        cells = "1 more cell" if len(others) == 1 else f"{len(others):,} more cells"
        yield f"      and {cells} like it: {named}{more}"
    yield f"      {first.why}"
    yield f"      {first.fix}"


def in_all(findings: Sequence[Finding]) -> str:
    """How many findings of each severity, in words."""
    if not findings:
        return "Every row arrived; nothing to mend."
    count = Counter(finding.severity for finding in findings)
    words = (f"{count[severity]:,} × {word}" for severity, word in SEVERITY_WORDS.items())
    return f"In all: {', '.join(words)}."


def printable(text: str) -> str:
    """The text without characters that would steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def run_snapshot(options: argparse.Namespace) -> int:
    """Write the snapshot of what may be published."""
    from kmlib.export.snapshot import write_snapshot

    with busy("Reading") as progress:
        network = kmlib.load(*options.source, hub=options.hub, progress=progress)
        published = kmlib.publish(network)
    with busy("Writing"):
        write_snapshot(published, options.out)
    print(f"Wrote {options.out}: {len(published.observations):,} observations.")
    print(published.privacy.sentence)
    return 0


def is_new_workbook(path: Path) -> bool:
    """Whether a workbook may be written there; a wrong ending is told.

    Raises:
        FileExistsError: there is a file already.
    """
    if path.suffix.lower() != ".xlsx":
        print(f"Give the file a name that ends in .xlsx: {path}.xlsx", file=sys.stderr)
        return False
    if path.exists():
        raise FileExistsError(path)
    return True


def run_start(options: argparse.Namespace) -> int:
    """Write a first hub workbook, read the files with it, and say what to do next."""
    from kmlib.export.start import write_start

    if not is_new_workbook(options.out):
        return 2
    with busy("Reading") as progress:
        proposal = write_start(options.source, options.out)
        if was_written := options.out.exists():
            folder = options.out.resolve().parent
            is_among = any(Path(source).resolve() == folder for source in options.source)
            hub = None if is_among else options.out
            network = kmlib.load(*options.source, hub=hub, progress=progress)
    print(*map(printable, proposal.in_words), sep="\n")
    if was_written:
        print(*next_steps(network, options, is_among=is_among), sep="\n")
    return int(not was_written)


def next_steps(network: Network, options: argparse.Namespace, *, is_among: bool) -> Iterator[str]:
    """What is used of the files that a hub was proposed for, and what to do with the hub."""
    files = [source for source in network.sources if source.name != options.out.name]
    used = sum(source.rows_accepted for source in files)
    read = sum(source.rows_read for source in files)
    with_hub = [] if is_among else ["--hub", str(options.out)]
    is_all = is_among and len(options.source) == 1
    place = shlex.quote(options.source[0]) if is_all else "THAT_FOLDER"
    yield f"Wrote {options.out}. Read with it, {used:,} of {read:,} rows are used."
    yield f"{in_all(network.findings)} Next:"
    yield "1. Open it. Yellow is a guess; keep a name you change under “Also known as”."
    yield f"2. {as_typed('python')} -m kmlib check {shlex.join([*with_hub, *options.source])}"
    together = "" if is_all else "With all in one folder: "
    yield f"3. {together}KM_WORKBOOK={place} {as_typed('streamlit')} run app.py"


def as_typed(program: str) -> str:
    """A program beside this Python as typed here, with its place where its name is not enough."""
    beside = Path(sys.executable).with_name(program)
    if not beside.exists() or Path(shutil.which(program) or "") == beside:
        return program
    here = Path.cwd()
    return shlex.quote(str(beside.relative_to(here) if beside.is_relative_to(here) else beside))


def run_template(options: argparse.Namespace) -> int:
    """Write the empty hub workbook."""
    from kmlib.export.template import write_template

    if not is_new_workbook(options.file):
        return 2
    write_template(options.file)
    print(f"Wrote {options.file}. Fill Teams and Measures first; every header has a comment.")
    return 0


def run_demo(options: argparse.Namespace) -> int:
    """Write a made-up network."""
    from kmlib.export.demo import write_demo

    asked = {name: getattr(options, name) for name in (*DEMO_SIZE, "messy", "learning", "seed")}
    with busy("Writing"):
        made = write_demo(options.folder, groups=options.learning, **asked)
    print(f"Wrote {made.folder}: {made.rows:,} data rows, {len(made.faults):,} planted faults.")
    return 0


@contextmanager
def busy(doing: str) -> Iterator[Callable[[str], None]]:
    """A moving bar on standard error while work takes over a second; nothing in a pipe.

    Yields:
        What to call with the name of each thing that the work comes to.
    """
    done = threading.Event()
    things = [""]

    def draw(line: str) -> None:
        print(f"\r\033[K{printable(line)[:78]}", end="", file=sys.stderr, flush=True)

    def keep_drawing() -> None:
        for second in itertools.count(1):
            if done.wait(1):
                break
            bar = f"{'███':>{second % 10 + 3}}"
            draw(f"|{bar:12}| {second} s  {doing} {things[-1]}")
        draw("")

    drawer = threading.Thread(target=keep_drawing, daemon=True)
    if sys.stderr.isatty():
        drawer.start()
    try:
        yield things.append
    finally:
        done.set()
        if drawer.ident:
            drawer.join()


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console of few letters
    raise SystemExit(main())
