"""Due dates: when something with a cadence falls due in a school year with its breaks."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from kmlib.analysis.once import once_a_network
from kmlib.analysis.wording import count
from kmlib.privacy import Published
from kmlib.reading.periods import read_period
from kmlib.reading.school_calendar import DAY, Period, PeriodContext, cadence_period, school_year_of
from kmlib.schema import Cadence

WEEKDAYS = 5  # Monday to Friday: the days that can hold school
# project choice: a break longer than this is a slip of the pen, and looking on would never end
LONGEST_LOOK_AHEAD_DAYS = 800


@dataclass(frozen=True)
class SchoolDays:
    """The days on which something can fall due: no weekends when counted, nothing in breaks."""

    year_starts: int  # the month in which the school year begins
    breaks: tuple[Period, ...]  # dates without school
    as_of: dt.date

    @property
    def year_began(self) -> dt.date:
        """The first day of the school year that holds the day the network is as of."""
        return dt.date(school_year_of(self.as_of, self.year_starts), self.year_starts, 1)

    def is_break(self, day: dt.date) -> bool:
        """A day without school by the Network tab; weekends aside."""
        return any(start <= day <= end for start, end in self.breaks)

    def days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """The school days from the first to the last, both included."""
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = dt.date.fromordinal(ordinal)
            if day.weekday() < WEEKDAYS and not self.is_break(day):
                yield day

    def moved(self, day: dt.date) -> dt.date:
        """The day itself, or the first school day after the break that holds it."""
        if not self.is_break(day):
            return day
        return next(self.days(day, day + LONGEST_LOOK_AHEAD_DAYS * DAY), dt.date.max)

    def periods(self, cadence: Cadence, first: dt.date, last: dt.date) -> Iterator[Period]:
        """The weeks, months, quarters, terms or years with a school day, oldest first.

        They begin with the one that holds `first` and end with the one that holds `last`.
        """
        period = cadence_period(first, cadence, self.year_starts)
        while period.start <= last:
            if any(True for _ in self.days(*period)):
                yield period
            period = cadence_period(period.end + DAY, cadence, self.year_starts)

    def next_due(self, held: dt.date, cadence: Cadence) -> dt.date:
        """When something is due again that was held on a day: by the end of the next period.

        Monthly means once in every month, whichever day; so what was held on 22 January is due by
        28 February. A period without a school day is passed over; a due day in a break moves to
        the first school day after it.
        """
        after = cadence_period(held, cadence, self.year_starts).end + DAY
        upcoming = self.periods(cadence, after, after + LONGEST_LOOK_AHEAD_DAYS * DAY)
        period = next(upcoming, None)
        return self.moved(period.end) if period else dt.date.max


@once_a_network
def school_days(network: Published) -> SchoolDays:
    """The school days of a network, as its Network tab gives breaks and the year's first month."""
    settings = network.settings
    context = PeriodContext(year_starts=settings.first_month)
    read = (read_period(text, context) for text in settings.breaks)
    breaks = tuple(period for period in read if isinstance(period, Period))
    return SchoolDays(settings.first_month, breaks, network.as_of)


def how_long(days: int) -> str:
    """A length of time in the words people use for it.

    >>> how_long(1), how_long(12), how_long(20), how_long(80)
    ('1 day', '12 days', '3 weeks', '3 months')
    """
    if days >= 70:
        amount, unit = round(days / 30.44), "month"
    elif days >= 14:
        amount, unit = round(days / 7), "week"
    else:
        amount, unit = days, "day"
    return count(amount, unit)
