"""The sample network as published, read once for all tests that look at it."""

from functools import cache

import kmlib
from kmlib.privacy import Published
from sample_sheets import make_sample


@cache
def sample_network() -> Published:
    """The made-up sample network."""
    return kmlib.publish(kmlib.load(str(make_sample.FOLDER / make_sample.HUB)))
