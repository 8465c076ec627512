"""Marks of what a poll brought last time, so that what has not changed is not judged again. Pure.

A mark stands for an item, its content, the schools that want the poll, and everything the judgement
depends on: when any of these changes, the item is judged anew.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from orm.model.items import Item
from orm.model.polls import Scope
from orm.model.schools import SchoolId

_SIZE = 8
_MOST = 2_000


def key_of(judgement: str, wanted: Mapping[SchoolId, Scope]) -> bytes:
    """What the marks of one poll have in common; `judgement` names the policy and the schools."""
    wants = "|".join(f"{school}:{scope}" for school, scope in sorted(wanted.items()))
    return blake2b(f"{judgement}|{wants}".encode(errors="replace"), digest_size=32).digest()


def mark(item: Item, content_hash: str, *, key: bytes) -> bytes:
    """Eight bytes that no other item or wording is likely to have."""
    named = f"{item.identity.family}\0{item.identity.key}\0{content_hash}"
    if item.pictures is not None:
        named += f"\0{item.pictures}\0{item.undescribed}"
    return blake2b(named.encode(errors="replace"), digest_size=_SIZE, key=key).digest()


def marks_in(seen: bytes) -> frozenset[bytes]:
    """The marks that a poll keeps."""
    return frozenset(seen[at : at + _SIZE] for at in range(0, len(seen), _SIZE))


def kept(marks: Iterable[bytes]) -> bytes:
    """As many marks as a poll keeps, in one piece."""
    return b"".join(list(dict.fromkeys(marks))[:_MOST])
