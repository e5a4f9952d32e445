"""Whether this copy of the dashboard has anything to show, for whoever asks: proxy or monitor."""

import threading

from kmlib.dashboard.freshness import OLDER
from kmlib.dashboard.loading import (
    SAMPLE,
    known_reading,
    look_again,
    read_first,
    setting,
)

READY, NOT_READY = 200, 503
FIRST = "km-first-reading"


def readiness() -> tuple[int, dict[str, object]]:
    """A status for programs and what stands behind it; no sheet is named.

    The first who asks has the sheets read. States: `reading` (nothing to show yet), `unreadable`
    (the hub could never be read; `why` is the finding's code), `ready`, and `stale`: an older
    reading of some sheet is shown, which is as good to look at and better than nothing.
    """
    source = setting("KM_WORKBOOK", str(SAMPLE))
    reading = known_reading(source)
    if reading is None:
        if all(thread.name != FIRST for thread in threading.enumerate()):
            threading.Thread(target=read_first, args=(source,), name=FIRST, daemon=True).start()
        return NOT_READY, {"state": "reading"}
    look_again(0)
    if reading.network is None:
        return NOT_READY, {"state": "unreadable", "why": reading.failed and reading.failed.code}
    is_stale = reading.failed or not OLDER.isdisjoint(f.code for f in reading.troubles)
    seen = reading.shelf.seen or reading.network.read_at
    return READY, {
        "state": "stale" if is_stale else "ready",
        "read": seen.isoformat(timespec="seconds"),
        "workbooks": len(reading.network.sources),
        "kept_out": len(reading.troubles),
    }
