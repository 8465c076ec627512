"""Posts to look through, and one look."""

from dataclasses import replace

from orm.model.judgement import Verdict
from orm.model.schools import Role
from orm.model.settlements import Settlement, Settling
from orm.model.sight import Sight
from orm.model.wishes import Found, Wish
from orm.store.indexing import forget
from orm.store.searching import found
from tests.databases import known
from tests.factories_store import NOW, ST_ORRINS, WRENBECK, item_of, judged_of, ruling_of

HEAD = Sight(frozenset({WRENBECK}), frozenset({Role.HEADTEACHER}))
TRUST = Sight(frozenset({WRENBECK, ST_ORRINS}), frozenset({Role.SLT}))


def said(key, words, *, title="", **changes):
    """A post with these words."""
    return judged_of(item_of(key, title=title, text=words), ruling_of(**changes))


def look(url, wish=None, sight=HEAD, before=None, most=10) -> Found:
    place = known(url)
    try:
        return place.read(lambda c: found(c, sight, wish or Wish(), before=before, most=most))
    finally:
        place.close()


def not_us(file):
    """A person's word that the post is about somebody else."""
    word = Settlement(file.item.identity, WRENBECK, Verdict.NOT_US, "head", "a street", NOW)
    return Settling(file.id, word, replace(file.mention, verdict=Verdict.NOT_US))


def everything_indexed(url, *, merged=False):
    """All that the index keeps of words, as far as it can be read as text."""
    place = known(url)
    if merged:
        place.write(forget)
    if place.is_sqlite:
        rows = place.read(
            lambda c: [
                *c.exec_driver_sql("SELECT words FROM mention_words").scalars(),
                *c.exec_driver_sql("SELECT block FROM mention_index_data").scalars(),
            ]
        )
    else:
        rows = place.read(
            lambda c: list(c.exec_driver_sql("SELECT words::text FROM mention_words").scalars())
        )
    place.close()
    return "\n".join(r.decode("latin-1") if isinstance(r, bytes) else r for r in rows)


def keys(page):
    return [file.item.identity.key.rsplit("/", 1)[1] for file in page.files]
