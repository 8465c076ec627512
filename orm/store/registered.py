"""The DfE register: what is known of every open school, watched or not."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from orm.model.schools import Namesake, School, SchoolId
from orm.store.dialect import chunks
from orm.store.revision import connected
from orm.store.tables.register import REGISTER

_TEXTS = (
    "name",
    "town",
    "county",
    "postcode",
    "local_authority",
    "website",
    "trust",
    "school_type",
)


def save_register(connection: Connection, schools: Sequence[School], *, now: datetime) -> None:
    """Make the register exactly these; a school without a URN cannot be in it."""
    connection.execute(delete(REGISTER))
    rows = [
        {"urn": school.urn, "entry": _entry(school), "saved_at": now}
        for school in schools
        if school.urn
    ]
    if rows:
        connection.execute(insert(REGISTER), rows)


def registered(connection: Connection, urns: Sequence[str]) -> Mapping[str, School]:
    """The entries with these URNs."""
    found: dict[str, School] = {}
    for chunk in chunks(urns):
        query = select(REGISTER.c.urn, REGISTER.c.entry).where(REGISTER.c.urn.in_(chunk))
        found.update((row.urn, _school(row.urn, row.entry)) for row in connection.execute(query))
    return found


def whole_register(url: str) -> tuple[School, ...]:
    """Every school of the register in the database at `url`, by URN.

    Raises:
        StoreError: there is no such database, or it cannot be used.
    """
    place = connected(url)
    try:
        return place.read(_everything)
    finally:
        place.close()


def _everything(connection: Connection) -> tuple[School, ...]:
    query = select(REGISTER.c.urn, REGISTER.c.entry).order_by(REGISTER.c.urn)
    return tuple(_school(row.urn, row.entry) for row in connection.execute(query))


def _entry(school: School) -> dict[str, object]:
    return {
        **{name: getattr(school, name) for name in _TEXTS},
        "former_names": list(school.former_names),
        "namesakes": [[each.name, each.what] for each in school.namesakes],
    }


def _school(urn: str, entry: Mapping[str, object]) -> School:
    former, namesakes = entry["former_names"], entry["namesakes"]
    return School(
        id=SchoolId(f"urn-{urn}"),
        urn=urn,
        former_names=tuple(former) if isinstance(former, list) else (),
        namesakes=tuple(Namesake(*each) for each in namesakes)
        if isinstance(namesakes, list)
        else (),
        name=str(entry["name"]),
        town=str(entry["town"]),
        county=str(entry["county"]),
        postcode=str(entry["postcode"]),
        local_authority=str(entry["local_authority"]),
        website=str(entry["website"]),
        trust=str(entry["trust"]),
        school_type=str(entry["school_type"]),
    )
