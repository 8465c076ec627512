"""What every test shares: the order in which they start."""

import pytest

LONGEST = "test_killing.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test first: at the end, all but one process would wait for it."""
    items.sort(key=lambda item: item.path.name != LONGEST)
