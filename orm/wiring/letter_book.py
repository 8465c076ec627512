"""What joins the book of letters: who reads which digest, and where each of them stops it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from orm.config.values import Config
from orm.entry.keys import Keys
from orm.model.letter_book import Stop
from orm.model.letters import STOP_PATH
from orm.model.schools import Contact, Role, School
from orm.model.weeks import Week
from orm.weekly import readers, send_at, turn_of
from orm.wiring.edges import Edges
from reports.digest import Upkeep


def stops(edges: Edges) -> tuple[Stop, ...]:
    """Everybody who stopped a digest."""
    return edges.letter_book.stops() if edges.letter_book else ()


def reading(config: Config, edges: Edges) -> Callable[[School], Sequence[Contact]]:
    """Who reads the digest of a school, as it is now."""
    return partial(readers, config.contacts, stops=stops(edges))


def nowhere(_: Contact) -> str:
    """There is no address to stop at."""
    return ""


@dataclass(frozen=True, slots=True)
class Stopping:
    """Where each reader of one school stops its digest, and the roles of those who did of late."""

    address: Callable[[Contact], str] = nowhere
    stopped: tuple[frozenset[Role], ...] = ()

    def told(self, upkeep: Upkeep, reader: Contact) -> Upkeep:
        """The same, and what this reader is told of stopping."""
        return replace(upkeep, stop_at=self.address(reader), stopped=self.stopped)


NOT_STOPPING = Stopping()
"""Nobody stopped, and there is nowhere to."""


def stopping(config: Config, edges: Edges, school: School, week: Week) -> Stopping:
    """For the digests of one school's week: who stopped since the last one that went out."""
    earlier = [each for each in edges.store.queued_weeks(school.id) if each < week]
    turn = turn_of(school.id, config.digest)
    since = send_at(max(earlier), config.digest) + turn if earlier else None
    gone = {
        each.contact_id
        for each in stops(edges)
        if each.school_id == school.id and (since is None or each.at >= since)
    }
    return Stopping(
        address=_address(config, edges, school),
        stopped=tuple(each.roles for each in config.contacts if each.id in gone),
    )


def _address(config: Config, edges: Edges, school: School) -> Callable[[Contact], str]:
    """Only over https, and only where there is a desk to answer (RFC 8058)."""
    desk = config.digest.desk_url.rstrip("/")
    if edges.desk_key is None or not config.desk.enabled or not desk.startswith("https://"):
        return nowhere
    keys = Keys(edges.desk_key())
    return lambda reader: f"{desk}{STOP_PATH}{keys.stop(reader.id, school.id)}"
