"""Mentions as people see and settle them: what was judged, why, and what somebody said of it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, RowMapping, ScalarSelect, Select, and_, func, select

from orm.model.cases import Case
from orm.model.items import Identity, Item, Kind, Precision
from orm.model.judgement import Assessment, Mention, Retain, Span, Stance, Verdict
from orm.model.schools import SchoolId
from orm.model.settlements import MentionFile, MentionId, Settlement
from orm.store.casework import case_of
from orm.store.codec import decision_of, evidence_of
from orm.store.dialect import chunks
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.columns import storable
from orm.store.tables.judging import ASSESSMENTS, DECISIONS, ITEM_VERSIONS, ITEMS, MENTIONS
from orm.store.tables.settlements import SETTLEMENTS

_Of = tuple[int, str]
"""An item's row and a school."""


def mention(connection: Connection, mention_id: MentionId) -> MentionFile | None:
    """One mention; None when there is none of this number."""
    query = _files().where(MENTIONS.c.id == mention_id)
    return next(iter(_read(connection, query)), None)


def mentions(
    connection: Connection, school_id: SchoolId | None = None, *, unsure: bool = False, most: int
) -> tuple[MentionFile, ...]:
    """Mentions of the items' latest versions, newest first, at most so many."""
    query = (
        _files()
        .where(MENTIONS.c.version == ITEMS.c.version)
        .order_by(MENTIONS.c.seen_at.desc(), MENTIONS.c.id.desc())
        .limit(most)
    )
    if school_id is not None:
        query = query.where(MENTIONS.c.school_id == school_id)
    if unsure:
        query = query.where(MENTIONS.c.verdict == Verdict.UNSURE.value)
    return tuple(_read(connection, query))


def mention_files(connection: Connection, mention_ids: Sequence[int]) -> tuple[MentionFile, ...]:
    """These mentions, newest first."""
    found: list[MentionFile] = []
    for chunk in chunks(sorted(mention_ids, reverse=True)):
        query = _files().where(MENTIONS.c.id.in_(chunk)).order_by(MENTIONS.c.id.desc())
        found += _read(connection, query)
    return tuple(found)


def settled_mentions(connection: Connection) -> tuple[MentionFile, ...]:
    """The newest mention of every item and school that somebody settled, oldest first."""
    query = (
        _files()
        .where(
            MENTIONS.c.id == _latest(),
            select(SETTLEMENTS.c.id)
            .where(
                SETTLEMENTS.c.family == ITEMS.c.family,
                SETTLEMENTS.c.key == ITEMS.c.key,
                SETTLEMENTS.c.school_id == MENTIONS.c.school_id,
            )
            .correlate(ITEMS, MENTIONS)
            .exists(),
        )
        .order_by(MENTIONS.c.id)
    )
    return tuple(_read(connection, query))


def settled(
    connection: Connection, identities: Iterable[Identity]
) -> dict[Identity, tuple[Settlement, ...]]:
    """What people said last of each of these items, once for each school, by school id."""
    wanted = {(storable(each.family), storable(each.key)): each for each in identities}
    families: dict[str, list[str]] = {}
    for family, key in sorted(wanted):
        families.setdefault(family, []).append(key)
    found: dict[Identity, list[Settlement]] = {}
    for family, keys in families.items():
        for chunk in chunks(keys):
            for row in connection.execute(_last_words(family, chunk)).mappings():
                identity = wanted[family, row["key"]]
                found.setdefault(identity, []).append(_settlement(row, identity))
    return {identity: tuple(said) for identity, said in found.items()}


def _last_words(family: str, keys: Sequence[str]) -> Select[tuple[object, ...]]:
    here = SETTLEMENTS.c
    last = (
        select(func.max(here.id))
        .where(here.family == family, here.key.in_(keys))
        .group_by(here.key, here.school_id)
    )
    return select(SETTLEMENTS).where(here.id.in_(last)).order_by(here.school_id)


def _settlement(row: RowMapping, identity: Identity) -> Settlement:
    return Settlement(
        identity=identity,
        school_id=SchoolId(row["school_id"]),
        verdict=Verdict(row["verdict"]),
        by=row["by"],
        reason=row["reason"],
        at=row["at"],
    )


