"""A knowledge-management dashboard over the sheets a school network already keeps."""

from kmlib.loading import load
from kmlib.privacy import publish

__all__ = ["load", "publish"]
