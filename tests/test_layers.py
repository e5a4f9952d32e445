import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = [  # from the ground up: a module imports from its own room and from lower ones
    ["kmlib.findings"],
    ["kmlib.schema"],
    ["kmlib.access"],
    ["kmlib.observations"],
    ["kmlib.reading"],
    ["kmlib.snapshots"],
    ["kmlib.turns", "kmlib.about_sources"],
    ["kmlib.refreshing"],
    ["kmlib.network"],
    ["kmlib.loading", "kmlib.complements"],
    ["kmlib.privacy"],
    ["kmlib"],
    ["kmlib.analysis"],
    ["kmlib.charts"],
    ["kmlib.export"],
    ["kmlib.__main__", "kmlib.dashboard"],
    ["pages", "app"],
]
ROOMS = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}
FILES = sorted(
    [ROOT / "app.py", *(ROOT / "kmlib").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
)  # fmt: skip

WRITERS_OF_WORKBOOKS = [
    path for path in FILES if path.stem.startswith(("template", "demo", "writing"))
]


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path) for path in FILES}


def room_of(module):
    """The room that a module of this project stands in, or None for any other module."""
    parts = module.split(".")
    known = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in known if name in ROOMS), None)


def imports_of(path):
    """Every module that a file imports, with `from kmlib import charts` as kmlib.charts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by dots; write the whole name"
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield whole if whole in MODULES else node.module


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_point_one_way(path):
    module = module_of(path)
    mine = room_of(module)
    assert mine, f"{module} stands in no room"
    for imported in imports_of(path):
        room = room_of(imported)
        if room and room != mine:
            assert ROOMS[room] < ROOMS[mine], f"{module} imports {imported}, which stands above it"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_only_the_dashboard_and_the_pages_know_streamlit(path):
    if room_of(module_of(path)) not in ("app", "pages", "kmlib.dashboard"):
        assert "streamlit" not in {name.split(".")[0] for name in imports_of(path)}


@pytest.mark.parametrize("path", WRITERS_OF_WORKBOOKS, ids=module_of)
def test_templates_and_made_up_workbooks_know_the_words_alone(path):
    rooms = {room_of(name) for name in imports_of(path)} - {None, "kmlib.export"}
    assert all(ROOMS[room] <= ROOMS["kmlib.schema"] for room in rooms), rooms


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_analysis_charts_and_exports_never_see_an_unpublished_network(path):
    if room_of(module_of(path)) not in ("kmlib.analysis", "kmlib.charts", "kmlib.export"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "kmlib.network":
            assert not {"Network", "Sheets"} & {name.name for name in node.names}
