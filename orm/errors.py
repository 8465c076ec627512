"""What can go wrong, named for who must act.

::

    OrmError
    ├─ ConfigError            the operator edits config.toml; every problem at once; exit 2
    ├─ StoreError             the operator frees, unlocks or upgrades the database; exit 2
    ├─ SourceError            one source failed, the run goes on; shown as source health
    │   ├─ Unreachable        transient: tried again at a later heartbeat
    │   ├─ RateLimited        transient: not before `until`
    │   ├─ Refused            401, 403, 451, robots.txt, a private address: a person looks
    │   ├─ Gone               404, 410
    │   └─ Unreadable         a body that is not the page the source knows: a developer looks
    ├─ CaseError
    │   ├─ NotAllowed         the policy does not let this step follow
    │   └─ Conflict           somebody else acted first
    ├─ DeliveryError          retried unless `permanent`
    │   ├─ Busy               no letter can leave now: the rest of the batch waits as well
    │   └─ Unanswered         the mail server had the whole letter and did not answer
    └─ EntryRefused           a person cannot come in and reads why

"Not modified" and "nothing new" are values, not errors. Anything outside this tree is a bug.
"""

from collections.abc import Sequence
from datetime import datetime
from traceback import extract_tb


class OrmError(Exception):
    """Something a named person can act on."""


class ConfigError(OrmError):
    """The configuration cannot be used; `problems` holds every problem, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class StoreError(OrmError):
    """The database cannot be read or written; the message says what the operator does next."""


class SourceError(OrmError):
    """One source failed; other polls go on."""


class Unreachable(SourceError):
    """No answer: name resolution, connection, TLS, a time limit or a 5xx."""


class RateLimited(SourceError):
    """The site asks for a pause. `until` is aware UTC, or None when the site names no time.

    `of_key` says that one key has used up its quota or budget: others may go on asking the site.
    """

    def __init__(
        self, message: str, *, until: datetime | None = None, of_key: bool = False
    ) -> None:
        self.until = until
        self.of_key = of_key
        super().__init__(message)


class Refused(SourceError):
    """The site, its robots.txt or our own rules say no. Never worked around."""


class Gone(SourceError):
    """The page does not exist (404, 410)."""


class Unreadable(SourceError):
    """A body that is not the page the source knows. `head` is its beginning, for the developer."""

    def __init__(self, message: str, *, head: bytes = b"") -> None:
        self.head = head
        super().__init__(message)


class CaseError(OrmError):
    """A step on a case that cannot be taken."""


class NotAllowed(CaseError):
    """The policy does not let this step follow; the message is the reason shown to the person."""


class Conflict(CaseError):
    """Somebody else acted first; look again."""


class DeliveryError(OrmError):
    """A message was not accepted. A `permanent` failure is shown to a person and not retried."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        self.permanent = permanent
        super().__init__(message)


class Busy(DeliveryError):
    """No letter can leave now, whoever it is for: the others of its batch are not tried."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


class Unanswered(DeliveryError):
    """The mail server had the whole letter and did not answer: nobody knows whether it took it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


class EntryRefused(OrmError):
    """A person cannot come in this way; the message is for them and says what to do instead."""


def place_of(fault: BaseException) -> str:
    """Where a bug was raised, like "weighing.py:42": what may be told of it, for its own words may
    quote a post.
    """
    frame = extract_tb(fault.__traceback__)[-1]
    return f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
