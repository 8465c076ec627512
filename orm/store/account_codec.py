"""Official accounts and what was seen of them as columns, and back again."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from orm.model.accounts import (
    Account,
    Check,
    Checked,
    CheckOutcome,
    Finding,
    FindingId,
    Known,
    SettledBy,
    Sighting,
    State,
)
from orm.model.schools import AccountStatus, ContactId, SchoolId
from orm.store.tables.columns import storable

Columns = dict[str, object]
Row = Mapping[Any, Any]
"""A row as the database gives it, or the columns that are to be one."""

_LONGEST_SUBJECT = 120


def identity(*parts: str) -> str:
    """One short text for several that together tell a row from others."""
    joined = "\0".join(storable(part) for part in parts)
    return sha256(joined.encode()).hexdigest()


def account_identity(platform: str, handle: str) -> str:
    """The same for "@Wrenbeck " and "wrenbeck": a platform does not tell them apart."""
    folded = storable(handle).strip().removeprefix("@").casefold()
    return identity(storable(platform).strip().casefold(), folded)


def subject_of(platform: str, name: str) -> str:
    """What an audit line is about, like "bluesky @wrenbeckprimary"; short enough for its index."""
    return storable(f"{platform} {name}".strip())[:_LONGEST_SUBJECT]


def register_columns(account: Account) -> Columns:
    """What the register says, as the database gives it back."""
    hours = account.hours or (None, None)
    columns: Columns = {
        field.name: getattr(account, field.name)
        for field in fields(Account)
        if field.name != "hours"
    }
    columns |= {name: storable(each) for name, each in columns.items() if isinstance(each, str)}
    return columns | {
        "identity": account_identity(account.platform, account.handle),
        "status": account.status.value,
        "keepers": [storable(keeper) for keeper in account.keepers],
        "hours_from": hours[0],
        "hours_until": hours[1],
    }


def account_of(row: Row) -> Account:
    """The account behind a row of `accounts`."""
    begins = row["hours_from"]
    told = {
        field.name: row[field.name]
        for field in fields(Account)
        if field.name not in {"school_id", "status", "keepers", "hours"}
    }
    return Account(
        **told,
        school_id=SchoolId(row["school_id"]),
        status=AccountStatus(row["status"]),
        keepers=tuple(ContactId(keeper) for keeper in row["keepers"]),
        hours=None if begins is None else (begins, row["hours_until"]),
    )


def changed_fields(before: Row, after: Row) -> tuple[str, ...]:
    """The names of the register's fields in which two rows of `accounts` differ."""
    old, new = account_of(before), account_of(after)
    names = (field.name for field in fields(Account))
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def known_columns(known: Known) -> Columns:
    """What is remembered between two days."""
    return {
        "seen": None if known.seen is None else sighting_json(known.seen),
        "seen_at": known.seen_at,
        "misses": known.misses,
        "looked_on": known.looked_on,
    }


def known_of(row: Row) -> Known:
    """What `known_columns` wrote."""
    seen = row["seen"]
    return Known(
        seen=None if seen is None else sighting_of(seen),
        seen_at=row["seen_at"],
        misses=row["misses"],
        looked_on=row["looked_on"],
    )


def sighting_json(sighting: Sighting) -> Columns:
    """A document; null says that the answer did not say.

    Raises:
        ValueError: a moment without a time zone.
    """
    return {
        "platform": storable(sighting.platform),
        "stable_id": storable(sighting.stable_id),
        "handle": storable(sighting.handle),
        "url": storable(sighting.url),
        "state": sighting.state,
        "moved_to": storable(sighting.moved_to),
        "name": _text(sighting.name),
        "description": _text(sighting.description),
        "links": None if sighting.links is None else _texts(sighting.links),
        "proven_links": _texts(sighting.proven_links),
        "verified": sighting.verified,
        "posted_at": None
        if sighting.posted_at is None
        else [moment_json(at) for at in sighting.posted_at],
        "waiting_since": moment_json(sighting.waiting_since),
    }


def sighting_of(stored: Row) -> Sighting:
    """The sighting that `sighting_json` wrote."""
    links, posted = stored["links"], stored["posted_at"]
    return Sighting(
        platform=stored["platform"],
        stable_id=stored["stable_id"],
        handle=stored["handle"],
        url=stored["url"],
        state=None if stored["state"] is None else State(stored["state"]),
        moved_to=stored["moved_to"],
        name=stored["name"],
        description=stored["description"],
        links=None if links is None else tuple(links),
        proven_links=tuple(stored["proven_links"]),
        verified=stored["verified"],
        posted_at=None if posted is None else tuple(map(datetime.fromisoformat, posted)),
        waiting_since=moment_of(stored["waiting_since"]),
    )


def finding_columns(checked: Checked) -> Columns:
    """One row of `account_findings`, without its account, its times and who settled it."""
    return {
        "identity": identity(checked.check, checked.key),
        "check_name": checked.check.value,
        "key": checked.key,
        "outcome": checked.outcome.value,
        "says": checked.says,
        "evidence": checked.evidence,
    }


def finding_of(row: Row) -> Finding:
    """The finding behind a row of `account_findings`."""
    return Finding(
        id=FindingId(row["id"]),
        checked=Checked(
            check=Check(row["check_name"]),
            outcome=CheckOutcome(row["outcome"]),
            says=row["says"],
            evidence=row["evidence"],
            key=row["key"],
        ),
        since=row["since"],
        last_at=row["last_at"],
        settled=settled_of(row),
    )


def settled_columns(settled: SettledBy | None) -> Columns:
    """A person's word, or nobody's."""
    return {
        "settled_by": None if settled is None else settled.by,
        "settled_at": None if settled is None else settled.at,
        "settled_reason": "" if settled is None else settled.reason,
    }


def settled_of(row: Row) -> SettledBy | None:
    """What `settled_columns` wrote."""
    if row["settled_at"] is None:
        return None
    return SettledBy(ContactId(row["settled_by"]), row["settled_at"], row["settled_reason"])


def moment_json(at: datetime | None) -> str | None:
    """In UTC.

    Raises:
        ValueError: no time zone, which would be another moment on another machine.
    """
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone; the store takes aware UTC")
    return at.astimezone(UTC).isoformat()


def moment_of(stored: str | None) -> datetime | None:
    """The moment that `moment_json` wrote."""
    return None if stored is None else datetime.fromisoformat(stored)


def _text(value: str | None) -> str | None:
    return None if value is None else storable(value)


def _texts(values: Iterable[str]) -> list[str]:
    return [storable(value) for value in values]
