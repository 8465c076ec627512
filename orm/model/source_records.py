"""What a source is, as people need to know it before they switch it on."""

from dataclasses import dataclass
from datetime import timedelta

from orm.model.polls import Access


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One source. `facts` are (name, words) of its own record, in plain text: what is read, what it
    is blind to, its terms, its key. `dollars` is the highest price of one call, in US dollars.
    """

    name: str
    called: str
    access: Access
    says: str
    facts: tuple[tuple[str, str], ...]
    takes_key: bool
    dollars: float
    usual: timedelta
    silence: timedelta
