"""What went wrong, into the log; who asked gets a reference to it and nothing else."""

from secrets import token_hex

import structlog

from orm.errors import place_of

_BYTES = 4
_log = structlog.get_logger()


def tell(fault: Exception) -> str:
    """A bug is told by its type and place: its words may quote a post. The reference to it."""
    reference = token_hex(_BYTES)
    _log.error(
        "a fault of the program; tell the developer",
        error=type(fault).__name__,
        place=place_of(fault),
        reference=reference,
    )
    return reference


def tell_closed(error: Exception) -> str:
    """A `StoreError`: the database could not be reached. The reference to it."""
    reference = token_hex(_BYTES)
    _log.error("the database could not be reached", error=str(error), reference=reference)
    return reference