def _latest() -> ScalarSelect[int | None]:
    """The number of the newest mention of the same item and school."""
    newest = MENTIONS.alias("newest")
    return (
        select(func.max(newest.c.id))
        .where(newest.c.item_id == MENTIONS.c.item_id, newest.c.school_id == MENTIONS.c.school_id)
        .correlate(MENTIONS)
        .scalar_subquery()
    )


def _files() -> Select[tuple[object, ...]]:
    same = and_(
        ITEM_VERSIONS.c.item_id == MENTIONS.c.item_id, ITEM_VERSIONS.c.version == MENTIONS.c.version
    )
    return (
        select(
            MENTIONS.c.id,
            MENTIONS.c.item_id,
            MENTIONS.c.school_id,
            MENTIONS.c.seen_at,
            MENTIONS.c.verdict,
            MENTIONS.c.score,
            MENTIONS.c.evidence,
            MENTIONS.c.spans,
            _latest().label("latest"),
            (MENTIONS.c.version != ITEMS.c.version).label("stale"),
            ITEMS.c.family,
            ITEMS.c.key,
            ITEMS.c.kind,
            ITEMS.c.platform,
            ITEMS.c.url,
            ITEMS.c.outlet,
            ITEMS.c.posted_at,
            ITEMS.c.precision,
            ITEMS.c.retain.label("item_retain"),
            ITEM_VERSIONS.c.title,
            ITEM_VERSIONS.c.text,
            ITEM_VERSIONS.c.author.label("written_by"),
            ITEM_VERSIONS.c.rating,
            ASSESSMENTS.c.stance,
            ASSESSMENTS.c.compound,
            ASSESSMENTS.c.sentences,
            ASSESSMENTS.c.engine,
            *(column for column in DECISIONS.c if column.name != "mention_id"),
        )
        .select_from(MENTIONS)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(ITEM_VERSIONS, same)
        .join(ASSESSMENTS, ASSESSMENTS.c.mention_id == MENTIONS.c.id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
    )


def _read(connection: Connection, query: Select[tuple[object, ...]]) -> Iterable[MentionFile]:
    rows = connection.execute(query).mappings().all()
    held = _cases(connection, [row["item_id"] for row in rows])
    said = settled(connection, [Identity(row["family"], row["key"]) for row in rows])
    for row in rows:
        its = said.get(Identity(row["family"], row["key"]), ())
        yield MentionFile(
            id=MentionId(row["id"]),
            latest=MentionId(row["latest"]),
            item=_item(row),
            retain=Retain(row["item_retain"]),
            mention=_mention(row),
            assessment=Assessment(
                Stance(row["stance"]), row["compound"], tuple(row["sentences"]), row["engine"]
            ),
            decision=decision_of(row),
            seen_at=row["seen_at"],
            cases=tuple(held.get((row["item_id"], row["school_id"]), ())),
            settled=next((each for each in its if each.school_id == row["school_id"]), None),
            stale=bool(row["stale"]),
        )


def _cases(connection: Connection, item_ids: Sequence[int]) -> dict[_Of, list[Case]]:
    found: dict[_Of, list[Case]] = {}
    for chunk in chunks(dict.fromkeys(item_ids)):
        query = (
            select(CASES, CASE_ITEMS.c.item_id)
            .join(CASE_ITEMS, CASE_ITEMS.c.ref == CASES.c.ref)
            .where(CASE_ITEMS.c.item_id.in_(chunk))
            .order_by(CASES.c.ref)
        )
        for row in connection.execute(query).mappings():
            found.setdefault((row["item_id"], row["school_id"]), []).append(case_of(row))
    return found


def _item(row: RowMapping) -> Item:
    return Item(
        identity=Identity(row["family"], row["key"]),
        kind=Kind(row["kind"]),
        platform=row["platform"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        author=row["written_by"],
        posted_at=row["posted_at"],
        precision=Precision(row["precision"]),
        outlet=row["outlet"],
        rating=row["rating"],
    )


def _mention(row: RowMapping) -> Mention:
    return Mention(
        school_id=SchoolId(row["school_id"]),
        verdict=Verdict(row["verdict"]),
        score=row["score"],
        evidence=evidence_of(row["evidence"]),
        spans=tuple(Span(*span) for span in row["spans"]),
    )
