"""Write the parts of the docs that derive from the code: `python docs/make_docs.py`.

docs/findings.md comes from the rules for cells, docs/tabs.md and the README's table of tabs from
the row models, docs/rules.md from everything that judges, the lists of docs/architecture.md from
the modules and the test of their layers. A test compares what stands there with what this writes.
"""

import ast
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs.coverage import BEYOND, FRICTIONLESS, Covered  # noqa: E402
from docs.rules import rules_page  # noqa: E402
from kmlib.findings import RULES, Rule, Severity  # noqa: E402
from kmlib.schema import TABS, FieldSpec, Row, fields_of, words_for  # noqa: E402
from tests.test_layers import FILES, LAYERS  # noqa: E402

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
    readme, architecture = ROOT / "README.md", ROOT / "docs" / "architecture.md"
    return {
        ROOT / "docs" / "findings.md": findings_page(),
        ROOT / "docs" / "tabs.md": tabs_page(),
        ROOT / "docs" / "rules.md": rules_page(),
        readme: with_parts(readme, tabs=tabs_table()),
        architecture: with_parts(architecture, rooms=rooms_list(), modules=modules_list()),
    }


def with_parts(page: Path, **parts: str) -> str:
    """A page with what stands between its marks written anew."""
    text = page.read_text(encoding="utf-8")
    for name, part in parts.items():
        begin, end = f"<!-- {name}: written by docs/make_docs.py -->", f"<!-- end of {name} -->"
        before, rest = text.split(begin)
        text = f"{before}{begin}\n{part}\n{end}{rest.split(end)[1]}"
    return text


def rooms_list() -> str:
    """The rooms that imports may point down to, the ground first, with what each is."""
    lines = (" · ".join(f"`{room}`{first_line(room)}" for room in level) for level in LAYERS)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def modules_list() -> str:
    """Every module of kmlib by room, with the first line of its docstring."""
    lines = []
    for folder in sorted({path.parent for path in FILES if ROOT / "kmlib" in path.parents}):
        name = ".".join(folder.relative_to(ROOT).parts)
        inside = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
        lines += [f"<details><summary><code>{name}</code></summary>", ""]
        lines += [f"- `{module}`{first_line(f'{name}.{module}')}" for module in inside]
        lines += ["", "</details>", ""]
    return "\n".join(lines).rstrip()


def first_line(module: str) -> str:
    """What a module says of itself, behind a colon."""
    path = ROOT.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not file.exists():
        return ": one file a page: ask, compute, show"
    said = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0]
    return f": {said.partition(': ')[2] or said}"


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
