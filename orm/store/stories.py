"""Which story an item belongs to: the same fingerprint within three days is the same story."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, select, update

from orm.store.dialect import chunks
from orm.store.tables.columns import storable
from orm.store.tables.judging import STORIES

_REACH = timedelta(hours=72)


@dataclass(slots=True)
class _Story:
    """A story while copies are being counted to it; `id` is None until it is written."""

    fingerprint: str
    first_at: datetime
    last_at: datetime
    id: int | None = None
    grown: bool = False

    def reaches(self, at: datetime) -> bool:
        return self.first_at - _REACH <= at <= self.last_at + _REACH

    def take(self, at: datetime) -> None:
        self.grown = self.grown or not self.first_at <= at <= self.last_at
        self.first_at, self.last_at = min(self.first_at, at), max(self.last_at, at)


def tell(
    connection: Connection, copies: Sequence[tuple[str, datetime]]
) -> Mapping[tuple[str, datetime], int]:
    """The story of each (fingerprint, moment): one that is told already, or a new one.

    The caller holds the fingerprints (`hold_fingerprints`), so nobody starts the same story twice.
    """
    copies = [(storable(fingerprint), at) for fingerprint, at in copies]
    told = _told(connection, {fingerprint for fingerprint, _ in copies})
    chosen: dict[tuple[str, datetime], _Story] = {}
    for fingerprint, at in sorted(set(copies)):
        candidates = told.setdefault(fingerprint, [])
        story = next((each for each in candidates if each.reaches(at)), None)
        if story is None:
            story = _Story(fingerprint, at, at)
            candidates.append(story)
        story.take(at)
        chosen[fingerprint, at] = story
    _write(connection, [story for stories in told.values() for story in stories])
    return {copy: story.id for copy, story in chosen.items() if story.id is not None}


def _told(connection: Connection, fingerprints: Iterable[str]) -> dict[str, list[_Story]]:
    told: dict[str, list[_Story]] = {}
    for chunk in chunks(sorted(fingerprints)):
        query = (
            select(STORIES)
            .where(STORIES.c.fingerprint.in_(chunk))
            .order_by(STORIES.c.last_at.desc(), STORIES.c.id)
        )
        for row in connection.execute(query):
            story = _Story(row.fingerprint, row.first_at, row.last_at, row.id)
            told.setdefault(row.fingerprint, []).append(story)
    return told


def _write(connection: Connection, stories: Iterable[_Story]) -> None:
    stories = list(stories)
    new = [story for story in stories if story.id is None]
    if new:
        statement = insert(STORIES).returning(
            STORIES.c.id, STORIES.c.fingerprint, STORIES.c.first_at
        )
        rows = connection.execute(statement, [_row(story) for story in new])
        ids = {(row.fingerprint, row.first_at): row.id for row in rows}
        for story in new:
            story.id = ids[story.fingerprint, story.first_at]
    grown = [
        {"story_id": story.id, "first": story.first_at, "last": story.last_at}
        for story in stories
        if story.grown and story not in new
    ]
    if grown:
        connection.execute(
            update(STORIES)
            .where(STORIES.c.id == bindparam("story_id"))
            .values(first_at=bindparam("first"), last_at=bindparam("last")),
            grown,
        )


def _row(story: _Story) -> dict[str, object]:
    return {
        "fingerprint": story.fingerprint,
        "first_at": story.first_at,
        "last_at": story.last_at,
    }
