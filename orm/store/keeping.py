"""Items as they are kept: new, edited, seen again; as much of each as the policy allows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from orm.model.items import Identity
from orm.model.judgement import Retain
from orm.model.records import JudgedItem, Ruling
from orm.store.blanking import blank
from orm.store.dialect import chunks, hold_fingerprints, insert_new
from orm.store.stories import tell
from orm.store.tables.columns import storable
from orm.store.tables.judging import ITEM_VERSIONS, ITEMS, MENTIONS

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Filed:
    """A ruling that is to be written: which version of which item, and in which story."""

    item_id: int
    version: int
    story_id: int
    keep_words: bool
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a poll's items came to. `changed` are items that were stored before and are
    another now.
    """

    new: int
    edited: int
    filed: tuple[Filed, ...]
    changed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A judged item beside its row as it was and as it shall be."""

    judged: JudgedItem
    item_id: int
    version: int
    retain: Retain
    story_id: int | None
    is_new: bool = False
    edited: bool = False
    promoted: bool = False
    blanked: bool = False

    @property
    def changed(self) -> bool:
        return self.edited or self.promoted or self.blanked

    @property
    def has_version(self) -> bool:
        """A version of it is written now."""
        fresh = self.is_new or self.edited or self.promoted
        return fresh and allowed(self.judged) is not Retain.HASH


def known(connection: Connection, identities: Sequence[Identity]) -> dict[Identity, str]:
    """The latest content hash of each identity that is stored."""
    wanted = {_key(identity): identity for identity in identities}
    found: dict[Identity, str] = {}
    for family, keys in _by_family(wanted):
        for chunk in chunks(keys):
            query = select(ITEMS.c.key, ITEMS.c.content_hash).where(
                ITEMS.c.family == family, ITEMS.c.key.in_(chunk)
            )
            for row in connection.execute(query):
                found[wanted[family, row.key]] = row.content_hash
    return found


def see_again(connection: Connection, identities: Sequence[Identity], *, now: datetime) -> None:
    """Write that these items are still there, unchanged."""
    for family, keys in _by_family(map(_key, identities)):
        for chunk in chunks(keys):
            connection.execute(
                update(ITEMS)
                .where(ITEMS.c.family == family, ITEMS.c.key.in_(chunk))
                .values(last_seen_at=now)
            )


def keep_items(
    connection: Connection, judged: Sequence[JudgedItem], *, source: str, now: datetime
) -> Kept:
    """Write the items and their versions; the rulings that are still to be written.

    A ruling is written once per item version and school: an unchanged item brings a ruling only
    for a school that has none of it yet, which is how a school that is added later is served.
    """
    by_key: dict[_Key, JudgedItem] = {}
    for each in judged:
        by_key.setdefault(_key(each.item.identity), each)
    told = [each for each in by_key.values() if allowed(each) is not Retain.HASH]
    hold_fingerprints(connection, {each.fingerprint for each in told})
    stored = _stored(connection, by_key)
    stories = _stories(connection, by_key, stored, now=now)
    fresh = [key for key in sorted(by_key) if key not in stored]
    inserted = _insert(connection, fresh, by_key, stories, source=source, now=now)
    lost = [key for key in fresh if key not in inserted]
    stored.update(_stored(connection, lost))
    seen = [
        _new(by_key[key], inserted[key], stories.get(key))
        if key in inserted
        else _again(by_key[key], stored[key], stories.get(key))
        for key in sorted(by_key)
    ]
    _update(connection, [each for each in seen if not each.is_new], source=source, now=now)
    _write_versions(connection, [each for each in seen if each.has_version], now=now)
    blank(connection, [each.item_id for each in seen if each.blanked])
    return Kept(
        new=len(inserted),
        edited=sum(each.edited or each.promoted for each in seen),
        filed=tuple(_file(connection, seen)),
        changed=frozenset(each.item_id for each in seen if each.changed),
    )


def allowed(judged: JudgedItem) -> Retain:
    """How much may be kept; what a case is about is never reduced to a hash."""
    if judged.retain is Retain.HASH and any(ruling.case for ruling in judged.rulings):
        return Retain.POINTER
    return judged.retain


def _key(identity: Identity) -> _Key:
    return storable(identity.family), storable(identity.key)


def _by_family(keys: Iterable[_Key]) -> Iterable[tuple[str, list[str]]]:
    families: dict[str, list[str]] = {}
    for family, key in sorted(keys):
        families.setdefault(family, []).append(key)
    return families.items()


def _stored(connection: Connection, keys: Iterable[_Key]) -> dict[_Key, Row[tuple[object, ...]]]:
    """The rows, locked until the end: two edits of one item come one after the other."""
    columns = (
        ITEMS.c.id,
        ITEMS.c.family,
        ITEMS.c.key,
        ITEMS.c.content_hash,
        ITEMS.c.version,
        ITEMS.c.retain,
        ITEMS.c.story_id,
    )
    rows: dict[_Key, Row[tuple[object, ...]]] = {}
    for family, names in _by_family(keys):
        for chunk in chunks(names):
            query = (
                select(*columns)
                .where(ITEMS.c.family == family, ITEMS.c.key.in_(chunk))
                .order_by(ITEMS.c.key)
                .with_for_update()
            )
            rows.update({(row.family, row.key): row for row in connection.execute(query)})
    return rows


def _stories(
    connection: Connection,
    by_key: Mapping[_Key, JudgedItem],
    stored: Mapping[_Key, Row[tuple[object, ...]]],
    *,
    now: datetime,
) -> dict[_Key, int]:
    """The story of every item that enters one now; an item never changes its story."""
    entering = {
        key: (storable(each.fingerprint), each.item.posted_at or now)
        for key, each in by_key.items()
        if allowed(each) is not Retain.HASH
        and (key not in stored or stored[key].retain == Retain.HASH.value)
    }
    told = tell(connection, list(entering.values()))
    return {key: told[copy] for key, copy in entering.items()}


def _insert(
    connection: Connection,
    fresh: Sequence[_Key],
    by_key: Mapping[_Key, JudgedItem],
    stories: Mapping[_Key, int],
    *,
    source: str,
    now: datetime,
) -> dict[_Key, int]:
    """The ids of the rows that were really inserted; another worker may have been first."""
    if not fresh:
        return {}
    rows = [
        {
            **_columns(by_key[key], allowed(by_key[key])),
            "family": key[0],
            "key": key[1],
            "source": source,
            "first_seen_at": now,
            "last_seen_at": now,
            "version": 1,
            "story_id": stories.get(key),
        }
        for key in fresh
    ]
    statement = insert_new(connection, ITEMS).returning(ITEMS.c.id, ITEMS.c.family, ITEMS.c.key)
    return {(row.family, row.key): row.id for row in connection.execute(statement, rows)}


def _columns(judged: JudgedItem, retain: Retain) -> dict[str, object]:
    item, kept = judged.item, retain is not Retain.HASH
    return {
        "url": item.url if kept else "",
        "kind": item.kind.value,
        "platform": item.platform if kept else "",
        "outlet": item.outlet if kept else "",
        "posted_at": item.posted_at if kept else None,
        "precision": item.precision.value,
        "content_hash": judged.content_hash,
        "retain": retain.value,
    }


def _new(judged: JudgedItem, item_id: int, story_id: int | None) -> _Seen:
    return _Seen(judged, item_id, 1, allowed(judged), story_id, is_new=True)


def _again(judged: JudgedItem, row: Row[tuple[object, ...]], story_id: int | None) -> _Seen:
    before, now = Retain(row.retain), allowed(judged)
    edited = row.content_hash != storable(judged.content_hash)
    return _Seen(
        judged=judged,
        item_id=row.id,
        version=row.version + 1 if edited else row.version,
        retain=_together(before, now),
        story_id=row.story_id if row.story_id is not None else story_id,
        edited=edited,
        promoted=before is Retain.HASH and now is not Retain.HASH,
        blanked=before is Retain.FULL and now is Retain.POINTER,
    )


def _together(before: Retain, now: Retain) -> Retain:
    """What the row may hold: a pointer stays one; what was about a school keeps its record."""
    if before is Retain.HASH:
        return now
    return Retain.POINTER if now is Retain.POINTER else before


def _update(connection: Connection, seen: Sequence[_Seen], *, source: str, now: datetime) -> None:
    for chunk in chunks([each.item_id for each in seen if not each.changed]):
        connection.execute(update(ITEMS).where(ITEMS.c.id.in_(chunk)).values(last_seen_at=now))
    rows = [
        {
            **_columns(each.judged, each.retain),
            "item_id": each.item_id,
            "source": source,
            "last_seen_at": now,
            "version": each.version,
            "story_id": each.story_id,
        }
        for each in seen
        if each.changed
    ]
    if rows:
        names = [name for name in rows[0] if name != "item_id"]
        connection.execute(
            update(ITEMS)
            .where(ITEMS.c.id == bindparam("item_id"))
            .values({name: bindparam(name) for name in names}),
            rows,
        )


def _write_versions(connection: Connection, seen: Sequence[_Seen], *, now: datetime) -> None:
    rows = [
        {
            "item_id": each.item_id,
            "version": each.version,
            "seen_at": now,
            "content_hash": each.judged.content_hash,
            "title": each.judged.item.title if each.retain is Retain.FULL else "",
            "text": each.judged.item.text if each.retain is Retain.FULL else "",
            "author": each.judged.item.author if each.retain is Retain.FULL else "",
            "rating": each.judged.item.rating if each.retain is Retain.FULL else None,
        }
        for each in seen
    ]
    if rows:
        connection.execute(insert(ITEM_VERSIONS), rows)


def _file(connection: Connection, seen: Sequence[_Seen]) -> Iterable[Filed]:
    judged_by = _schools(connection, [each.item_id for each in seen if not each.is_new])
    for each in seen:
        if each.story_id is None or allowed(each.judged) is Retain.HASH:
            continue
        for ruling in each.judged.rulings:
            has_one = ruling.mention.school_id in judged_by.get(each.item_id, set())
            if has_one and not each.edited:
                continue
            keep_words = each.retain is ruling.decision.retain is Retain.FULL
            yield Filed(each.item_id, each.version, each.story_id, keep_words, ruling)


def _schools(connection: Connection, item_ids: Iterable[int]) -> dict[int, set[str]]:
    """Who has a ruling of which item, of whatever version."""
    found: dict[int, set[str]] = {}
    for chunk in chunks(item_ids):
        query = select(MENTIONS.c.item_id, MENTIONS.c.school_id).where(
            MENTIONS.c.item_id.in_(chunk)
        )
        for row in connection.execute(query):
            found.setdefault(row.item_id, set()).add(row.school_id)
    return found
