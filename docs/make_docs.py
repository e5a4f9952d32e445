"""Write the parts of the docs that derive from the code: `python docs/make_docs.py`.

docs/findings.md comes from the rules for cells, docs/tabs.md and the README's table of tabs from the
row models, docs/rules.md from everything that judges. A test compares what stands there with what this would write.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs.coverage import BEYOND, FRICTIONLESS, Covered  # noqa: E402
from docs.rules import rules_page  # noqa: E402
from kmlib.findings import RULES, Rule, Severity  # noqa: E402
from kmlib.schema import TABS, FieldSpec, Row, fields_of, words_for  # noqa: E402

BEGIN, END = "<!-- tabs: written by docs/make_docs.py -->", "<!-- end of tabs -->"
SEVERITY_WORDS = {
    Severity.ERROR: "set aside: something could not be used",
    Severity.WARNING: "look: it was used, but may not be meant",
    Severity.NOTE: "note: good to know",
}
GROUPS = {
    "core": "Core",
    "learning": "Learning",
    "programme": "Programme",
    "steering": "Steering the dashboard",
}


def documents() -> dict[Path, str]:
    """Every derived document by path, as it should stand."""
    readme = ROOT / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    return {
        ROOT / "docs" / "findings.md": findings_page(),
        ROOT / "docs" / "tabs.md": tabs_page(),
        ROOT / "docs" / "rules.md": rules_page(),
        readme: f"{before}{BEGIN}\n{tabs_table()}\n{END}{after}",
    }


def findings_page() -> str:
    """Every kind of finding with its texts."""
    lines = [
        "# Findings",
        "",
        "What the sheet check can say about a cell, a tab or a workbook. Words in {braces} are",
        "filled in from the sheet. Codes are never renamed. Written by `python docs/make_docs.py`.",
    ]
    for severity, words in SEVERITY_WORDS.items():
        lines += ["", f"## {severity.value}", "", words[0].upper() + words[1:] + "."]
        lines += [line for rule in RULES if rule.severity == severity for line in rule_lines(rule)]
    lines += ["", "## What other checkers find", ""]
    lines += ["What stands here for each error of frictionless about headers, rows and cells:", ""]
    lines += ["| frictionless | here |", "|---|---|", *map(covered_line, FRICTIONLESS)]
    lines += ["", "And for what it has no error:", ""]
    lines += ["| what | here | shown by |", "|---|---|---|"]
    lines += [f"{covered_line(one)} {one.test.replace('_', ' ')} |" for one in BEYOND]
    return "\n".join(lines) + "\n"


def covered_line(one: Covered) -> str:
    """The first two cells of a row: what should be noticed, and how it is."""
    codes = ", ".join(f"`{code}`" for code in one.codes)
    return f"| {one.what} | {'; '.join(filter(None, (codes, one.words)))} |"


def rule_lines(rule: Rule) -> Iterable[str]:
    """One rule: its code and its three texts."""
    return (
        "",
        f"### {rule.code}",
        "",
        f"- Found: {rule.what}",
        f"- Why it matters: {rule.why}",
        f"- How to mend it: {rule.fix}",
    )


def tabs_page() -> str:
    """Every tab with its columns."""
    lines = [
        "# Tabs and columns",
        "",
        "Tabs and columns are matched by meaning: case, blanks and punctuation do not matter, and",
        "each may be called by the other names given. \\* means needed in every row; several",
        "values in a cell are separated by `;` or a line break. Written by",
        "`python docs/make_docs.py`.",
    ]
    for model in TABS:
        also = f" Also read as: {', '.join(model.TAB.titles[1:])}." if model.TAB.also else ""
        lines += ["", f"## {model.TAB.title}", "", f"For {model.TAB.lights}.{also}", ""]
        lines += ["| column | holds | also called | example |", "|---|---|---|---|"]
        lines += [column_line(spec) for spec in fields_of(model)]
    return "\n".join(lines) + "\n"


def column_line(spec: FieldSpec) -> str:
    """One row of a tab's table of columns."""
    column = spec.column
    holds = words_for(spec.kind) + (", several" if spec.many else "")
    holds += f", from the {column.refers} tab" if column.refers else ""
    holds += f"; empty means {column.default}" if column.default else ""
    star = r"\*" if spec.required else ""
    return f"| {column.title}{star} | {holds} | {', '.join(column.titles[1:])} | {column.example} |"


def tabs_table() -> str:
    """The README's table: one row a tab."""
    lines = ["| tab | for | columns |", "|---|---|---|"]
    for part, name in GROUPS.items():
        lines.append(f"| **{name}** | | |")
        lines += [tab_line(model) for model in TABS if model.__module__.endswith(f".{part}")]
    return "\n".join(lines)


def tab_line(model: type[Row]) -> str:
    """One tab: what it shows, and its columns, the needed ones with a star."""
    titles = [spec.column.title + (r"\*" if spec.required else "") for spec in fields_of(model)]
    return f"| {model.TAB.title} | {model.TAB.lights} | {', '.join(titles)} |"


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
