"""The words that cells of the core tabs may hold."""

from kmlib.schema.columns import Choice


class Kind(Choice):
    """What a measure watches."""

    OUTCOME = "outcome", "result", "outcomes"
    PROCESS = "process", "driver", "implementation", "leading"
    BALANCING = "balancing", "balance", "counter", "unintended"


class Unit(Choice):
    """What a measure is counted in."""

    PERCENT = "percent", "%", "pct", "percentage", "per cent", "share", "proportion"
    COUNT = "count", "number", "n", "#", "counts"
    RATE = "rate", "ratio", "per 100", "per 1000"
    SCORE = "score", "points", "scale", "rating"
    MINUTES = "minutes", "min", "mins", "minute"
    DAYS = "days", "day"
    YES_NO = "yes-no", "y/n", "yes or no", "boolean", "checkbox"


class Better(Choice):
    """Which way is good."""

    HIGHER = "higher", "up", "increase", "more", "high"
    LOWER = "lower", "down", "decrease", "less", "fewer", "low"
    NEITHER = "neither", "neutral", "none", "n/a"


class Counts(Choice):
    """Who or what is counted; only students are suppressed."""

    STUDENTS = "students", "student", "pupils", "children", "learners"
    STAFF = "staff", "teachers", "adults"
    EVENTS = "events", "event", "things"


class Closest(Choice):
    """Those closest to students, by a word in the name of a stakeholder group."""

    STUDENTS = "students", "student", "pupils", "learners", "children", "child", "youth"
    FAMILIES = "families", "family", "parents", "parent", "caregivers", "guardians"
    TEACHERS = "teachers", "teacher", "educators"


class Stage(Choice):
    """A stage of the knowledge-management cycle."""

    GENERATION = "generation", "generate", "generating"
    CONSOLIDATION = (
        *("consolidation & capture", "consolidation and capture"),
        *("consolidation", "consolidate", "capture"),
    )
    SHARING = "sharing", "share", "dissemination"
    APPLICATION = "application", "apply", "use", "applying"


class Cadence(Choice):
    """How often something happens or is reported."""

    WEEKLY = "weekly", "every week", "week"
    BIWEEKLY = "biweekly", "every two weeks", "fortnightly", "every other week"
    MONTHLY = "monthly", "every month", "month"
    QUARTERLY = "quarterly", "every quarter", "quarter"
    TERM = "term BOY-MOY-EOY", "term", "BOY-MOY-EOY", "trimester", "three times a year"
    YEARLY = "yearly", "annual", "annually", "every year", "year"


class Combine(Choice):
    """How teams' values become the network's."""

    WEIGHTED = "weighted", "pooled", "weighted mean"
    MEAN = "mean", "average", "avg"
    MEDIAN = "median", "middle"
    SUM = "sum", "total", "add"


class Month(Choice):
    """A month of the year."""

    JANUARY = "January", "Jan", "1"
    FEBRUARY = "February", "Feb", "2"
    MARCH = "March", "Mar", "3"
    APRIL = "April", "Apr", "4"
    MAY = "May", "5"
    JUNE = "June", "Jun", "6"
    JULY = "July", "Jul", "7"
    AUGUST = "August", "Aug", "8"
    SEPTEMBER = "September", "Sep", "Sept", "9"
    OCTOBER = "October", "Oct", "10"
    NOVEMBER = "November", "Nov", "11"
    DECEMBER = "December", "Dec", "12"
