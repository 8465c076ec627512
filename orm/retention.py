"""What is due for deletion. Pure; the numbers are the operator's (domain.md §3.6)."""

from datetime import datetime

from orm.model.records import Cutoffs
from orm.model.settings import Retention


def cutoffs(retention: Retention, *, now: datetime) -> Cutoffs:
    """The moments before which things have outlived their time."""
    return Cutoffs(
        hashes=now - retention.hashes,
        ordinary_text=now - retention.ordinary_text,
        dismissed=now - retention.dismissed,
        sealed_text=now - retention.sealed_text,
        fetch_log=now - retention.fetch_log,
    )
