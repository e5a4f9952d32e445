"""Where what benchmarks measured stands: docs/performance.md, each table between its own lines."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
END = "<!-- end of the table -->"


def machine() -> str:
    """What the numbers were measured on."""
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {time.strftime('%-d %B %Y')}"
    )


def write_table(begin: str, table: list[str]) -> None:
    """Put a table into the docs, between the line it begins with and the end of that table."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(END)[2]
    text = "\n".join([f"{before}{begin}", "", *table, "", f"{END}{after}"])
    PAGE.write_text(text, encoding="utf-8")
