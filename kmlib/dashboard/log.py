"""The log, for those who run the dashboard: what was read and what went wrong, and no cell's text.

A workbook is not named either: its name may stand in a cell. Sheet check names it.
"""

import logging
import threading
from collections import Counter
from collections.abc import Iterable
from traceback import format_tb

from streamlit.logger import get_logger

from kmlib.findings import Finding
from kmlib.privacy import Published

LOG = get_logger("kmlib")
OF_PAGES = "streamlit.error_util"  # where Streamlit tells of what failed on a page
OF_FILES = "streamlit.runtime.backend_operation_handler"  # of a file made when it was asked for


def log_reading(network: Published | None, troubles: Iterable[Finding], seconds: float) -> None:
    """Log what a reading gave, and how often what keeps sheets out."""
    if network is not None:
        books, rows = len(network.sources), sum(one.rows_read for one in network.sources)
        found = len(network.findings)
        LOG.info("read: %d workbooks, %d rows, %d findings, %.1f s", books, rows, found, seconds)
    for code, times in Counter(finding.code for finding in troubles).items():
        LOG.warning("kept out: %s, %d times; Sheet check says where", code, times)


def unquoted(record: logging.LogRecord) -> bool:
    """Keep of an error where it was and of what kind; its own words may quote a cell."""
    if record.exc_info and (error := record.exc_info[1]):
        while error.__cause__:
            error = error.__cause__
        record.msg = (
            f"{record.msg}\n{''.join(format_tb(error.__traceback__))}{type(error).__name__}"
        )
        record.exc_info = None
    return True


def _of_a_thread(about: threading.ExceptHookArgs) -> None:
    if isinstance(about.exc_value, Exception):
        LOG.error("a thread has ended", exc_info=about.exc_value)


for tells_of in OF_PAGES, OF_FILES:
    get_logger(tells_of).addFilter(unquoted)
LOG.addFilter(unquoted)
if threading.excepthook is threading.__excepthook__:  # unless somebody else looks after them
    threading.excepthook = _of_a_thread
