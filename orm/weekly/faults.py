"""Faults of the program in one letter or school: they wait until the others are done."""

from collections.abc import Iterator
from contextlib import contextmanager

from orm.errors import OrmError


@contextmanager
def set_aside(faults: list[Exception]) -> Iterator[None]:
    """A fault of the program in one letter or school waits until the others are done."""
    try:
        yield
    except OrmError:
        raise
    except Exception as fault:  # noqa: BLE001 - raised again, in a group, by the caller
        faults.append(fault)
