import datetime as dt

import pytest
from small import a_measure, a_published

from kmlib.analysis.standings import Order, choices, in_order
from kmlib.schema import Better, Kind, MeasureRow, Unit
from kmlib.schema.choices import Stage

RISEN = [70, 71, 69, 72, 70, 71, 69, 70, 81, 84, 82, 83, 80, 85, 84, 82]
FALLEN = [150 - value for value in RISEN]
STEADY = [70, 74, 69, 75, 71, 76, 70, 73, 69, 74, 71, 75, 70, 74, 71, 76]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Order.NAME, "Alder Birch Cedar Dune Elm"),
        (Order.SIGNAL, "Cedar Alder Birch Dune Elm"),
        (Order.VALUE, "Cedar Birch Dune Alder Elm"),
        (Order.AGE, "Dune Alder Birch Cedar Elm"),
    ],
)
def test_teams_stand_by_name_unless_somebody_asks_otherwise(order, names):
    network = a_published(
        teams=["Alder", "Birch", "Cedar", "Dune", "Elm"],
        Alder=FALLEN,
        Birch=STEADY,
        Cedar=RISEN,
        Dune=STEADY[:15],
        as_of=dt.date(2026, 1, 7),
    )
    assert in_order(network, network.measures[0], order) == names.split()


def test_the_best_value_is_the_lowest_where_lower_is_better():
    network = a_published(a_measure(better=Better.LOWER), Alder=[5], Birch=[3], Cedar=[4])
    order = in_order(network, network.measures[0], Order.VALUE)
    assert order == ["Birch", "Cedar", "Alder"]


def test_measures_can_be_chosen_by_kind_stage_and_priority():
    rows = [
        MeasureRow(measure=name, kind=kind, unit=Unit.PERCENT, better=Better.HIGHER, **more)
        for name, kind, more in (
            ("Present", Kind.OUTCOME, {"stage": Stage.SHARING, "priority": "Attendance"}),
            ("Called", Kind.PROCESS, {"priority": "Attendance"}),
        )
    ]
    found = {words: [row.measure for row in some] for words, some in choices(rows).items()}
    assert found == {
        "All measures": ["Present", "Called"],
        "Kind: outcome": ["Present"],
        "Kind: process": ["Called"],
        "Stage: sharing": ["Present"],
        "Priority: Attendance": ["Present", "Called"],
    }
