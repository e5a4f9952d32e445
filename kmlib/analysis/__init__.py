"""Analysis: pure functions over the published network, one method a module."""
