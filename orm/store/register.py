"""Schools with their groups, and the people who act for them.

The official accounts of a school are the register's (`orm.store.accounts`); those of config.toml
only start it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from orm.model.accounts import Account
from orm.model.schools import Contact, Namesake, OfficialAccount, School, SchoolId
from orm.store.account_entries import enter_missing
from orm.store.account_files import official_accounts
from orm.store.dialect import chunks, insert_new, replace_rows
from orm.store.tables.register import (
    AUDIT,
    GROUPS,
    SCHOOL_GROUPS,
    SCHOOLS,
    USER_ROLES,
    USER_SCHOOLS,
    USERS,
)

_CONFIGURATION = "configuration"


def save_schools(connection: Connection, schools: Sequence[School], *, now: datetime) -> None:
    """Insert or update these and watch them; any other stays, and is watched no more. Accounts that
    the register does not have yet are entered.
    """
    connection.execute(update(SCHOOLS).values(watched=False))
    replace_rows(connection, SCHOOLS, [_row(school, now=now) for school in schools], keys=["id"])
    for chunk in chunks([school.id for school in schools]):
        connection.execute(delete(SCHOOL_GROUPS).where(SCHOOL_GROUPS.c.school_id.in_(chunk)))
    _join_groups(connection, schools)
    enter_missing(connection, _configured(schools), now=now)


def schools(connection: Connection) -> tuple[School, ...]:
    """Every watched school, by id, with the accounts that the register has of it."""
    accounts = official_accounts(connection)
    query = (
        select(SCHOOLS, GROUPS.c.name.label("trust"))
        .outerjoin(SCHOOL_GROUPS, SCHOOL_GROUPS.c.school_id == SCHOOLS.c.id)
        .outerjoin(GROUPS, GROUPS.c.id == SCHOOL_GROUPS.c.group_id)
        .where(SCHOOLS.c.watched)
        .order_by(SCHOOLS.c.id)
    )
    return tuple(
        _school(row, accounts.get(row["id"], [])) for row in connection.execute(query).mappings()
    )


def save_people(connection: Connection, contacts: Sequence[Contact], *, now: datetime) -> None:
    """Make the people exactly these. A person who leaves keeps the row that the record points at;
    the audit line says what changed, not the old and new values.
    """
    before = _people(connection)
    shall = {str(contact.id): _facts(contact) for contact in contacts}
    _write_people(connection, contacts, now=now)
    left = [person for person in before if person not in shall]
    for chunk in chunks(left):
        connection.execute(update(USERS).where(USERS.c.id.in_(chunk)).values(removed_at=now))
    lines = [
        {
            "at": now,
            "actor": _CONFIGURATION,
            "action": action,
            "subject": subject,
            "school_id": None,
            "detail": detail,
        }
        for subject, action, detail in _changes(before, shall)
    ]
    if lines:
        connection.execute(insert(AUDIT), lines)


def _row(school: School, *, now: datetime) -> dict[str, object]:
    return {
        "id": school.id,
        "name": school.name,
        "town": school.town,
        "county": school.county,
        "postcode": school.postcode,
        "local_authority": school.local_authority,
        "urn": school.urn,
        "website": school.website,
        "school_type": school.school_type,
        "aliases": list(school.aliases),
        "short_names": list(school.short_names),
        "former_names": list(school.former_names),
        "context_terms": list(school.context_terms),
        "namesakes": [[each.name, each.what] for each in school.namesakes],
        "watched": True,
        "saved_at": now,
    }


def _configured(schools: Sequence[School]) -> Iterable[Account]:
    for school in schools:
        for account in school.accounts:
            yield Account(
                school_id=school.id,
                platform=account.platform,
                handle=account.handle,
                display_name=account.display_name,
                status=account.status,
            )


def _join_groups(connection: Connection, schools: Sequence[School]) -> None:
    trusts = sorted({school.trust for school in schools if school.trust})
    if not trusts:
        return
    connection.execute(insert_new(connection, GROUPS), [{"name": name} for name in trusts])
    ids = {row.name: row.id for row in connection.execute(select(GROUPS.c.id, GROUPS.c.name))}
    connection.execute(
        insert(SCHOOL_GROUPS),
        [
            {"school_id": school.id, "group_id": ids[school.trust]}
            for school in schools
            if school.trust
        ],
    )


def _school(row: RowMapping, accounts: Sequence[OfficialAccount]) -> School:
    return School(
        id=SchoolId(row["id"]),
        name=row["name"],
        town=row["town"],
        aliases=tuple(row["aliases"]),
        short_names=tuple(row["short_names"]),
        former_names=tuple(row["former_names"]),
        county=row["county"],
        postcode=row["postcode"],
        local_authority=row["local_authority"],
        urn=row["urn"],
        website=row["website"],
        trust=row["trust"] or "",
        school_type=row["school_type"],
        context_terms=tuple(row["context_terms"]),
        namesakes=tuple(Namesake(name, what) for name, what in row["namesakes"]),
        accounts=tuple(accounts),
    )


_Facts = Mapping[str, object]


def _facts(contact: Contact) -> _Facts:
    return {
        "name": contact.name,
        "email": contact.email,
        "deputy": contact.deputy,
        "digest": contact.digest,
        "roles": frozenset(role.value for role in contact.roles),
        "schools": frozenset(contact.schools),
    }


def _people(connection: Connection) -> dict[str, _Facts]:
    """Everybody who has not left."""
    roles = _sets(
        (row.user_id, row.role)
        for row in connection.execute(select(USER_ROLES.c.user_id, USER_ROLES.c.role))
    )
    theirs = _sets(
        (row.user_id, row.school_id)
        for row in connection.execute(select(USER_SCHOOLS.c.user_id, USER_SCHOOLS.c.school_id))
    )
    query = select(USERS).where(USERS.c.removed_at.is_(None)).order_by(USERS.c.id)
    return {
        row["id"]: {
            "name": row["name"],
            "email": row["email"],
            "deputy": row["deputy"],
            "digest": row["digest"],
            "roles": roles.get(row["id"], frozenset()),
            "schools": theirs.get(row["id"], frozenset()),
        }
        for row in connection.execute(query).mappings()
    }


def _sets(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    for person, value in pairs:
        sets.setdefault(person, set()).add(value)
    return {person: frozenset(values) for person, values in sets.items()}


def _write_people(connection: Connection, contacts: Sequence[Contact], *, now: datetime) -> None:
    rows: list[dict[str, object]] = [
        {
            "id": contact.id,
            "name": contact.name,
            "email": contact.email,
            "deputy": contact.deputy,
            "digest": contact.digest,
            "saved_at": now,
            "removed_at": None,
        }
        for contact in contacts
    ]
    replace_rows(connection, USERS, rows, keys=["id"])
    connection.execute(delete(USER_ROLES))
    connection.execute(delete(USER_SCHOOLS))
    roles = [
        {"user_id": contact.id, "role": role.value}
        for contact in contacts
        for role in sorted(contact.roles)
    ]
    if roles:
        connection.execute(insert(USER_ROLES), roles)
    theirs = [
        {"user_id": contact.id, "school_id": school_id}
        for contact in contacts
        for school_id in sorted(contact.schools)
    ]
    if theirs:
        connection.execute(insert(USER_SCHOOLS), theirs)


def _changes(
    before: Mapping[str, _Facts], shall: Mapping[str, _Facts]
) -> Iterable[tuple[str, str, str]]:
    """(who, what was done, which facts), by person."""
    for person in sorted({*before, *shall}):
        if person not in before:
            yield person, "person-added", ""
        elif person not in shall:
            yield person, "person-removed", ""
        elif before[person] != shall[person]:
            facts = [name for name in shall[person] if before[person][name] != shall[person][name]]
            yield person, "person-changed", ", ".join(facts)
