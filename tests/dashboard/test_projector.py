from kmlib.analysis import dive
from kmlib.charts.slides import slides
from kmlib.dashboard import projector
from kmlib.export.deck_file import deck_file


def test_the_slides_as_one_file_are_dark_where_the_dashboard_is(sample, monkeypatch):
    made, some = [], slides(sample, dive.measures_in_focus(sample)[:1])
    monkeypatch.setattr(projector, "download", lambda network, label, make, name: made.append(make))
    monkeypatch.setattr(projector, "theme", lambda: "dark")
    projector.deck_button(sample, some, 90)
    monkeypatch.setattr(projector, "theme", lambda: "light")  # no page runs when it is pressed
    assert made[0]() == deck_file(sample, some, 90, theme="dark")
