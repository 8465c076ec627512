"""Pictures that letters carry: each is kept once, however many letters show it.

The name of a picture is made of what it shows, so whoever changes one here changes its name, and the
letter is not the one that was checked.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, delete, insert, not_, select

from orm.model.letters import Letter, MailState, Picture
from orm.store.dialect import chunks, insert_new
from orm.store.tables.sending import OUTBOX, OUTBOX_PICTURES, PICTURES


def keep_pictures(connection: Connection, letters: Mapping[int, Letter]) -> None:
    """The pictures of letters that were queued now, by their numbers."""
    shown = {each.name: each.png for letter in letters.values() for each in letter.pictures}
    if not shown:
        return
    pictures = [{"name": name, "png": png} for name, png in shown.items()]
    connection.execute(insert_new(connection, PICTURES), pictures)
    rows = [
        {"outbox_id": number, "place": place, "name": picture.name}
        for number, letter in letters.items()
        for place, picture in enumerate(letter.pictures)
    ]
    connection.execute(insert(OUTBOX_PICTURES), rows)


def pictures_of(
    connection: Connection, numbers: Iterable[int]
) -> Mapping[int, tuple[Picture, ...]]:
    """The pictures of these letters in their order; a letter without any is not among them."""
    found: dict[int, list[str]] = {}
    for chunk in chunks(numbers):
        query = (
            select(OUTBOX_PICTURES.c.outbox_id, OUTBOX_PICTURES.c.name)
            .where(OUTBOX_PICTURES.c.outbox_id.in_(chunk))
            .order_by(OUTBOX_PICTURES.c.outbox_id, OUTBOX_PICTURES.c.place)
        )
        for row in connection.execute(query):
            found.setdefault(row.outbox_id, []).append(row.name)
    kept = _kept(connection, {name for names in found.values() for name in names})
    return {number: tuple(kept[name] for name in names) for number, names in found.items()}


def _kept(connection: Connection, names: Iterable[str]) -> Mapping[str, Picture]:
    kept: dict[str, Picture] = {}
    for chunk in chunks(names):
        query = select(PICTURES).where(PICTURES.c.name.in_(chunk))
        kept.update({row.name: Picture(row.png) for row in connection.execute(query)})
    return kept


def forget_pictures(connection: Connection, *, before: datetime) -> None:
    """Take the pictures of letters that ended and were queued before then: their figures stand in
    their words too.
    """
    ended = select(OUTBOX.c.id).where(
        and_(OUTBOX.c.state != MailState.QUEUED.value, OUTBOX.c.queued_at < before)
    )
    connection.execute(delete(OUTBOX_PICTURES).where(OUTBOX_PICTURES.c.outbox_id.in_(ended)))
    shown = select(OUTBOX_PICTURES.c.name)
    connection.execute(delete(PICTURES).where(not_(PICTURES.c.name.in_(shown))))
